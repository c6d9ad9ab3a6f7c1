"""Words in cells: directions, totals, remarks; and which labels speak of things that are better low."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bsctui.model.entities import Better

if TYPE_CHECKING:
    from collections.abc import Callable

_HIGHER: Final = frozenset(
    {
        "u", "up", "↑", "▲", "⬆", "h", "high", "higher", "higher is better", "max", "maximise", "maximize", "maximum", "increase",
        "increasing", "more", "more is better", "increase is better", "up is better", "upward", "upwards", "greater", "bigger is better", "at least",
    }
)  # fmt: skip
_LOWER: Final = frozenset(
    {
        "d", "down", "↓", "▼", "⬇", "l", "low", "lower", "lower is better", "min", "minimise", "minimize", "minimum", "decrease",
        "decreasing", "less", "less is better", "decrease is better", "down is better", "downward", "downwards", "reduce", "fewer",
        "smaller is better", "at most",
    }
)  # fmt: skip
_NEITHER: Final = frozenset(
    {"n", "none", "neutral", "n/a", "", "maintain", "=", "contextual", "within"}
)
_SIGNS: Final = {"+": Better.HIGHER, "-": Better.LOWER}

_BETTER_HIGH = re.compile(
    r"\b(?:on[- ]time|on schedule|punctual\w*|(?:answered|seen|treated|delivered|paid|processed|shipped|repaired) within|"
    r"first[- ]time|right first time|satisf\w*|recommend\w*|promoters?|nps|loyal\w*|"
    r"revenues?|sales|profit\w*|margin|ebitda?|market share|cash flow|return on|"
    r"retention|retained|engage\w*|train(?:ed|ing)|skill\w*|qualif\w*|certified|participation|"
    r"availab\w*|uptime|coverage|covered|productiv\w*|efficien\w*|accura\w*|quality|complian\w*|completed|completion|"
    r"resolved|answered|recycl\w*|renewable|conversion|passed|graduat\w*|literacy|"
    r"survival|vaccinat\w*|volunteer\w*|members|subscribers|inventory turnover|stock turn\w*|days of (?:cash|cover|training))\b",
    re.IGNORECASE,
)
"""Labels with such a word, and none of those that follow, are proposed as higher."""

_BETTER_LOW = re.compile(
    r"\b(?:days?(?! of (?:cash|cover|training))|costs?|expens\w*|complaints?|absen\w*|sick\w*|attrition|churn|injur\w*|accidents?|incidents?|errors?|"
    r"defects?|delay\w*|overdue|late|lateness|vacan\w*|debts?|waste|downtime|overtime|wait\w*|backlog|crimes?|deaths?|mortality|"
    r"violations?|failures?|faults?|cancel\w*|emissions?|outages?|fatal\w*|lost|loss|losses|burglar\w*|theft|rejects?|scrap|rework|"
    r"infections?|harm|readmissions?|unplanned|arrears|unemploy\w*|poverty|pollution|consumption|dropouts?|"
    r"(?:staff|employee|personnel|labou?r|voluntary) turnover|product returns?|returns rate|return rate|patient falls|falls per|"
    r"(?:response|cycle|lead|turnaround|handling|processing|delivery|travel|repair|queu\w+|down|set-?up|throughput|closing) times?|"
    r"(?:time|hours|minutes|seconds|weeks) (?:to|until|on the|at the|before|lost|late))\b"
    r"|[$€£] per|\bper (?:capita|case|unit) cost\b",
    re.IGNORECASE,
)
"""Labels with such a word, and none of those above, are proposed as lower, never taken for it.

