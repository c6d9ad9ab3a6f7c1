"""Numbers as people and programs write them; which sign is the decimal one is told for a whole column, or asked."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.exchange.tables.grid import MULTIPLES

if TYPE_CHECKING:
    from collections.abc import Iterable


class Decimals(StrEnum):
    """The sign that parts whole units from parts of them."""

    POINT = "."
    COMMA = ","

    @property
    def other(self) -> Decimals:
        """The one that then can only set thousands apart."""
        return Decimals.COMMA if self is Decimals.POINT else Decimals.POINT


MISSING: Final = frozenset(
    {
        "", "-", "--", "—", "–", ".", "..", "...", "…", "*", "**", "n/a", "na", "n.a.", "n.a", "n/d", "nd",
        "none", "null", "nan", "tbd", "tba", "tbc", "x", ":", "?", "#n/a", "#div/0!", "#value!", "#ref!", "#name?",
        "#num!", "#null!", "not available", "not applicable", "no data", "missing", "suppressed", "pending",
    }
)  # fmt: skip
"""What stands where a value is not known. `nil` is none of it: in many a report it is 0, and nobody may take it for either."""

CURRENCIES: Final = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_CODES: Final = frozenset(
    {"USD", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "INR"}
)

_SIGNS = str.maketrans({"−": "-", "–": "-", "\u2010": "-", "\u2011": "-", "＋": "+", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'"})  # fmt: skip
_PROVISIONAL = re.compile(r"\s*(?:\((?:p|e|est\.?|prov\.?|provisional|preliminary|estimate|estimated|forecast)\)|(?<=[\d%])\s?e\b|\bprov\.?|\best\.?)\s*$", re.IGNORECASE)  # fmt: skip
_MARKED = re.compile(r"(?<=[\d%)])\s*((?:\*+|†|‡|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[[0-9a-z]{1,2}\]|\((?:r|rev\.?|revised|[a-d1-9])\)|(?<=[\d%])r)+)$", re.IGNORECASE)  # fmt: skip
_BODY = re.compile(r"(\d[\d.,' _]*|[.,]\d+)(?:[eE]([+-]?\d{1,2}))?")
_MULTIPLE = re.compile(r"[KkMB]|(?i:mn|mio|bn|thousand|million|billion)\.?")


class Numeral(NamedTuple):
    """A number as it was written, before anybody knows which sign is the decimal one.

    Attributes:
        digits: Digits with the signs among them.
        negative: Whether a sign or parentheses make it negative.
        power: The power of ten behind it.
        is_percent: Whether a percent sign follows.
        is_provisional: Whether it says so itself.
        mark: A footnote's sign behind it.
        currency: The code of a currency beside it.
    """

    digits: str
    negative: bool = False
    power: int = 0
    is_percent: bool = False
    is_provisional: bool = False
    mark: str | None = None
    currency: str | None = None

    def value(self, decimals: Decimals) -> Decimal | None:
        """What it is with a decimal sign; None where it cannot be written so."""
        size = read_digits(self.digits, decimals)
        if size is None:
            return None
        return (-size if self.negative else size).scaleb(self.power)

    @property
    def readings(self) -> frozenset[Decimals]:
        """The decimal signs with which it can be read."""
        return _readings(self.digits)

    @property
    def is_ambiguous(self) -> bool:
        """Whether it is another number with the other sign."""
        return len(self.readings) == 2 and self.value(Decimals.POINT) != self.value(Decimals.COMMA)


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().casefold() in MISSING


@lru_cache(maxsize=65536)
def read_numeral(text: str) -> Numeral | None:
    """A number with what stands around it; None where it is none."""
    text = text.translate(_SIGNS).strip()
    is_provisional = text[:1] in {"~", "≈"}
    text = text.lstrip("~≈ ")
    text, provisional = _PROVISIONAL.subn("", text)
    marked = _MARKED.search(text)
    if marked is not None:
        text = text[: marked.start()]
    text, negative = _sign(text.strip())
    text, is_percent = text.removesuffix("%").rstrip(), text.endswith("%")
    text, currency = _currency(text)
    if not negative:
        text, negative = _sign(text)
    body = _BODY.match(text)
    if body is None:
        return None
    power = _power(text[body.end() :].strip())
    if power is None or (body[2] and power):
        return None
    numeral = Numeral(
        body[1].strip(), negative, power + int(body[2] or 0), is_percent,
        is_provisional or bool(provisional), marked[1] if marked else None, currency,
    )  # fmt: skip
    return numeral if numeral.readings else None


def _sign(text: str) -> tuple[str, bool]:
    """The text without its sign, and whether that is negative: `-5`, `5-`, `(5)`."""
    if text.startswith("(") and text.endswith(")"):
        inner, negative = _sign(text[1:-1].strip())
        return (text, False) if negative else (inner, True)
    if text.startswith("-"):
        return text[1:].lstrip(), True
    if text.endswith("-") and text[:1].isdigit():
        return text[:-1].rstrip(), True
    return text.removeprefix("+").lstrip(), False


def _currency(text: str) -> tuple[str, str | None]:
    for sign, code in CURRENCIES.items():
        if text.startswith(sign) or text.endswith(sign):
            return text.strip(f"{sign} "), code
    for code in (text[:3], text[-3:]):
        if code in _CODES:
            return text.removeprefix(code).removesuffix(code).strip(), code
    return text, None


def is_same_unit(unit: str, other: str) -> bool:
    """Whether two texts are one unit: `€` and `EUR`, `Days` and `days`."""
    return (currency_of(unit) or unit.casefold()) == (currency_of(other) or other.casefold())


def currency_of(unit: str | None) -> str | None:
    """The code of the currency that a unit is; None: it is none."""
    if unit is None:
        return None
    code = CURRENCIES.get(unit.strip(), unit.strip().upper())
    return code if code in _CODES else None


def _power(rest: str) -> int | None:
    """The power of ten of what follows the digits; None where that is something else."""
    if not rest:
        return 0
    match = _MULTIPLE.fullmatch(rest)
    if match is None:
        return None
    return MULTIPLES[match[0].rstrip(".").casefold()]


@lru_cache(maxsize=65536)
def _readings(digits: str) -> frozenset[Decimals]:
    return frozenset(sign for sign in Decimals if read_digits(digits, sign) is not None)


_GROUPS: Final = {
    sign: re.compile(
        rf"(?:(?P<plain>\d+)|(?P<grouped>\d{{1,3}}(?P<by>[{re.escape(sign.other)}' _])\d{{3}}(?:(?P=by)\d{{3}})*)"
        rf"|(?P<indian>\d{{1,2}}(?:{re.escape(sign.other)}\d{{2}})+{re.escape(sign.other)}\d{{3}}))?"
        rf"(?:{re.escape(sign)}(?P<part>\d+))?"
    )
    for sign in Decimals
}


@lru_cache(maxsize=65536)
def read_digits(digits: str, decimals: Decimals) -> Decimal | None:
    """Digits with one sign as the decimal one and the other, or blanks and apostrophes, between thousands."""
    match = _GROUPS[decimals].fullmatch(digits)
    if match is None:
        return None
    whole = match["plain"] or match["grouped"] or match["indian"] or ""
    if match["grouped"] and whole.startswith("0"):
        return None
    kept = "".join(filter(str.isdigit, whole))
    if not kept and not match["part"]:
        return None
    return Decimal(f"{kept or '0'}.{match['part'] or '0'}")


class Agreement(NamedTuple):
    """What the cells of a column say together of their decimal sign.

    Attributes:
        decimals: The one sign that all of them can have and one of them must; None: nothing tells, or they differ.
        doubtful: A number that is another one with the other sign; None: there is none.
    """

    decimals: Decimals | None
    doubtful: Numeral | None


def agreement(numerals: Iterable[Numeral]) -> Agreement:
    """The decimal sign of a column, by the cells that leave no doubt."""
    signs: set[Decimals] = set()
    doubtful: Numeral | None = None
    for numeral in numerals:
        readings = numeral.readings
        if len(readings) == 1:
            signs |= readings
        elif doubtful is None and numeral.is_ambiguous:
            doubtful = numeral
    return Agreement(signs.pop() if len(signs) == 1 else None, doubtful)
