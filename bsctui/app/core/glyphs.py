"""The signs on screen, each with a plain fallback for terminals that are not UTF-8."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui import signs

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One set of signs. Those that stand in columns are one cell wide."""

    opened: str
    folded: str
    bare: str
    """What could be unfolded if anything stood below it."""
    leaf: str
    link: str
    shared: str
    initiative: str
    measure: str
    crumb: str
    ellipsis: str
    gap: str
    none: str
    mark: str
    note: str
    arrow: str
    rule: str
    stroke: str
    joint: str
    corner: str
    """Of a drawing that branches downward."""
    change: str
    bars: str
    """From the lowest to the highest bar of a sparkline."""
    trends: Mapping[int, str]
    """By direction, 1, 0 or -1."""
    statuses: Mapping[str, str]
    """By status word; never colour alone tells a status."""
    verdicts: Mapping[str, str]
    """By what the data say of a claim of cause and effect."""
    braille: bool

    def status(self, word: str | None) -> str:
        """The sign of a status, `none` where there is none."""
        return self.statuses.get(word, self.none) if word else self.none

    def verdict(self, word: str) -> str:
        """The sign of what the data say of a claim."""
        return self.verdicts.get(word, self.none)

    def trend(self, direction: int | None) -> str:
        """The sign of a trend of -1, 0 or 1; a blank where there is none."""
        return " " if direction is None else self.trends[direction]


UNICODE = Glyphs(
    opened="▼",
    folded="▶",
    bare="▷",
    leaf="•",
    link="⇡",
    shared="≡",
    initiative="◇",
    measure="∑",
    crumb="▸",
    ellipsis="…",
    gap="·",
    none="·",
    mark="✓",
    note="¶",
    arrow="→",
    rule="─",
    stroke="│",
    joint="├",
    corner="└",
    change="Δ",
    bars="▁▂▃▄▅▆▇█",
    trends=signs.TREND,
    statuses=signs.STATUS,
    verdicts=signs.VERDICT,
    braille=True,
)

ASCII = Glyphs(
    opened="v",
    folded=">",
    bare="-",
    leaf="*",
    link="^",
    shared="=",
    initiative="o",
    measure="+",
    crumb=">",
    ellipsis="~",
    gap=".",
    none=".",
    mark="x",
    note="n",
    arrow="->",
    rule="-",
    stroke="|",
    joint="|",
    corner="`",
    change="+-",
    bars="_.-~=+*#",
    trends=signs.PLAIN_TREND,
    statuses=signs.PLAIN_STATUS,
    verdicts=signs.PLAIN_VERDICT,
    braille=False,
)


def is_plain_wanted(environment: Mapping[str, str], preference: bool | None) -> bool:
    """Whether ASCII is asked for: by BSCTUI_ASCII, else by the configuration, else by a locale of C or POSIX.

    Python itself reads such a locale as UTF-8, so that the output's encoding does not tell it.
    """
    asked = environment.get("BSCTUI_ASCII", "")
    if asked:
        return asked not in {"0", "false", "no"}
    if preference is not None:
        return preference
    names = (environment.get(name, "") for name in ("LC_ALL", "LANG"))
    locale = next(filter(None, names), "")
    return locale in {"C", "POSIX"} and "PYTHONIOENCODING" not in environment


def glyphs_for(encoding: str | None, *, ascii_only: bool) -> Glyphs:
    """The set that a terminal of this encoding can show."""
    plain = ascii_only or "utf" not in (encoding or "").lower()
    return ASCII if plain else UNICODE
