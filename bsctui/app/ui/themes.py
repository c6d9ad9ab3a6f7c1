"""Which colours: the user's choice by our own words, else what the terminal can show."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Container

DARK = "textual-dark"
TERMINAL = "ansi-dark"
"""The terminal's own sixteen colours, and no others."""
NONE = "none"
"""Not a theme of Textual's: the terminal's own without its colours (`Shell.colourless`)."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#66CCFF",
    secondary="#FFFFFF",
    accent="#FFB0FF",
    warning="#FFD700",
    error="#FF8080",
    success="#66FF66",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#1A1A1A",
    dark=True,
    luminosity_spread=0.2,
    text_alpha=1.0,
    variables={
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#FFFF00",
        "block-cursor-text-style": "bold",
    },
)
"""Every text at 7 to 1 against what is behind it, as WCAG's AAA asks."""

LIGHT = Theme(
    name="light",
    primary="#004578",
    secondary="#005A9E",
    accent="#8A3FFC",
    warning="#7A4B00",
    error="#A4133C",
    success="#1B5E20",
    foreground="#1A1A1A",
    background="#FAFAFA",
    surface="#F0F0F0",
    panel="#E4E4E4",
    dark=False,
)
"""Textual's own light theme has an amber that nobody can read on grey."""

OWN: Final = (HIGH_CONTRAST, LIGHT)

CHOICES = (
    ("dark", DARK),
    ("light", LIGHT.name),
    ("high contrast", HIGH_CONTRAST.name),
    ("16 colours", TERMINAL),
    ("16 colours, light", "ansi-light"),
    ("none", NONE),
    ("nord", "nord"),
    ("gruvbox", "gruvbox"),
    ("solarized light", "solarized-light"),
)
"""What the palette offers and `theme` in config.toml takes: a word and Textual's name."""


def theme_for(
    wanted: str | None, colours: str | None, *, colourless: bool, available: Container[str]
) -> str:
    """The theme to start with.

    Args:
        wanted: The user's `theme`: one of our words or a Textual theme's name.
        colours: The terminal's colour system, as rich names it; None where it has none.
        colourless: Whether NO_COLOR is set.
        available: The names of all themes there are.
    """
    if colourless or colours in {None, "standard", "windows"}:
        return TERMINAL
    named = named_theme(wanted) if wanted else DARK
    return named if named in available else TERMINAL if named == NONE else DARK


def named_theme(wanted: str) -> str:
    """Textual's name of a theme that a user asks for (`high contrast`, `high-contrast`)."""
    return dict(CHOICES).get(wanted, dict(CHOICES).get(wanted.replace("-", " "), wanted))


def unknown_theme(wanted: str | None, available: Container[str]) -> str | None:
    """What to say of a `theme` that there is not; None where it is one."""
    if wanted is None or named_theme(wanted) in available or named_theme(wanted) == NONE:
        return None
    words = [word for word, _ in CHOICES]
    close = get_close_matches(wanted, words, n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(words)}"
    return f"config.toml: there is no theme `{wanted}`; {hint}"
