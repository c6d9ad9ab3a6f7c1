"""Values of many KPIs and periods as one edit, each where its KPI's data already are."""

from __future__ import annotations

import pytest

from bsctui.edits import Actual, ActualsOf, RecordActuals, Refused
from bsctui.edits.apply import apply_edit
from bsctui.edits.edit import Texts
from bsctui.model.build import build
from bsctui.model.periods import FiscalYear
from bsctui.text import edits
from bsctui.text.document import read_document
from tests.exchange.sources.workspaces import HEAD


def recorded(text: str, **values: dict[str, str]) -> str:
    """The file after values were recorded, by KPI and period."""
    documents = {"w.bsc": read_document("w.bsc", text.encode())}
    series = []
    for name, by_period in values.items():
        periods = {FiscalYear().parse(period): cell for period, cell in by_period.items()}
        grain = next(iter(periods)).grain
        actuals = tuple(
            Actual(period.ordinal, *cell.split("|")) for period, cell in periods.items()
        )
        series.append(ActualsOf(f"a.{name}", grain, actuals))
    made = apply_edit(RecordActuals(tuple(series), "pull"), Texts(documents, build(documents)))
    return made.texts.documents["w.bsc"].to_bytes().decode()


def test_cells_are_replaced_and_the_series_grows():
    text = f"{HEAD}kpi x in a.o\n  actual 2025-01: 1 2 # first half\n"
    assert recorded(text, x={"2025-02": "5", "2025-03": "6", "2025-04": "-"}) == (
        f"{HEAD}kpi x in a.o\n  actual 2025-01: 1 5 6 - # first half\n"
    )


def test_periods_apart_become_lines_of_their_own():
    text = f"{HEAD}kpi x in a.o\n  actual 2025-01: 1\n"
    assert recorded(text, x={"2025-04": "4", "2025-05": "5", "2025-08": "8"}) == (
        f"{HEAD}kpi x in a.o\n  actual 2025-01: 1\n  actual 2025-04: 4 5\n  actual 2025-08: 8\n"
    )


def test_a_first_value_makes_a_line_in_the_record():
    text = f"{HEAD}kpi x in a.o\n  target 3\n"
    assert (
        recorded(text, x={"2025-01": "1"})
        == f"{HEAD}kpi x in a.o\n  target 3\n  actual 2025-01: 1\n"
    )


def test_a_series_at_the_margin_grows_there():
    text = f"{HEAD}kpi x in a.o\n\nactual a.x 2025-01: 1\n"
    assert recorded(text, x={"2025-02": "2"}).endswith("\nactual a.x 2025-01: 1 2\n")


TWO = f"""\
{HEAD}kpi x in a.o
kpi y in a.o

actuals 2025-01
  a.x 1
  a.y 2

actuals 2025-02
  a.x 3
  # a remark at the end
"""


def test_values_of_a_period_stand_in_its_one_block():
    assert recorded(TWO, x={"2025-03": "5"}, y={"2025-02": "4", "2025-03": "6"}) == (
        TWO.replace("  a.x 3\n", "  a.x 3\n  a.y 4\n") + "\nactuals 2025-03\n  a.x 5\n  a.y 6\n"
    )


def test_blocks_of_later_periods_come_in_order():
    assert recorded(TWO, y={"2025-05": "5", "2025-04": "4"}).endswith(
        "\nactuals 2025-04\n  a.y 4\n\nactuals 2025-05\n  a.y 5\n"
    )


def test_a_file_that_does_not_end_stays_so():
    text = f"{HEAD}kpi x in a.o\n\nactuals 2025-01\n  a.x 1"
    assert recorded(text, x={"2025-01": "2", "2025-02": "3"}).endswith(
        "actuals 2025-01\n  a.x 2\n\nactuals 2025-02\n  a.x 3"
    )


def test_a_note_stands_in_the_record():
    text = f"{HEAD}kpi x in a.o\n  actual 2025-01: 1\n"
    assert recorded(text, x={"2025-02": "2|strike"}) == (
        f'{HEAD}kpi x in a.o\n  actual 2025-01: 1 2\n  note 2025-02 "strike"\n'
    )


def test_what_is_computed_takes_no_values():
    text = f"{HEAD}kpi x in a.o\n  formula y * 2\nkpi y in a.o\n"
    with pytest.raises(Refused, match="computed by its formula"):
        recorded(text, x={"2025-01": "1"})


def test_the_lines_of_many_kpis_are_read_again_at_once(monkeypatch):
    made = []
    as_ever = edits.Document
    monkeypatch.setattr(edits, "Document", lambda *a, **k: made.append(1) or as_ever(*a, **k))
    names = [f"k{number}" for number in range(50)]
    text = HEAD + "".join(f"kpi {name} in a.o\n  actual 2025-01: 1\n" for name in names)
    recorded(text, **{name: {"2025-02": "1"} for name in names})
    assert len(made) == 1


@pytest.mark.slow
def test_a_thousand_kpis_are_one_plan():
    names = [f"k{number}" for number in range(1000)]
    text = HEAD + "".join(f"kpi {name} in a.o\n" for name in names)
    after = recorded(text, **{name: {"2025-01": "1"} for name in names})
    assert after.count("  actual 2025-01: 1\n") == 1000
