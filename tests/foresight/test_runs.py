"""Every run of many is what the evaluator would say of it alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bsctui.cascade.evaluate import evaluate
from bsctui.foresight.forecasting import closed_model, entered_model
from bsctui.foresight.simulating import simulate
from bsctui.model.periods import Period
from bsctui.workspace import Workspace
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
        entered_model(
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
    return closed_model(model, Period(calendar.grain, calendar.last))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds.workspaces(), st.integers(1, 5), st.integers(0, 9), st.booleans())
def test_in_any_world(text, ahead, seed, in_years):
    model = load(text)
    assume(not any(problem.code.startswith("E") for problem in model.problems))
    grain = next(iter(reversed(type(model.settings.calendar.grain)))) if in_years else None
    assert_every_run_is_the_evaluators(seen_at_its_end(model), ahead, seed, grain)


@pytest.mark.parametrize("sample", ["skyline", "energy", "cityscore", "minimal"])
def test_in_the_samples(sample):
    model = Workspace.load(SAMPLES / sample).model
    assert_every_run_is_the_evaluators(seen_at_its_end(model), 3, 1)
