"""What is assumed takes the place of what is written, in its periods and nowhere else."""

from __future__ import annotations

import pytest

from bsctui.model.entities import ALWAYS, Span
from bsctui.scoring.evaluate import with_overrides
from bsctui.scoring.overrides import Overrides, WeightOverride
from tests.scoring.worked import at, scored

TEXT = """calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.financial
kpi k in s.o
  target 100
  actual 2025-Q1: 40 40 40 40
kpi j in s.o
  target 100
  actual 2025-Q1: 80 80 80 80
"""


def test_an_assumed_weight_counts_above():
    assumed = with_overrides(
        scored(TEXT), Overrides(weights=(WeightOverride("s.k", None, ALWAYS, 3.0),))
    )
    assert at(assumed, "s.o", "2025-Q1") == pytest.approx((3 * 40 + 80) / 4)
    assert at(assumed, "s", "2025-Q4") == pytest.approx(50)
    assert at(assumed, "s.k", "2025-Q4") == 40


SUPPORTERS = """scorecard u under s
objective p in u.process
  supports s.o
kpi m in u.p
  target 100
  actual 2025-Q1: 10 10 10 10
objective q in u.process
  supports s.o
kpi n in u.q
  target 100
  actual 2025-Q1: 90 90 90 90
"""


def test_an_assumed_weight_of_a_link_holds_for_that_link_in_its_span_alone():
    """Four members of one weight each give 55; the last one at three times its weight more."""
    scores = scored(TEXT + SUPPORTERS)
    calendar = scores.model.settings.calendar
    first, second = (calendar.fiscal.end(calendar.grain, calendar.first + at) for at in (0, 1))
    span = Span(first, second)
    assumed = with_overrides(scores, Overrides(weights=(WeightOverride("u.q", "s.o", span, 4.0),)))
    found = [at(assumed, "s.o", f"2025-Q{quarter}") for quarter in (1, 2, 3, 4)]
    more = (40 + 80 + 10 + 4 * 90) / 7
    assert found == pytest.approx([55, more, 55, 55])


def test_an_assumed_target_holds_in_its_period_alone():
    scores = scored(TEXT)
    second = 2025 * 4 + 1
    assumed = with_overrides(scores, Overrides(targets={"s.k": {second: (80.0, 80.0)}}))
    assert [at(assumed, "s.k", f"2025-Q{quarter}") for quarter in (1, 2, 3, 4)] == [40, 50, 40, 40]
    assert at(assumed, "s.o", "2025-Q2") == pytest.approx(65)


def test_an_assumed_target_of_a_period_that_nothing_shows_changes_nothing():
    scores = scored(TEXT)
    assumed = with_overrides(scores, Overrides(targets={"s.k": {2400 * 4: (80.0, 80.0)}}))
    assert [at(assumed, "s.k", f"2025-Q{quarter}") for quarter in (1, 2, 3, 4)] == [40] * 4
