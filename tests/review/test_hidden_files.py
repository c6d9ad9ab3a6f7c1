"""A red KPI whose file is hidden from the workspace is a red KPI that was removed."""

from __future__ import annotations

import pytest

from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from bsctui.review.revisions import named_revisions
from bsctui.review.wording import change_phrase
from bsctui.workspace import Workspace
from tests.review.repositories import commit, repository
from tests.review.test_cheats import COMPANY, record

pytestmark = pytest.mark.usefixtures("nobodys_configuration")

RED = record("red")


def renamed(name):
    """The file of the red KPI under another name."""

    def hide(folder):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / "red.bsc").rename(folder / name)

    return hide


def another_workspace(folder):
    renamed("archive/red.bsc")(folder)
    (folder / "archive/bsctui.toml").touch()


def dangling_link(folder):
    (folder / "red.bsc").unlink()
    (folder / "red.bsc").symlink_to("nowhere.bsc")


def another_encoding(folder):
    (folder / "red.bsc").write_bytes(RED.encode("utf-16"))


HIDINGS = {
    "a dotfile": renamed(".red.bsc"),
    "a hidden folder": renamed(".old/red.bsc"),
    "another ending": renamed("red.txt"),
    "a folder that is another workspace": another_workspace,
    "a link to nothing": dangling_link,
    "an encoding that nobody reads": another_encoding,
}


def review_of(folder, change):
    """The review of one commit that changes the red KPI's file."""
    repository(folder, {"main.bsc": COMPANY.replace(RED, ""), "red.bsc": RED, "bsctui.toml": ""})
    change(folder)
    commit(folder, {}, "nothing to see")
    pair = named_revisions(folder, "HEAD~1", "HEAD", Workspace.load(folder).model)
    return compare(pair.old.model, pair.new.model)


@pytest.mark.parametrize("name", HIDINGS)
def test_a_file_that_is_hidden_is_listed_as_what_it_takes_away(tmp_path, name):
    (one,) = review_of(tmp_path, HIDINGS[name]).goalposts
    assert (one.change.address, one.direction) == ("s.red", Direction.EASIER)
    assert change_phrase(one.change) == "kpi removed"


@pytest.mark.parametrize("name", ["other.bsc", "deep/red.bsc"])
def test_a_file_that_is_only_moved_changes_nothing(tmp_path, name):
    assert review_of(tmp_path, renamed(name)).reviewed == ()
