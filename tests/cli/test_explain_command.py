"""What `explain` prints of figures: estimates, misses by a hair, and ratios of incomplete sums."""

from __future__ import annotations

import json

from tests.cli.printing import printed

NEAR_MISS = """
scorecard s
objective o in s.customer
kpi uptime in s.o
  unit %
  better higher
  target 99.95
  actual 2025-01: 99.9 ~99.9499
"""


def explained(folder, capsys, text, *arguments):
    (folder / "a.bsc").write_text(text)
    return printed(capsys, "explain", "-C", str(folder), *arguments)


def test_an_estimate_keeps_its_mark_and_a_miss_its_decimals(tmp_path, capsys):
    shown = explained(tmp_path, capsys, NEAR_MISS, "s.uptime")
    assert "value ~99.9499 % (an estimate), target 99.95," in shown
    assert "2025-02 value s.uptime = ~99.9499  a.bsc:8" in shown
    final = explained(tmp_path, capsys, NEAR_MISS, "s.uptime", "--period", "2025-01")
    assert "value 99.9 %, target 99.95," in final
    assert "~" not in final


def test_programs_are_told_which_figures_are_provisional(tmp_path, capsys):
    document = json.loads(explained(tmp_path, capsys, NEAR_MISS, "s.uptime", "--format", "json"))
    provisional = {source["role"]: source["provisional"] for source in document["sources"]}
    assert provisional == {"value": True, "definition": False}


def test_what_has_no_value_has_no_unit_and_says_what_is_missing(tmp_path, capsys):
    text = NEAR_MISS.replace("actual 2025-01: 99.9 ~99.9499", "formula up / 2").replace(
        "scorecard s", "scorecard s\nmeasure up in s\n  actual 2025-01: 1 -"
    )
    shown = explained(tmp_path, capsys, text, "s.uptime", "--period", "2025-02")
    assert "  value none, target 99.95," in shown
    assert "2025-02 value s.uptime = none  a.bsc:10\n      2025-02 input s.up = none" in shown


MEASURES = """calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.customer
measure hours "Crew hours" in s
  unit h
  aggregate sum
  rollup sum
measure north in s
  unit h
  every month
  aggregate sum
  feeds hours weight 2
  actual 2025-01: 10 20 30 5 - -
measure crews in s
  every year
  actual 2025: 7
kpi k in s.o
  formula hours / crews
"""


def test_a_measure_says_its_value_and_the_lines_behind_it(tmp_path, capsys):
    shown = explained(tmp_path, capsys, MEASURES, "s.hours", "--period", "2025-Q1")
    assert "2025-Q1: value 120 h, a measure without a score" in shown  # 2 x (10 + 20 + 30)
    assert "2025-Q1 value s.hours = 120  a.bsc:7" in shown
    assert "2025-Q1 feeder s.north = 60 x 2  a.bsc:12" in shown
    since = explained(tmp_path, capsys, MEASURES, "s.north", "--period", "2025-Q2", "--since", "2025-Q1")  # fmt: skip
    assert "since 2025-Q1: 60 to 5" in since


def test_a_measure_is_no_node_and_has_no_value_before_its_year_ends(tmp_path, capsys):
    arguments = ("s.crews", "--format", "json", "--period")
    document = json.loads(explained(tmp_path, capsys, MEASURES, *arguments, "2025-Q4"))
    assert (document["node"], document["value"], document["members"]) == (None, 7, [])
    document = json.loads(explained(tmp_path, capsys, MEASURES, *arguments, "2025-Q3"))
    assert document["value"] is None
    assert {source["role"] for source in document["sources"]} == {"definition"}
