"""A calendar whose grain changes: text, meaning, scores and undo go along together, or nothing does."""

from __future__ import annotations

import pytest

from bsctui.edits import DeleteRecord, RecordValue, ReplaceRecordText
from bsctui.model.build import build
from bsctui.model.periods import Grain
from bsctui.scoring import evaluate as evaluator
from bsctui.scoring.evaluate import GrainError, evaluate
from bsctui.workspace import Workspace
from tests.workspace.scores import same_scores

MONTHS_AND_QUARTERS = """\
scorecard s

objective o in s.process

kpi a in s.o
  better higher
  target 10
  actual 2025-01: 1 2 3

kpi b in s.o
  better higher
  target 10
  actual 2025-Q1: 5
"""
QUARTERS = MONTHS_AND_QUARTERS.replace("  actual 2025-01: 1 2 3\n", "  every month\n")


def scored_workspace(text):
    """One whose scores were asked for in every way there is before anything changes."""
    work = Workspace.from_texts({"a.bsc": text})
    for grain in (None, *Grain):
        try:
            work.scores(grain)
        except GrainError:
            continue
    return work


def as_loaded(work, grain=None):
    return evaluate(build(work.documents), grain)


def test_deleting_the_only_monthly_kpi_makes_quarters_and_undo_brings_months_back():
    work = scored_workspace(MONTHS_AND_QUARTERS)
    assert work.scores().grain is Grain.MONTH
    work.apply(DeleteRecord("s.a", with_references=False))
    assert work.scores().grain is Grain.QUARTER
    assert same_scores(work.scores(), as_loaded(work))
    with pytest.raises(GrainError):
        work.scores(Grain.MONTH)
    work.undo()
    assert work.scores().grain is Grain.MONTH
    assert same_scores(work.scores(), as_loaded(work))
    work.redo()
    assert work.scores().grain is Grain.QUARTER


def test_the_first_value_of_a_month_makes_months_at_once():
    work = scored_workspace(QUARTERS)
    assert work.scores().grain is Grain.QUARTER
    work.apply(RecordValue("s.a", "2025-02", "7"))
    assert work.scores().grain is Grain.MONTH
    assert same_scores(work.scores(), as_loaded(work))
    assert same_scores(work.scores(Grain.QUARTER), as_loaded(work, Grain.QUARTER))
    assert work.saved_scores().grain is Grain.QUARTER


def test_a_written_calendar_made_coarser_and_finer_is_seen_before_and_after():
    text = "calendar months 2025-01..2025-12\n\n" + MONTHS_AND_QUARTERS
    work = scored_workspace(text)
    for line, grain in (
        ("calendar quarters 2025-Q1..2025-Q4\n", Grain.QUARTER),
        ("calendar months 2025-01..2025-12\n", Grain.MONTH),
    ):
        edit = ReplaceRecordText("a.bsc", 1, 1, (line,))
        assert work.preview(edit).scores().grain is grain
        work.apply(edit)
        assert work.scores().grain is grain
        assert same_scores(work.scores(), as_loaded(work))


def test_a_reload_brings_the_calendar_of_the_disk(tmp_path):
    file = tmp_path / "a.bsc"
    file.write_text(MONTHS_AND_QUARTERS)
    work = Workspace.load(tmp_path)
    work.scores()
    file.write_text(QUARTERS)
    work.reload()
    assert work.scores().grain is Grain.QUARTER


@pytest.mark.parametrize("how", ["apply", "undo", "redo"])
def test_what_fails_while_scoring_leaves_text_meaning_scores_and_undo_as_they_were(
    monkeypatch, how
):
    work = scored_workspace(MONTHS_AND_QUARTERS)
    edit = RecordValue("s.a", "2025-03", "8")
    if how != "apply":
        work.apply(edit)
    if how == "redo":
        work.undo()
    before = work.documents, work.model, work.scores(), work.done, tuple(work._undone)

    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(evaluator, "update_scores", fail)
    with pytest.raises(MemoryError):
        work.apply(edit) if how == "apply" else getattr(work, how)()
    after = work.documents, work.model, work.scores(), work.done, tuple(work._undone)
    assert all(new is old or new == old for new, old in zip(after, before, strict=True))
    assert work.scores() is before[2]
