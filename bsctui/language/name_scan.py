"""The names of a workspace from its headers alone, without reading anything else: fast enough for a shell's tab."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER: Final = re.compile(
    r"^(scorecard|objective|kpi|measure|initiative|person|calendar)[ \t]+([^\s\"#:]+)"
    r"(?:[ \t]+(\"(?:[^\"\\\n]|\\.)*\"))?(?:[ \t]+in[ \t]+([^\s\"#.]+))?",
    re.MULTILINE,
)
_PERIOD: Final = re.compile(
    r"(?<![\w.-])[12][0-9]{3}(?:-(?:[HQ][0-9]|W[0-9]{2}|[0-9]{2}))?(?![\w.-])"
)
_SPAN: Final = re.compile(r"^calendar[ \t]+\w+[ \t]+(\S+?)[ \t]*\.\.[ \t]*(\S+)", re.MULTILINE)


@dataclass
class ScannedNames:
    """What can be completed, in the order of the files: names with what they are called.

    Attributes:
        addresses: Of records, with their labels.
        persons: By name, with their full names.
        periods: Every period that is written, and the calendar's first and last.
    """

    addresses: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)


def scan_names(texts: Iterable[str]) -> ScannedNames:
    """The names that texts declare; a line that cannot be read is passed over."""
    names = ScannedNames()
    for text in texts:
        for kind, name, label, home in _HEADER.findall(text):
            shown = label[1:-1]
            if kind == "person":
                names.persons[name] = shown
            elif kind == "scorecard":
                names.addresses.setdefault(name, shown)
            elif home and kind != "calendar":
                names.addresses.setdefault(f"{home}.{name}", shown)
        names.periods |= dict.fromkeys(_PERIOD.findall(text), "")
        for span in _SPAN.findall(text):
            names.periods |= dict.fromkeys(span, "")
    return names
