"""Updating a model after an edit gives what building it anew gives."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model.build import build
from bsctui.model.update import update_model
from bsctui.text.document import Document, read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from tests.budget import budget
from tests.model.histories import history, shown

if TYPE_CHECKING:
    from bsctui.model.model import Model

WORKSPACE = """\
calendar quarters 2025-Q1..2026-Q4

scorecard top "Top"
  owner "Board"

objective profit "Profit" in top.financial
  supporter low.speed weight 3

kpi revenue "Revenue" in top.profit
  unit USD
  aggregate sum
  baseline 10 at 2024-Q4
  target 20 by 2026-Q4
  actual 2025-Q1: 11 12 - 14

kpi margin in top.profit
  unit %
  baseline 0
  target 30
  formula (revenue - cost) / revenue * 100

kpi total in top.profit
  unit USD
  baseline 0
  target 30
  rollup sum

measure cost "Cost" in top
  unit USD
  actual 2025-Q1: 5 6 7 8

scorecard low under top

objective speed in low.process
  supports top.profit weight 2

kpi hours in low.speed
  like top.revenue
  feeds top.total
  actual 2025-Q1: 9 8

kpi shown in low.speed
  same top.revenue

kpi copied in low.speed
  like hours

initiative plan in low.speed
  due 2025-11-30
"""
NUMBERS = """\
actuals 2025-Q3
  low.copied 4
  low.hours 3

actual top.total 2025-Q1: 1 2

