"""Who made a change: who wrote its line, and of what was removed who last touched the file."""

from __future__ import annotations

import pytest

from bsctui.git.repository import NOT_COMMITTED
from bsctui.review.comparison import compare
from bsctui.review.revisions import named_revisions
from bsctui.workspace import Workspace
from tests.review.repositories import commit, repository

CARD = "calendar years 2025..2026\nscorecard s\nobjective o in s.financial\nkpi k in s.o\n  target 3\nkpi l in s.o\n  target 4\n"


@pytest.fixture
def folder(tmp_path):
    """A repository in which two people changed a file."""
    found = repository(tmp_path / "r", {"a.bsc": CARD})
    commit(found, {"a.bsc": CARD.replace("target 3", "target 2")}, "less", author="Marek")
    return found


def authors(folder, old, new):
    """By address: who made the change."""
    files = Workspace.load(folder).model
    pair = named_revisions(folder, old, new, files)
    found = compare(pair.old.model, pair.new.model)
    return {one.change.address: pair.author(one.change) for one in found.reviewed}


def test_a_line_is_its_writers(folder):
    assert authors(folder, "HEAD~1", "HEAD") == {"s.k": "Marek"}


def test_what_went_is_theirs_who_last_touched_the_file(folder):
    commit(folder, {"a.bsc": CARD[: CARD.index("kpi l")]}, "one less", author="Ines")
    assert authors(folder, "HEAD~1", "HEAD")["s.l"] == "Ines"


def test_what_is_not_committed_is_nobodys_yet(folder):
    text = CARD.replace("target 3", "target 2")
    (folder / "a.bsc").write_text(text.replace("target 4", "target 5"))
    assert authors(folder, "HEAD", None) == {"s.l": NOT_COMMITTED}
    (folder / "a.bsc").write_text(text[: text.index("kpi l")])
    assert authors(folder, "HEAD", None) == {"s.l": NOT_COMMITTED}
