"""What is assumed scores as if it were written, follows through everything that reads it, and leaves the present alone."""

from __future__ import annotations

import math
import re
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from bsctui.analysis.assumptions import (
    Assumption,
    AssumptionError,
    Facet,
    Subject,
    assumption_of,
    read_assumption,
)
from bsctui.analysis.whatif import assumed_scores, present_ends, whatif_differences
from bsctui.edits import RecordValue, Refused, SetField
from bsctui.explain.contributions import explain
from bsctui.explain.provenance import Role
from bsctui.model.entities import ConstantTarget
from bsctui.model.periods import Period
from bsctui.scoring.result import Scores
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.reference.worlds import workspaces
from tests.scoring.worked import SKYLINE, scored

Q3, Q4 = 2, 3
MATRICES = [f.name for f in fields(Scores) if "Matrix" in str(f.type) or "Flags" in str(f.type)]


def score(scores, address, at=Q4):
    return float(scores.score[scores.row[address], at])


def assuming(scores, *texts, at=Q4):
    return assumed_scores(scores, [read_assumption(scores, at, text) for text in texts])


def assert_same(found, wanted, apart=()):
    assert list(found.row) == list(wanted.row)
    for name in set(MATRICES) - set(apart):
        here, there = getattr(found, name), getattr(wanted, name)
        if here.dtype == bool:
            assert np.array_equal(here, there), name
        else:
            assert np.allclose(here, there, rtol=1e-9, atol=1e-9, equal_nan=True), name
    assert np.array_equal(found.status, wanted.status)
    assert np.allclose(found.tiers.block.score, wanted.tiers.block.score, equal_nan=True)


# --- Laws: assumed is as good as written


@st.composite
def worlds_with_a_place(draw):
    """A workspace without errors, the index of a period, and a pick of one of its items."""
    text = draw(workspaces())
    return text, draw(st.integers(0, 30)), draw(st.integers(0, 30))


def opened(text):
    workspace = Workspace.from_texts({"a.bsc": text})
    assume(not any(problem.code.startswith("E") for problem in workspace.model.diagnostics))
    return workspace


def written(workspace, edit):
    """The same workspace with the edit made, if it may be and the current period stays."""
    before = workspace.scores()
    try:
        workspace.apply(edit)
    except Refused:
        reject()
    assume(workspace.scores().timeline.current == before.timeline.current)
    return Workspace.from_texts(
        {path: document.to_bytes() for path, document in workspace.documents.items()}
    ).scores()


@pytest.mark.slow
@settings(max_examples=budget(60), deadline=None)
@given(worlds_with_a_place(), st.sampled_from(["0", "3", "17.5", "-2", "60"]))
def test_an_assumed_value_scores_as_if_it_were_recorded(place, number):
    text, pick, at = place
    workspace = opened(text)
    scores = workspace.scores()
    measured = [q for q in workspace.model.quantities() if q.actuals]
    quantity = measured[pick % len(measured)]
    at %= len(scores.periods)
    try:
        one = assumption_of(scores, at, Subject(quantity.address), Facet.VALUE, number)
    except AssumptionError:
        return  # measured too seldom to be shown there
    found = assumed_scores(scores, [one])
    period = scores.timeline.fiscal.format(one.period)
    wanted = written(workspace, RecordValue(quantity.address, period, number))
    assert_same(found, wanted)


@pytest.mark.slow
@settings(max_examples=budget(60), deadline=None)
@given(worlds_with_a_place(), st.sampled_from(["1", "17.5", "60"]))
def test_an_assumed_target_scores_as_if_it_were_written_for_that_period(place, number):
    text, pick, at = place
    workspace = opened(text)
    scores = workspace.scores()
    taken_over = {
        k.like for k in workspace.model.kpis.values()
    }  # what is written there holds for others too
    kpis = [
        k
        for k in workspace.model.kpis.values()
        if k.address not in taken_over
        and not k.like
        and isinstance(k.definition.target, ConstantTarget)
        and not k.same
        and not k.definition.carry
    ]
    assume(kpis)
    kpi = kpis[pick % len(kpis)]
    assume(len(kpi.definition.target.lines) == 1)
    try:
        subject = Subject(kpi.address)
        one = assumption_of(scores, at % len(scores.periods), subject, Facet.TARGET, number)
    except AssumptionError:
        return  # on the wrong side of its baseline, or measured too seldom
    period = scores.timeline.fiscal.format(one.period)
    found = assumed_scores(scores, [one])
    edit = SetField(kpi.address, "target", f"{number} from {period} until {period}")
    assert_same(found, written(workspace, edit))


