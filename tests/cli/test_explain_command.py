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
