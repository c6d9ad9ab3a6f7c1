"""What an item's chart is made of."""

from __future__ import annotations

import math

import pytest

from bsctui.app.core.glyphs import UNICODE
from bsctui.app.views.cascade.plots import plot_of
from tests.app.helpers import app, screen_text, session_of

TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s "S"
objective o "O" in s.financial
  note 2025-Q2 "A new manager"
kpi k "K" in s.o
  unit minutes
  baseline 60
  target 30
  better lower
  actual 2025-Q1: 50 40
  actual 2025-Q3: 35 "measured anew"
  assess amber 2025-Q2 "Half of it was luck"
  note 2025-Q1 "Started late"
  note "Of no period"
kpi b "B" in s.o
  better within
  tolerance 5
  target 20..25
  actual 2025-Q1: 21 22
"""


def layers(address):
    plot = plot_of(session_of(TEXT), address, UNICODE)
    return {layer.name: list(layer.numbers) for layer in plot.layers}


def test_a_kpi_is_drawn_against_its_target_and_baseline():
    drawn = layers("s.k")
    assert drawn["value"][:3] == [50, 40, 35]
    assert math.isnan(drawn["value"][3])
    assert drawn["target"] == [30, 30, 30, 30]
    assert drawn["baseline"] == [60, 60, 60, 60]


def test_a_band_is_drawn_by_both_its_ends():
    drawn = layers("s.b")
    assert drawn["band"] == [20] * 4
    assert drawn[""] == [25] * 4


def test_what_is_no_kpi_is_drawn_by_its_scores_over_the_status_bands():
    plot = plot_of(session_of(TEXT), "s", UNICODE)
    assert [layer.numbers[0] for layer in plot.layers[:2]] == [40.0, 70.0]
    assert plot.bounds == (0.0, 100.0)
    assert plot.layers[-1].name == "score"


def test_judgements_and_notes_of_a_period_are_marked():
    session = session_of(TEXT)
    marks = plot_of(session, "s.k", UNICODE).marks
    assert [(mark.at, mark.name) for mark in marks] == [(1, "judged"), (0, "note"), (2, "note")]
    assert marks[0].sign == UNICODE.status("amber")
    assert [mark.at for mark in plot_of(session, "s.o", UNICODE).marks] == [1]


def test_in_a_coarser_view_notes_stand_at_the_period_that_holds_theirs():
    session = session_of(TEXT)
    assert session.step_grain(1)
    session.step_grain(1)
    marks = plot_of(session, "s.k", UNICODE).marks
    assert [(mark.at, mark.name) for mark in marks] == [(0, "note")]


def test_what_has_no_scores_has_no_plot():
    assert plot_of(session_of(TEXT), "s.nothing", UNICODE) is None


@pytest.mark.slow
async def test_the_detail_of_a_kpi_shows_its_parts_in_order_its_periods_before_its_definition():
    session = session_of(TEXT)
    session.selected = "s.k"
    async with app(session, (140, 60)) as (shell, _):
        text = screen_text(shell)
        parts = ["Values", "judged", "Periods", "Definition", "Counts towards", "Notes"]
        places = [text.index(part) for part in parts]
        assert places == sorted(places)
