from __future__ import annotations

import math

from bsctui.app.canvas import Canvas
from bsctui.app.cells import text_of, width_of
from bsctui.app.chart import Plot, chart
from bsctui.app.glyphs import ASCII, UNICODE

NONE = math.nan


def drawn(canvas, *, braille=True):
    return [text_of(row) for row in canvas.rows(braille=braille)]


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


def plot(values, low=None, high=None):
    low = low or [NONE] * len(values)
    return Plot(values, low, high or low, [f"P{index}" for index in range(len(values))], 0)


def test_a_rising_series_rises():
    rows = [text_of(row) for row in chart(plot([0.0, 1.0, 2.0, 3.0]), 24, UNICODE)]
    body = [row[9:] for row in rows[:-1]]
    assert body[-1][0] != " "
    assert body[0][-1] != " "
    assert body[0][0] == " "
    assert rows[0].split()[0] == "3"
    assert rows[-2].split()[0] == "0"


def test_a_chart_keeps_to_its_width_and_names_the_ends():
    lines = chart(plot([10.0, NONE, 30.0], [20.0, 25.0, 30.0]), 40, UNICODE)
    assert all(width_of(line) <= 40 for line in lines)
    assert text_of(lines[-1]).split() == ["P0", "P2"]


def test_a_level_series_stands_in_the_middle_and_does_not_divide_by_nothing():
    assert len(chart(plot([5.0, 5.0]), 30, UNICODE)) > 2


def test_nothing_known_draws_nothing():
    assert chart(plot([NONE, NONE]), 40, UNICODE) == []


def test_plain_terminals_get_plain_charts():
    lines = chart(plot([1.0, 2.0, 3.0]), 30, ASCII)
    assert all(text_of(line).isascii() for line in lines)