@pytest.mark.slow
@settings(max_examples=budget(60), deadline=None)
@given(worlds_with_a_place(), st.sampled_from(["0", "0.5", "4"]))
def test_an_assumed_weight_scores_as_if_it_were_written_for_that_period(place, number):
    text, pick, at = place
    workspace = opened(text)
    scores = workspace.scores()
    model = workspace.model
    items = [*model.kpis.values(), *model.objectives.values(), *model.scorecards.values()]
    items = [item for item in items if all(line.span.from_period is None for line in item.weights)]
    item = items[pick % len(items)]
    one = assumption_of(
        scores, at % len(scores.periods), Subject(item.address), Facet.WEIGHT, number
    )
    period = scores.timeline.fiscal.format(one.period)
    edit = SetField(item.address, "weight", f"{number} from {period} until {period}")
    assume(all(line.span.until_period is None for line in item.weights))
    assert_same(assumed_scores(scores, [one]), written(workspace, edit))


@pytest.mark.slow
@settings(max_examples=budget(60), deadline=None)
@given(worlds_with_a_place())
def test_assuming_what_is_so_changes_nothing(place):
    """Whatever way the value is made; in the view of its own grain, where nothing is combined."""
    text, pick, _ = place
    scores = opened(text).scores()
    shown = [
        Assumption(kpi.address, Facet.VALUE, period, 0, 0, "")
        for kpi in scores.model.kpis.values()
        for period in scores.periods
        if kpi.definition.grain is scores.grain and not kpi.definition.carry and not kpi.same
    ]
    there = [(one, present_ends(scores, one).low) for one in shown]
    there = [(one, now) for one, now in there if not math.isnan(now)]
    if there:
        one, now = there[pick % len(there)]
        found = assumed_scores(scores, [replace(one, low=now, high=now)])
        assert_same(found, scores, {"partial", "stale"})


@settings(max_examples=budget(40), deadline=None)
@given(worlds_with_a_place(), st.sampled_from(["3", "60"]))
def test_an_assumed_value_is_what_the_item_then_says(place, number):
    text, pick, at = place
    scores = opened(text).scores()
    quantities = list(scores.model.quantities())
    quantity = quantities[pick % len(quantities)]
    before = scores.score.copy()
    try:
        subject = Subject(quantity.address)
        one = assumption_of(scores, at % len(scores.periods), subject, Facet.VALUE, number)
    except AssumptionError:
        return
    found = assumed_scores(scores, [one])
    assert present_ends(found, one).low == one.low
    assert np.array_equal(scores.score, before, equal_nan=True), "the present is left alone"


# --- By hand, on the worked workspace


def test_several_assumptions_add_up_all_the_way_to_the_top():
    """Revenue 30M of 30M: 100, so profit (100 + 70) / 2 = 85; the crews at 100 make the gates 100."""
    now = scored(SKYLINE)
    revenue = assuming(now, "skyline.revenue=30M")
    assert score(revenue, "skyline.profit") == pytest.approx(85)
    both = assuming(now, "skyline.revenue=30M", "crew_ready=95%", "gate_time=45")
    gates = (100 + 100) / 2
    turnaround = (1 * (47 - 60) / (45 - 60) * 100 + 2 * gates) / 3
    assert score(both, "skyline.turnaround") == pytest.approx(turnaround)
    assert score(both, "skyline") == pytest.approx(0.4 * 85 + 0.6 * turnaround)


def test_a_missing_value_is_assumed_and_counts_again():
    now = scored(SKYLINE)
    assert math.isnan(score(now, "skyline.on_ground", Q3))
    then = assuming(now, "skyline.on_ground@2025-Q3=48.75")
    assert score(then, "skyline.on_ground", Q3) == pytest.approx(100)
    assert score(then, "skyline.on_ground", Q4) == score(now, "skyline.on_ground", Q4)


