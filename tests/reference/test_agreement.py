"""The evaluator and the plain reference give the same numbers, for every field and period, at every grain."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bsctui.model.build import build
from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from tests.app.helpers import WORKED
from tests.budget import budget
from tests.reference.periods import Period
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


def compare(model, text, grain):
    scores = evaluate(model, grain)
    reference = Reference(text)
    view = reference.view(scores.grain)
    told = [model.settings.calendar.fiscal.format(one) for one in scores.periods]
    assert [reference.fiscal.parse(one) for one in told] == view
    assert view[scores.current] == reference.fiscal.containing(
        scores.grain, Period(reference.calendar.grain, reference.current)
    )
    for at, period in enumerate(view):
        whole = reference.scores(period)
        where = told[at]
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
    where = model.settings.calendar.fiscal.format(scores.periods[at])
    assert model.kpis.keys() == reference.model.kpis.keys()
    for kpi in reference.model.kpis.values():
        row, wanted = scores.row[kpi.address], reference.kpi(kpi, period)
        for name, column in FIELDS.items():
            found = getattr(scores, column)[row, at]
            assert same(found, wanted[name]), (where, kpi.address, name, found, wanted[name])
        if wanted["value"] is not None:
            found = bool(scores.partial[row, at])
            assert found == wanted["partial"], (where, kpi.address, "partial", found)


def grains(model):
    return [grain for grain in Grain if grain >= model.settings.calendar.grain]


def test_the_worked_workspace_agrees_at_every_grain():
    model = load(WORKED)
    for grain in grains(model):
        compare(model, WORKED, grain)
    reference = Reference(WORKED)
    period = reference.view(Grain.QUARTER)[3]
    assert reference.scores(period)["skyline"][0] == pytest.approx(81.7333333)


@given(workspaces())
@settings(
    max_examples=budget(60),
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_made_up_workspaces_agree(text):
    model = load(text)
    assume(not any(problem.code.startswith("E") for problem in model.diagnostics))
    for grain in grains(model):
        compare(model, text, grain)


def test_most_made_up_workspaces_load():
    loaded = []

    @given(workspaces())
    @settings(max_examples=budget(60), database=None, derandomize=True)
    def count(text):
        loaded.append(not any(problem.code.startswith("E") for problem in load(text).diagnostics))

    count()
    assert sum(loaded) > len(loaded) / 2
