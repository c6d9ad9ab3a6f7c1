"""Scores brought up to date after an edit are those of a fresh load, whatever the edit changed."""

from __future__ import annotations

import pytest

from bsctui.edits import RecordValue, SetField
from bsctui.model import update as models
from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate, update_scores
from bsctui.text.document import read_document
from bsctui.workspace import Workspace
from tests.scoring.worked import CARD, line

TEXT = f"""\
calendar quarters 2025-Q1..2026-Q4
{CARD}
objective p in s.financial

measure m in s
  aggregate sum
  actual 2025-Q1: 1 2 3 4

kpi a in s.o
  aggregate sum
  over 2
  baseline 0
  target 10
  actual 2025-Q1: 5 6 7 8

kpi f in s.o
  baseline 0
  target 10
  formula m * 2

kpi r in s.p
  baseline 0
  target 20
  rollup sum

kpi x in s.p
  baseline 0
  target 10
  feeds r
  actual 2025-Q1: 1 2 3 4

kpi t in s.p
  same a
"""
EDITS = (
    ("  over 2\n", ""), ("  over 2\n", "  over 3\n"), ("  over 2\n", "  over ytd\n"), ("m * 2", "prev(m) * 2"),
    ("m * 2", "m + x"), ("  same a\n", "  same x\n"), ("  feeds r\n", ""), ("  feeds r\n", "  feeds r weight 3\n"),
    ("  rollup sum\n", "  rollup average\n"), ("kpi x in s.p", "kpi x in s.o"), ("  feeds r\n", "  feeds r\n  from 2025-Q3\n"),
    ("5 6 7 8", "5 6 7 8 9"), ("5 6 7 8", "5 6 - -"), ("actual 2025-Q1: 1 2 3 4\n\nkpi t", "actual 2024-Q1: 1 2 3 4\n\nkpi t"),
    ("measure m in s", "measure m in s\n  from 2025-Q2"), ("  over 2\n", "  carry\n"), ("  target 20\n", "  target 40 until 2025-Q2\n"),
)  # fmt: skip
COLUMNS = ("score", "value", "target_low", "baseline", "progress", "coverage")


def updated(first, second):
    """The scores of a second text: brought up to date from the first one's, and made anew."""
    documents = [{"a.bsc": read_document("a.bsc", text.encode())} for text in (first, second)]
    before = build(documents[0])
    model = models.update_model(before, documents[1])
    return update_scores(evaluate(before), model), evaluate(build(documents[1]))


@pytest.mark.parametrize(("old", "new"), EDITS)
@pytest.mark.parametrize("there_and_back", [False, True], ids=["there", "back"])
def test_scores_after_an_edit_are_those_of_a_fresh_load(old, new, there_and_back):
    assert old in TEXT
    texts = (TEXT, TEXT.replace(old, new, 1))
    found, fresh = updated(*(texts[::-1] if there_and_back else texts))
    for address in (*fresh.model.kpis, "s.o", "s.p", "s"):
        for column in COLUMNS:
            assert line(found, address, column) == line(fresh, address, column), (address, column)


RECORDS = {
    "scorecards": ("scorecard t\n", "scorecard u\n"),
    "objectives": ("objective p in s.financial\n", "objective q in s.financial\n"),
    "kpis": ("kpi y in s.p\n  target 1\n", "kpi z in s.p\n  target 1\n"),
}


@pytest.mark.parametrize("kind", RECORDS)
def test_records_that_change_places_are_shown_in_their_new_order(kind):
    one, other = RECORDS[kind]
    text = TEXT.replace("objective p in s.financial\n", "") if kind == "objectives" else TEXT
    found, fresh = updated(f"{text}\n{one}\n{other}", f"{text}\n{other}\n{one}")
    assert list(found.row.items()) == list(fresh.row.items())
    assert list(found.row) != list(updated(text, f"{text}\n{one}\n{other}")[1].row)


FIGURES = ("value", "target_low", "target_high", "baseline", "raw", "progress", "stale", "partial")


def both(edit):
    """The scores before and after an edit, the second brought up to date from the first."""
    workspace = Workspace.from_texts({"a.bsc": TEXT})
    before = workspace.scores()
    workspace.apply(edit)
    return before, workspace.scores()


def test_an_edit_of_a_weight_copies_no_figure():
    before, after = both(SetField("s.a", "weight", "7"))
    assert line(after, "s.o", "score") != line(before, "s.o", "score")
    assert all(getattr(after, name) is getattr(before, name) for name in FIGURES)


def test_an_edit_of_a_value_leaves_the_scores_before_it_as_they_were():
    before, after = both(RecordValue("s.a", "2025-Q4", "9"))
    assert [line(scores, "s.a", "value")[3] for scores in (before, after)] == [15, 16]
    assert after.target_low is before.target_low
