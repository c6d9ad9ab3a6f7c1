"""Colours: readable in every theme, none where none are wanted, and never the only sign."""

from __future__ import annotations

import re
from itertools import combinations
from math import dist

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.ui.styles import LOOKS
from bsctui.app.ui.theme_colours import BLACK, HIGH, LEAST, WHITE, contrast, inks
from bsctui.app.ui.themes import (
    CHOICES,
    DARK,
    NONE,
    OWN,
    TERMINAL,
    named_theme,
    theme_for,
    unknown_theme,
)
from bsctui.app.ui.view import VIEWS
from tests.app.helpers import app, screen_text, session_of

THEMES = [word for word, name in CHOICES if name != NONE and not name.startswith("ansi")]
"""Those that have colours of their own."""


def least(theme):
    """What WCAG 2 asks of text: level AA, and AAA where high contrast is asked for."""
    return HIGH if theme == "high contrast" else LEAST


def variables_of(theme):
    known = {**BUILTIN_THEMES, **{own.name: own for own in OWN}}
    return known[named_theme(theme)].to_color_system().generate()


def lab(color):
    """CIE L*a*b*, in which a distance of 2 is just seen (D65)."""
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4
        for p in (part / 255 for part in color.rgb)
    )
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_that_of_wcag():
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), WHITE) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
def test_every_ink_can_be_read_on_every_ground_of_its_theme(theme):
    variables = variables_of(theme)
    named = inks(variables, least(theme))
    grounds = [Color.parse(variables[name]) for name in ("background", "panel", "surface")]
    for name, ink in named.items():
        if name.startswith("ink-") or name in {"foreground", "faint"}:
            assert min(contrast(Color.parse(ink), ground) for ground in grounds) >= least(theme)


@pytest.mark.parametrize("theme", THEMES)
def test_the_statuses_and_the_target_are_told_apart_by_their_inks(theme):
    named = inks(variables_of(theme), least(theme))
    told = [lab(Color.parse(named[f"ink-{name}"])) for name in ("red", "amber", "green", "violet")]
    assert min(dist(one, other) for one, other in combinations(told, 2)) > 25


KEYS = (
    "v", "t", "escape", "e", "escape", "x", "escape", "2", "3", "4", "5", "6", "7", "8", "9", "colon",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["dark", "solarized light"])
async def test_all_that_is_drawn_can_be_read(theme):
    """Every view, and what opens over it, is drawn in inks."""
    weak, drawn = {}, 0
    async with app(session_of(), (120, 36), theme=theme) as (shell, pilot):
        shell.choose_theme(named_theme(theme))
        for key in KEYS:
            await pilot.press(key)
            for ratio, text in drawn_contrasts(shell):
                drawn += 1
                if ratio < least(theme):
                    weak[key, text] = round(ratio, 2)
    assert not weak
    assert drawn > 1000


def drawn_contrasts(shell):
    """Each piece of text on screen with its contrast; rules and the like are no text."""
    for strip in shell.screen._compositor.render_strips():
        for segment in strip:
            style, text = segment.style, segment.text.strip(" ─│├└▁▂▃▄▅▆▇█▔▕▏")
            if text and style and style.color and style.bgcolor:
                front, back = (Color.from_rich_color(each) for each in (style.color, style.bgcolor))
                yield (
                    contrast(back if style.reverse else front, front if style.reverse else back),
                    text,
                )


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["16 colours", "16 colours, light", "none"])
async def test_in_sixteen_colours_no_look_is_drawn_in_the_colour_of_its_ground(theme):
    async with app(session_of(), (120, 40), theme=theme) as (shell, pilot):
        for key in ("1", "3", "5"):
            await pilot.press(key)
            await pilot.pause()
            for widget in shell.main.query("Listing, Bar, WrappedText, MapPane"):
                for look in LOOKS:
                    style = widget.rich_style + widget.look(look)
                    front, back = style.color, style.bgcolor
                    is_default = front is None or front.is_default
                    assert is_default or front != back, (widget, look)


async def test_in_sixteen_colours_what_is_said_by_the_way_is_dim():
    async with app(session_of(), (120, 40), theme="16 colours") as (shell, _):
        assert shell.view.pane.look("dim").dim


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_each_status_has_a_sign_of_its_own(glyphs):
    signs = list(glyphs.statuses.values())
    assert len(set(signs)) == len(signs)
    assert set(glyphs.statuses) == {"red", "amber", "green", "blue", "insufficient", "broken"}


def test_the_theme_is_what_the_user_wants_where_the_terminal_can_show_it():
    known = {name for _, name in CHOICES}
    assert theme_for("light", "truecolor", colourless=False, available=known) == "light"
    assert theme_for("high-contrast", "256", colourless=False, available=known) == "high-contrast"
    assert theme_for("light", "standard", colourless=False, available=known) == TERMINAL
    assert theme_for("light", "truecolor", colourless=True, available=known) == TERMINAL
    assert theme_for(None, "truecolor", colourless=False, available=known) == DARK


def test_a_theme_that_there_is_not_is_told_with_the_closest():
    assert "did you mean `light`?" in unknown_theme("ligt", ())
    assert unknown_theme("none", ()) is None
    assert unknown_theme(None, ()) is None


async def test_every_choice_of_the_palette_exists():
    async with app(session_of()) as (shell, _):
        assert {name for _, name in CHOICES} - {"none"} <= set(shell.available_themes)


@pytest.mark.slow
@pytest.mark.parametrize("view", [entry.key for entry in VIEWS])
async def test_without_colours_no_cell_has_one(view):
    async with app(session_of(), colourless=True) as (shell, pilot):
        await pilot.press("plus", "escape", view)
        await pilot.pause()
        for strip in shell.screen._compositor.render_strips():
            segments = list(strip)
            for line_filter in shell.get_line_filters():
                segments = line_filter.apply(segments, Color(0, 0, 0))
            for segment in segments:
                codes = segment.style.render("x") if segment.style else ""
                assert not re.search(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10\d)[;m]", codes)


@pytest.mark.slow
@pytest.mark.parametrize("view", [entry.key for entry in VIEWS])
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
async def test_without_colours_the_status_is_told_by_sign_and_word_in_every_view(view, glyphs):
    async with app(session_of(), colourless=True, glyphs=glyphs) as (shell, pilot):
        await pilot.press(view, "escape")
        shell.session.selected = "skyline"
        shell.sync_frame()
        await pilot.pause()
        header = screen_text(shell).splitlines()[0]
        assert f"81.7 {glyphs.status('green')} green" in header
