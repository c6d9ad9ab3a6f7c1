"""Git's objects, read one by one: trees of any depth."""

from __future__ import annotations

import subprocess

import pytest

from bsctui.git.objects import GitObjects
from bsctui.git.repository import Repository
from tests.review.repositories import ENVIRONMENT, git

LEVELS = 1_200


@pytest.mark.slow
def test_folders_stand_in_each_other_deeper_than_calls_can(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    path = "a/" * LEVELS + "deep.bsc"
    stream = (
        "commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 1\nx\n"
        f"M 644 inline {path}\ndata 12\nscorecard s\n\nM 644 inline a.bsc\ndata 12\nscorecard t\n\n"
    )
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        input=stream.encode(),
        check=True,
    )
    tree = git(tmp_path, "rev-parse", "main^{tree}").strip()
    with GitObjects(Repository.around(tmp_path)) as objects:
        names = list(objects.files(tree))
    assert [len(name) for name in names] == [len("a.bsc"), len(path)]
