"""Words and line shapes of other programs where a keyword is meant, and what is written here instead."""

from __future__ import annotations

import re
from typing import Final

_COMMENT: Final = "a comment begins with `#`"
_LABEL: Final = (
    'a label stands in the header, behind the name: `kpi revenue "Seat revenue" in skyline.profit`'
)
_DIRECTION: Final = "here it is `better higher` or `better lower`"
_FILES: Final = "nothing is included: every `.bsc` file of the folder is read"
_SCORECARD: Final = 'it is a scorecard under another: `scorecard sales "Sales" under skyline`'
_RECORDS: Final = (
    "records stand at the left margin, and name their place: `kpi revenue in skyline.profit`"
)
_CALENDAR: Final = "write a line such as `calendar quarters 2025-Q1..2025-Q4`"

_STATEMENTS: Final[dict[str, str]] = {
    **dict.fromkeys(("direction", "polarity", "higher", "lower", "trend"), _DIRECTION),
    **dict.fromkeys(
        ("frequency", "periodicity", "interval", "cadence", "period", "grain"),
        "here it is `every month` (or `week`, `quarter`, `half`, `year`)",
    ),
    **dict.fromkeys(
        ("value", "values", "actuals", "result", "results", "data", "history"),
        "here it is `actual 2025-Q1: 5`",
    ),
    **dict.fromkeys(
        ("description", "desc", "comment", "comments", "remark", "remarks", "notes", "info", "text"),
        'here it is `note "…"`',
    ),
    **dict.fromkeys(("label", "title", "name", "caption"), _LABEL),
    **dict.fromkeys(("goal", "goals", "targets", "plan", "objective_value"), "here it is `target 5`"),
    **dict.fromkeys(
        ("responsible", "manager", "assignee", "accountable", "owned_by"),
        'here it is `owner "…"`',
    ),
    **dict.fromkeys(
        ("parent", "belongs", "belongs_to"),
        "what it belongs to stands in the header, behind `in` (of a scorecard: `under`)",
    ),
    **dict.fromkeys(("tags", "labels", "keywords", "category"), "here it is `tag …`"),
    **dict.fromkeys(("id", "key", "code", "url", "link", "href"), 'here it is `meta NAME "…"`'),
    **dict.fromkeys(("role", "type", "kind"), "here it is `leading` or `lagging` alone"),
    **dict.fromkeys(("calc", "calculation", "expression", "computed"), "here it is `formula …`"),
    **dict.fromkeys(
        ("threshold", "thresholds", "rag", "bands", "colour", "color", "limits"),
        "here it is `status red below 40`, a line for each status",
    ),
    **dict.fromkeys(("min", "max", "range", "band"), "here it is `target 40..45`, with `tolerance 5`"),
    **dict.fromkeys(("depends", "influences", "affects", "causes"), "here it is `drives …`"),
    **dict.fromkeys(("currency", "units", "uom"), "here it is `unit …`"),
    **dict.fromkeys(("decimals", "format", "precision", "digits"), "here it is `unit … decimals 2`"),
    **dict.fromkeys(("query", "sql", "datasource"), 'here it is `source NAME "…"`'),
    **dict.fromkeys(("deadline", "end", "finish"), "here it is `due 2025-12-31`"),
    **dict.fromkeys(("objectives", "kpis", "measures", "initiatives", "children"), _RECORDS),
}  # fmt: skip
"""What other programs call a statement, and the statement."""

_HEADERS: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("goal", "goals", "theme", "objectives"),
        'here it is `objective profit "Grow profit" in skyline.financial`',
    ),
    **dict.fromkeys(
        ("metric", "metrics", "indicator", "kri", "kpis"),
        'here it is `kpi revenue "Seat revenue" in skyline.profit`',
    ),
    **dict.fromkeys(
        ("project", "action", "task", "programme", "program", "milestone", "initiatives"),
        'here it is `initiative crew "Train the crews" in skyline.turnaround`',
    ),
    **dict.fromkeys(
        ("department", "team", "unit", "company", "organization", "organisation", "division", "board"),
        _SCORECARD,
    ),
    **dict.fromkeys(("include", "!include", "import", "use", "source", "load"), _FILES),
    **dict.fromkeys(
        ("user", "people", "employee", "persons", "users"), 'here it is `person anna "Anna Berg"`'
    ),
    **dict.fromkeys(("fiscal", "year", "period", "periods", "quarters", "months"), _CALENDAR),
    **dict.fromkeys(("dimension", "perspectives"), "here it is `perspective financial`"),
    "version": "here it is `bsc 1`",
    **dict.fromkeys(
        ("title", "name", "label"),
        'a label stands behind a name: `scorecard skyline "Skyline Airlines"`',
    ),
    "currency": "every KPI has a unit of its own: `unit EUR`",
}  # fmt: skip
"""What other programs call a record or a setting, and the header."""

_SIGNS: Final = (
    (re.compile(r"//|;|--(?=\s)|/\*|<!--|'|REM\b"), _COMMENT),
    (
        re.compile(r"---|===|\*\*\*|[{}\[\]()]+\s*$|```"),
        "leave the line out: records need no signs around them",
    ),
    (
        re.compile(r"\[|\{"),
        "a record begins with what it is and its name, without brackets: `scorecard skyline`",
    ),
)
_DATED: Final = re.compile(r"([0-9]{4}-(?:[0-9]{2}|Q[1-4]|H[12]|W[0-9]{2}))(?:-[0-9]{2})?\b")
_BULLET: Final = re.compile(r"(?:[-+•]|\*+|[0-9]+[.)])\s+(?P<word>\S+)")
_ROW: Final = re.compile(r"[^\s\"]+[,;\t][^\s]")
_FIGURE: Final = re.compile(r"(?P<name>[^\W\d]\w*)\s+~?[-+]?[0-9][^\s]*$")


def known_here_as(code: str, start: str, keywords: frozenset[str]) -> str | None:
    """What to write instead of a word that begins no line; None where it is not known from elsewhere.

    Args:
        code: The line without its comment.
        start: `header` or `statement`.
        keywords: What may begin such a line.
    """
    text = code.strip()
    word = re.match(r"[^\s:=\"]*", text)
    first = word[0] if word else ""
    if first.lower() in keywords:
        return f"did you mean `{first.lower()}`? Keywords are written in small letters"
    return _known_word(first, start)


def _known_word(word: str, start: str) -> str | None:
    return (_HEADERS if start == "header" else _STATEMENTS).get(word.lower())


def known_by_shape(code: str, start: str, keywords: frozenset[str]) -> str | None:
    """The same of a whole line: of its bullets and brackets, of a comment, a row of a table, a figure."""
    text = code.strip()
    bullet = _BULLET.match(text)
    if bullet is not None:
        word = bullet["word"].strip(":").lower()
        known = _known_word(word, start)
        if known is not None:
            return known
        example = word if word in keywords else ("scorecard" if start == "header" else "note")
        return f"leave the sign out: a line begins with a word such as `{example}`"
    for pattern, advice in _SIGNS:
        if pattern.match(text):
            return advice
    dated = _DATED.match(text)
    if dated is not None:
        where = "actual skyline.trips" if start == "header" else "actual"
        return f"say what had which value then: `{where} {dated[1]}: 5`"
    if start == "header":
        return "a table comes in by `bsctui import FILE`" if _ROW.match(text) else None
    figure = _FIGURE.match(text)
    if figure is not None:
        return f"in a block of `actuals` write the whole address: `SCORECARD.{text}`"
    return None
