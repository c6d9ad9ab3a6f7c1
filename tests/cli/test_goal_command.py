"""The command goal, and what whatif says of a ratio, as a user meets them."""

from __future__ import annotations

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


@pytest.mark.slow
def test_goal_says_what_the_kpi_must_be_and_how_to_try_it(folder, capsys):
    text = printed(capsys, "goal", "skyline", "85", "--by", "revenue", "-C", folder)
    assert "Skyline Airlines (skyline) at 85 in 2025-Q4, now 81.7" in text
    assert "needs skyline.revenue at 29,816,666.67 USD (now 29,000,000)" in text
    trial = next(line for line in text.split("\n") if "try it: " in line).split("try it: ")[1]
    words = trial.split()[2:]
    document = json.loads(printed(capsys, "whatif", *words, "-C", folder, "--format", "json"))
    assert document["nodes"][0]["score"] == pytest.approx(85, abs=1e-6)


@pytest.mark.slow
def test_goal_that_cannot_be_reached_says_the_best(folder, capsys):
    text = printed(capsys, "goal", "skyline", "99", "--by", "revenue", "-C", folder)
    assert "cannot be reached by skyline.revenue: the best is 85.7, at 30,000,000 USD" in text
    document = json.loads(
        printed(capsys, "goal", "skyline", "99", "--by", "revenue", "-C", folder, "--format", "json")
    )  # fmt: skip
    assert document["outcome"] == "unreachable"
    assert document["score"] == pytest.approx(85.733333)
    assert document["own"] == [{"period": "2025-Q4", "value": 30e6}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("profit", "90", "--by", "gate_time"), "does not affect"),
        (("profit", "90", "--by", "turnaround"), "is not a KPI"),
        (("profit", "-3", "--by", "revenue"), "no score is below 0"),
        (("profit", "high", "--by", "revenue"), "`high` is not a score"),
        (("profit", "9" * 400, "--by", "revenue"), "is not a score"),
        (("profi", "90", "--by", "revenue"), "did you mean `skyline.profit`?"),
        (("stock_plan", "90", "--by", "revenue"), "has no score to reach"),
    ],
)
def test_goal_used_wrongly_says_why(folder, capsys, words, said):
    assert run_cli(["goal", *words, "-C", folder]) == 2
    assert said in capsys.readouterr().err


def test_whatif_says_where_a_ratio_is_averaged(tmp_path, capsys):
    """A value put in has no inputs: (10 + 20) / 2 is shown for the quarter."""
    (tmp_path / "w.bsc").write_text(
        "calendar quarters 2025-Q1..2025-Q4\nscorecard s\nobjective o in s.financial\n"
        "measure a in s\n  actual 2025-01: 1 2\nkpi r in s.o\n  formula a * 10\n"
        "  aggregate recompute\n  target 40\n"
    )
    text = printed(capsys, "whatif", "r@2025-02=30", "-C", str(tmp_path))
    assert "r: value of 2025-02 30 instead of 20, averaged with its other periods in view" in text
    assert "value 15 -> 20" in text
