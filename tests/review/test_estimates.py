"""A provisional value that gives way to the final one is news, no restatement."""

from __future__ import annotations

import pytest

from bsctui.review.changes import ResultRevision
from tests.review.worlds import only, review

WORLD = """\
calendar quarters 2025-Q1..2025-Q4
  closed 2025-Q2
scorecard s
objective o in s.financial
kpi k in s.o
  target 10
  actual 2025-Q1: 5 {}
"""


@pytest.mark.parametrize(
    ("old", "new", "revision"),
    [
        ("~8", "9", ResultRevision.NEW),
        ("~8", "8", ResultRevision.NEW),
        ("~8", "~9", ResultRevision.NEW),
        ("8", "9", ResultRevision.CLOSED),
        ("8", "~8", ResultRevision.CLOSED),
    ],
)
def test_only_what_was_final_is_restated(old, new, revision):
    change = only(review(WORLD.format(old), WORLD.format(new))).change
    assert (change.revision, change.old, change.new) == (
        revision,
        f"2025-Q2: {old}",
        f"2025-Q2: {new}",
    )


def test_the_final_value_counts_as_new_in_what_moved_the_score():
    comparison = review(WORLD.format("~8"), WORLD.format("9"))
    effect = next(one for one in comparison.effects if one.address == "s.k")
    assert effect.restated == pytest.approx(0)
    assert effect.new == pytest.approx(10)
