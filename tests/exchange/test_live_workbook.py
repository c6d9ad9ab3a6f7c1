"""The exported workbook calculates: one value changed, and every score in it is the one that the program gives."""

from __future__ import annotations

from io import BytesIO
from math import isnan
from pathlib import Path

import openpyxl
import pytest

from bsctui.edits import RecordValue
from bsctui.exchange.exporting.as_workbook import workbook_bytes
from bsctui.model.periods import Period
from bsctui.workspace import Workspace
from tests.exchange.recalculated import column_of, needs_office, recalculated

SAMPLES = Path(__file__).parents[2] / "samples"

EVERY_WAY = """\
calendar quarters 2025-Q1..2025-Q4
  closed 2025-Q3
coverage 60%
scorecard top "Top"
  score worst
  owner "=Boss"
scorecard low "Low" under top
objective a "A" in top.process
  score average from supporters
kpi ignored "Not counted" in top.a
  target 10
  actual 2025-Q1: 1 1 1
objective w "Worst of" in top.customer
  score worst
kpi from_zero "+From 0" in top.w
  weight 3
  target 10
  actual 2025-Q1: 1 2 5
kpi limit "Limit" in top.w
  better lower
  target 4
  actual 2025-Q1: 3 4 5
objective b "B" in low.process
  supports top.a weight 2
objective c "C" in low.customer
  supports top.a weight 30%
kpi base "Baseline" in low.b
  unit %
  weight 25%
  baseline 20
  target 40
  cap 150
  actual 2025-Q1: 25 30 55
kpi lower "Tolerance" in low.b
  weight 75%
  better lower
  target 10
  tolerance 20% of target
  actual 2025-Q1: 10 11 10.5
kpi band "Band" in low.b
  target 20..25
  tolerance 10
  actual 2025-Q1: 18 22 29.25
kpi curve "Curve" in low.c
  scale 10:0 20:60 40:100
  actual 2025-Q1: 12 20 33
kpi none "No value" in low.c
  weight 4
  target 5
kpi ytd "So far" in low.c
  aggregate sum
  over ytd
  target 2025-Q1: 5 5 5 5
  actual 2025-Q1: 4 5 6
kpi level "Level" in low.c
  baseline 5
  target 5
  actual 2025-Q1: 4 5 6
kpi zero "None at all" in low.c
  better lower
  target 0
  actual 2025-Q1: 0 0 0
"""


def workbook_of(workspace, grain=None):
    scores = workspace.scores(grain)
    return scores, workbook_bytes(scores, scores.current)


def same(found, scores, at):
    for node, row in scores.row.items():
        expected = float(scores.score[row, at])
        value = found[node]
        if isnan(expected):
            assert value in {None, ""}, node
        else:
            assert value == pytest.approx(expected, abs=1e-9), node


def change_actual(address, period, value):
    def change(book):
        sheet = book["Actuals"]
        column = next(cell.column for cell in sheet[1] if cell.value == period)
        row = next(cell.row for cell in sheet["A"] if cell.value == address)
        sheet.cell(row, column, value)

    return change


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize(
    ("source", "address", "value"),
    [
        (EVERY_WAY, "low.base", 31.5), (EVERY_WAY, "low.lower", 11.25), (EVERY_WAY, "top.limit", 7),
        ("skyline", None, None),
    ],
)  # fmt: skip
def test_one_value_changed_gives_the_programs_scores(source, address, value, tmp_path):
    if source == "skyline":
        workspace = Workspace.load(SAMPLES / "skyline")
        scores = workspace.scores()
        grain = scores.periods[scores.current].grain
        address = next(
            kpi.address
            for kpi in workspace.model.kpis.values()
            if kpi.actuals and kpi.definition.grain is grain and kpi.definition.over is None
            and not isnan(scores.value[scores.row[kpi.address], scores.current])
        )  # fmt: skip
        value = float(scores.value[scores.row[address], scores.current]) * 0.9
    else:
        workspace = Workspace.from_texts({"w.bsc": source})
    scores, content = workbook_of(workspace)
    period = workspace.model.settings.calendar.fiscal.format(scores.periods[scores.current])
    sheets = recalculated(content, tmp_path, change_actual(address, period, value))
    workspace.apply(RecordValue(address, period, f"{value:.12g}"))
    changed = workspace.scores()
    fixed = {note[0] for note in sheets["Notes"][1:]}
    for node in [*fixed & changed.row.keys()]:
        before = scores.value[scores.row[node], scores.current]
        after = changed.value[changed.row[node], scores.current]
        assert before == after or isnan(before), f"{node} is a fixed number that would have changed"
    same(column_of(sheets["Scorecards"], "Score"), changed, scores.current)
    statuses = column_of(sheets["Scorecards"], "Status")
    for node, row in changed.row.items():
        assert (statuses[node] or None) == changed.status_word(row, scores.current), node
    coverage = column_of(sheets["Scorecards"], "Coverage")
    for node, row in changed.row.items():
        expected = float(changed.coverage[row, scores.current])
        assert (isnan(expected) and not coverage[node]) or coverage[node] == pytest.approx(expected)


def test_what_is_written_beside_the_formulas_is_what_the_program_says():
    workspace = Workspace.from_texts({"w.bsc": EVERY_WAY})
    scores, content = workbook_of(workspace)
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    rows = [[cell.value for cell in row] for row in book["Scorecards"].iter_rows()]
    same(column_of(rows, "Score"), scores, scores.current)
    assert book.sheetnames == ["Scorecards", "KPIs", "Actuals", "Notes"]


def test_texts_stay_texts_and_what_has_no_formula_is_named():
    workspace = Workspace.from_texts({"w.bsc": EVERY_WAY})
    _, content = workbook_of(workspace)
    book = openpyxl.load_workbook(BytesIO(content))
    assert "=Boss" in {cell.value for cell in book["KPIs"]["D"] if cell.data_type == "s"}
    assert "+From 0" in {cell.value for cell in book["KPIs"]["B"] if cell.data_type == "s"}
    notes = {row[0].value: row[1].value for row in book["Notes"].iter_rows()}
    assert "over several periods" in notes["low.ytd"]
    assert notes["Period"].startswith("2025-Q3")


def test_a_coarser_view_sums_the_entered_values():
    from bsctui.model.periods import Grain

    workspace = Workspace.from_texts(
        {
            "w.bsc": "calendar months 2025-01..2025-12\nscorecard a\nobjective o in a.process\n"
            "kpi k in a.o\n  aggregate sum\n  target 100\n  actual 2025-01: 1 2 3\n"
        }
    )
    scores = workspace.scores(Grain.QUARTER)
    at = scores.periods.index(Period(Grain.QUARTER, 2025 * 4))
    book = openpyxl.load_workbook(BytesIO(workbook_bytes(scores, at)))
    assert book["KPIs"]["G2"].value == '=IF(COUNT(Actuals!E2:G2)=0,"",SUM(Actuals!E2:G2))'
