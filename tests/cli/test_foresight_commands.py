"""What-if, sensitivity and goals on the command line."""

from __future__ import annotations

import json

import pytest

from bsctui.__main__ import run
from tests.app.helpers import WORKED


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "w.bsc").write_text(WORKED)
    return str(tmp_path)


def printed(capsys, *arguments):
    assert run([*arguments]) == 0
    return capsys.readouterr().out


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
    for word in ("score", "share", "carries", "to be had"):
        assert any(line.startswith(f"  {word} ") for line in text.split("\n"))


def test_sensitivity_of_what_has_no_score_is_an_error(folder, capsys):
    assert run(["sensitivity", "ground.stock_plan", "-C", folder]) == 2
    assert "no score" in capsys.readouterr().err
