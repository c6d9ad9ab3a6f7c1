"""Changes on disk while edits are unsaved: merged, carried along, shown for a choice; never lost."""

from __future__ import annotations

import shutil

import pytest

from bsctui.edits import SetField
from bsctui.workspace import Resolution, Workspace

TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top
objective aim in top.financial
kpi k in top.aim
  target 10
  baseline 4
  actual 2025-Q1: 8

kpi l in top.aim
  target 3
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "main.bsc").write_text(TEXT)
    return tmp_path


def edited(folder, *pairs):
    work = Workspace.load(folder)
    for field, value in pairs or (("target", "12"),):
        work.apply(SetField("top.k", field, value))
    return work


def text(work):
    return work.documents["main.bsc"].to_bytes().decode()


def test_neighbouring_lines_edited_here_and_there_are_merged(folder):
    work = edited(folder)
    (folder / "main.bsc").write_text(TEXT.replace("baseline 4", "baseline 5"))
    report = work.reload()
    assert (report.merged, report.conflicts, report.forgotten) == (("main.bsc",), (), 0)
    assert text(work) == TEXT.replace("target 10", "target 12").replace("baseline 4", "baseline 5")
    assert work.dirty
    assert [change.description for change in work.unsaved] != []


def test_edits_made_before_can_be_taken_back_and_made_again_without_touching_what_came_in(folder):
    work = edited(folder, ("target", "11"), ("target", "12"), ("weight", "2"))
    work.undo()
    theirs = "# first line\n" + TEXT.replace("baseline 4", "baseline 5").replace("target 3", "target 2")  # fmt: skip
    (folder / "main.bsc").write_text(theirs)
    assert work.reload().forgotten == 0
    assert text(work) == theirs.replace("target 10", "target 12")
    work.redo()
    assert "weight 2" in text(work)
    for _ in range(3):
        work.undo()
    assert text(work) == theirs
    assert not work.dirty


def test_an_edit_saved_before_can_be_taken_back_after_a_change_from_elsewhere(folder):
    work = edited(folder)
    work.save()
    now = (folder / "main.bsc").read_text().replace("baseline 4", "baseline 5")
    (folder / "main.bsc").write_text(now)
    work.reload()
    work.undo()
    assert text(work) == TEXT.replace("baseline 4", "baseline 5")


def test_edits_that_others_overwrote_can_no_longer_be_taken_back(folder):
    work = edited(folder)
    work.save()
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
    assert work.reload().forgotten == 1
    assert work.undo() is None


def conflicting(folder):
    work = edited(folder)
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99").replace("baseline 4", "baseline 5"))  # fmt: skip
    report = work.reload()
    assert report.changed == ()
    (conflict,) = report.conflicts
    assert text(work) == TEXT.replace("target 10", "target 12")
    return work, conflict


MINE = TEXT.replace("target 10", "target 12").replace("baseline 4", "baseline 5")
"""The disputed target as edited here, the baseline that nobody disputes as on disk."""


def test_mine_stays_where_it_is_disputed_and_theirs_elsewhere(folder):
    work, conflict = conflicting(folder)
    work.resolve(conflict, Resolution.MINE)
    assert text(work) == MINE
    assert work.dirty
    assert work.save().conflicts == ()
    assert (folder / "main.bsc").read_text() == MINE


def test_undoing_after_mine_leads_to_theirs_and_never_to_what_neither_says(folder):
    work, conflict = conflicting(folder)
    work.resolve(conflict, Resolution.MINE)
    work.undo()
    assert text(work).encode() == conflict.on_disk
    assert not work.dirty
    work.undo()
    assert text(work).encode() == conflict.on_disk
    work.redo()
    work.redo()
    assert text(work) == MINE


def test_edits_that_nobody_disputes_can_still_be_undone_after_a_choice(folder):
    work = Workspace.load(folder)
    work.apply(SetField("top.l", "target", "4"))
    work.apply(SetField("top.k", "target", "12"))
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
    (conflict,) = work.reload().conflicts
    work.resolve(conflict, Resolution.MINE)
    for _ in range(3):
        work.undo()
    assert text(work).encode() == conflict.on_disk


def test_theirs_is_theirs_only_where_it_is_disputed(folder):
    work = edited(folder)
    work.apply(SetField("top.k", "unit", "USD"))
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
    (conflict,) = work.reload().conflicts
    work.resolve(conflict, Resolution.THEIRS)
    assert "unit USD" in text(work)
    assert "target 99" in text(work)
    assert work.save().conflicts == ()
    assert work.reload().changed == ()


def test_theirs_is_an_edit_that_gives_mine_back(folder):
    work, conflict = conflicting(folder)
    work.resolve(conflict, Resolution.THEIRS)
    assert text(work).encode() == conflict.on_disk
    assert not work.dirty
    work.undo()
    assert text(work) == MINE
    assert work.dirty


def test_both_between_markers_are_text_like_any_other(folder):
    work, conflict = conflicting(folder)
    work.resolve(conflict, Resolution.MARKED)
    assert "<<<<<<< edited here\n  target 12\n=======\n  target 99\n>>>>>>> on disk\n  baseline 5\n" in text(work)  # fmt: skip
    assert any(problem.code == "E114" for problem in work.model.diagnostics)
    work.undo()
    assert text(work) == MINE


@pytest.mark.parametrize("resolution", [Resolution.MINE, Resolution.THEIRS])
def test_a_file_deleted_on_disk_while_it_was_edited(folder, resolution):
    (folder / "sub").mkdir()
    (folder / "main.bsc").rename(folder / "sub" / "main.bsc")
    (folder / "other.bsc").write_text("# stays\n")
    work = edited(folder)
    shutil.rmtree(folder / "sub")
    (conflict,) = work.reload().conflicts
    assert conflict.on_disk is None
    work.resolve(conflict, resolution)
    work.save()
    assert (folder / "sub" / "main.bsc").exists() == (resolution is Resolution.MINE)
    if resolution is Resolution.THEIRS:
        assert not work.dirty
        work.undo()
        assert work.dirty


def test_files_come_and_go_as_in_a_checkout_of_another_branch(folder):
    (folder / "a.bsc").write_text("measure a in top\n  actual 2025-Q1: 1\n")
    work = Workspace.load(folder)
    (folder / "a.bsc").unlink()
    (folder / "b.bsc").write_text("measure b in top\n  actual 2025-Q1: 1\n")
    (folder / "main.bsc").write_text(TEXT.replace("kpi l", "kpi m"))
    assert work.reload().changed == ("a.bsc", "b.bsc", "main.bsc")
    assert set(work.model.measures) == {"top.b"}
    assert "top.m" in work.model.kpis
    assert not work.dirty


def test_a_folder_that_is_gone_takes_nothing_with_it(folder):
    work = edited(folder)
    shutil.rmtree(folder)
    assert work.reload().is_gone
    assert "target 12" in text(work)


def test_the_same_edit_on_both_sides_is_saved_already(folder):
    work = edited(folder)
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 12"))
    assert work.reload().conflicts == ()
    assert not work.dirty
