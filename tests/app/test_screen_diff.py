"""What the terminal is sent: whatever was shown before, it shows what Textual drew, and little more than that is sent."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bsctui.app.core.key_pace import KeyPace
from bsctui.app.shell.screen_diff import PLAIN, ShownScreen, cells_of
from tests.budget import budget

WIDTH, HEIGHT = 12, 3
STYLES = [
    Style.parse(text)
    for text in (
        "default",
        "bold #ff0000",
        "#ff0000",
        "on #00ff00",
        "underline #ff0000 on #00ff00",
        "reverse",
    )
]
SIGNS = st.sampled_from([*"ab ■界", "e\N{COMBINING ACUTE ACCENT}"])
SEQUENCE = re.compile(r"\x1b\[([\d;]*)([Hm])|([^\x1b])")
TRUE = ColorSystem.TRUECOLOR


class Terminal:
    """As much of a terminal as an update uses: places, pens, signs of one and two cells, and such as stand with another."""

    def __init__(self):
        self.cells = {}
        self.x = self.y = 0
        self.pen = self.fresh()

    def fresh(self):
        return {"attributes": frozenset(), "front": "", "back": ""}

    def feed(self, text):
        end = 0
        for match in SEQUENCE.finditer(text):
            assert match.start() == end
            end = match.end()
            codes, kind, sign = match.groups()
            if kind == "H":
                self.y, self.x = (int(part) - 1 for part in codes.split(";"))
            elif kind == "m":
                self.draw_with(codes.split(";"))
            else:
                self.put(sign)
        assert end == len(text)
        assert self.pen == self.fresh()

    def draw_with(self, codes):
        while codes:
            code = codes.pop(0)
            if code == "0":
                self.pen = self.fresh()
            elif code in {"38", "48"}:
                parts, codes = codes[:4], codes[4:]
                self.pen["front" if code == "38" else "back"] = ";".join([code, *parts])
            elif code in {"39", "49"}:
                self.pen["front" if code == "39" else "back"] = ""
            else:
                self.pen["attributes"] |= {code}

    def put(self, sign):
        width = get_character_cell_size(sign)
        pen = (self.pen["attributes"], self.pen["front"], self.pen["back"])
        if not width:
            text, drawn = self.cells[self.y, self.x - 1]
            self.cells[self.y, self.x - 1] = (text + sign, drawn)
        for at in range(width):
            self.cells[self.y, self.x + at] = ("" if at else sign, pen)
        self.x += width


def seen(strip):
    """A strip's cells as the terminal above keeps them; the terminal's own colours are no colours."""
    own = {"39": "", "49": ""}
    return [
        (text, (pen.attributes, own.get(pen.front, pen.front), own.get(pen.back, pen.back)))
        for text, pen in cells_of(strip, TRUE)
    ]


@st.composite
def strips(draw):
    """A line of exactly so many cells."""
    segments, left = [], WIDTH
    while left:
        sign, style = draw(SIGNS), draw(st.sampled_from(STYLES))
        size = sum(map(get_character_cell_size, sign))
        sign, size = (sign, size) if size <= left else (" ", 1)
        segments.append(Segment(sign, style))
        left -= size
    return Strip(segments)


screens = st.lists(strips(), min_size=HEIGHT, max_size=HEIGHT)


@given(st.lists(screens, min_size=2, max_size=4))
@settings(max_examples=budget(100))
def test_the_terminal_shows_what_was_drawn_last_whatever_it_showed_before(drawn):
    shown, terminal = ShownScreen(), Terminal()
    for screen in drawn:
        terminal.feed(shown.draw([(0, y, strip) for y, strip in enumerate(screen)], TRUE))
        for y, strip in enumerate(screen):
            assert [terminal.cells[y, x] for x in range(WIDTH)] == seen(strip)


@given(st.integers(0, WIDTH - 1))
@settings(max_examples=budget(30))
def test_a_piece_of_a_line_leaves_the_rest_of_it(x):
    piece = Strip([Segment("a" * (WIDTH - x), STYLES[1])])
    shown, terminal = ShownScreen(), Terminal()
    plain = Strip([Segment("b" * WIDTH, STYLES[0])])
    terminal.feed(shown.draw([(0, y, plain) for y in range(HEIGHT)], TRUE))
    terminal.feed(shown.draw([(x, 1, piece)], TRUE))
    assert [terminal.cells[1, at][0] for at in range(WIDTH)] == ["b"] * x + ["a"] * (WIDTH - x)


def test_nothing_is_sent_where_nothing_changed():
    shown, line = ShownScreen(), Strip([Segment("as before", STYLES[1])])
    assert shown.draw([(0, 0, line)], TRUE)
    assert shown.draw([(0, 0, Strip(list(line)))], TRUE) == ""


def test_everything_is_sent_again_after_somebody_else_drew_on_the_terminal():
    shown, line = ShownScreen(), Strip([Segment("as before", STYLES[1])])
    first = shown.draw([(0, 0, line)], TRUE)
    shown.forget()
    assert shown.draw([(0, 0, line)], TRUE) == first


@given(st.lists(st.tuples(st.integers(0, WIDTH - 3), st.integers(1, 2)), min_size=1, max_size=4))
@settings(max_examples=budget(30))
def test_of_a_line_of_which_nothing_is_known_only_what_is_drawn_is_sent(parts):
    shown, terminal = ShownScreen(), Terminal()
    expected = {}
    for number, (x, width) in enumerate(parts):
        sign = "abcd"[number]
        terminal.feed(shown.draw([(x, 0, Strip([Segment(sign * width, STYLES[number])]))], TRUE))
        expected.update({(0, at): sign for at in range(x, x + width)})
    assert {place: sign for place, (sign, _) in terminal.cells.items()} == expected


def test_neighbours_of_one_style_are_sent_under_one_name_of_it():
    shown = ShownScreen()
    parts = Strip([Segment("one ", STYLES[1]), Segment("two", Style.parse("bold #ff0000"))])
    assert shown.draw([(0, 0, parts)], TRUE) == "\x1b[0m\x1b[1;1H\x1b[1;38;2;255;0;0mone two\x1b[0m"


def test_only_what_differs_between_two_colours_is_named():
    shown = ShownScreen()
    row = Strip(
        [Segment("a", Style.parse("red on #000001")), Segment("b", Style.parse("blue on #000001"))]
    )
    assert shown.draw([(0, 0, row)], TRUE).count("48;2;0;0;1") == 1


def test_a_changed_cell_is_sent_alone():
    shown = ShownScreen()
    shown.draw([(0, 4, Strip([Segment("score  81.7 green and more", STYLES[0])]))], TRUE)
    sent = shown.draw([(0, 4, Strip([Segment("score  81.9 green and more", STYLES[0])]))], TRUE)
    assert "\x1b[5;11H" in sent
    assert re.sub(r"\x1b\[[\d;]*[Hm]", "", sent) == "9"


def test_what_was_never_drawn_equals_nothing():
    assert cells_of(Strip([Segment(" ")]), TRUE) == [(" ", PLAIN)]
    shown = ShownScreen()
    shown.draw([(4, 0, Strip([Segment("x")]))], TRUE)
    assert shown.draw([(0, 0, Strip([Segment("    x")]))], TRUE).count(" ") == 4


def test_keys_that_follow_each_other_are_told_from_a_single_one():
    now = 10.0
    pace = KeyPace(0.1, lambda: now)
    pace.note()
    assert not pace.is_running
    now += 0.05
    pace.note()
    assert pace.is_running
    now += 0.2
    assert not pace.is_running
