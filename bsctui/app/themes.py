"""Which colours: the user's choice, else what the terminal can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

DARK = "textual-dark"
TERMINAL = "ansi-dark"
"""The terminal's own sixteen colours, and no others."""

CHOICES = (
    ("dark", DARK),
    ("light", "textual-light"),
    ("terminal's own colours", TERMINAL),
    ("terminal's own, light", "ansi-light"),
    ("nord", "nord"),
    ("gruvbox", "gruvbox"),
    ("solarized light", "solarized-light"),
)
"""What the palette offers: a word and Textual's name."""


def theme_for(
    wanted: str | None, colours: str | None, *, colourless: bool, known: Container[str]
) -> str:
    """The theme to start with.

    Args:
        wanted: The user's `theme`: one of our words or a Textual theme's name.
        colours: The terminal's colour system, as rich names it; None where it has none.
        colourless: Whether NO_COLOR is set.
        known: The names of all themes there are.
    """
    if colourless or colours in {None, "standard", "windows"}:
        return TERMINAL
    named = dict(CHOICES).get(wanted or "", wanted or DARK)
    return named if named in known else DARK
