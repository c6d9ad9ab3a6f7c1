"""What stands around the views: titles, questions and messages are read in full at any width."""

from __future__ import annotations

import pytest

from bsctui.app.cells import Span, text_of, width_of
from bsctui.app.frame import Hint, footer, titled
from tests.app.helpers import app, screen_text, session_of

HINTS = ("g goes there", "enter down", "esc closes")


@pytest.mark.parametrize("width", range(20, 90, 3))
def test_a_title_shows_whole_hints_or_none_and_the_last_one_longest(width):
    shown = titled((Span(" Why: Profit", "title"),), HINTS, width, "…")
    assert width_of(shown) <= width
    said = text_of(shown).removeprefix(" Why: Profit").strip()
    assert said in {", ".join(HINTS[first:]) for first in range(4)}


def test_a_message_too_long_to_stand_beside_the_place_has_the_whole_line():
    said = "a sentence of thirty-two letters"
    beside = footer([Hint("?", "keys")], Span(said), "units/ground.bsc:12 saved", 80, "…")
    alone = footer([Hint("?", "keys")], Span(said), "units/ground.bsc:12 saved", 50, "…")
    assert "ground.bsc:12 saved" in text_of(beside)
    assert said in text_of(beside)
    assert text_of(alone).strip() == said


async def test_why_something_cannot_be_deleted_is_read_in_full_on_a_narrow_screen():
    session = session_of()
    async with app(session, size=(48, 24)) as (shell, pilot):
        session.selected = "skyline"
        await pilot.press("d")
        await pilot.pause()
        text = " ".join(screen_text(shell).split())
    assert "while something stands in it" in text
    assert "skyline.profit" in text