LINKED = """\
calendar months 2025-01..2025-12
scorecard s
objective o in s.financial
kpi hits in s.o
  aggregate sum
  target 10
  actual 2025-01: 1 30 5
measure tries in s
  aggregate sum
  feeds s.total
  actual 2025-01: 10 100 50
kpi ratio in s.o
  formula hits / tries * 100
  aggregate recompute
  target 50
kpi total in s.o
  rollup sum
  target 100
kpi running in s.o
  formula ytd(hits)
  target 40
kpi twin in s.o
  same s.hits
kpi window in s.o
  aggregate sum
  over 2
  target 10
  actual 2025-01: 4 6 8
kpi survey in s.o
  carry
  target 20
  tolerance 10
  actual 2025-01: 15
"""
MARCH = 2


def test_formulas_rollups_and_twins_follow_what_they_read():
    now = scored(LINKED)
    then = assuming(now, "hits=25", "tries=100", at=MARCH)
    value = {name: float(then.value[then.row[f"s.{name}"], MARCH]) for name in ("ratio", "total", "running", "twin")}  # fmt: skip
    assert value == {"ratio": 25, "total": 100, "running": 1 + 30 + 25, "twin": 25}


def test_a_computed_value_is_assumed_over_its_formula_and_read_so_by_others():
    now = scored(LINKED)
    then = assuming(now, "ratio=50", "total=80", at=MARCH)
    assert score(then, "s.ratio", MARCH) == 100
    assert score(then, "s.total", MARCH) == pytest.approx(80)
    assert score(then, "s.ratio", 1) == score(now, "s.ratio", 1)


def test_a_window_takes_the_assumed_month_in():
    """`over 2`: 6 + 12 of 20."""
    then = assuming(scored(LINKED), "window=12", at=MARCH)
    assert float(then.value[then.row["s.window"], MARCH]) == 18
    assert score(then, "s.window", MARCH) == pytest.approx(90)


def test_a_carried_value_is_replaced_and_carried_on_from_there():
    """Measured anew in February, it is no longer stale; March takes it over with February's target."""
    now = scored(LINKED)
    then = assuming(now, "survey=18", at=1)
    row = then.row["s.survey"]
    assert then.value[row, :4].tolist()[:3] == [15, 18, 18]
    assert then.stale[row, :3].tolist() == [0, 0, 1]
    assert score(then, "s.survey", MARCH) == pytest.approx(80)


def test_a_target_assumed_where_the_value_was_carried_is_what_it_is_held_to():
    then = assuming(scored(LINKED), "survey:target=15", at=MARCH)
    assert score(then, "s.survey", MARCH) == pytest.approx(100)
    assert score(then, "s.survey", 1) == pytest.approx(50)


def test_a_relative_tolerance_follows_the_assumed_target():
    text = LINKED.replace("  target 20\n  tolerance 10", "  target 20\n  tolerance 50% of target")
    then = assuming(scored(text), "survey:target=30", at=MARCH)
    assert score(then, "s.survey", MARCH) == pytest.approx(0)  # 15 below, and 15 is the tolerance


def test_the_default_period_is_the_last_one_inside_the_viewed_one():
    from bsctui.model.periods import Grain

    quarter = scored(LINKED, Grain.QUARTER)
    one = read_assumption(quarter, 0, "hits=9")
    assert one.period == Period(Grain.MONTH, 2025 * 12 + 2)
    then = assumed_scores(quarter, [one])
    assert float(then.value[then.row["s.hits"], 0]) == 1 + 30 + 9


def test_a_ratio_assumed_in_one_of_several_months_is_averaged():
    """Its months have no inputs to recompute from: (10 + 30 + 20) / 3."""
    from bsctui.model.periods import Grain

    then = assuming(scored(LINKED, Grain.QUARTER), "ratio=20", at=0)
    assert float(then.value[then.row["s.ratio"], 0]) == pytest.approx(20)


