"""What the headings of columns say: the role of a column, and its period if it has one."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from bsctui.exchange.reading.period_texts import PeriodText, period_in, read_period
from bsctui.exchange.tables.grid import RawCell, text_of


class ColumnRole(StrEnum):
    """What a column holds. The words are those of a mapping's file."""

    ADDRESS = "address"
    NAME = "name"
    ID = "id"
    SCORECARD = "scorecard"
    SCORECARD_ID = "scorecard id"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"
    OWNER = "owner"
    UNIT = "unit"
    WEIGHT = "weight"
    BETTER = "better"
    BASELINE = "baseline"
    TARGET = "target"
    ACTUAL = "actual"
    VALUE = "value"
    """Figures of which another column, or the mapping, tells what they are."""
    KPI = "kpi"
    """Figures of a KPI that the heading names; each row is of a period."""
    KIND = "kind"
    PERIOD = "period"
    YEAR = "year"
    PART = "part of year"
    NOTE = "note"
    PUBLIC = "public"
    AGGREGATE = "aggregate"
    IGNORE = "ignore"


FIGURES: Final = frozenset(
    {ColumnRole.BASELINE, ColumnRole.TARGET, ColumnRole.ACTUAL, ColumnRole.VALUE, ColumnRole.KPI}
)
"""Roles whose cells are numbers."""
GROUPING: Final = frozenset(
    {ColumnRole.SCORECARD, ColumnRole.SCORECARD_ID, ColumnRole.PERSPECTIVE, ColumnRole.OBJECTIVE}
)
"""Roles whose blank cells say what the one above says."""

_WORDS: Final[dict[ColumnRole, str]] = {
    ColumnRole.ADDRESS: "address",
    ColumnRole.NAME: "kpi;kpi or measure;kpi name;kpi title;kpis;name;metric;metric name;metrics;measure;measure name;measures;indicator;indicator name;"
    "indicators;performance measure;performance indicator;priority measure;key performance indicator;key performance indicators;title;label",
    ColumnRole.ID: "id;kpi id;kpi code;kpi no;kpi number;kpi ref;metric id;measure id;measure code;measure no;measure number;indicator id;"
    "indicator code;code;ref;reference;no;nr;pmid;key;#",
    ColumnRole.SCORECARD: "scorecard;service;service name;department;department name;dept;business unit;organisational unit;organizational unit;"
    "division;team;organisation;organization;entity;agency;directorate;company;programme;program",
    ColumnRole.SCORECARD_ID: "scorecard id;service id;department id;dept id;business unit id;division id;team id;organisation id;organization id;"
    "entity id;agency id;program id;service code;department code",
    ColumnRole.PERSPECTIVE: "perspective;type;category;area;dimension;pillar;bsc perspective;measure type;kpi type;domain",
    ColumnRole.OBJECTIVE: "objective;objectives;strategic objective;objective name;strategic goal;outcome;strategic priority;theme;strategic theme",
    ColumnRole.OWNER: "owner;kpi owner;responsible;responsible person;accountable;lead;measure owner;metric owner;data owner;dri",
    ColumnRole.UNIT: "unit;units;uom;unit of measure;unit of measurement;measurement unit",
    ColumnRole.WEIGHT: "weight;weighting;weight %;weights",
    ColumnRole.BETTER: "direction;better;polarity;desired direction;desired trend;direction of travel;good is;good direction;better is;"
    "improvement direction;preferred direction;target direction;dir;u/d;u/d/n;up/down;up or down;+/-;max/min;min/max;higher/lower;higher or lower",
    ColumnRole.BASELINE: "baseline;base;baseline value;starting value;start value;starting point;base value",
    ColumnRole.TARGET: "target;targets;target value;ambition;goal;plan;planned;budget;planned value;standard;threshold",
    ColumnRole.ACTUAL: "actual;actuals;actual value;entered;result;results;performance;achieved;achievement;outturn;current;current value;latest;observed;measured",
    ColumnRole.VALUE: "value;figure;amount;number;values",
    ColumnRole.KIND: "kind;actual/target;actual or target;value type;scenario;series;version",
    ColumnRole.PERIOD: "period;date;reporting period;reporting date;time;time period;year month;month year;report date;as of;as at",
    ColumnRole.YEAR: "year;fiscal year;financial year;calendar year;fy;reporting year",
    ColumnRole.PART: "month;quarter;week;half;month name;month number;qtr",
    ColumnRole.NOTE: "note;notes;comment;comments;remark;remarks;commentary;description;definition;explanation",
    ColumnRole.PUBLIC: "public",
    ColumnRole.AGGREGATE: "aggregate;aggregation",
    ColumnRole.IGNORE: "ytd;year to date;total;totals;grand total;rag;rag status;status;variance;var;trend;change;score;average;avg;mean;sum;"
    "health;rank;sparkline;% of target;achievement %;kind of record;coverage;parent;tier;progress;raw",
}  # fmt: skip
_BY_WORD: Final = {word: role for role, words in _WORDS.items() for word in words.split(";")}

