"""A revision holds what the files held through links: who hides a scorecard behind one hides nothing from a review."""

from __future__ import annotations

import pytest

from bsctui.git.linked_files import linked_paths
from bsctui.git.objects import GitObjects
from bsctui.git.repository import Repository
from bsctui.storage.workspace_files import locate_workspace, path_in_workspace, workspace_files
from tests.review.repositories import commit, git

pytestmark = pytest.mark.usefixtures("nobodys_configuration")

CASES = {
    "a link to a dotfile": ({"a.bsc": ".a.bsc"}, [".a.bsc"], {"a.bsc": ".a.bsc"}),
    "a link to a file that is read anyhow": ({"b.bsc": "a.bsc"}, ["a.bsc"], {}),
    "two links to one file": ({"b.bsc": ".a", "c.bsc": ".a"}, [".a"], {"b.bsc": ".a"}),
    "a link to a link": ({"b.bsc": ".c", ".c": ".a"}, [".a"], {"b.bsc": ".a"}),
    "a link to a hidden folder": ({"unit": ".old"}, [".old/a.bsc"], {"unit/a.bsc": ".old/a.bsc"}),
    "a link through a linked folder": ({"x.bsc": "d/a", "d": ".e"}, [".e/a"], {"x.bsc": ".e/a"}),
    "a link upward and down again": ({"u/a.bsc": "../.a"}, [".a"], {"u/a.bsc": ".a"}),
    "a link out of the workspace": ({"a.bsc": "../a.bsc", "b.bsc": "/etc/a.bsc"}, [], {}),
    "links in a circle": ({"a.bsc": "b.bsc", "b.bsc": "a.bsc"}, [], {}),
    "a link to nothing": ({"a.bsc": "gone"}, ["x.bsc"], {}),
    "a hidden link": ({".l.bsc": ".a"}, [".a"], {}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_link_gives_a_file_its_name_where_it_has_no_other(case):
    links, paths, named = CASES[case]
    assert linked_paths(links, paths, ".bsc") == named


def test_a_revision_has_the_files_that_stood_on_disk(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "unit.bsc").symlink_to(".unit.bsc")
    (tmp_path / "team").symlink_to(".team")
    (tmp_path / "again.bsc").symlink_to("a.bsc")
    commit(
        tmp_path,
        {"a.bsc": "scorecard a\n", ".unit.bsc": "scorecard b\n", ".team/c.bsc": "scorecard c\n"},
        "three",
    )
    home = locate_workspace(tmp_path)
    on_disk = {path_in_workspace(home, path) for path in workspace_files(home)}
    revision = Repository.around(tmp_path).files("HEAD")
    assert set(revision) == on_disk == {"a.bsc", "unit.bsc", "team/c.bsc"}
    assert revision["unit.bsc"] == b"scorecard b\n"


def test_a_history_has_the_files_that_stood_on_disk(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "unit.bsc").symlink_to(".hidden")
    (tmp_path / "team").symlink_to(".team")
    commit(tmp_path, {".hidden": "scorecard b\n", ".team/c.bsc": "scorecard c\n"}, "two")
    commit(tmp_path, {".hidden": "scorecard d\n"}, "another name")
    with GitObjects(Repository.around(tmp_path)) as objects:
        lineage = objects.lineage("HEAD")
        told = [
            {path: objects.content(oid) for path, oid in objects.files(one.tree).items()}
            for one in lineage
        ]
    assert [one.commit.summary for one in lineage] == ["another name", "two"]
    assert told == [
        {"team/c.bsc": b"scorecard c\n", "unit.bsc": b"scorecard d\n"},
        {"team/c.bsc": b"scorecard c\n", "unit.bsc": b"scorecard b\n"},
    ]
