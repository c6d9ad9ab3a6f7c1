"""The evaluator and the plain reference give the same numbers, for every field and period, at every grain."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bsctui.cascade.evaluate import evaluate
from bsctui.model.build import build
from bsctui.model.current import current_period
from bsctui.model.periods import Grain
from bsctui.text.document import read_document
from tests.app.helpers import WORKED
from tests.reference.scores import Reference
from tests.reference.worlds import workspaces

FIELDS = {
    "value": "value",
    "low": "target_low",
    "high": "target_high",
    "baseline": "baseline",
    "raw": "raw",
    "score": "score",
    "progress": "progress",
    "stale": "stale",
}


def load(text):
    return build({"a.bsc": read_document("a.bsc", text.encode())})


def same(found, wanted):
    if wanted is None:
        return isnan(found)
    return found == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def compare(model, grain):
    scores = evaluate(model, grain)
    reference = Reference(model, current_period(model))
    view = reference.view(scores.grain)
    assert list(scores.periods) == view
    for at, period in enumerate(view):
        whole = reference.scores(period)
        where = model.settings.calendar.fiscal.format(period)
        _compare_kpis(model, scores, reference, period, at)
        lead, lag = (reference.scores(period, role) for role in ("leading", "lagging"))
        for row, node in enumerate(scores.nodes):
            wanted = whole.get(node.address, (None, None))
            if not scores.in_force[row, at]:
                continue
            for name, result in (("score", whole), ("lead", lead), ("lag", lag)):
                expected = result.get(node.address, (None,))[0]
                assert same(getattr(scores, name)[row, at], expected), (
                    where,
                    node.address,
                    name,
                    getattr(scores, name)[row, at],
                    expected,
                )
            assert same(scores.coverage[row, at], wanted[1]), (
                where,
                node.address,
                "coverage",
                scores.coverage[row, at],
                wanted,
            )
            for name in ("own", "cascaded"):
                expected = whole.get((node.address, name))
                assert same(getattr(scores, name)[row, at], expected), (where, node.address, name)
        for row, tier in enumerate(scores.tiers.names):
            assert same(scores.tiers.block.score[row, at], whole["tier", tier][0]), (where, tier)


def _compare_kpis(model, scores, reference, period, at):
    where = model.settings.calendar.fiscal.format(period)
    for kpi in model.kpis.values():
        row, wanted = scores.row[kpi.address], reference.kpi(kpi, period)
        computed = (
            kpi.formula or kpi.rollup or kpi.same
        )  # there `stale` and `partial` come from what is behind
        for name, column in FIELDS.items():
            found = getattr(scores, column)[row, at]
            if name != "stale" or not computed:
                assert same(found, wanted[name]), (where, kpi.address, name, found, wanted[name])
        if wanted["value"] is not None and not computed:
            assert bool(scores.partial[row, at]) == wanted["partial"], (
                where,
                kpi.address,
                "partial",
            )


def grains(model):
    return [grain for grain in Grain if grain >= model.settings.calendar.grain]


def test_the_worked_workspace_agrees_at_every_grain():
    model = load(WORKED)
    for grain in grains(model):
        compare(model, grain)
    reference = Reference(model, current_period(model))
    period = reference.view(Grain.QUARTER)[3]
    assert reference.scores(period)["skyline"][0] == pytest.approx(81.7333333)


@given(workspaces())
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
def test_made_up_workspaces_agree(text):
    model = load(text)
    assume(not any(problem.code.startswith("E") for problem in model.problems))
    for grain in grains(model):
        compare(model, grain)


def test_most_made_up_workspaces_load():
    loaded = []

    @given(workspaces())
    @settings(max_examples=60, database=None, derandomize=True)
    def count(text):
        loaded.append(not any(problem.code.startswith("E") for problem in load(text).problems))

    count()
    assert sum(loaded) > len(loaded) / 2