_FIGURE_WORDS: Final = {
    ColumnRole.TARGET: r"targets?|ambitions?|goals?|plan(?:ned)?|budget(?:ed)?|tgt",
    ColumnRole.ACTUAL: r"actuals?|results?|outturn|achieved|act|performance|value",
    ColumnRole.BASELINE: r"baseline|base",
}
_FIGURE = {
    role: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for role, words in _FIGURE_WORDS.items()
}
_SUMMARY = re.compile(
    r"\b(?:ytd|year[- ]to[- ]date|total|rag|status|variance|var|trend|change|average|avg|rank|diff(?:erence)?|cumulative|rolling|score)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_BRACKETS = str.maketrans("()[]", "    ")
_OTHER_FIGURES = re.compile(
    r"(?<!\bper )[1-9]\d|\b\d+ ?(?:m|months?|weeks?|quarters?|days?)\b|\bq\d|\bh\d|\d ?[-–]|[a-z] ?[-–] ?[a-z]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
    r"\b(?:vs|versus|against|compared|than|of|to|prev(?:ious)?|prior|last|next|ly|py|benchmark|peers?|median|forecast|project\w*|outlook|expected|"
    r"n|count|sample|base|numerator|denominator|lower|upper|min|max|minimum|maximum|stretch|ci|cum|part|partial|only|half|date|so far|"
    r"index|growth|delta|p\.?a\.?|yoy|mom)\b|[Δ≤≥<>=]",
    re.IGNORECASE,
)
"""An aside with such a word may be of other figures than the plain ones: `2025 (Jan-Jun)`, `Actual (vs plan)`."""


class Heading(NamedTuple):
    """What one heading says.

    Attributes:
        text: As it stands.
        role: None: nothing that is known.
        period: Of a column of figures.
    """

    text: str
    role: ColumnRole | None = None
    period: PeriodText | None = None

    @property
    def is_known(self) -> bool:
        """Whether it says what its column holds."""
        return self.role is not None


def read_heading(cell: RawCell) -> Heading:
    """What a heading says by itself."""
    text = " ".join(text_of(cell).split())
    if not isinstance(cell, str):
        period = period_in(cell)
        if period is not None:
            return Heading(text, ColumnRole.VALUE, period)
        return Heading(text)
    return _read(text)


@lru_cache(maxsize=4096)
def _read(text: str) -> Heading:
    bare = _ASIDE.sub(" ", text)
    role = _BY_WORD.get(_normal(text)) or _BY_WORD.get(_normal(bare))
    if role is not None and role not in FIGURES:
        return Heading(text, role)
    readings = [text, text.translate(_BRACKETS)]
    if not any(map(_may_differ, _ASIDE.finditer(text))):
        readings.append(bare)
    for reading in readings:
        role, period = _figures(reading)
        if role is not None:
            return Heading(text, role, period)
    return Heading(text)


def _may_differ(aside: re.Match[str]) -> bool:
    """Whether what stands in brackets may say that the column holds other figures than it would without."""
    aside_words = aside[1] or aside[2] or ""
    words = (*_FIGURE.values(), _SUMMARY, _OTHER_FIGURES)
    return any(pattern.search(aside_words) for pattern in words)


def summed_name(text: str) -> str | None:
    """What a heading sums up or judges: `revenue` of `Total revenue`; None where it says no more than that it does."""
    if _BY_WORD.get(_normal(text)) is ColumnRole.IGNORE:
        return None
    return " ".join(_SUMMARY.sub(" ", text).split()).strip(" -–:()") or None


def is_of_other_figures(text: str) -> bool:
    """Whether a heading that is not known names a period, and in brackets that its figures are others than the plain ones."""
    bare = _ASIDE.sub(" ", text)
    return read_period(bare) is not None or _figures(bare)[1] is not None


def _figures(text: str) -> tuple[ColumnRole | None, PeriodText | None]:
    """A word for figures, a period, or both: `Target 2021`, `22/23 Ambition`, `Jan-25 Actual`; what sums up is left out."""
    period = read_period(text.strip())
    if period is not None:
        return ColumnRole.VALUE, period
    role = _BY_WORD.get(_normal(text))
    if role is not None:
        return role, None
    for role, pattern in _FIGURE.items():
        rest, count = pattern.subn(" ", text)
        rest = rest.strip(" -–:,/_")
        period = read_period(rest)
        if count and (period is not None or not rest):
            return role, period
    return (ColumnRole.IGNORE if _SUMMARY.search(text) else None), None


def _normal(text: str) -> str:
    return " ".join(re.sub(r"[_:*]+", " ", text.casefold()).split()).strip(" .")


def combined(upper: Heading, lower: Heading) -> Heading | None:
    """What two headings one above the other say together; None where they do not belong together."""
    text = f"{upper.text} {lower.text}".strip()
    whole = _read(text)
    if whole.period is not None and not (upper.period and upper.period.year and lower.period):
        return whole
    if upper.period is not None and lower.period is not None:
        return _within(text, upper.period, lower.period)
    pair = {upper.role, lower.role}
    period = upper.period or lower.period
    figures = pair & (FIGURES - {ColumnRole.VALUE})
    if period is not None and figures:
        return Heading(text, figures.pop(), period)
    if period is not None and ColumnRole.IGNORE in pair:
        return Heading(text, ColumnRole.IGNORE)
    return None


def _within(text: str, upper: PeriodText, lower: PeriodText) -> Heading | None:
    """A year above months or quarters."""
    if upper.year is None or lower.year is not None or upper.nth:
        return None
    period = lower._replace(year=upper.year, basis=upper.basis)
    return Heading(text, ColumnRole.VALUE, period)
