"""Files that people complained about, each with what a careful person would have written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsctui.exchange.reading.mapping import ImportMapping
from tests.exchange.imports import Asked, imported

CASES = Path(__file__).parent / "cases"


def content(case, name):
    return (CASES / case / name).read_bytes()


def errors(outcome):
    return [d for d in outcome.workspace.model.diagnostics if d.code.startswith("E")]


# --- A catalogue of targets in words


def test_targets_in_words_become_directions_numbers_and_units_and_prose_stays_as_a_note():
    outcome = imported(
        content("catalogue-of-text-targets", "targets.csv"), otherwise="higher", year=2025
    )
    assert not errors(outcome)
    told = {
        "Pipeline stability": {"better higher", "target 95", "unit %"},
        "Age of severe bugs": {"better lower", "target 60", "unit days"},
        "Staff per manager": {"better lower", "target 10", 'note "target: at or below 10:1"'},
        "Margin": {'note "target: Confidential"', "tag private"},
        "Age of quarantined tests": {'note "target: TBD"'},
        "Availability": {"better higher", "target 99.95", "unit %"},
        "Past due actions": {"better lower", "target 0"},
        "Budget": {'note "target: within 5% of plan"', "tag private"},
        "Testers": {"better higher", "target 48", "unit people"},
        "Promotions": {"better higher", "target 12", "unit %"},
        "Wait": {"better lower", "target 24", "unit hours"},
        "Reviews": {"better higher", "target 6", 'unit "per month"'},
        "Docs": set(),
    }
    for label, expected in told.items():
        lines = {line for line in outcome.lines(label) if not line.startswith("meta ")}
        assert lines == expected, label
    assert outcome.findings.prose == 3
    assert len(outcome.result.without_target) == 4


def test_a_bare_number_as_a_target_asks_for_its_direction():
    with pytest.raises(Asked) as asked:
        imported(content("catalogue-of-text-targets", "targets.csv"))
    assert asked.value.topics == ["better"]
    assert "`Testers`, `Promotions`" in str(asked.value)


# --- A workbook with a sheet a service


def test_a_sheet_becomes_a_scorecard_named_by_its_id_with_blanks_missing():
    outcome = imported(
        content("workbook-sheet-per-service", "services.xlsx"),
        name="services.xlsx",
        otherwise="higher",
        better={"Average # of days for measure 6": "lower"},
    )
    model = outcome.workspace.model
    assert not errors(outcome)
    assert set(model.scorecards) == {
        f"service_{number}" for number in (724, 702, 117, 590, 185, 671, 689, 862)
    }
    assert {card.label for card in model.scorecards.values()} == {
        f"Service {letter}" for letter in "ABCDEFGH"
    }
    assert len(model.kpis) == 34
    assert [each.name for each in model.settings.perspectives] == [
        "output", "outcome", "effectiveness", "efficiency",
    ]  # fmt: skip
    assert outcome.lines("# of measure 2") == [
        'meta id "724/# of measure 2"', "better higher", "target 2021: 50 50 50", "actual 2021: 55",
    ]  # fmt: skip
    assert "target 2021: 80 80 -" in outcome.lines("% of measure 16")
    assert "actual 2021: -" in outcome.lines("% of measure 16")
    assert "actual 2021: 5.09" in outcome.lines("$ per measure 27")
    assert "better lower" in outcome.lines("Average # of days for measure 6")
    assert outcome.findings.values == 34 * 4 - 22
    assert outcome.findings.blank_rows == 0


def test_a_direction_that_nothing_says_is_asked_and_the_likely_ones_are_named():
    with pytest.raises(Asked) as asked:
        imported(content("workbook-sheet-per-service", "services.xlsx"), name="services.xlsx")
    assert asked.value.topics == ["better"]
    assert "32 KPIs have a target" in str(asked.value)
    assert "`Average # of days for measure 6`" in str(asked.value)


def test_a_start_of_the_fiscal_year_can_be_given():
    outcome = imported(
        content("workbook-sheet-per-service", "services.xlsx"),
        name="services.xlsx",
        mapping=ImportMapping(otherwise="higher", fiscal=_october()),
    )
    assert "calendar years 2021..2023\n  starts October named end\n" in outcome.text


def _october():
    from bsctui.model.periods import FiscalYear

    return FiscalYear(10, named_for_end=True)


# --- One table in two dialects


@pytest.mark.parametrize("name", ["may.csv", "october.csv"])
def test_a_table_says_the_same_in_both_dialects(name):
    outcome = imported(content("same-table-two-dialects", name), zero_is_blank=("*",))
    assert outcome.actuals("% of appeals") == {
        "2015": 80, "2016": 80, "2017": 80, "2018": 80, "2019": 80, "2020": 85,
    }  # fmt: skip
    assert "actual 2015: 2500 2500 2500 6000 6000 6000" in outcome.lines("# of partners")
    assert outcome.kpi("# of requests “by phone”").meta == (("id", "85333"),)
    both = [
        imported(content("same-table-two-dialects", each), zero_is_blank=("*",)).texts
        for each in ("may.csv", "october.csv")
    ]
    assert both[0] == both[1]


def test_two_columns_of_one_fact_that_differ_are_asked_about():
    with pytest.raises(Asked) as asked:
        imported(content("same-table-two-dialects", "may.csv"))
    assert "zero-is-blank" in asked.value.topics


# --- Months across, decimal commas, targets in words


def test_months_across_with_decimal_commas_and_a_fiscal_year_as_a_target():
    outcome = imported(
        content("months-across-text-targets", "board.csv"), better={"Waits over a year": "lower"}
    )
    assert not errors(outcome)
    assert "calendar months 2022-04..2023-03\n  starts April\n" in outcome.text
    waits = outcome.lines("Waits over a year")
    assert "actual 2022-04: 1080 1070.5 990" in waits
    assert "target 2022: 0 spread" in waits
    activity = outcome.lines("Value weighted activity")
    assert {"better higher", "unit %", "target 2022: 101 spread", "actual 2022-04: 89 101 -"} <= {
        *activity
    }
    harm = outcome.lines("Harm per 1.000 days")
    assert {"better lower", "target 2022: 2.5 spread"} <= {*harm}
    assert outcome.actuals("Harm per 1.000 days") == {
        "2022-04": 3.1, "2022-05": 2.4, "2022-06": 2.6,
    }  # fmt: skip
    assert "actual 2022-04: 3.1 ~2.4 2.6" in harm
    assert any("marked *" in line for line in harm)
    assert [kpi.objective for kpi in outcome.workspace.model.kpis.values()] == [
        "board.activity_measures", "board.activity_measures", "board.quality_measures",
    ]  # fmt: skip
    assert outcome.skipped == {"table.csv, A4": "a total (`Total`)"}


def test_a_dot_with_three_digits_alone_is_asked_and_beside_a_comma_is_thousands():
    alone = "KPI;2025-01;2025-02\nTurnover;1.080;990\n"
    with pytest.raises(Asked) as asked:
        imported(alone)
    assert asked.value.topics == ["decimal"]
    assert "1.08" in str(asked.value)
    assert "1080" in str(asked.value)
    told = "KPI;2025-01\nTurnover;1.080\nRate;1.070,10\n"
    assert imported(told).actuals("Turnover") == {"2025-01": 1080}


def test_a_years_figure_beside_its_months_is_told_and_never_taken_for_a_month():
    table = "KPI,2016-01,2016-02,2016\nInjuries,2.1,2.6,4.99\n"
    with pytest.raises(Asked) as asked:
        imported(table)
    assert asked.value.topics == ["skip-unread"]
    outcome = imported(table, skips_unread=True)
    assert outcome.actuals("Injuries") == {"2016-01": 2.1, "2016-02": 2.6}
    assert outcome.unread == {"table.csv, D2": "4.99"}


def test_weeks_are_those_of_the_calendar_by_iso():
    table = "KPI,2020-W53,2021-W01,W02 2021\nUnits,10,11,12\n"
    assert imported(table).actuals("Units") == {"2020-W53": 10, "2021-W01": 11, "2021-W02": 12}
