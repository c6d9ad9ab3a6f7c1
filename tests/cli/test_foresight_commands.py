"""What-if, sensitivity and goals on the command line."""

from __future__ import annotations

import csv
import json

import pytest

from bsctui.__main__ import run_cli
from tests.app.helpers import WORKED
from tests.cli.printing import printed


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(WORKED)
    return str(tmp_path)


def test_sensitivity_names_what_is_still_to_be_had_first(folder, capsys):
    document = json.loads(printed(capsys, "sensitivity", "-C", folder, "--format", "json"))
    assert (document["version"], document["period"]) == (1, "2025-Q4")
    (top,) = document["tops"]
    assert top["address"] == "skyline"
    assert top["score"] == pytest.approx(81.733333)
    assert sum(kpi["points"] for kpi in top["kpis"]) == pytest.approx(top["score"])
    opened = [kpi["open"] for kpi in top["kpis"]]
    assert opened == sorted(opened, reverse=True)
    assert top["kpis"][0]["address"] == "skyline.plane_cost"  # scores 70: 0.2 x 30 to be had
    assert top["kpis"][0]["open"] == pytest.approx(6)


def test_sensitivity_explains_every_column(folder, capsys):
    text = printed(capsys, "sensitivity", "turnaround", "-C", folder)
    assert "Fast ground turnaround (skyline.turnaround): 86.2" in text
    for word in ("score", "share", "contributes", "potential"):
        assert any(line.startswith(f"  {word} ") for line in text.split("\n"))


def test_the_row_of_sums_is_never_cut_by_short_addresses(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(
        "calendar years 2025..2025\nscorecard t\nobjective o in t.financial\n"
        "kpi k in t.o\n  target 10\n  actual 2025: 5\n"
    )
    lines = printed(capsys, "sensitivity", "-C", str(tmp_path)).splitlines()
    assert ["together", "50.00"] in [line.split() for line in lines]


def test_sensitivity_of_what_has_no_score_is_an_error(folder, capsys):
    assert run_cli(["sensitivity", "ground.stock_plan", "-C", folder]) == 2
    assert "no score" in capsys.readouterr().err


def test_whatif_shows_the_assumed_beside_the_present(folder, capsys):
    document = json.loads(
        printed(capsys, "whatif", "skyline.revenue=30M", "-C", folder, "--format", "json")
    )
    assert document["assumed"] == [
        {
            "address": "skyline.revenue",
            "supports": None,
            "what": "value",
            "period": "2025-Q4",
            "present": 29e6,
            "assumed": 30e6,
        }
    ]
    nodes = {node["address"]: node for node in document["nodes"]}
    top = nodes["skyline"]
    assert (top["present"]["score"], top["score"]) == (pytest.approx(81.733333), pytest.approx(85.733333))  # fmt: skip
    assert top["points"] == pytest.approx(4)
    assert nodes["ground"]["points"] == 0
    assert document["tiers"][0]["points"] == pytest.approx(4)


def test_whatif_tells_in_words_what_is_assumed_and_what_moves(folder, capsys):
    words = ("skyline.revenue=30M", "gates/turnaround:weight=0", "-C", folder)
    text = printed(capsys, "whatif", *words)
    assert "  skyline.revenue: value of 2025-Q4 30,000,000 USD instead of 29,000,000" in text
    assert "  ground.gates in skyline.turnaround: weight of 2025-Q4 0 instead of 2" in text
    row = next(line for line in text.split("\n") if "Seat revenue" in line)
    assert row.split()[2:] == ["80.0", "100.0", "+20.00", "value", "29,000,000", "->", "30,000,000"]
    assert "Crews" not in text, "what does not move is left out"


def test_whatif_as_csv_has_a_row_a_node(folder, capsys):
    text = printed(capsys, "whatif", "skyline.revenue=30M", "-C", folder, "--format", "csv")
    rows = list(csv.DictReader(text.splitlines()))
    revenue = next(row for row in rows if row["address"] == "skyline.revenue")
    assert (revenue["present_score"], revenue["score"], revenue["points"]) == ("80.0", "100.0", "20.0")  # fmt: skip


@pytest.mark.parametrize(
    "word",
    [
        "revenue",
        "revenu=3",
        "profit=3",
        "revenue@2030=1",
        f"revenue={'9' * 400}",
        "revenue:target=1_000_001B",
    ],
)
def test_whatif_used_wrongly_is_one_line_and_writes_nothing(folder, capsys, word):
    assert run_cli(["whatif", word, "-C", folder]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("bsctui: ")
    assert told.err.count("\n") == 1


def test_whatif_of_one_fact_twice_is_an_error(folder, capsys):
    assert run_cli(["whatif", "revenue=1", "skyline.revenue@2025-Q4=2", "-C", folder]) == 2
    assert "twice" in capsys.readouterr().err


def test_map_draws_the_one_top_scorecard_where_none_is_named(folder, capsys):
    text = printed(capsys, "map", "-C", folder)
    assert text.startswith("Skyline Airlines  2025-Q4")
    assert "Fast ground" in text
    assert printed(capsys, "map", "skyline.on_ground", "-C", folder) == text


def test_map_is_ascii_where_that_is_asked_for(folder, capsys):
    assert printed(capsys, "map", "-C", folder, "--ascii").isascii()


@pytest.mark.parametrize(
    ("form", "start"), [("svg", "<svg "), ("dot", "digraph "), ("mermaid", "flowchart BT")]
)
def test_map_has_forms_for_other_programs(folder, capsys, form, start):
    assert printed(capsys, "map", "skyline", "-C", folder, "--format", form).startswith(start)


def test_map_of_nothing_and_of_several_tops_is_one_line(folder, capsys, tmp_path):
    assert run_cli(["map", "skylin", "-C", folder]) == 2
    assert "did you mean `skyline`" in capsys.readouterr().err
    (tmp_path / "other.bsc").write_text('scorecard other "Other"\n')
    assert run_cli(["map", "-C", folder]) == 2
    assert "which scorecard? the top ones are `other`, `skyline`" in capsys.readouterr().err


def test_a_broken_workspace_is_still_drawn(tmp_path, capsys):
    (tmp_path / "w.bsc").write_text(WORKED.replace("  unit minutes\n", "  unit minuts minutes\n"))
    assert run_cli(["map", "-C", str(tmp_path)]) == 1
    captured = capsys.readouterr()
    assert "✗" in captured.out
    assert "broken" in captured.out
    assert "1 error in this workspace" in captured.err


# --- forecast

HISTORY = """\
calendar quarters 2024-Q1..2026-Q4
  closed 2025-Q4
scorecard top "Top"
objective one "One" in top.financial
kpi level "Level" in top.one
  unit EUR
  target 100
  actual 2024-Q1: 80 80 80 80 80 80 80 80
kpi young "Young" in top.one
  target 10
  actual 2025-Q4: 5
"""


@pytest.fixture
def past(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(HISTORY)
    return str(tmp_path)


def test_forecast_continues_every_kpi_and_says_what_it_could_not(past, capsys):
    document = json.loads(printed(capsys, "forecast", "-C", past, "--format", "json"))
    assert (document["version"], document["known"], document["period"]) == (1, "2025-Q4", "2026-Q4")
    nodes = {node["address"]: node for node in document["nodes"]}
    assert nodes["top.level"]["value"] == nodes["top.level"]["value_low"] == pytest.approx(80)
    assert nodes["top.level"]["met"] == 0
    assert (nodes["top.young"]["value"], nodes["top.young"]["value_low"]) == (5, None)
    assert nodes["top"]["score"] == pytest.approx((80 + 50) / 2)
    series = {one["address"]: one for one in document["series"]}
    assert series["top.level"]["periods"] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    text = printed(capsys, "forecast", "-C", past, "--until", "2026-Q2")
    assert text.startswith("quarter 2026-Q2, from what is known at 2025-Q4 (2000 runs, seed 1)\n")
    assert "too few points: 1 KPI has fewer than 4 values" in text
    for word in ("now", "then", "80%", "chance"):
        assert any(line.startswith(f"  {word} ") for line in text.split("\n"))


def test_forecast_of_some_items_shows_what_stands_below_them(past, capsys):
    rows = printed(capsys, "forecast", "level", "-C", past, "--format", "csv").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("2026-Q4,top.level,kpi,Level,top.one,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--until", "2025-Q4"], "does not end after what is known"),
        (["--until", "2026-01"], "finer"),
        (["--until", "2060"], "10 years ahead at most"),
        (["--until", "soon"], "no period `soon`"),
        (["--period", "2030-Q1"], "not in the calendar"),
        (["nobody"], "nothing is named `nobody`"),
    ],
)
def test_forecast_used_wrongly_says_why(past, capsys, arguments, said):
    assert run_cli(["forecast", *arguments, "-C", past]) == 2
    assert said in capsys.readouterr().err


