"""The signs of statuses, of trends and of verdicts on arrows, each with a plain one: never colour alone tells anything."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"red": "●", "amber": "◆", "green": "■", "blue": "★", "insufficient": "○", "broken": "✗"}
)
"""By status word."""

PLAIN_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"red": "R", "amber": "A", "green": "G", "blue": "B", "insufficient": "?", "broken": "!"}
)
"""The same for terminals that are not UTF-8."""

TREND: Final[Mapping[int, str]] = MappingProxyType({1: "▲", 0: "►", -1: "▼"})
"""By the direction of a trend."""

PLAIN_TREND: Final[Mapping[int, str]] = MappingProxyType({1: "^", 0: "=", -1: "v"})
"""The same for terminals that are not UTF-8."""

VERDICT: Final[Mapping[str, str]] = MappingProxyType(
    {"supported": "✓", "contradicted": "✗", "no evidence": "?", "too few points": ""}
)
"""By the verdict on a `drives` claim; where the data are too few there is no sign, and the arrow stays as it is claimed."""

PLAIN_VERDICT: Final[Mapping[str, str]] = MappingProxyType(
    {"supported": "+", "contradicted": "x", "no evidence": "?", "too few points": ""}
)
"""The same for terminals that are not UTF-8."""


def verdict_legend(used: Iterable[str | None], signs: Mapping[str, str]) -> str:
    """What the signs of some verdicts mean: `✓ supported, no sign: too few points`; empty where none is used."""
    used_words = frozenset(used)
    parts = (
        f"{sign} {word}" if sign else f"no sign: {word}"
        for word, sign in signs.items()
        if word in used_words
    )
    return ", ".join(parts)
