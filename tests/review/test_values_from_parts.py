"""A figure that its parts give instead of a line of its own is no withdrawn result, as long as it stays what it was."""

from __future__ import annotations

from bsctui.review.changes import ResultRevision
from bsctui.review.directions import Direction
from tests.review.test_cheats import COMPANY
from tests.review.worlds import changed, review

RED = 'kpi red "Red" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 20 15 10 10\n'
SPLIT = (
    'kpi red "Red" in s.o\n  baseline 0\n  target 100\n  rollup average\n\n'
    'kpi north "North" in s.red\n  actual 2025-Q1: 30 20 15 {}\n\n'
    'kpi south "South" in s.red\n  actual 2025-Q1: 10 10 5 5\n'
)


def test_a_kpi_told_by_its_parts_moves_no_goalpost():
    found = review(COMPANY, changed((RED, SPLIT.format(15)), text=COMPANY))
    assert not found.goalposts
    directions = {one.change.address: one.direction for one in found.reviewed if one.judgement}
    assert directions["s.red"] in {None, Direction.NEUTRAL}
    withdrawn = [one for one in found.reviewed if one.change.revision is ResultRevision.WITHDRAWN]
    assert len(withdrawn) == 1


def test_parts_that_give_more_are_listed():
    found = review(COMPANY, changed((RED, SPLIT.format(90)), text=COMPANY))
    assert {one.change.address for one in found.goalposts} == {"s.red"}
    assert any(one.is_withdrawal for one in found.goalposts)
