"""The colours of text in a theme: a hue by what it means, as light or dark as it must be to be read on every ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAST: Final = 4.5
"""WCAG 2.2: contrast of text at level AA."""
HIGH: Final = 7.0
"""At level AAA."""

MARGIN: Final = 0.1
"""What rounding to whole colours may take."""

STEPS: Final = 100

FAINTNESS: Final = 0.62
"""How much of the foreground is left at least in what is said by the way."""

HEAT: Final = 0.3
"""How much of an ink the ground of a heat map's cell has at most."""


class Hue(NamedTuple):
    """A colour without its lightness; `ansi` is its name in sixteen colours."""

    degrees: float
    saturation: float
    ansi: str


HUES: Final[Mapping[str, Hue]] = {
    "red": Hue(350, 0.75, "ansi_red"),
    "amber": Hue(36, 0.95, "ansi_yellow"),
    "green": Hue(135, 0.55, "ansi_green"),
    "blue": Hue(208, 0.75, "ansi_blue"),
    "violet": Hue(275, 0.65, "ansi_magenta"),
    "cyan": Hue(184, 0.6, "ansi_cyan"),
}
"""Red and green also tell losses and gains, amber warnings; violet targets, cyan what is foreseen."""

WHITE, BLACK = Color(255, 255, 255), Color(0, 0, 0)


def luminance(colour: Color) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    parts = (part / 255 for part in colour.rgb)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: Color, back: Color) -> float:
    """The ratio of two colours' luminances, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(front), luminance(back)))
    return (light + 0.05) / (dark + 0.05)


def inks(variables: Mapping[str, str], least: float = LEAST) -> dict[str, str]:
    """What the stylesheet calls `$ink-…`, `$heat-…`, `$faint`, `$cursor-…`, and a foreground that can be read.

    Args:
        variables: Those of a theme.
        least: The contrast that every text has on every ground.
    """
    if _is_ansi(variables):
        return _ansi_inks(variables)
    grounds = _grounds(variables)
    front = Color.parse(variables["foreground"])
    shown = _first(_towards(front, _far_from(grounds[0])), grounds, least)
    colours = {name: _ink(hue, grounds, least) for name, hue in HUES.items()}
    steps = (
        grounds[0].blend(shown, part / STEPS) for part in range(round(FAINTNESS * STEPS), STEPS)
    )
    return {
        "foreground": shown.hex6,
        "faint": _first([*steps, shown], grounds, least).hex6,
        **{f"ink-{name}": ink.hex6 for name, ink in colours.items()},
        **{f"heat-{name}": _heat(grounds[0], ink, least).hex6 for name, ink in colours.items()},
        **_cursor(variables, least),
    }


def _is_ansi(variables: Mapping[str, str]) -> bool:
    return any(variables[name].startswith("ansi") for name in ("foreground", "background"))


def _ansi_inks(variables: Mapping[str, str]) -> dict[str, str]:
    """In sixteen colours the terminal decides how they look; what is said by the way it dims."""
    named = {f"ink-{name}": hue.ansi for name, hue in HUES.items()}
    return {
        "faint": "ansi_default",
        **named,
        "ink-amber": variables["text-warning"],
        **{f"heat-{name}": "ansi_default" for name in HUES},
        "cursor-ground": variables["block-cursor-background"],
        "cursor-ink": variables["block-cursor-foreground"],
    }


def _grounds(variables: Mapping[str, str]) -> list[Color]:
    """What text stands on: the background, panels, inputs with and without the focus."""
    back, panel, surface = (
        Color.parse(variables[name]) for name in ("background", "panel", "surface")
    )
    return [back, panel, surface, surface.blend(Color.parse(variables["foreground"]), 0.05)]


def _far_from(ground: Color) -> Color:
    return BLACK if luminance(ground) > 0.18 else WHITE


def _towards(colour: Color, end: Color) -> list[Color]:
    return [colour.blend(end, step / STEPS) for step in range(STEPS + 1)]


def _first(candidates: Sequence[Color], grounds: Iterable[Color], least: float) -> Color:
    """The first that can be read on every ground; the last where none can."""
    backs = list(grounds)
    for candidate in candidates:
        if all(contrast(candidate, back) >= least + MARGIN for back in backs):
            return candidate
    return candidates[-1]


def _ink(hue: Hue, grounds: Sequence[Color], least: float) -> Color:
    """The hue in the fullest lightness that can be read."""
    is_light = luminance(grounds[0]) > 0.18
    steps = range(STEPS // 2, -1, -1) if is_light else range(STEPS * 55 // 100, STEPS + 1)
    shades = [Color.from_hsl(hue.degrees / 360, hue.saturation, step / STEPS) for step in steps]
    return _first(shades, grounds, least)


def _heat(ground: Color, ink: Color, least: float) -> Color:
    """As much of an ink in its own ground as leaves it readable."""
    parts = range(round(HEAT * STEPS), -1, -1)
    shades = [ground.blend(ink, part / STEPS) for part in parts]
    return next((shade for shade in shades if contrast(ink, shade) >= least + MARGIN), ground)


def _cursor(variables: Mapping[str, str], least: float) -> dict[str, str]:
    """The cursor's row: white on what is dark or middling, made a little darker where it must; else black."""
    ground = Color.parse(variables["block-cursor-background"])
    ink = WHITE if luminance(ground) < 0.25 else BLACK
    end = BLACK if ink is WHITE else WHITE
    back = _first(_towards(ground, end), (ink,), least)
    return {"cursor-ground": back.hex6, "cursor-ink": ink.hex6}
