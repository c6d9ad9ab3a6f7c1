"""Targets in words: `at least 95%`, `<= 2,5`, `below 60 days`, `40-45`, `TBD`; what is no number stays as words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bsctui.exchange.reading.numerals import Numeral, is_missing, read_numeral
from bsctui.model.entities import Better

_HIGHER: Final = (
    r"(?:equals?(?: to)? or )?(?:greater|more|higher|larger|bigger|better)(?: than)?(?: or equal(?: to)?)?|(?:at or |equal or )?(?:above|over|exceeds?|exceeding)"
    r"|at least|at a minimum|minimum(?: of)?|min\.?|no(?:t)? (?:less|fewer|lower) than|not below|>\s*=|=\s*/?\s*>|≥|⩾|>"
)
_LOWER: Final = (
    r"(?:equals?(?: to)? or )?(?:less|fewer|lower|smaller)(?: than)?(?: or equal(?: to)?)?|(?:at or |equal or )?(?:below|under)"
    r"|at most|at a maximum|maximum(?: of)?|max\.?|up to|within|no(?:t)? (?:more|greater|higher|later) than|not above|not exceeding|<\s*=|=\s*/?\s*<|≤|⩽|<"
)
_PREFIX = re.compile(rf"(?:(?P<higher>{_HIGHER})|(?P<lower>{_LOWER}))(?![a-z])\s*", re.IGNORECASE)
_SUFFIX = re.compile(
    r"(?P<higher>\s*(?:or (?:more|above|higher|better|greater)|and (?:above|over)|\+|minimum|min\.?))$"
    r"|(?P<lower>\s*(?:or (?:less|below|lower|fewer)|maximum|max\.?))$",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"(?:at|exactly|equal to|equals|=|target:?)\s+(?=\d|[$€£])|=\s*(?=\d)", re.IGNORECASE
)
_NUMBER = r"[-+−]?[$€£]?\s?(?:\d[\d.,' \u00a0\u202f]*\d|\d)(?:[KkMB](?![a-z]))?\s?%?"
_FIRST = re.compile(rf"(?P<number>{_NUMBER})(?P<rest>.*)", re.DOTALL)
_RANGE = re.compile(
    rf"(?:between\s+)?(?P<low>{_NUMBER})\s*(?:-|–|—|\.\.+|to|and|until)\s*(?P<high>{_NUMBER})(?P<rest>[^\d]*)", re.IGNORECASE
)  # fmt: skip
_RATIO = re.compile(r"\s*:\s*1\b")
_RELATIVE = re.compile(
    r"%\s*(?:of|above|below|over|under|more|less|higher|lower|reduction|increase|growth|improvement|from|vs|than|within|on|up|down|p\.?a)\b"
    r"|\b(?:baseline|last year|previous|prior|plan|budget|year[- ]on[- ]year|yoy)\b",
    re.IGNORECASE,
)
"""So many per cent of something else, or better than something else: no number of its own."""
_UNIT = re.compile(r"[^\W\d_][^\d:;()<>=]{0,30}|[$€£]")
_DECIDES_LATER = re.compile(r"\b(?:tbd|tbc|tba|to be (?:decided|determined|defined|confirmed|agreed)|see)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetText:
    """A target as it was written.

    Attributes:
        words: All of it.
        number: The number in it, or the lower end of a range; None: it has none.
        upper: The upper end of a range.
        better: The direction that its words say.
        unit: What is counted.
        is_whole: Whether number, direction and unit say all that the words say.
    """

    words: str
    number: Numeral | None = None
    upper: Numeral | None = None
    better: Better | None = None
    unit: str | None = None
    is_whole: bool = True

    @property
    def numerals(self) -> tuple[Numeral, ...]:
        """The numbers in it."""
        return tuple(bound for bound in (self.number, self.upper) if bound is not None)


def read_target(words: str) -> TargetText | None:
    """What a target's cell says; None where it is empty."""
    text = " ".join(words.replace("\u00a0", " ").split())
    if is_missing(text) and not _DECIDES_LATER.search(text):
        return None
    prose = TargetText(text, is_whole=False)
    if _DECIDES_LATER.search(text) or _RELATIVE.search(text):
        return prose
    plain = read_numeral(text)
    if plain is not None:
        return TargetText(text, plain, unit="%" if plain.is_percent else plain.currency)
    return _range(text) or _bounded(text) or prose


def _range(text: str) -> TargetText | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, high = read_numeral(match["low"]), read_numeral(match["high"])
    if low is None or high is None:
        return None
    unit = _unit(match["rest"], low._replace(is_percent=low.is_percent or high.is_percent))
    return TargetText(text, low, high, Better.WITHIN, unit)


def _bounded(text: str) -> TargetText | None:
    """A number with words around it that say a direction, a unit, or both."""
    rest, better = text, None
    prefix = _PREFIX.match(rest)
    if prefix is not None:
        better = Better.HIGHER if prefix["higher"] else Better.LOWER
        rest = rest[prefix.end() :]
    else:
        exact = _EXACT.match(rest)
        rest = rest[exact.end() :] if exact else rest
        suffix = _SUFFIX.search(rest)
        if suffix is not None:
            better = Better.HIGHER if suffix["higher"] else Better.LOWER
            rest = rest[: suffix.start()]
    match = _FIRST.fullmatch(rest.strip())
    if match is None:
        return None
    number = read_numeral(match["number"].strip())
    if number is None:
        return None
    behind = match["rest"].strip()
    ratio = _RATIO.fullmatch(behind)
    unit = _unit(behind, number)
    if behind and unit is None and not ratio:
        return None
    if unit is not None and better is None and prefix is None and len(unit.split()) > 4:
        return None
    return TargetText(
        text, number, None, better, unit, is_whole=not ratio and not (number.is_percent and behind)
    )


def _unit(behind: str, number: Numeral) -> str | None:
    """What is counted: the words behind a number, or the sign at it."""
    behind = behind.strip(" .,")
    if number.is_percent:
        return "%"
    if behind and _UNIT.fullmatch(behind):
        return f"{number.currency} {behind}" if number.currency else behind
    return number.currency
