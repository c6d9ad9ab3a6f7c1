"""Which statements stand in which record, and which of them may be repeated."""

from __future__ import annotations

from typing import Final

COMMON: Final = frozenset(
    {"owner", "reporter", "note", "tag", "meta", "was", "from_line", "until_line"}
)

SETTING_HEADERS: Final = frozenset(
    {"bsc", "calendar", "coverage", "tier", "perspective", "status", "person"}
)
MARGIN_HEADERS: Final = frozenset({"actual_margin", "target_margin"})
ENTITY_HEADERS: Final = frozenset({"scorecard", "objective", "kpi", "measure", "initiative"})

STATEMENTS: Final = {
    "calendar": frozenset({"starts", "closed"}),
    "perspective": frozenset({"weight"}),
    "actuals": frozenset({"block_actual"}),
    "scorecard": COMMON
    | {"tier_of", "weight", "perspective_weight", "score_mode", "vision", "mission", "band"},
    "objective": COMMON
    | {"weight", "supports", "supporter", "aligns", "drives", "score_mode", "assess"},
    "kpi": COMMON
    | {
        "weight", "leading", "lagging", "unit", "assess", "better", "baseline", "baseline_series", "target",
        "target_by", "target_series", "target_band", "tolerance", "tolerance_relative", "scale", "cap", "band",
        "every", "aggregate", "over_ytd", "over_count", "carry", "actual", "formula", "rollup", "feeds", "drives",
        "like", "same", "source",
    },
    "measure": COMMON
    | {"unit", "every", "aggregate", "carry", "actual", "formula", "rollup", "feeds", "source"},
    "initiative": COMMON | {"start", "due", "budget", "spent", "unit", "progress", "state", "cause"},
}  # fmt: skip
"""The forms of statements that each header's record takes; headers not listed take none."""

REPEATABLE: Final = frozenset(
    {
        "note",
        "tag",
        "meta",
        "was",
        "target_by",
        "target_series",
        "baseline_series",
        "actual",
        "assess",
        "band",
        "block_actual",
    }
)
"""Statements that simply may stand several times."""

REMARKS: Final = frozenset({"note", "tag", "meta", "was"})
"""Statements that say nothing more, and nothing else, where they stand twice."""

DATED: Final = {
    "weight": None, "perspective_weight": "name", "supports": "ref", "supporter": "ref", "aligns": "ref",
    "drives": "ref", "feeds": "ref", "target": None, "target_band": None, "tolerance": None, "tolerance_relative": None,
}  # fmt: skip
"""Statements that may stand several times with spans that do not overlap, and the slot that tells them apart."""

GROUPS: Final = {
    "leading": "role", "lagging": "role", "over_ytd": "over", "over_count": "over",
    "tolerance": "tolerance", "tolerance_relative": "tolerance", "baseline": "baseline", "baseline_series": "baseline",
}  # fmt: skip
"""Forms that say the same kind of thing, so that only one of them may stand in a record."""

SAME_KEEPS: Final = COMMON | {"weight", "same"}
"""What a KPI under `same` says for itself."""

WORDS: Final = {
    "from_line": "from", "until_line": "until", "tier_of": "tier", "perspective_weight": "perspective",
    "score_mode": "score", "band": "status", "target_by": "target … by", "target_series": "target PERIOD:",
    "target_band": "target LO..HI", "tolerance_relative": "tolerance … of target", "baseline_series": "baseline PERIOD:",
    "over_ytd": "over", "over_count": "over", "block_actual": "a line of an `actuals` block",
}  # fmt: skip
"""How a form is called in a message, where its keyword alone would not say it."""


def word_of(form: str) -> str:
    """The keyword of a form, as a user writes it."""
    return WORDS.get(form, form)


def record_kinds_of(form: str) -> list[str]:
    """The kinds of records that take a statement."""
    return [header for header, forms in STATEMENTS.items() if form in forms]
