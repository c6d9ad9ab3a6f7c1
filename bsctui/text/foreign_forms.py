"""Lines that begin as they should and go on as in another program: signs, words and quotes that are written otherwise here."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bsctui.text.literals import MONTH_NAMES

_WORDS: Final[dict[str, dict[str, str]]] = {
    "better": {
        **dict.fromkeys(("high", "up", "more", "larger", "bigger", "greater", "increasing", "max", "maximize"), "higher"),
        **dict.fromkeys(("low", "down", "less", "smaller", "fewer", "decreasing", "min", "minimize"), "lower"),
        **dict.fromkeys(("between", "range", "in", "inside", "band", "equal"), "within"),
    },
    "every": {
        "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year",
        **dict.fromkeys(("semester", "halfyear", "half-year", "semiannual", "biannual"), "half"),
    },
    "calendar": {
        "weekly": "weeks", "monthly": "months", "quarterly": "quarters", "yearly": "years", "annual": "years", "semesters": "halves",
    },
    "aggregate": {
        **dict.fromkeys(("avg", "mean"), "average"), "total": "sum", "minimum": "min", "maximum": "max",
        **dict.fromkeys(("latest", "end", "closing", "final"), "last"), "ratio": "recompute",
    },
    "rollup": {**dict.fromkeys(("avg", "mean"), "average"), "total": "sum", "minimum": "min", "maximum": "max"},
    "status": {**dict.fromkeys(("orange", "yellow"), "amber")},
    "assess": {**dict.fromkeys(("orange", "yellow"), "amber")},
    "state": {
        **dict.fromkeys(("open", "running", "ongoing", "started", "in"), "active"), "todo": "planned", "new": "planned",
        **dict.fromkeys(("completed", "complete", "finished", "closed"), "done"),
        **dict.fromkeys(("cancelled", "canceled", "aborted", "rejected"), "stopped"),
    },
}  # fmt: skip
"""By keyword: words of other programs, and the word that is meant."""

_CHOICES: Final = re.compile(
    r"higher|lower|within|weeks?|months?|quarters?|halves|half|years?|sum|average|last|min|max|recompute"
    r"|red|amber|green|blue|planned|active|done|stopped"
)
_COUNTED: Final = {"1": "month", "3": "quarter", "6": "half", "12": "year"}
_TEXTS: Final = frozenset(
    ("owner", "reporter", "note", "vision", "mission", "cause", "unit", "meta", "source", "person")
)
_NESTED: Final = frozenset(("objective", "kpi", "initiative", "measure"))
_RECORDS: Final = _NESTED | {"scorecard"}
_PERIOD_WORD: Final = r"(?:[QHW][0-9]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_NAMED: Final = re.compile(r"[^\W\d]\w*")
_ADDRESS: Final = re.compile(rf"{_NAMED.pattern}\.{_NAMED.pattern}")


def meant_form(code: str, at: int) -> str | None:
    """What to write instead of what stands at `at` in a line whose keyword is right; None where nobody could tell.

    Args:
        code: The line without its comment.
        at: Where it cannot be read, from 0.
    """
    before, rest = code[:at].strip(), code[at:].strip()
    keyword = before.split(None, 1)[0] if before else ""
    if before in {"leading", "lagging"}:
        return f"write `{before}` alone"
    return (
        _sign_after_keyword(keyword, before, rest)
        or _other_word(keyword, before, rest)
        or _header(keyword, before, rest)
        or _out_of_order(keyword, before, rest)
        or _text(keyword, before, rest)
        or _plan(keyword, before, rest)
        or _dated(keyword, before, rest)
        or _limits(keyword, before, rest)
    )


def _sign_after_keyword(keyword: str, before: str, rest: str) -> str | None:
    """`better: lower`, `owner = anna`, `scorecard: acme`; `actual: 5` lacks its period too."""
    sign = rest[:1]
    if sign not in {":", "="} or not before or keyword == "scale":
        return None
    behind = rest[1:].strip().strip("=").strip()
    if keyword == "actual" and before == keyword and not re.match(r"[0-9]{4}", behind):
        return "say from which period on: `actual 2025-Q1: 5`"
    if sign == "=" and re.search(r"[0-9]{4}(?:-\w+)?$", before) and keyword in {"actual", "target"}:
        return f"write a colon after the period: `{before}: {behind}`"
    if before == keyword or keyword in _RECORDS or "." in keyword or keyword == "actuals":
        return f"leave `{sign}` out: `{f'{before} {behind}'.strip()}`"
    return None


def _other_word(keyword: str, before: str, rest: str) -> str | None:
    """A word where one of a few is meant."""
    if keyword == "starts" and before == keyword:
        return _month(rest)
    if keyword not in _WORDS or before != keyword:
        return None
    word = rest.split(None, 1)[0].lower() if rest else ""
    if _CHOICES.fullmatch(word) and not rest.startswith(word):
        return f"write `{word}`"
    counted = re.fullmatch(r"(1|3|6|12) months?", rest.lower())
    if keyword == "every" and counted is not None:
        return f"write `every {_COUNTED[counted[1]]}`"
    if word in {"day", "days", "daily"}:
        return "the finest grain is the week"
    if keyword == "calendar" and re.match(r"[0-9]{4}", word):
        return "say how often is reported: `calendar quarters 2025-Q1..2025-Q4`"
    meant = _WORDS[keyword].get(word)
    return f"write `{meant}`" if meant else None


def _month(rest: str) -> str | None:
    """`starts april`, `starts Apr`, `starts 4`."""
    word = rest.split(None, 1)[0].strip(".,").casefold() if rest else ""
    at = int(word) - 1 if re.fullmatch(r"0?[1-9]|1[0-2]", word) else -1
    if len(word) >= 3:
        at = next(
            (at for at, month in enumerate(MONTH_NAMES) if month.casefold().startswith(word)), -1
        )
    return f"write `starts {MONTH_NAMES[at]}`" if at >= 0 else None


def _header(keyword: str, before: str, rest: str) -> str | None:
    """A header without a name, with another word for `in`, or with a label that has no quotes."""
    if keyword == "calendar" and re.match(r"-|–|to\b|until\b", rest):
        first, last = before.rsplit(maxsplit=1)[-1], re.sub(r"^(?:-|–|to|until)\s*", "", rest)
        return f"write `{first}..{last}`"
    glued = re.match(r"([0-9]{4}(?:-[HQW]?[0-9]{1,2})?)[-–—/]([0-9]{4}\S*)$", rest)
    if keyword == "calendar" and glued is not None:
        return f"write `{glued[1]}..{glued[2]}`"
    if keyword not in _RECORDS | {"person", "perspective", "tier"}:
        return None
    if before == keyword:
        return _name(keyword, rest)
    if re.fullmatch(r"[0-9.]+%?", rest):
        return f"a weight stands below, on a line of its own: `weight {rest}`"
    word = rest.split(None, 1)[0] if rest else ""
    if word in {"in", "of", "for", "under", "at", "to", "->", "<", "@"}:
        behind = rest.split(None, 1)[1:]
        wanted = "in" if keyword in _NESTED else "under"
        if word != wanted and behind:
            return f"write `{wanted}`: `{wanted} {behind[0]}`"
        return None
    if word in {"{", "["}:
        return "leave the bracket out: what is indented below belongs to the record"
    place = before.rsplit(None, 1)[-1]
    if place in {"in", "under"}:
        return _place(keyword, word)
    if keyword in _NESTED and _ADDRESS.fullmatch(word):
        return f"write `in` before the place: `in {word}`"
    if _NAMED.fullmatch(word) and keyword in _RECORDS | {"person"}:
        label = re.split(r"\s(?:in|under)\s", rest)[0].strip('"')
        return f'put a label in quotes: `{before} "{label}"`'
    return None


def _name(keyword: str, rest: str) -> str | None:
    """What stands where a name is wanted."""
    text = rest.split('"')[1] if rest.startswith('"') and rest.count('"') > 1 else None
    if text is not None:
        name = re.sub(r"\W+", "_", text.lower()).strip("_")
        return (
            f'a name comes first: `{keyword} {name} "{text}"`' if _NAMED.fullmatch(name) else None
        )
    word = rest.split(None, 1)[0] if rest else ""
    if "." in word and keyword in _RECORDS:
        name = word.rsplit(".", 1)[1]
        return f"a header has the name alone, and its place behind `in`: `{keyword} {name} in …`"
    name = re.sub(r"\W+", "_", word).strip("_")
    if re.fullmatch(r"[0-9]\w*", name):
        return f"a name begins with a letter: `{keyword} {keyword[0]}{name}`"
    if not _NAMED.fullmatch(name) or name == word or unicodedata.normalize("NFC", word) != word:
        return None
    return f"names are letters, digits and `_`: write `{name}`"


def _place(keyword: str, word: str) -> str | None:
    if keyword == "measure" and "." in word:
        return f"a measure belongs to a scorecard: `in {word.split('.', maxsplit=1)[0]}`"
    if keyword == "scorecard":
        return "write the name of a scorecard, without its label"
    if keyword in _NESTED and _NAMED.fullmatch(word):
        inner = "PERSPECTIVE" if keyword == "objective" else "OBJECTIVE"
        return f"a place has two names: `in SCORECARD.{word}`, or `in {word}.{inner}`"
    return None


def _text(keyword: str, before: str, rest: str) -> str | None:
    """A text without quotes, tags with commas, a mark before a name."""
    if keyword == "tag":
        names = re.findall(r"\w+", f"{before[3:]} {rest}")
        return f"tags are set apart by blanks: `tag {' '.join(names)}`"
    if keyword not in _TEXTS or '"' in rest or '"' in before or re.match(r"[“”„«»‟'€$£]", rest):
        return None
    if keyword in {"owner", "reporter"}:
        text = f"{before} {rest}".split(None, 1)[1]
        if text.startswith("@"):
            return f"write `{text[1:]}`"
        return f'put a name in quotes: `{keyword} "{text}"`'
    if keyword == "unit" and "decimals" in before.split():
        return None
    if keyword == "unit":
        text = f"{before} {rest}".split(None, 1)[1]
        return f'put a unit that is not a plain name in quotes: `unit "{text}"`'
    if keyword == "meta" and "=" in rest and before == keyword:
        name, _, text = rest.partition("=")
        return f'write `meta {name} "{text}"`'
    return f'put a text in quotes: `{before} "{rest}"`'


def _out_of_order(keyword: str, before: str, rest: str) -> str | None:
    """`from` or `until` behind what they stand before, or two statements in one line."""
    clause = re.match(r"(from|until)\s", rest)
    if clause is None or re.search(rf"\b{clause[1]}\s[^\"]*$", before):
        return None
    if keyword in {"from", "until"}:
        return f"write `{rest}` on a line of its own"
    if before.endswith('"') or re.search(r"\suntil\s+\S+$", before):
        return "a line ends with `from PERIOD`, `until PERIOD` and its reason, in this order"
    return None


def _plan(keyword: str, before: str, rest: str) -> str | None:
    """A plan without its period, and several values in a line of a block."""
    if keyword == "target" and rest == "spread" and len(before.split()) == 2:
        return f"say which period is spread: `target 2025: {before.split()[1]} spread`"
    values = re.fullmatch(rf"({_ADDRESS.pattern})\s+(~?[-+]?[0-9][^\s\"]*|-)", before)
    if values is not None and re.match(r"~?[-+]?[0-9](?![0-9]{2}(?:\s|$))|-(?:\s|$)", rest):
        return f"a line of a block has one value; at the left margin stands `actual {values[1]} 2025-Q1: {values[2]} {rest}`"
    return None


def _dated(keyword: str, before: str, rest: str) -> str | None:
    """A day, or the wrong word, where a period is meant; a span of periods before the values."""
    if (
        keyword in {"actual", "target"}
        and before == keyword
        and _NAMED.fullmatch(rest.split(maxsplit=1)[0])
    ):
        series = re.fullmatch(
            rf"(?!{_PERIOD_WORD})(\w+)\s+([0-9]{{4}}\S*:?)\s+(.+)", rest, re.IGNORECASE
        )
        if series is not None:
            return f"write the whole address: `{keyword} SCORECARD.{series[1]} {series[2]} {series[3]}`"
    if keyword == "target" and re.search(r"\w\.\w+$", before) and re.match(r"[-+0-9]", rest):
        return f"apart from its KPI a target says when: `{before} 2025: {rest}`"
    if before == "actual" and re.fullmatch(r"~?[-+]?[0-9][0-9.]*%?", rest):
        return f"say from which period on: `actual 2025-Q1: {rest}`"
    day = re.match(r"([0-9]{4}-[0-9]{2})-[0-9]{2}$", rest) or re.match(
        r"([0-9]{4}-[0-9]{2})-[0-9]{2}[\s:]", rest
    )
    if day is not None and keyword in {"target", "actual", "baseline", "from", "until", "assess"}:
        return f"a period is meant: write `{day[1]}`"
    year = re.match(r"(?:in|by|from|of|,)?\s*\(?([0-9]{4}(?:-\w+)?)\)?$", rest)
    if keyword == "baseline" and year is not None and len(before.split()) == 2:
        return f"write `{before} at {year[1]}`"
    if keyword == "target" and year is not None and rest.startswith(("in", "(")):
        return f"write `{before} by {year[1]}`"
    if (
        keyword in {"actual", "target"}
        and re.match(r"\.\.|-\s|–|to\b", rest)
        and re.search(r"[0-9]{4}-\w+$", before)
    ):
        return f"the first period is enough, the values follow one another: `{before}: 5 6`"
    return None


def open_band(code: str) -> str | None:
    """`target 20..`."""
    low = re.search(r"target ([^\s]+?)\s*\.\.$", code)
    return (
        f"a band has two ends; for one limit write `target {low[1]}`, and `better higher`"
        if low is not None
        else None
    )


def _limits(keyword: str, before: str, rest: str) -> str | None:
    """Ends of a band, and how far from a target."""
    if keyword == "status" and re.match(r"<", rest):
        return f"write `below {rest.lstrip('<= ')}`"
    if keyword not in {"target", "tolerance"}:
        return None
    if keyword == "tolerance" and re.fullmatch(r"(?:per ?cent|pct)", rest, re.IGNORECASE):
        return f"write `{before}% of target`"
    if re.fullmatch(r"\.\.\s*[-0-9.]+[KMB]?%?", rest) and before == keyword:
        return f"a band has two ends; for one limit write `target {rest[2:].strip()}`, and `better lower`"
    if rest.startswith(("±", "+/-")):
        width = rest.lstrip("±+/- ")
        if keyword == "tolerance":
            return f"delete the sign: `tolerance {width}`"
        if before != keyword:
            return f"write `{before}`, `better within` and `tolerance {width}`, each on a line of its own"
    pair = re.match(
        r"\[?([0-9.]+?)\s*(?:,|…|\.{3,})\s*([0-9.]+)\]?$", f"{before[len(keyword) :]}{rest}".strip()
    )
    if (
        pair is not None
        and keyword == "target"
        and ("[" in rest or "…" in rest or rest.startswith("."))
    ):
        return f"a band is written `target {pair[1].rstrip('.')}..{pair[2].lstrip('.')}`, with `tolerance 5` (or so) below it"
    return None
