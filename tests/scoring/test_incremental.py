"""Edits, undo, broken lines and assumptions one after the other give every figure that a fresh load gives."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.explain.contributions import explain, members
from bsctui.model import update as model_update
from bsctui.model.build import build
from bsctui.model.entities import Kind
from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate, update_scores, with_overrides
from bsctui.scoring.overrides import Overrides
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from tests.budget import budget

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.text.document import Document

MAIN = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top
objective a in top.financial
objective b in top.process
  drives a
scorecard low under top
objective c in low.financial
  supports top.a weight 2
objective d in low.process
  supports top.b
  supports top.a from 2025-Q2
kpi k in top.a
  target 60
  actual 2025-Q1: 30 40 50
kpi l in top.b
  baseline 10 at 2024-Q4
  target 50 by 2025-Q4
  every month
  aggregate sum
  feeds low.r
kpi m in low.c
  like top.k
  carry
  actual 2025-Q1: 20 -
kpi r in low.d
  rollup sum partial
  target 100
kpi f in low.d
  formula x / top.k * 100
  aggregate recompute
  target 50
kpi g in top.b
  formula prev(low.f) + coalesce(low.x, 1)
  target 40
kpi j in top.b
  same low.m
measure x in low
  aggregate sum
  feeds r weight 2
  actual 2025-01: 1 2 3 4 5 6
"""

NUMBERS = """\
actual top.l 2025-01: 5 6 - 7
actuals 2025-08
  low.x 4
"""

LINES = [
    "  weight 3", "  weight 2 from 2025-Q2", "  weight 4 until 2025-Q3", "  weight -1", "  every month", "  every year",
    "  every quarter", "  aggregate sum", "  aggregate recompute", "  carry", "  over ytd", "  over 2", "  leading",
    "  target 80", "  target 2025-Q1: 10 20 30 40", "  target 10..20", "  target 20 by 2025-Q2", "  tolerance 20",
    "  tolerance 10% of target", "  scale 0:0 100:100", "  better lower", "  baseline 5", "  cap 120",
    "  actual 2025-Q1: 9 8 7 6", "  actual 2025-Q4: -", "  actual 2025: 12", "  actual 2023-Q1: 1", "  actual 2025-Q1: x",
    "  formula top.k + low.x", "  formula g + 1", "  formula prev(top.k, 12)", "  formula nobody * 2", "  formula f +",
    "  formula rolling(low.x, 30)", "  rollup average", "  feeds r", "  feeds f", "  feeds r weight 0 from 2025-Q3",
    "  same top.k", "  like low.f", "  like top.l", "  until 2025-Q2", "  from 2025-Q2", "  until 2025-Q0",
    "  supports top.b weight 0", "  supports low.d", "  supports top.a until 2025-Q3", "  supporter low.c weight 5",
    "  supporter low.d weight 1 from 2025-Q3", "  score worst", "  score average from kpis", '  assess amber 2025-Q2 "so"',
    "  status red below 20", "  owner nobody", "  note", "kpi n in top.a", "kpi k in low.c", "measure y in low",
    "objective e in low.financial", "scorecard other under low", "actual low.x 2025-Q1: 4 4", "actual top.k 2026-Q1: 7",
    "actuals 2025-Q2", "  top.k 9", "  low.x 1", "gibberish", "perspective financial", "coverage 80%", "  closed 2025-Q2",
]  # fmt: skip
"""Lines of every kind, many of which are wrong wherever they stand."""

EDITS = st.lists(
    st.tuples(
        st.sampled_from(["main.bsc", "numbers.bsc"]),
        st.integers(0, 60),
        st.sampled_from(["replace", "insert", "insert", "delete", "undo"]),
        st.sampled_from(LINES),
    ),
    min_size=1,
    max_size=6,
)
GRAINS = st.sampled_from([None, Grain.YEAR])


def documents() -> dict[str, Document]:
    texts = {"main.bsc": MAIN, "numbers.bsc": NUMBERS}
    return {path: read_document(path, text.encode()) for path, text in texts.items()}


