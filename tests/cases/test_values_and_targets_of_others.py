"""Complaints about other programs, as workspaces: own targets under `like`, misses by a hair, weeks of a quarter."""

from __future__ import annotations

from pathlib import Path

from bsctui.kpi_text import kpi_text
from bsctui.workspace import Workspace

HERE = Path(__file__).parent


def workspace_of(case):
    return Workspace.from_texts({"a.bsc": (HERE / f"{case}.bsc").read_text(encoding="utf-8")})


def test_a_depot_with_its_own_target_is_measured_as_hard_as_the_unit_it_is_like():
    """98.36 of 99.36 and 97 of 98 both miss by one of a tolerance of two."""
    scores = workspace_of("37-like-with-its-own-target").scores()
    shown = [scores.score[scores.row[address], 0] for address in ("bus.done", "depot.done")]
    assert [round(float(score), 6) for score in shown] == [50, 50]


def test_a_value_that_misses_its_target_does_not_look_as_if_it_met_it():
    scores = workspace_of("32-four-nines").scores()
    for address in ("q.avail", "q.apdex"):
        assert kpi_text(scores, address, 1).value == "99.949"
    assert kpi_text(scores, "q.apdex", 1).target == "99.95"


def test_a_quarter_has_the_weeks_whose_thursdays_lie_in_it():
    """Thursdays of 2021-01 to 2021-03 begin with that of W01: twelve weeks up to W12, as the contract counts them."""
    from bsctui.model.periods import Grain

    scores = workspace_of("09-weeks-4-4-5").scores(Grain.QUARTER)
    row = scores.row["p.k"]
    assert scores.value[row].tolist() == [10, 120, 130]
