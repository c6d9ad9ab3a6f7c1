"""A side read beside the other: what both say is the very same, and a review of it says what it says of two read apart."""

from __future__ import annotations

import numpy as np
import pytest

from bsctui.review.comparison import compare
from bsctui.review.shared_reading import model_beside
from bsctui.scoring.evaluate import evaluate
from tests.review.test_cheats import CHEATS, COMPANY, worlds
from tests.review.worlds import changed, model


def beside(new: str, old: str):
    """Both sides, the old one read beside the new one."""
    after = model(new)
    return model_beside(after, {"0.bsc": old.encode()}), after


def test_what_both_sides_say_is_read_once():
    old, new = beside(changed(("target 100\n  actual 2025-Q1: 20", "target 90\n  actual 2025-Q1: 20"), text=COMPANY), COMPANY)  # fmt: skip
    assert old.kpis["s.red"] is not new.kpis["s.red"]
    assert [a for a, kpi in old.kpis.items() if kpi is not new.kpis[a]] == ["s.red"]
    assert old.objectives is new.objectives


@pytest.mark.parametrize(
    "text",
    [
        COMPANY,
        COMPANY.replace("\n", "\r\n"),
        "\ufeff" + COMPANY,
        COMPANY.rstrip("\n"),
        "",
        COMPANY.replace("target 100", "targett 100"),
        COMPANY.replace("kpi red", "# why\n\n  stray\nkpi red"),
    ],
    ids=["same", "crlf", "bom", "open end", "empty", "unreadable", "stray lines"],
)
def test_a_side_read_beside_another_is_what_it_is_by_itself(text):
    for known, read in ((COMPANY, text), (text, COMPANY)):
        shared, _ = beside(known, read)
        apart = model(read)
        assert shared.documents["0.bsc"].to_bytes() == apart.documents["0.bsc"].to_bytes()
        assert list(shared.diagnostics) == list(apart.diagnostics)
        assert list(shared.kpis) == list(apart.kpis)
        if apart.settings.calendar is not None:
            np.testing.assert_array_equal(evaluate(shared).score, evaluate(apart).score)


@pytest.mark.parametrize("name", CHEATS)
def test_a_review_says_the_same_of_sides_read_together_and_apart(name):
    old, new = worlds(CHEATS[name])
    together, apart = compare(*beside(new, old)), compare(model(old), model(new))
    assert told(together) == told(apart)
    assert together.effects == apart.effects
    assert together.problems == apart.problems


def told(comparison):
    """What is said of every change."""
    return [
        (
            one.change.address,
            one.change.old,
            one.change.new,
            one.is_goalpost,
            _judged(one.judgement),
        )
        for one in comparison.reviewed
    ]


def _judged(judgement):
    if judgement is None:
        return None
    needed = [change.address for change in judgement.prerequisites]
    return judgement.direction, judgement.effect, judgement.lifts, judgement.if_results_stay, needed