def figures(scores: Scores) -> dict[str, object]:
    """Every number of a result by name and address, rounded far beyond what is shown; none is none, whatever its kind."""
    found: dict[str, object] = {
        "periods": scores.periods,
        "current": scores.current,
        "divided": scores.divided_by_zero,
    }
    addresses = [node.address for node in scores.nodes]
    for field in fields(scores):
        matrix = getattr(scores, field.name)
        if isinstance(matrix, np.ndarray):
            for address, row in zip(addresses, matrix, strict=True):
                found[f"{field.name} {address}"] = _rounded(row)
    for field in fields(scores.tiers):
        block = getattr(scores.tiers, field.name)
        if isinstance(block, np.ndarray):
            found[f"tiers {field.name}"] = _rounded(block)
    for name in ("score", "lead", "lag", "coverage"):
        found[f"tiers {name}"] = _rounded(getattr(scores.tiers.block, name))
    return found


def _rounded(array: np.ndarray) -> list[object]:
    numbers = np.round(np.atleast_1d(array).astype(float), 7) + 0.0
    return np.where(np.isnan(numbers), None, numbers.astype(object)).tolist()


def explained(scores: Scores) -> list[object]:
    """What is said of every node in the current period."""
    return [(address, _told(explain(scores, address, scores.current))) for address in scores.row]


def _told(explanation: object) -> str:
    return str(
        [
            (source.role, source.word, source.address, source.period, f"{source.value:.6g}",
             f"{source.weight:.6g}", source.origin and (source.origin.path, source.origin.line))
            for source in explanation.sources
        ]
        + [(one.address, f"{one.weight:.6g} {one.counted:.6g} {one.score:.6g}") for one in explanation.members]
    )  # fmt: skip


def differences(one: Scores, other: Scores) -> dict[str, object]:
    left, right = figures(one), figures(other)
    return {
        name: (left.get(name), right.get(name))
        for name in left | right
        if left.get(name) != right.get(name)
    }


def edited(texts: Mapping[str, Document], edit: tuple[str, int, str, str]) -> dict[str, Document]:
    path, place, how, text = edit
    count = len(texts[path].lines)
    first = 1 + place % max(count, 1)
    lines = () if how == "delete" else (text + "\n",)
    last = first - 1 if how == "insert" else min(first, count)
    return {**texts, path: apply_line_edits(texts[path], [LineEdit(path, first, last, lines)])}


@pytest.mark.slow
@given(EDITS, GRAINS)
@settings(max_examples=budget(100))
def test_edits_one_by_one_give_every_figure_that_a_fresh_load_gives(
    edits: list[tuple[str, int, str, str]], grain: Grain | None
) -> None:
    done = [documents()]
    model = build(done[0])
    scores = evaluate(model, grain)
    for edit in edits:
        if edit[2] == "undo":
            done = done[:-1] or done
        else:
            done.append(edited(done[-1], edit))
        model = model_update.update_model(model, done[-1])
        if model.settings.calendar is None or scores.grain < model.settings.calendar.grain:
            return
        scores = update_scores(scores, model)
        fresh = evaluate(build(done[-1]), scores.grain)
        assert differences(scores, fresh) == {}
        assert explained(scores) == explained(fresh)


@given(EDITS, GRAINS)
@settings(max_examples=budget(60))
def test_points_add_up_to_the_score_in_a_broken_workspace_too(
    edits: list[tuple[str, int, str, str]], grain: Grain | None
) -> None:
    model = broken_model(edits)
    scores = evaluate(model, grain)
    for row, node in enumerate(scores.nodes):
        for at in range(len(scores.periods)):
            if node.kind is not Kind.KPI:
                points = sum(one.points for one in members(scores, node.address, at))
                assert points == pytest.approx(np.nan_to_num(scores.score[row, at]), abs=1e-9)


def broken_model(edits: list[tuple[str, int, str, str]]) -> Model:
    texts = documents()
    for edit in edits:
        texts = edited(texts, edit)
    model = build(texts)
    calendar = model.settings.calendar
    return model if calendar is not None and calendar.grain <= Grain.QUARTER else build(documents())


