"""Units are short in tables and whole where one thing is shown; decimals and estimates look alike in every command."""

from __future__ import annotations

import json

import pytest

from bsctui.__main__ import run_cli
from tests.cli.printing import printed

UNIT = "tonnes of carbon dioxide equivalent per thousand passengers"
SHORT = "tonnes…assengers"
YEAR = "thousand euros of the year 2024"
FLEET = f"""\
calendar quarters 2025-Q1..2026-Q2

scorecard s "Shop"
  owner "x"

objective o "Out" in s.process

kpi k "Emissions" in s.o
  unit "{UNIT}"
  better lower
  baseline 200
  target 120
  actual 2025-Q1: 190 180 171.5 160 150

kpi p "Cost" in s.o
  unit EUR decimals 2
  better lower
  target 12.5
  actual 2025-Q1: 12 12.345 12.4 12.51 ~13

initiative i "Buy" in s.o
  unit "{YEAR}"
  budget 1200
  spent 400
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(FLEET)
    return str(tmp_path)


def test_a_report_cuts_units_in_its_tables_and_says_them_whole_where_it_explains_its_signs(
    folder, capsys
):
    text = printed(capsys, "report", "-C", folder, "--until", "2026-Q2")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert any(f"150 {SHORT} | 120 {SHORT}" in row for row in rows)
    assert not any(unit in row for unit in (UNIT, YEAR) for row in rows)
    assert f"{SHORT} is {UNIT}; thousan…ear 2024 is {YEAR}." in text


def test_a_page_cuts_units_in_its_tables_and_not_where_a_kpi_is_drawn(folder, capsys):
    page = printed(capsys, "report", "-C", folder, "--format", "html")
    assert f"150 {UNIT}, target 120 {UNIT}</span>" in page
    assert f">150 {SHORT}</td>" in page
    assert f">150 {UNIT}</td>" not in page
    assert f"<li>{SHORT}: {UNIT}</li>" in page


def test_the_report_as_json_has_units_whole(folder, capsys):
    document = json.loads(printed(capsys, "report", "-C", folder, "--format", "json"))
    (row,) = [lever["row"] for lever in document["levers"] if lever["row"]["address"] == "s.k"]
    assert row["figures"]["value"] == f"150 {UNIT}"
    assert document["initiatives"][0]["unit"] == YEAR


def test_forecast_and_what_if_cut_units_too(folder, capsys):
    assert f"target 120 {SHORT}\n" in printed(capsys, "forecast", "-C", folder, "--until", "2026-Q2")  # fmt: skip
    assert f"100 {SHORT} instead of 150" in printed(capsys, "whatif", "-C", folder, "s.k=100")
    assert f"value 150 {UNIT}, target 120" in printed(capsys, "explain", "s.k", "-C", folder)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["explain", "s.p"], "value ~13.00 EUR (an estimate), target 12.50"),
        (["forecast", "--until", "2026-Q2"], "~13.00 → 12."),
        (["forecast", "--until", "2026-Q2"], "target 12.50 EUR"),
        (["whatif", "s.p=11.4"], "value 13.00 -> 11.40"),
        (["whatif", "s.p=11.4"], "11.4 EUR instead of 13.00"),
        (["goal", "s.p", "100", "--by", "s.p"], "at 12.5 EUR (now 13.00)"),
        (["report"], "13.00 EUR | 12.50 EUR"),
    ],
)
def test_decimals_that_are_asked_for_are_shown_by_every_command(folder, capsys, words, wanted):
    assert run_cli([*words, "-C", folder]) == 0
    assert wanted in capsys.readouterr().out
