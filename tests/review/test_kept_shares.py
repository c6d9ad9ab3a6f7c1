"""A weight says something beside its siblings alone: where every share stays, nothing became easier."""

from __future__ import annotations

import pytest

from bsctui.review.directions import Direction
from bsctui.review.wording import direction_phrase
from tests.review.test_cheats import COMPANY
from tests.review.worlds import changed, review

GOOD, RED = "actual 2025-Q1: 80 80 80 80", "actual 2025-Q1: 20 15 10 10"
WITH_WEIGHTS = changed(
    (GOOD, f"{GOOD}\n  weight 3"), (RED, f"{RED}\n  weight 1"),
    ("  supports s.o\n", "  supports s.o weight 2\n"), text=COMPANY,
)  # fmt: skip
HUNDREDFOLD = changed(
    (f"{GOOD}\n  weight 3", f"{GOOD}\n  weight 300"), (f"{RED}\n  weight 1", f"{RED}\n  weight 100"),
    ("  supports s.o weight 2\n", "  supports s.o weight 200\n"), text=WITH_WEIGHTS,
)  # fmt: skip
UNLIKE = changed(('scorecard t "T" under s\n', 'scorecard t "T" under s\n  perspective financial weight 9\n'), text=COMPANY)  # fmt: skip

KEPT = {
    "all weights of an objective's members a hundredfold": (WITH_WEIGHTS, HUNDREDFOLD),
    "a link's weight said by the receiver": (
        WITH_WEIGHTS,
        changed(
            ("  supports s.o weight 2\n", "  supports s.o\n"),
            ('objective o "O" in s.financial\n', 'objective o "O" in s.financial\n  supporter t.p weight 2\n'),
            text=WITH_WEIGHTS,
        ),
    ),
    "perspectives in per cents": (
        COMPANY,
        changed(("financial weight 1", "financial weight 50"), ("customer weight 1", "customer weight 50"), text=COMPANY),
    ),
    "perspectives doubled, beside a unit whose perspectives weigh otherwise": (
        UNLIKE,
        changed(("financial weight 1", "financial weight 2"), ("customer weight 1", "customer weight 2"), text=UNLIKE),
    ),
    "weights of the units": (
        COMPANY,
        changed(('scorecard t "T" under s\n', 'scorecard t "T" under s\n  weight 5\n'), text=COMPANY),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_weights_that_keep_every_share_are_neutral(name):
    found = review(*KEPT[name])
    assert {one.direction for one in found.reviewed} == {Direction.NEUTRAL}
    assert not found.goalposts


def test_it_is_said_why_they_are_neutral():
    found = review(WITH_WEIGHTS, HUNDREDFOLD)
    assert {direction_phrase(one) for one in found.reviewed} == {
        "neutral, every share stays as it was"
    }


def test_one_sibling_left_out_and_each_is_told_for_what_it_does():
    """The supporter keeps its weight, so the KPIs' shares grow at its cost."""
    found = review(
        WITH_WEIGHTS, changed(("supports s.o weight 200", "supports s.o weight 2"), text=HUNDREDFOLD)
    )  # fmt: skip
    assert [one.change.address for one in found.goalposts] == ["s.good"]


def test_a_later_period_in_which_a_share_moves_is_enough():
    later = changed((f"{RED}\n  weight 100", f"{RED}\n  weight 100 until 2026-Q1\n  weight 10 from 2026-Q2"), text=HUNDREDFOLD)  # fmt: skip
    assert [one.change.address for one in review(WITH_WEIGHTS, later).goalposts] == ["s.good"]


SCALED_DOWN = changed(
    (f"{GOOD}\n  weight 3", f"{GOOD}\n  weight 0.03"), (f"{RED}\n  weight 1", f"{RED}\n  weight 0.01"),
    ("  supports s.o weight 2\n", "  supports s.o weight 0.02\n"), text=WITH_WEIGHTS,
)  # fmt: skip
GREEN = 'kpi fresh "Fresh" in s.o\n  better higher\n  target 1\n  actual 2025-Q1: 1 1 1 1\n\n'

HIDDEN = {
    "a green KPI added at full weight while all others shrink": (
        changed(('kpi red "Red"', f'{GREEN}kpi red "Red"'), text=SCALED_DOWN), "s.fresh",
    ),
    "the red KPI left out while all others grow": (
        HUNDREDFOLD.replace(f'kpi red "Red" in s.o\n  baseline 0\n  target 100\n  {RED}\n  weight 100\n\n', ""), "s.red",
    ),
    "all weights but the red one's doubled": (
        changed((f"{RED}\n  weight 100", f"{RED}\n  weight 50"), text=HUNDREDFOLD), "s.good",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hides_among_weights_that_all_change_is_listed(name):
    new, address = HIDDEN[name]
    assert new not in {WITH_WEIGHTS, HUNDREDFOLD, SCALED_DOWN}
    assert address in {one.change.address for one in review(WITH_WEIGHTS, new).goalposts}