def entered(model: Model) -> list[tuple[Quantity, int, float]]:
    """The cells that hold a number of a KPI or measure whose value is entered."""
    return [
        (quantity, line.start + step, value)
        for quantity in model.quantities()
        if quantity.formula is None and quantity.rollup is None
        for line in quantity.actuals
        for step, value in enumerate(line.values)
        if not np.isnan(value)
    ]


def with_value(model: Model, quantity: Quantity, ordinal: int, number: float) -> Model:
    """The model in which one entered cell is another number."""
    lines = tuple(
        replace(
            line,
            values=tuple(
                number if line.start + step == ordinal else value
                for step, value in enumerate(line.values)
            ),
        )
        for line in quantity.actuals
    )
    groups = {"kpis": dict(model.kpis), "measures": dict(model.measures)}
    for group in groups.values():
        if quantity.address in group:
            group[quantity.address] = replace(quantity, actuals=lines)
    return replace(model, **groups)


@pytest.mark.slow
@given(EDITS, GRAINS, st.integers(0, 1000), st.sampled_from([None, 0.0, 33.0]))
@settings(max_examples=budget(100))
def test_an_assumed_value_gives_every_figure_that_writing_it_gives(
    edits: list[tuple[str, int, str, str]], grain: Grain | None, choice: int, number: float | None
) -> None:
    """None stands for the value that is there: to assume it changes nothing."""
    model = broken_model(edits)
    cells = entered(model)
    if not cells:
        return
    quantity, ordinal, value = cells[choice % len(cells)]
    wanted = value if number is None else number
    scores = evaluate(model, grain)
    found = with_overrides(scores, Overrides(values={quantity.address: {ordinal: wanted}}))
    fresh = evaluate(with_value(model, quantity, ordinal, wanted), grain)
    assert differences(found, fresh) == {}


WITHIN_A_TIER = """\
calendar quarters 2025-Q1..2025-Q2
scorecard s
objective o in s.financial
objective p in s.financial
  supports s.o
kpi a in s.o
  target 100
  actual 2025-Q1: 60 60
kpi b in s.p
  target 100
  actual 2025-Q1: 30 30
"""


def test_a_support_within_a_tier_is_an_error_and_counts_nowhere() -> None:
    text = read_document("a.bsc", WITHIN_A_TIER.encode())
    model = build({"a.bsc": text})
    assert [problem.code for problem in model.diagnostics if problem.code[0] == "E"] == ["E304"]
    scores = evaluate(model)
    assert scores.score[scores.row["s.o"]].tolist() == [60, 60]
    assert [one.address for one in members(scores, "s.o", 0)] == ["s.a"]
    ordinal = scores.periods[0].ordinal
    for address, value in (("s.a", 60.0), ("s.b", 30.0)):
        found = with_overrides(scores, Overrides(values={address: {ordinal: value}}))
        assert differences(found, scores) == {}


@pytest.mark.parametrize(
    ("grain", "formula", "value"),
    [("quarter", "prev(s.a, 12)", 100), ("quarter", "rolling(prev(coalesce(s.a, 1), 10), 3)", 34)],
)
def test_a_rule_of_another_grain_looks_back_as_far_as_a_fresh_load(
    grain: str, formula: str, value: float
) -> None:
    text = (
        "calendar quarters 2025-Q1..2025-Q4\nscorecard s\nobjective o in s.financial\n"
        "kpi a in s.o\n  every month\n  target 100\nactual s.a 2022-Q1: 100\n"
        f"kpi g in s.o\n  formula {formula}\n  aggregate last\n"
    )
    before = {"a.bsc": read_document("a.bsc", text.encode())}
    scores = evaluate(build(before))
    place = before["a.bsc"].lines.index("  every month\n") + 1
    edit = LineEdit("a.bsc", place, place, (f"  every {grain}\n",))
    after = {"a.bsc": apply_line_edits(before["a.bsc"], [edit])}
    updated = update_scores(scores, model_update.update_model(scores.model, after))
    fresh = evaluate(build(after))
    assert differences(updated, fresh) == {}
    assert value in fresh.value[fresh.row["s.g"]].tolist()
