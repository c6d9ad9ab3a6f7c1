"""Every run of many is what the evaluator would say of it alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bsctui.analysis.forecast import model_closed_at, model_with_actuals
from bsctui.analysis.simulation import runs
from bsctui.analysis.simulation.simulate import simulate
from bsctui.model.periods import Grain, Period
from bsctui.scoring.evaluate import evaluate
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.reference import worlds
from tests.reference.test_agreement import load

SAMPLES = Path(__file__).parents[2] / "samples"
RUNS = 4


def drawn(model, ahead, seed):
    """Values for the own periods behind every entered series: round ones, so that comparisons and zeros turn up."""
    random = np.random.default_rng(seed)
    found = {}
    for quantity in model.quantities():
        if quantity.actuals:
            last = max(line.start + len(line.values) for line in quantity.actuals)
            values = random.integers(-2, 13, (ahead, RUNS)).astype(float)
            found[quantity.address] = np.arange(last, last + ahead), values
    return found


def assert_every_run_is_the_evaluators(model, ahead, seed, grain=None):
    draws = drawn(model, ahead, seed)
    alone = [
        model_with_actuals(
            model, {address: (when, values[:, run]) for address, (when, values) in draws.items()}
        )
        for run in range(RUNS)
    ]
    scores = evaluate(alone[0], grain)
    fiscal = model.settings.calendar.fiscal
    ends = [
        fiscal.end(model.quantity(address).definition.grain, int(when[0]))
        for address, (when, _) in draws.items()
    ]
    for at in range(len(scores.periods)):
        found = simulate(scores, at, draws.get, RUNS, min(ends, default=0))
        for run, one in enumerate(alone):
            truth = evaluate(one, grain)
            for name in ("value", "raw", "score"):
                np.testing.assert_allclose(
                    getattr(found, name)[:, run],
                    getattr(truth, name)[:, at],
                    rtol=1e-9,
                    atol=1e-9,
                    err_msg=f"{name} of run {run} in {scores.periods[at]}",
                )


def seen_at_its_end(model):
    """The calendar's last period is the current one: else what is drawn moves it."""
    calendar = model.settings.calendar
    return model_closed_at(model, Period(calendar.grain, calendar.last))


@pytest.mark.slow
@settings(max_examples=budget(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds.workspaces(), st.integers(1, 5), st.integers(0, 9), st.booleans())
def test_in_any_world(text, ahead, seed, in_years):
    model = load(text)
    assume(not any(problem.code.startswith("E") for problem in model.diagnostics))
    grain = next(iter(reversed(type(model.settings.calendar.grain)))) if in_years else None
    assert_every_run_is_the_evaluators(seen_at_its_end(model), ahead, seed, grain)


EVERY_RULE = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top
objective o in top.financial
measure hits in top
  every month
  aggregate sum
  actual 2025-01: 1 2 3 4 5 6
measure tries in top
  every month
  aggregate last
  actual 2025-01: 3 - 5 6 7 8
kpi ratio in top.o
  formula hits / tries + hits
  aggregate recompute
  target 20
kpi twice in top.o
  formula ratio * 2 + tries
  aggregate recompute
  target 20
kpi gone in top.o
  formula if(hits > 5, hits / (hits - 7), hits)
  aggregate average
  carry
  target 5
measure heads in top
  every quarter
  actual 2025-Q1: 3 4
kpi lost in top.o
  formula if(heads > 4, heads / (heads - heads), heads)
  aggregate average
  carry
  target 5
kpi rolled in top.o
  every quarter
  rollup sum partial
  carry
  target 9
measure fed in top
  every month
  aggregate max
  formula hits / (hits - 6)
  feeds top.rolled weight 2
kpi least in top.o
  every month
  aggregate min
  baseline 0
  target 2025-01: 5 6 7 8 9 10 11 12 13 14 15 16
  actual 2025-01: 3 4 5 6 5 4
kpi so_far in top.o
  every month
  aggregate max
  over ytd
  target 9
  actual 2025-01: 3 4 5 6 5 4
"""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("grain", [None, Grain.YEAR])
def test_where_the_draws_decide_what_is_missing(seed, grain):
    assert_every_run_is_the_evaluators(seen_at_its_end(load(EVERY_RULE)), 6, seed, grain)


@pytest.mark.slow
def test_where_there_is_no_room_for_what_was_drawn_it_is_drawn_again_and_the_same(monkeypatch):
    monkeypatch.setattr(runs, "HELD", 0)
    assert_every_run_is_the_evaluators(seen_at_its_end(load(EVERY_RULE)), 6, 1)


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["skyline", "energy", "cityscore", "minimal"])
def test_in_the_samples(sample):
    model = Workspace.load(SAMPLES / sample).model
    assert_every_run_is_the_evaluators(seen_at_its_end(model), 3, 1)
