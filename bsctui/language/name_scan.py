"""The names of a workspace from its headers alone, without reading anything else: fast enough for a shell's tab."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER: Final = re.compile(
    r"\n(scorecard|objective|kpi|measure|initiative|person|tier|perspective)[ \t]+([^\s\"#:]+)"
    r"(?:[ \t]+(\"(?:[^\"\\\n]|\\.)*\"))?(?:[ \t]+in[ \t]+([^\s\"#.]+))?"
)
_PERIOD: Final = re.compile(r"(?<![\w.-])[12][0-9]{3}-(?:[HQ][0-9]|W[0-9]{2}|[0-9]{2})(?![\w.-])")
_YEAR: Final = re.compile(
    r"\b(?:actuals|closed|note|at|by|from|until|assess[ \t]+\w+)[ \t]+([12][0-9]{3})(?![\w.-])"
    r"|\b(?:actual|target|baseline)[ \t]+(?:[^\s\"#:]+[ \t]+)?([12][0-9]{3}):"
)
"""Where a number can be a year: elsewhere it is a value."""
_SPAN: Final = re.compile(r"^calendar[ \t]+\w+[ \t]+(\S+?)[ \t]*\.\.[ \t]*(\S+)", re.MULTILINE)

USUAL_PERSPECTIVES: Final = {
    "financial": "Financial",
    "customer": "Customer",
    "process": "Internal process",
    "learning": "Learning & growth",
}
"""As the model has them where none are declared; the model itself takes longer to import than a shell waits."""
USUAL_TIERS: Final = ("organization", "unit", "team")


@dataclass
class ScannedNames:
    """What can be completed, in the order of the files: names with what they are called.

    Attributes:
        addresses: Of records, with their labels.
        kinds: Of the same records, the words that their headers begin with.
        persons: By name, with their full names.
        tiers: By name, with their labels; the usual ones where none are declared.
        perspectives: The same.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)
    perspectives: dict[str, str] = field(default_factory=dict)


def scan_names(texts: Iterable[str]) -> ScannedNames:
    """The names that texts declare; a line that cannot be read is passed over."""
    names = ScannedNames()
    groups = {"person": names.persons, "tier": names.tiers, "perspective": names.perspectives}
    for text in texts:
        for kind, name, label, home in _HEADER.findall(f"\n{text}"):
            shown = label[1:-1]
            if kind in groups:
                groups[kind][name] = shown
            elif kind == "scorecard" or home:
                address = name if kind == "scorecard" else f"{home}.{name}"
                names.addresses.setdefault(address, shown)
                names.kinds.setdefault(address, kind)
    names.perspectives = names.perspectives or dict(USUAL_PERSPECTIVES)
    names.tiers = names.tiers or dict.fromkeys(USUAL_TIERS, "")
    return names


def scan_periods(texts: Iterable[str]) -> set[str]:
    """Every period that is written, and the calendar's first and last."""
    periods: set[str] = set()
    for text in texts:
        periods.update(_PERIOD.findall(" ".join(set(text.split()))))
        periods.update(behind or before for behind, before in _YEAR.findall(text))
        periods.update(end for span in _SPAN.findall(text) for end in span)
    return periods