target low.copied 2025-Q1: 5 6 7
"""
LINES = (
    "  target 25", "  target 12..14", "  tolerance 4", "  better lower", "  actual 2025-Q2: 3 4", "  actual 2025-07: 1",
    "  like top.total", "  like low.copied", "  same top.margin", "  same low.shown", "  formula cost + 1",
    "  formula low.hours * 2", "  formula top.margin", "  feeds top.total weight 2", "  feeds low.hours", "  rollup sum",
    "  unit EUR", "  unit %", "  every month", "  carry", "  aggregate recompute", "  supports top.profit",
    "  supporter low.speed weight 2", "  supports low.speed", "  weight 3 from 2025-Q2", "  owner anna", "  due 2025-02-30",
    "  targt 3", '  note "x"', "  baseline 3", "  scale 1:0 2:100", "  from 2025-Q2", "  low.hours 7", "  low.nothing 7",
    "", "# a comment", "kpi revenue in top.profit", "kpi new in top.profit", "tier top", "calendar years 2025..2026",
    "status red below 20", 'scorecard top "The top"', '  owner "Tom"', "  score worst", "  tier top", '  vision "all"', "kpi cost in low.speed", "actual low.hours 2025-Q4: 3", "scorecard top under low",
)  # fmt: skip


def _documents() -> dict[str, Document]:
    texts = {"a.bsc": WORKSPACE, "b/numbers.bsc": NUMBERS}
    return {path: read_document(path, text.encode()) for path, text in texts.items()}


def _arrows(model: Model) -> list[str]:
    arrows = (model.dependents, model.feeders)
    return [
        repr(sorted((at, sorted(others)) for at, others in kind.items())) for kind in arrows
    ] + sorted(model.undefined)


def _shown(model: Model) -> list[str]:
    groups = (
        model.scorecards,
        model.objectives,
        model.kpis,
        model.measures,
        model.initiatives,
        model.names.declared,
    )
    found = [f"{address} {entity!r}" for group in groups for address, entity in group.items()]
    more = [repr(model.settings), repr(sorted(model.broken)), *_arrows(model)]
    return [*found, *more, *map(repr, model.diagnostics)]


_edits = st.lists(
    st.tuples(
        st.sampled_from(["a.bsc", "b/numbers.bsc"]),
        st.integers(0, 60),
        st.sampled_from(["replace", "insert", "delete"]),
        st.sampled_from(LINES),
    ),
    min_size=1,
    max_size=6,
)


@given(_edits)
@settings(max_examples=budget(150), deadline=None)
def test_any_edits_updated_one_by_one_give_what_building_anew_gives(
    edits: list[tuple[str, int, str, str]],
) -> None:
    documents = _documents()
    model = build(documents)
    for path, place, how, text in edits:
        count = len(documents[path].lines)
        first = 1 + place % max(count, 1)
        lines = () if how == "delete" else (text + "\n",)
        last = first - 1 if how == "insert" else min(first, count)
        edited = apply_line_edits(documents[path], [LineEdit(path, first, last, lines)])
        documents = {**documents, path: edited}
        model = update_model(model, documents)
        assert _shown(model) == _shown(build(documents))


def test_an_edit_keeps_what_it_does_not_touch() -> None:
    documents = _documents()
    model = build(documents)
    line = documents["a.bsc"].lines.index("  actual 2025-Q1: 5 6 7 8\n") + 1
    edited = apply_line_edits(
        documents["a.bsc"], [LineEdit("a.bsc", line, line, ("  actual 2025-Q1: 9\n",))]
    )
    after = update_model(model, {**documents, "a.bsc": edited})
    assert after.measures["top.cost"].actuals[0].values == (9.0,)
    assert after.kpis["top.total"] is model.kpis["top.total"]
    assert after.objectives is model.objectives


def test_what_a_scorecard_says_is_read_again_and_nothing_below_it() -> None:
    documents = _documents()
    model = build(documents)
    line = documents["a.bsc"].lines.index('scorecard top "Top"\n') + 1
    edited = apply_line_edits(
        documents["a.bsc"], [LineEdit("a.bsc", line, line, ('scorecard top "Tops"\n',))]
    )
    documents = {**documents, "a.bsc": edited}
    after = update_model(model, documents)
    assert _shown(after) == _shown(build(documents))
    assert after.scorecards["top"].label == "Tops"
    assert after.scorecards["low"] is model.scorecards["low"]
    assert (after.kpis, after.objectives, after.measures) == (model.kpis, model.objectives, model.measures)  # fmt: skip
    assert after.kpis is model.kpis


@pytest.mark.slow
@given(st.integers(0, 10**9))
@settings(max_examples=budget(120), deadline=None)
def test_broken_workspaces_too_are_after_any_edits_and_undoing_as_if_read_afresh(seed: int) -> None:
    for updated, afresh in history(seed):
        assert shown(updated) == shown(afresh)


@pytest.mark.slow
def test_the_order_of_sets_shows_nowhere() -> None:
    def told(hash_seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tests.model.histories", "0", str(budget(40))],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    first, *others = map(told, ("0", "1", "2"))
    assert first
    assert all(other == first for other in others)


OPEN = "calendar quarters 2025-Q1..2025-Q4\nscorecard s\nobjective o in s.financial\n"


@pytest.mark.parametrize(
    ("records", "closing", "code"),
    [
        ("kpi r in s.o\n  rollup sum\nkpi f in s.o\n  formula r + 1\n", "  feeds r\n", "E321"),
        ("kpi a in s.o\n  formula b\nkpi b in s.o\n  unit %\n", "  formula a\n", "E321"),
        ("kpi a in s.o\n  like b\nkpi b in s.o\n  unit %\n", "  like a\n", "E322"),
    ],
)
def test_a_line_that_closes_or_opens_a_circle_is_seen_by_an_update(
    records: str, closing: str, code: str
) -> None:
    documents = {"a.bsc": read_document("a.bsc", (OPEN + records).encode())}
    model = build(documents)
    for lines, codes in (((closing,), [code]), ((), [])):
        last = len(documents["a.bsc"].lines)
        edit = LineEdit("a.bsc", 3 + records.count("\n") + 1, last, lines)
        documents = {"a.bsc": apply_line_edits(documents["a.bsc"], [edit])}
        model = update_model(model, documents)
        assert [problem.code for problem in model.diagnostics if problem.code[0] == "E"] == codes
