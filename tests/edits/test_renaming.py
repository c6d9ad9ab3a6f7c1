"""A new name is refused for errors that it adds, never for one that stands in the workspace already."""

from __future__ import annotations

import pytest

from bsctui.edits import MoveRecord, Refused, RenameRecord
from bsctui.edits.edit import Texts
from bsctui.workspace import Workspace

GOOD = """\
calendar quarters 2025-Q1..2026-Q4
scorecard top
objective aim in top.financial
kpi sold in top.aim
  baseline 10
  target 20
  actual 2025-Q1: 12
"""
WRONG = {
    "a name that is declared twice": "kpi sold in top.aim\n",
    "a value that is given twice": "actual top.sold 2025-Q1: 13\n",
    "a circle": "kpi a in top.aim\n  formula b + sold\nkpi b in top.aim\n  formula a\n",
    "a target on the wrong side": "kpi c in top.aim\n  better lower\n  like sold\n",
    "an unknown name": "objective low in top.process\n  supports top.aime\n",
    "a link that leads no higher": "objective low in top.process\n  supports aim\n",
}


@pytest.mark.parametrize("lines", WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("edit", [RenameRecord("top.sold", "seats"), RenameRecord("top", "peak")])
def test_an_error_that_stands_already_does_not_block_a_new_name(lines, edit):
    work = Workspace.from_texts({"a.bsc": GOOD + lines})
    before = [problem.code for problem in work.model.diagnostics]
    assert before
    work.apply(edit)
    assert [problem.code for problem in work.model.diagnostics] == before
    assert work.model.names.kind("top.sold") is None or "declared twice" in str(
        work.model.diagnostics
    )


def test_an_error_that_stands_already_does_not_block_a_move():
    other = "scorecard other under top\nobjective goal in other.process\n"
    work = Workspace.from_texts({"a.bsc": GOOD + other + WRONG["a target on the wrong side"]})
    before = [problem.code for problem in work.model.diagnostics]
    work.apply(MoveRecord("top.c", "other.goal"))
    assert [problem.code for problem in work.model.diagnostics] == before


def test_a_new_name_means_to_change_no_record_that_only_speaks_of_the_old_one():
    talk = 'kpi talk "What sold means" in top.aim\n  note "top.sold is what was sold"  # top.sold\n'
    tied = "kpi tied in top.aim\n  formula sold * 2\n"
    work = Workspace.from_texts({"a.bsc": GOOD + talk + tied})
    plan = RenameRecord("top.sold", "seats").plan(Texts(work.documents, work.model))
    assert plan.intent.changed == {"top.sold", "top.seats", "top.tied"}


def test_a_name_that_looks_like_another_is_still_refused_where_it_is_taken():
    work = Workspace.from_texts({"a.bsc": GOOD + WRONG["an unknown name"]})
    with pytest.raises(Refused, match=r"`top\.low` is taken"):
        work.apply(RenameRecord("top.sold", "low"))
