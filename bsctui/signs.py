"""The signs of statuses and of verdicts on arrows, each with a plain one: never colour alone tells anything."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"red": "●", "amber": "◆", "green": "■", "blue": "★", "insufficient": "○", "broken": "✗"}
)
"""By status word."""

PLAIN_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {"red": "R", "amber": "A", "green": "G", "blue": "B", "insufficient": "?", "broken": "!"}
)
"""The same for terminals that are not UTF-8."""

VERDICT: Final[Mapping[str, str]] = MappingProxyType(
    {"supported": "✓", "contradicted": "✗", "no evidence": "?", "too few points": "·"}
)
"""By the verdict on a `drives` claim."""

PLAIN_VERDICT: Final[Mapping[str, str]] = MappingProxyType(
    {"supported": "+", "contradicted": "x", "no evidence": "?", "too few points": "."}
)
"""The same for terminals that are not UTF-8."""
