"""What people type first, and how it is written here: dates of other programs, limits in words, currencies, commas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    Hint = Callable[[re.Match[str], str, str], str | None]

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
LONGEST: Final = 60
"""Of a longer token nobody would read what was meant."""

_NUMBER = r"[-+−–]?[0-9][0-9_]*(?:\.[0-9]+)?[KMB]?%?"
_CODES = "EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CAD|AUD|INR|CNY"
_LOWER = r"<=|=<|≤|⩽|<|(?:at most|no more than|not more than|less than|up to|max(?:imum|\.)?|under|below)\b"
_HIGHER = (
    r">=|=>|≥|⩾|>|(?:at least|no less than|not less than|more than|min(?:imum|\.)?|over|above)\b"
)


def usual_form(code: str, at: int) -> str | None:
    """What to write instead of what stands at `at` in a line; None where nobody could have meant that.

    Args:
        code: The line without its comment.
        at: Where it cannot be read, from 0.
    """
    rest = code[at : at + LONGEST]
    keyword = code.split(None, 1)[0] if code.strip() else ""
    for pattern, hint in _FORMS:
        match = pattern.match(rest)
        found_hint = hint(match, keyword, code[:at].rstrip()) if match is not None else None
        if found_hint is not None:
            return found_hint
    return None


def _period(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`2025Q1`, `Q1 2025`, `01/2025`, `2025-1`, `Jan 2025`."""
    parts = {name: text for name, text in match.groupdict().items() if text}
    year = parts["year"]
    if "name" in parts:
        return f"write the month as `{year}-{MONTHS.index(parts['name'].lower()) + 1:02}`"
    if "part" in parts:
        letter, number = parts["part"].upper(), int(parts["at"])
        return (
            f"write `{year}-{letter}{number:02}`"
            if letter == "W"
            else f"write `{year}-{letter}{number}`"
        )
    month = int(parts.get("month") or parts["slashed"])
    if not 1 <= month <= 12:
        return None
    if match[0].startswith(f"{year}-") and month <= 4:
        return f"a month is written `{year}-{month:02}`, a quarter `{year}-Q{month}`"
    return f"a month is written `{year}-{month:02}`"


def _missing(match: re.Match[str], keyword: str, before: str) -> str | None:
    if keyword in {"actual", "actuals"} or "." in keyword:
        return "a missing value is written `-`"
    if keyword in {"target", "baseline", "tolerance"}:
        return f"leave the `{keyword}` line out until there is a number, or say in a `note` what it waits for"
    return None


def _limit(match: re.Match[str], keyword: str, before: str) -> str | None:
    if keyword != "target":
        return f"write the number alone: `{match['number']}`"
    lower = re.match(_LOWER, match[0], re.IGNORECASE)
    number = match["number"].replace("−", "-").replace("–", "-")
    return f"write `target {number}`, and `better {'lower' if lower else 'higher'}` on a line of its own"


def _or_more(match: re.Match[str], keyword: str, before: str) -> str | None:
    if keyword != "target":
        return None
    lower = match[1].lower() in {"less", "fewer", "below", "lower", "under"}
    return f"end the line here, and write `better {'lower' if lower else 'higher'}` on a line of its own"


def _band(match: re.Match[str], keyword: str, before: str) -> str | None:
    return _band_of(match[1], match[2], keyword)


