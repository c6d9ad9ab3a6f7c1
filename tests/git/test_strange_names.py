"""Names that git would take for its own options."""

from __future__ import annotations

import pytest

from bsctui.git.command import GitError
from bsctui.git.repository import Repository
from tests.review.repositories import commit, git, repository

CARD = "calendar years 2025..2026\nscorecard a\n"


def test_a_branch_whose_name_begins_with_a_dash_is_a_revision_like_any_other(tmp_path):
    folder = repository(tmp_path / "r", {"a.bsc": CARD})
    first = git(folder, "rev-parse", "HEAD").strip()
    commit(folder, {"a.bsc": CARD + '  owner "Board"\n'}, "an owner")
    for name in ("-q", "--all", "--since=2020"):
        git(folder, "update-ref", f"refs/heads/{name}", first)
        assert Repository.around(folder).commit(name) == first


def test_a_revision_that_git_does_not_know_is_named_as_it_was_typed(tmp_path):
    found = Repository.around(repository(tmp_path / "r", {"a.bsc": CARD}))
    with pytest.raises(GitError, match=r"^git knows no revision `--all`$"):
        found.commit("--all")
