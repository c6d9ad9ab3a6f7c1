"""Changes that are judged together are judged as each would be by itself."""

from __future__ import annotations

import pytest

from bsctui.review.alignment import AlignedSides
from bsctui.review.counterfactuals import Counterfactuals
from bsctui.review.decisions import changes_between
from bsctui.review.isolated_effects import Judge
from bsctui.review.joint_effects import JointJudge
from tests.review.test_cheats import COMPANY, loaded
from tests.review.worlds import changed

EDITS = (
    ("target 100\n  actual 2025-Q1: 80", "target 120\n  actual 2025-Q1: 80"),
    ("target 100\n  actual 2025-Q1: 20", "target 60\n  weight 0.4 from 2026-Q1\n  actual 2025-Q1: 20"),
    ("target 100\n  actual 2025-Q1: 60", "target 100\n  weight 3\n  actual 2025-Q1: 60"),
    ("60 60 60 60\n  actual", "60 60 40 40\n  actual"),
    ("target 100\n  actual 2025-Q1: 10", "target 100\n  status red below 5\n  status green\n  actual 2025-Q1: 10"),
    ("target 100\n  actual 2025-Q1: 90", "target 80 until 2025-Q4\n  target 200 from 2026-Q1\n  actual 2025-Q1: 90"),
)  # fmt: skip
LATER = (("80 80 80 80", "80 80 80 80 70"), ("60 60 60 60\n\nkpi sales", "60 60 60 60 55\n\nkpi sales"))  # fmt: skip


def told(points):
    """Points that can be compared, whatever was rounded on the way."""
    return [(one.address, one.period, one.points and round(one.points, 9)) for one in points]


@pytest.mark.parametrize("later", [(), LATER], ids=["no results ahead", "some results ahead"])
def test_a_batch_says_of_each_change_what_a_single_judge_says(later):
    old = changed(*later, text=COMPANY)
    sides = AlignedSides(loaded(old), loaded(changed(*EDITS, text=old)))
    changes = changes_between(sides)
    judge = Judge(Counterfactuals(sides, changes), changes)
    jointly = list(JointJudge(judge).judgements(changes))
    assert len(jointly) >= len(EDITS)
    for change, judgement in jointly:
        alone = judge.judge(change)
        assert judgement.direction is alone.direction
        assert judgement.targets_ahead == alone.targets_ahead
        for name in ("effect", "lifts", "if_results_stay"):
            assert told(getattr(judgement, name)) == told(getattr(alone, name))


def test_what_does_not_only_touch_a_kpi_is_left_to_the_single_judge():
    edits = (*EDITS, ("  supports s.o\n", "  supports s.o weight 0.5\n"))
    sides = AlignedSides(loaded(COMPANY), loaded(changed(*edits, text=COMPANY)))
    changes = changes_between(sides)
    jointly = JointJudge(Judge(Counterfactuals(sides, changes), changes)).judgements(changes)
    left = {id(change) for change in changes} - {id(change) for change, _ in jointly}
    # the second change of Red would be a batch of its own, which is not worth it
    fields = [(change.address, change.field) for change in changes if id(change) in left]
    assert fields == [("s.red", "weight"), ("t.p", "supports")]
