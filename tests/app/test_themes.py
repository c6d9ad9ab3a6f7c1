"""Colours: readable in every theme, none where none are wanted, and never the only sign."""

from __future__ import annotations

import re

import pytest
from textual.color import Color

from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.ui.styles import LOOKS
from bsctui.app.ui.themes import CHOICES, DARK, TERMINAL, named_theme, theme_for, unknown_theme
from bsctui.app.ui.view import VIEWS
from tests.app.helpers import app, screen_text, session_of

LEAST = {"dark": 4.5, "light": 4.5, "high contrast": 7.0}
"""WCAG 2: contrast of text at level AA and AAA."""


def luminance(color: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in color.rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", LEAST)
async def test_every_look_can_be_read_on_what_is_behind_it(theme):
    async with app(session_of()) as (shell, pilot):
        shell.choose_theme(named_theme(theme))
        await pilot.pause()
        weak = {}
        for widget in (shell.view.pane, shell.main.query_one("#footer")):
            base = widget.rich_style
            for look in LOOKS:
                if look == "forecast" and widget is not shell.view.pane:
                    continue  # it is drawn in charts alone
                style = base + widget.look(look)
                front, back = (
                    Color.from_rich_color(color) for color in (style.color, style.bgcolor)
                )
                assert not style.dim  # how dim that is each terminal decides for itself
                ratio = contrast(front, back)
                if ratio < LEAST[theme]:
                    weak[widget.id, look] = round(ratio, 2)
        assert not weak


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