def _band_end(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`target 40 - 45`, read up to the 40."""
    first = re.search(rf"({_NUMBER})$", before)
    return _band_of(first[1], match[1], keyword) if first is not None else None


def _band_of(low: str, high: str, keyword: str) -> str | None:
    if keyword != "target":
        return None
    return f"a band is written `target {low}..{high}`, with `tolerance 5` (or so) below it"


def _thousands(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`1,234.56`, `1.234,56`, `1'234`: the last sign sets the decimals apart, the others thousands."""
    text = match[0]
    signs = re.findall(r"[.,']", text)
    if set(signs) == {","}:
        return None
    decimal = signs[-1] if len(set(signs)) > 1 else ""
    whole, _, part = text.rpartition(decimal) if decimal else (text, "", "")
    digits = re.sub(r"[.,']", "", whole)
    plain = f"{digits}.{part}" if decimal else digits
    return f"write `{plain}`: a point sets decimals apart, and nothing (or `_`) thousands"


def _spaced_thousands(match: re.Match[str], keyword: str, before: str) -> str | None:
    first = re.search(r"(?:^|\s)([0-9]{1,3})$", before)
    if first is None:
        return None
    whole = f"{first[1]}_{match[0].replace(' ', '_')}"
    return f"blanks separate values: as one it is written `{whole}`"


def _short_year(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`25-Q1`, `Q1/25`, `FY25`, `2025-Jan`, `202501`."""
    parts = {name: text for name, text in match.groupdict().items() if text}
    year = parts["year"] if len(parts["year"]) == 4 else f"20{parts['year']}"
    if "part" in parts:
        return f"write `{year}-{parts['part'].upper()}{parts['at']}`"
    if "name" in parts:
        return f"write the month as `{year}-{MONTHS.index(parts['name'].lower()) + 1:02}`"
    if "month" in parts:
        return f"a month is written `{year}-{parts['month']}`"
    return f"write `{year}`"


def _split_period(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`2025 Q1`, read up to the year."""
    year = re.search(r"([0-9]{4})$", before)
    if year is None and re.search(r"\b(?:from|until|at|by|actual)$", before):
        return f"say the year too: `2025-{match['part'].upper()}{match['at']}`"
    if year is None:
        return None
    return f"write `{year[1]}-{match['part'].upper()}{match['at']}`"


def _bare_point(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`.5` and `5.`."""
    whole, _, part = match[0].partition(".")
    sign, digits = (whole[:1], whole[1:]) if whole[:1] in {"-", "+"} else ("", whole)
    return f"write `{sign}{digits or '0'}{f'.{part}' if part else ''}`"


def _scientific(match: re.Match[str], keyword: str, before: str) -> str | None:
    from decimal import Decimal

    power = int(match["power"])
    if abs(power) > 12:
        return None
    return f"write `{Decimal(match[0]):f}`: powers of ten are written out"


def _spaced_multiple(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`5 M`, read up to the 5."""
    first = re.search(rf"({_NUMBER})$", before)
    return f"`{match[1]}` goes right after its number: `{first[1]}{match[1]}`" if first else None


def _listed(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`5, 6`, `5;6`, `[5, 6]`."""
    numbers = re.findall(r"[-+]?[0-9][0-9.]*%?|(?<![0-9])-(?![0-9])", match[0])
    return f"blanks set values apart: `{' '.join(numbers)}`" if len(numbers) > 1 else None


def _estimate(match: re.Match[str], keyword: str, before: str) -> str | None:
    if keyword not in {"actual", "actuals"} and "." not in keyword:
        return f"only values that were measured can be provisional: write `{match[1] or '-'}`"
    return (
        f"`~` goes right before its number: `~{match[1]}`"
        if match[1]
        else "a missing value is `-` alone"
    )


def _unquoted(match: re.Match[str], keyword: str, before: str) -> str | None:
    return f"write the number alone: `{match[1]}`"


def _plain_unit(match: re.Match[str], keyword: str, before: str) -> str | None:
    """`target 5 minutes`: one word behind the number and nothing else."""
    if keyword not in {"target", "baseline", "tolerance"} or not re.search(r"[0-9]$", before):
        return None
    if len(before.split()) != 2:
        return None
    return f"write the number alone, and `unit {match[0]}` on a line of its own"


def _percent(match: re.Match[str], keyword: str, before: str) -> str | None:
    first = re.search(rf"({_NUMBER})$", before)
    return f"`%` goes right after its number: `{first[1]}%`" if first is not None else None


def _currency(match: re.Match[str], keyword: str, before: str) -> str | None:
    sign = match["sign"]
    unit = f"unit {sign}" if sign.isalpha() and sign.isascii() else f'unit "{sign}"'
    if keyword == "unit":
        return f"write `{unit}`"
    return f"write the number alone, and `{unit}` on a line of its own"


def _minus(match: re.Match[str], keyword: str, before: str) -> str | None:
    return f"write a plain minus sign: `-{match[1]}`"


def _quotes(match: re.Match[str], keyword: str, before: str) -> str | None:
    inner = re.sub(r"[“”„«»‟]", "", match[0]).strip()
    return f'write plain quotes: `"{inner}"`' if '"' not in inner else 'write plain quotes: `"…"`'


def _multiple(match: re.Match[str], keyword: str, before: str) -> str | None:
    letter = {"k": "K", "t": "K", "m": "M", "b": "B"}[match[2][0].lower()]
    return f"write `{match[1]}{letter}`: `K`, `M` and `B` are 10^3, 10^6 and 10^9"


def _accounting(match: re.Match[str], keyword: str, before: str) -> str | None:
    return f"write `-{match[1]}`"


def _colon(match: re.Match[str], keyword: str, before: str) -> str | None:
    period = re.search(r"(\S+)$", before)
    if keyword not in {"actual", "target", "baseline"} or period is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-(?:[HQ][0-9]|W[0-9]{2}|[0-9]{2})", period[1]):
        return None
    return f"write a colon after the period: `{before.strip()}: {match[0]}`"


_END = r"(?=[\s:]|$)"
_FORMS: Final[tuple[tuple[re.Pattern[str], Hint], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), hint)
    for pattern, hint in (
        (rf"(?P<year>[0-9]{{4}})[-/. ]?(?P<part>[QHW])(?P<at>[0-9]{{1,2}}){_END}", _period),
        (rf"(?P<part>[QHW])(?P<at>[0-9]{{1,2}})[-/. ]?(?P<year>[0-9]{{4}}){_END}", _period),
        (rf"(?P<year>[0-9]{{4}})(?:-(?P<month>[0-9])|[/.](?P<slashed>[0-9]{{1,2}})){_END}", _period),
        (rf"(?P<month>[0-9]{{1,2}})[-/.](?P<year>[12][0-9]{{3}}){_END}", _period),
        (rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.? ?(?P<year>[0-9]{{4}}){_END}", _period),
        (r"(?P<part>[QHW])(?P<at>[0-9]{1,2})[-/ ]?'?(?P<year>[0-9]{2})(?=[\s:]|$)", _short_year),
        (r"(?P<year>[0-9]{2})-?(?P<part>[QH])(?P<at>[0-9])(?=[\s:]|$)", _short_year),
        (rf"(?P<year>[0-9]{{4}})[-/. ]?(?P<name>{'|'.join(MONTHS)})[a-z]*(?=[\s:]|$)", _short_year),
        (r"FY[- ]?(?P<year>[0-9]{4}|[0-9]{2})(?=[\s:]|$)", _short_year),
        (r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?=[\s:]|$)", _short_year),
        (r"(?P<part>[QH])(?P<at>[0-9])(?=[\s:]|$)", _split_period),
        (r"(?:[-–—]|to)\s*([0-9][0-9.]*%?)(?=\s|$)", _band_end),
        (r"(?:n/?a|n\.a\.|tb[dac]|none|null|nil|nan|unknown|\?+|--?|\.\.+|…)(?=\s|$)", _missing),
        (rf"(?:{_LOWER}|{_HIGHER})\s*(?P<number>{_NUMBER})", _limit),
        (r"(?:or|and) (more|higher|above|over|less|fewer|below|lower|under)\b", _or_more),
        (r"(?P<sign>[$€£¥₹₽₩₺₿])", _currency),
        (rf"(?P<sign>{_CODES})\b", _currency),
        (r"[0-9][0-9.,_]*[KMB]?(?P<sign>[$€£¥₹₽₩₺₿])", _currency),
        (r"([0-9.]+%?)\s*(?:[-–—]|to)\s*([0-9.]+%?)(?=\s|$)", _band),
        (r"[0-9]{1,3}(?:[.,'][0-9]{3})+(?:[.,][0-9]+)(?=\s|$)", _thousands),
        (r"[0-9]{1,3}(?:'[0-9]{3})+(?=\s|$)", _thousands),
        (r"[0-9]{3}(?: [0-9]{3})*(?=\s|$)", _spaced_thousands),
        (r"[-+]?(?:\.[0-9]+|[0-9]+\.)%?(?=\s|$)", _bare_point),
        (r"[-+]?[0-9]+(?:\.[0-9]+)?e(?P<power>[-+]?[0-9]{1,3})(?=\s|$)", _scientific),
        (r"([KMB])(?=\s|$)", _spaced_multiple),
        (r"\[?[-+]?[0-9][0-9.]*%?(?:\s*[;,]\s+|;)[-+0-9.,;%\s]+\]?", _listed),
        (r"'([-+]?[0-9][0-9.]*)'", _unquoted),
        (r"=\s*([-+]?[0-9][0-9.]*)(?=\s|$)", _unquoted),
        (r"~\s*([-+]?[0-9][0-9._]*[KMB]?%?|)", _estimate),
        (r"%", _percent),
        (r"[−–—]\s*([0-9][0-9_.]*[KMB]?%?)", _minus),
        (r"[“”„«»‟][^“”„«»‟]*[“”„«»‟\"]?", _quotes),
        (r"([0-9][0-9_.]*)\s*(k|mn?|bn?|m(?:io|ill|illion)s?|b(?:illion)s?|tsd|thousand)(?=\s|$)", _multiple),
        (r"\(([0-9][0-9_.]*)\)", _accounting),
        (r"[0-9][^\s]*", _colon),
        (r"[a-z]{3,}$", _plain_unit),
    )
)  # fmt: skip
"""Shapes, the special before the general, each with what it says of them."""
