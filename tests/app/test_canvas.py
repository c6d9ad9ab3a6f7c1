"""Dots and lines on a canvas of characters."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis.strategies import floats, lists

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.spans import plain_text, width_of
from bsctui.app.ui.canvas import Canvas
from bsctui.app.ui.chart import ChartLayer, ChartMark, ChartPlot, chart, round_ticks

NONE = math.nan


def drawn(canvas, *, braille=True):
    return [plain_text(row) for row in canvas.rows(braille=braille)]


def test_each_dot_of_a_cell_has_its_own_bit():
    canvas = Canvas(1, 1)
    canvas.dot(0, 0, "")
    assert drawn(canvas) == ["⠁"]
    canvas.dot(1, 3, "")
    assert drawn(canvas) == ["⢁"]


def test_dots_outside_the_canvas_are_left_out():
    canvas = Canvas(1, 1)
    for x, y in ((-1, 0), (2, 0), (0, -1), (0, 4)):
        canvas.dot(x, y, "")
    assert drawn(canvas) == [" "]


def test_a_line_reaches_both_its_ends():
    canvas = Canvas(4, 1)
    canvas.line((0, 3), (7, 0), "")
    row = drawn(canvas)[0]
    assert row[0] != " "
    assert row[3] != " "


def test_without_braille_more_dots_are_darker():
    canvas = Canvas(2, 1)
    canvas.dot(0, 0, "")
    for x in (2, 3):
        for y in range(4):
            canvas.dot(x, y, "")
    assert drawn(canvas, braille=False) == [".#"]


def plot(values, low=None, marks=(), unit="", at=0):
    low = low or [NONE] * len(values)
    layers = (ChartLayer("target", low, "target", 3), ChartLayer("value", values, "chart"))
    return ChartPlot(layers, [f"P{index}" for index in range(len(values))], at, marks, unit)


def test_a_rising_series_rises():
    rows = [plain_text(row) for row in chart(plot([0.0, 1.0, 2.0, 3.0]), 24, UNICODE)]
    body = [row[9:] for row in rows[:-2]]
    assert body[-1][0] != " "
    assert body[0][-1] != " "
    assert body[0][0] == " "
    assert rows[0].split()[0] == "3"
    assert rows[-3].split()[0] == "0"


def test_a_chart_keeps_to_its_width_and_names_the_periods_that_fit():
    lines = chart(plot([10.0, NONE, 30.0], [20.0, 25.0, 30.0]), 40, UNICODE)
    assert all(width_of(line) <= 40 for line in lines)
    assert plain_text(lines[-2]).split() == ["P0", "P1", "P2"]
    narrow = ChartPlot(
        (ChartLayer("", [1.0] * 9, "chart"),), [f"2025-Q{index}" for index in range(9)], 4
    )
    assert plain_text(chart(narrow, 40, UNICODE)[-2]).split() == ["2025-Q0", "2025-Q4", "2025-Q8"]


def test_the_axis_names_round_numbers_where_they_stand():
    rows = [plain_text(row) for row in chart(plot([0.0, 23.0]), 30, UNICODE)]
    # Six lines hold 24 levels from 0 to 30: 20 is the eighth from above, 10 the sixteenth, 23 in the second line.
    assert [row[:9].strip() for row in rows[:6]] == ["30", "", "20", "10", "", "0"]
    assert rows[1][-1] != " "


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((3.0, 58.0), (0, 20, 40, 60)),
        ((0.0, 100.0), (0, 50, 100)),
        ((7.675, 10.0), (7, 8, 9, 10)),
        ((-5.0, 5.0), (-5, 0, 5)),
        ((1_870_000.0, 1_825_000.0), (1_820_000, 1_840_000, 1_860_000, 1_880_000)),
        ((30.0,), (26, 28, 30, 32, 34)),
        ((0.0,), (-1, 0, 1)),
    ],
)
def test_ticks_are_round_and_hold_all_values(values, ticks):
    assert round_ticks(values) == pytest.approx(ticks)


@given(lists(floats(-1e15, 1e15), min_size=1, max_size=5))
def test_ticks_are_few_and_hold_any_values(values):
    ticks = round_ticks(values)
    room = 1e-6 * (ticks[-1] - ticks[0])
    assert ticks[0] - room <= min(values)
    assert ticks[-1] + room >= max(values)
    assert 2 <= len(ticks) <= 6


def test_the_legend_names_the_unit_and_only_what_is_drawn():
    lines = chart(plot([1.0, 2.0], unit="minutes"), 60, UNICODE)
    legend = plain_text(lines[-1])
    assert legend.split()[0] == "minutes"
    assert "value" in legend
    assert "target" not in legend


def test_a_legend_too_wide_for_the_pane_moves_closer_together_before_it_is_cut():
    marks = (ChartMark(0, "R", "judged"), ChartMark(1, "n", "note"))
    drawn = plot([1.0, 2.0], [2.0, 2.0], unit="%", marks=marks)
    wide = plain_text(chart(drawn, 60, UNICODE)[-1])
    narrow = plain_text(chart(drawn, len(wide) - 5, UNICODE)[-1])
    assert "…" not in narrow
    assert narrow.split() == wide.split()


def test_marks_stand_below_their_periods_and_beside_each_other():
    marks = (ChartMark(0, "R", "judged"), ChartMark(0, "n", "note"), ChartMark(2, "n", "note"))
    lines = chart(plot([1.0, 2.0, 3.0], marks=marks), 49, UNICODE)
    signs = plain_text(lines[6])[9:]
    assert signs == "Rn" + " " * 37 + "n"
    legend = plain_text(lines[-1])
    assert "R judged" in legend
    assert legend.count("note") == 1


def test_without_braille_each_line_has_its_own_sign():
    lines = chart(plot([1.0, 2.0, 3.0], [3.0, 3.0, 3.0]), 40, ASCII)
    drawn_signs = "".join(plain_text(line)[9:] for line in lines[:6])
    assert {*drawn_signs} == {" ", "*", "-"}
    assert "** value" in plain_text(lines[-1])
    assert "-- target" in plain_text(lines[-1])


def test_a_level_series_stands_in_the_middle_and_does_not_divide_by_nothing():
    assert len(chart(plot([5.0, 5.0]), 30, UNICODE)) > 2


def test_nothing_known_draws_nothing():
    assert chart(plot([NONE, NONE]), 40, UNICODE) == []


def test_one_period_is_a_point():
    assert len(chart(plot([5.0]), 30, UNICODE)) == 8


def test_plain_terminals_get_plain_charts():
    lines = chart(plot([1.0, 2.0, 3.0]), 30, ASCII)
    assert all(plain_text(line).isascii() for line in lines)