def test_moves_name_what_changes_and_nothing_else():
    now = scored(SKYLINE)
    found = whatif_differences(now, assuming(now, "gate_time=43"), Q4)  # at its full score already
    assert [now.nodes[one.row].address for one in found] == ["ground.gate_time"]
    found = whatif_differences(now, assuming(now, "crew_ready=95"), Q4)
    assert [now.nodes[one.row].address for one in found] == [
        "skyline", "skyline.process", "skyline.turnaround",
        "ground", "ground.process", "ground.gates", "ground.crew_ready",
    ]  # fmt: skip
    assert found[0].points == pytest.approx(0.6 * (2 / 3) * (28 / 2))


def test_the_weight_of_a_link_is_assumed_beside_the_objectives_own():
    now = scored(SKYLINE)
    then = assuming(now, "ground.gates/skyline.turnaround:weight=0")
    assert score(then, "skyline.turnaround") == pytest.approx(score(now, "skyline.on_ground"))
    own = assuming(now, "ground.gates:weight=0")
    assert score(own, "skyline.turnaround") == score(now, "skyline.turnaround")
    assert math.isnan(score(own, "ground"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("skyline.revenu=1", "did you mean `skyline.revenue`?"),
        ("revenu=1", "did you mean `skyline.revenue`?"),
        ("skyline.profit=80", "is not a KPI"),
        ("skyline.revenue:goal=80", "value, target and weight can be"),
        ("skyline.revenue:targt=80", "did you mean `target`?"),
        ("skyline.revenue@2025-12=1", "such as `@2025-Q4`"),
        ("skyline.revenue@2025-Q9=1", "there is no period `2025-Q9`"),
        ("skyline.revenue@2099-Q1=1", "too far away to count"),
        ("skyline.revenue=1,000", "26_000_000"),
        ("skyline.revenue=5%", "leave the % out"),
        ("skyline.revenue:weight=-1", "0 or more"),
        ("crew_ready:target=60", "below the baseline of 70"),
        ("gate_time:target=70", "above the baseline of 60"),
        ("skyline.revenue:target=1..2", "write one number"),
        ("ground.stock_plan:weight=1", "has no weight"),
        ("gates/profit:weight=1", "it supports `skyline.turnaround`"),
        ("skyline.revenue", "is not an assumption"),
    ],
)  # fmt: skip
def test_what_cannot_be_assumed_says_why_and_what_can(text, said):
    with pytest.raises(AssumptionError, match=re.escape(said)):
        read_assumption(scored(SKYLINE), Q4, text)


def test_what_stands_behind_an_assumed_value_is_the_assumption():
    """A formula's own assumed value has no inputs; an assumed input has no line of text."""
    now = scored(LINKED)
    then = assuming(now, "running=30", at=MARCH)
    (own,) = (one for one in explain(then, "s.running", MARCH).sources if one.value == 30)
    assert (own.role, own.origin) == (Role.ASSUMED, None)
    then = assuming(now, "hits=25", at=MARCH)
    inputs = [one for one in explain(then, "s.ratio", MARCH).sources if one.role is Role.INPUT]
    assert [(one.address, one.origin is None) for one in inputs] == [
        ("s.hits", True),
        ("s.tries", False),
    ]


@pytest.mark.parametrize(
    ("target", "assumed", "before", "after"),
    [
        # 20 of 40, then of 80; the last planned value stays 40 where another is assumed
        ("target 2025-Q1: 10 20 30 40", "2025-Q4", 50, 25),
        ("target 10 by 2025-Q1\n  target 40 by 2025-Q4", "2025-Q4", 50, 25),
        ("target 2025-Q1: 10 20 30 40", "2025-Q3", 50, 50),
    ],
)
def test_progress_follows_an_assumed_end_of_the_way(target, assumed, before, after):
    scores = scored(
        "calendar quarters 2025-Q1..2025-Q4\nscorecard s\nobjective o in s.financial\n"
        f"kpi k in s.o\n  better higher\n  baseline 0 at 2024-Q4\n  {target}\n  actual 2025-Q1: 20\n"
    )
    row = scores.row["s.k"]
    assert scores.progress[row, 0] == before
    found = assuming(scores, f"s.k:target@{assumed}=80", at=0)
    assert found.progress[row, 0] == after