What goes both ways by itself (time, hours, turnover, returns) stands only in phrases that do not.
"""

_TURNED = re.compile(
    r"\b(?:zero|no(?!\.)|non|not|without|free|since|poor|bad|low|lack|miss(?:ed|ing)|under|below|failed|failing|dropped|"
    r"avoid\w*|prevent\w*|sav(?:ed|ings?)|reduc\w*|remov\w*|eliminat\w*|divert\w*|fixed|corrected|cleared|found|detected|reported|"
    r"recover\w*|collected|withdrawn|lost(?![- ]time)|worked|open|active days|clean|payable)\b",
    re.IGNORECASE,
)
"""Words that turn what the others say into its contrary, or may: with one of them nothing is proposed (`error-free`, `not on time`)."""

_SPOILS_HIGH = re.compile(
    r"(?<!\bon[- ])(?<!\bfirst[- ])\btimes?\b|"
    r"\b(?:duration|age|length|cycle|gaps?|breach\w*|issues?|problems?|exceptions?|deviations?|warnings?|penalt\w*|fines?|returns|returned|"
    r"deficits?|shortfalls?|declin\w*|decreas\w*|drops?|risks?|exposure|competitors?)\b",
    re.IGNORECASE,
)
"""Words with which something good is not meant any more (`completion time`, `compliance breaches`)."""

_SUMS_UP = re.compile(r"tot|overall|sum|average|mean|gesamt|som|média|moyenne|mittel|durchschnitt")
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?|overall|sum|averages?|mean|(?:gesamt|zwischen|end)?summe|(?:ins)?gesamt|mittelwert|durchschnitt"
    r"|(?:sous-)?total(?: général)?|moyenne|(?:sub)?totale?(?: generale?)?|somma|suma|soma|média|totaal|subtotaal|gemiddelde",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(r"(?:sub-?)?total(?: for| of)?:? +(.+)|(.+) (?:sub-?)?total", re.IGNORECASE)
_REMARK = re.compile(
    r"\s*(?:sources?\b|notes?\b|n\.?b\.?\b|\*+|†|‡|#|\(?[cp]\) |©|legend\b|key:|updated\b|as (?:of|at)\b|prepared\b|printed\b|data\b.*:|\d\) )",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 120

NO: Final = frozenset({"false", "no", "n", "0", "private", "internal", "f"})
"""What a column `public` says of what is not."""

AGGREGATES: Final = {
    "sum": "sum", "total": "sum", "average": "average", "avg": "average", "mean": "average", "last": "last",
    "latest": "last", "min": "min", "minimum": "min", "max": "max", "maximum": "max",
}  # fmt: skip


def read_direction(text: str, *, in_signs: bool = False) -> tuple[Better | None, bool]:
    """The direction that a cell names, and whether it was understood (a cell may say that there is none).

    Args:
        text: What the cell says.
        in_signs: Whether its column says directions by `+` and `-`: only there a `-` is more than a blank.
    """
    word = " ".join(text.casefold().split()).strip(" .")
    if in_signs and word in _SIGNS:
        return _SIGNS[word], True
    if word in _HIGHER:
        return Better.HIGHER, True
    if word in _LOWER:
        return Better.LOWER, True
    return None, word in _NEITHER


def proposed_direction(label: str, unit: str | None = None) -> Better | None:
    """What the words of a label make likely; None: nothing in them says anything, they say both, or one may turn it round."""
    words = f"{label} {unit or ''}"
    is_high, is_low = bool(_BETTER_HIGH.search(words)), bool(_BETTER_LOW.search(words))
    if is_high == is_low or _TURNED.search(words) or (is_high and _SPOILS_HIGH.search(words)):
        return None
    return Better.HIGHER if is_high else Better.LOWER


def may_be_total(text: str) -> bool:
    """Whether a text has the word of a total in it: most have not."""
    return _SUMS_UP.search(text.casefold()) is not None


def is_total(text: str, is_group: Callable[[str], bool]) -> bool:
    """Whether a row sums up others: by its own word, or by that and the name of a group."""
    plain = " ".join(text.split()).rstrip(" :")
    if not may_be_total(plain):
        return False
    if _TOTAL.fullmatch(plain):
        return True
    match = _TOTAL_OF.fullmatch(plain)
    return match is not None and is_group((match[1] or match[2]).casefold())


def is_remark(text: str) -> bool:
    """Whether a lone text below a table explains it and names nothing."""
    return bool(_REMARK.match(text)) or len(text) > _LONGEST_NAME


def unit_in_label(label: str) -> str | None:
    """The unit that a label begins with: `% of …`, `$ per …`."""
    head = label.lstrip()[:2]
    if head[:1] == "%" or re.match(r"percent(?:age)?\b|per cent\b|rate of\b", label, re.IGNORECASE):
        return "%" if not label.casefold().startswith("rate") else None
    match = re.match(r"([$€£])\s", label)
    return {"$": "USD", "€": "EUR", "£": "GBP"}[match[1]] if match else None