def test_the_backtest_compares_with_carrying_the_last_value_on(past, capsys):
    document = json.loads(printed(capsys, "forecast", "-C", past, "--backtest", "--format", "json"))
    assert document["backtest"][0]["forecasts"] == 4 + 3 + 2 + 1  # from four origins
    assert document["backtest"][0]["in_range"] == 1


# --- links


def test_links_gives_every_claim_a_verdict_and_explains_it(folder, capsys):
    text = printed(capsys, "links", "-C", folder)
    assert "skyline.turnaround" in text
    assert "too few points" in text
    for word in ("r", "needed", "points", "other lag"):
        assert any(line.startswith(f"  {word} ") for line in text.split("\n"))
    document = json.loads(printed(capsys, "links", "-C", folder, "--format", "json"))
    (link,) = document["links"]
    assert (link["cause"], link["effect"]) == ("skyline.turnaround", "skyline.profit")
    assert (link["after"], link["lag"], link["verdict"]) == ("2 quarters", 2, "too few points")
    rows = printed(capsys, "links", "-C", folder, "--format", "csv").splitlines()
    assert rows[1].startswith("skyline.turnaround,skyline.profit,2 quarters,quarter,2,")


def test_links_breaks_no_address_where_the_terminal_is_narrow(folder, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    head, claim, figures, *_ = printed(capsys, "links", "-C", folder).splitlines()
    assert claim == "skyline.turnaround → skyline.profit"
    assert figures.split()[:2] == ["2", "quarters"]
    assert figures.index("too few points") == head.index("verdict")


def test_links_without_a_claim_says_how_to_make_one(past, capsys):
    assert "drives OBJECTIVE" in printed(capsys, "links", "-C", past)
