"""The forms of the language, one row a form: where a line stands, what is in it, and what it says of what.

The grammar says how a line is written; everything else that is particular to a form is said here once.
Derived from it: which lines are misplaced, doubled or hold at the same time, completion, `set`, references
and renames, what `like` takes over, the facts of a review, and what tells two pieces of a merge apart.
"""

from __future__ import annotations

import re
from typing import Final

from bsctui.text.form_row import EVERY, FactEffect, FormRow, Header, form_row

_ALL: Final = " ".join(EVERY)
_SETTING, _ENTITY, _BLOCK, _MARGIN = Header
_GOAL, _, _RESULTS, _NONE = FactEffect

_HEADERS: Final = (
    form_row("bsc", "version", "the version of the language, on the first line of a file", "bsc 1", header=_SETTING, effect=_NONE),
    form_row("calendar", "grain first last", "how often values are reported, and from which period to which; one line for the whole workspace", "calendar quarters 2025-Q1..2026-Q4", header=_SETTING),
    form_row("coverage", "value", "the least coverage that a status needs; below it the status is `insufficient`", "coverage 50%", header=_SETTING),
    form_row(
        "tier", "name label", "a level of the organization; listed from the top down", 'tier unit "Business units"',
        header=_SETTING, repeatable=True, told_by="name",
    ),
    form_row(
        "perspective", "name label", "a perspective of every scorecard; listed as on the strategy map, from the top down",
        'perspective financial "Financial"', header=_SETTING, repeatable=True, told_by="name", speaks_of="name",
    ),
    form_row(
        "status", "colour label below", "a status and the scores it covers; listed from worst to best, the last without `below`", 'status red "Off track" below 40',
        header=_SETTING, repeatable=True, told_by="colour", by_slot=True,
    ),
    form_row(
        "person", "name full email", "a person who owns items or reports values", 'person anna "Anna Berg" "anna@example.com"',
        header=_SETTING, repeatable=True, told_by="name", speaks_of="name", by_slot=True, effect=_NONE,
    ),
    form_row(
        "scorecard", "name label under", "a scorecard; `under` names the scorecard above it, if there is one", 'scorecard ground "Ground operations" under skyline',
        header=_ENTITY, repeatable=True, by_slot=True, refers="under=scorecard",
    ),
    form_row(
        "objective", "name label parent", "an objective in a scorecard's perspective", 'objective profit "Grow profit" in skyline.financial',
        header=_ENTITY, repeatable=True, by_slot=True, refers="parent=perspective",
    ),
    form_row(
        "kpi", "name label parent", "a KPI of an objective; inside another KPI it is a part of that KPI (a line, a region) with its own score",
        'kpi revenue "Seat revenue" in skyline.profit', header=_ENTITY, repeatable=True, by_slot=True, refers="parent=objective|kpi",
    ),
    form_row(
        "measure", "name label parent", "a number that formulas and rollups use; it has no score", 'measure hours "Crew hours" in skyline',
        header=_ENTITY, repeatable=True, by_slot=True, refers="parent=scorecard",
    ),
    form_row(
        "initiative", "name label parent", "a project that serves an objective or a KPI; it has no score", 'initiative stock_plan "Stock plan" in ground.gates',
        header=_ENTITY, repeatable=True, by_slot=True, refers="parent=objective|kpi",
    ),
    form_row(
        "actuals", "period", "all values of one period; below it one line for each KPI or measure", "actuals 2025-Q3",
        header=_BLOCK, repeatable=True, told_by="period",
    ),
    form_row(
        "actual_margin", "ref period series note", "a series of actuals written outside its KPI", "actual skyline.revenue 2025-Q1: 26M 27M",
        header=_MARGIN, repeatable=True, told_by="ref period", refers="ref=kpi|measure", states="actual", in_unit="series", effect=_RESULTS,
    ),
    form_row(
        "target_margin", "ref period series spread reason", "a plan written outside its KPI", "target skyline.revenue 2025: 110M spread",
        header=_MARGIN, repeatable=True, told_by="ref period", refers="ref=kpi", states="target", variant="plan", in_unit="series", effect=_GOAL,
    ),
)  # fmt: skip
HEADERS: Final = {row.name: row for row in _HEADERS}
"""Lines at the left margin, by form."""

_STATEMENTS: Final = (
    form_row(
        "block_actual", "ref value note", "a value for the period of the block; `-` if it is missing", 'skyline.complaints 47 "new crew"',
        records="actuals", keyword="", word="a line of an `actuals` block", repeatable=True, told_by="ref", refers="ref=kpi|measure",
        states="actual", in_unit="value", effect=_RESULTS,
    ),
    form_row(
        "starts", "month named", "the first month of the fiscal year, and which calendar year names it", "starts October named end",
        records="calendar",
    ),
    form_row(
        "closed", "period", "the last closed period: results up to it are final, and it is the current period", "closed 2025-Q4",
        records="calendar", ends=True, effect=_RESULTS,
    ),
    form_row(
        "weight", "value from_ until reason", "how much it counts among its siblings; a percent sign makes no difference", "weight 30%",
        records="perspective scorecard objective kpi", own_under_same=True,
    ),
    form_row(
        "owner", "person text", "who is responsible for it and everything below it: a declared person, or a text in quotes", "owner anna",
        records=_ALL, own_under_same=True, refers="person=person", effect=_NONE,
    ),
    form_row(
        "reporter", "person text", "who reports the values", 'reporter "Controlling"',
        records=_ALL, own_under_same=True, refers="person=person", effect=_NONE,
    ),
    form_row(
        "note", "period text", "a comment on a period, or on the item as a whole", 'note 2025-Q3 "Not measured: strike"',
        records=_ALL, own_under_same=True, repeatable=True, told_by="period text", speaks_of="period text", effect=_NONE,
    ),
    form_row(
        "tag", "names", "words to find and filter it by", "tag safety growth",
        records=_ALL, own_under_same=True, repeatable=True, told_by="names", effect=_NONE,
    ),
    form_row(
        "meta", "name text", "ids in other systems, and links", 'meta jira "BSC-12"',
        records=_ALL, own_under_same=True, repeatable=True, told_by="name", speaks_of="name", effect=_NONE,
    ),
    form_row(
        "was", "ref", "an address that it used to have", "was skyline.old_name",
        records=_ALL, own_under_same=True, repeatable=True, told_by="ref", effect=_NONE,
    ),
    form_row(
        "from_line", "period reason", "the first period in which it counts", 'from 2026-Q1 "New strategy"',
        records=_ALL, own_under_same=True, starts=True,
    ),
    form_row("until_line", "period reason", "the last period in which it counts", "until 2025-Q4", records=_ALL, own_under_same=True, ends=True),
    form_row("tier_of", "name", "its tier; by default the one below its parent's", "tier unit", records="scorecard", refers="name=tier"),
    form_row(
        "perspective_weight", "name value from_ until reason", "the weight of a perspective in this scorecard", "perspective financial weight 40%",
        records="scorecard", told_by="name", speaks_of="name", refers="name=perspective",
    ),
    form_row(
        "score_mode", "mode source reason", "how its score is calculated: the weighted `average`, or the `worst` member's score", "score average from kpis",
        records="scorecard objective",
    ),
    form_row("vision", "text", "what the organization wants to become", 'vision "The airline people recommend"', records="scorecard", effect=_NONE),
    form_row("mission", "text", "what the organization is for", 'mission "Fly more people"', records="scorecard", effect=_NONE),
    form_row(
        "band", "colour label below", "its own status bands, which replace all of the workspace's", "status red below 50",
        records="scorecard kpi", repeatable=True, told_by="colour", by_slot=True, inherited=True,
    ),
    form_row(
        "supports", "ref value from_ until reason", "cascade: its score counts towards an objective of a higher tier",
        "supports skyline.profit weight 2", records="objective", told_by="ref", speaks_of="ref", refers="ref=objective",
    ),
    form_row(
        "supporter", "ref value from_ until reason", "the weight of an objective that supports this one", "supporter ground.gates weight 2",
        records="objective", told_by="ref", speaks_of="ref", refers="ref=objective",
    ),
    form_row(
        "aligns", "ref from_ until", "a line of sight that passes on no score", "aligns skyline.profit",
        records="objective", told_by="ref", speaks_of="ref", refers="ref=objective",
    ),
    form_row(
        "drives", "ref count grain from_ until", "cause and effect: this drives another objective or KPI, after the delay given", "drives profit after 2 quarters",
        records="objective kpi", told_by="ref", speaks_of="ref", refers="ref=objective|kpi",
    ),
    form_row(
        "assess", "colour period reason", "a status for one period set by a person, not by the score", 'assess amber 2025-Q3 "Two findings are open"',
        records="objective kpi", repeatable=True, told_by="period", speaks_of="period", effect=_RESULTS,
    ),
    form_row("leading", "", "a leading KPI: it moves before the results that it drives", "leading", records="kpi", states="role", variant="leading", inherited=True),
    form_row(
        "lagging", "", "a lagging KPI: it shows the outcome (the default)", "lagging",
        records="kpi", states="role", variant="lagging", inherited=True,
    ),
    form_row(
        "unit", "unit decimals", "the unit, and how many decimals are shown", "unit USD decimals 2",
        records="kpi measure initiative", inherited=True, by_slot=True,
    ),
    form_row(
        "better", "direction", "whether higher or lower values are better; not needed where baseline and target show it", "better lower",
        records="kpi", inherited=True, effect=_GOAL,
    ),
    form_row(
        "baseline", "value at reason", "the value that scores 0, and the period it was measured in", "baseline 25M at 2024-Q4",
        records="kpi", variant="number", inherited=True, replaces="scale", in_unit="value", effect=_GOAL,
    ),
    form_row(
        "baseline_series", "period series reason", "a baseline that varies by period, such as last year's months",
        "baseline 2025-Q1: 24M 25M 26M 27M", records="kpi", word="baseline PERIOD:", states="baseline", variant="series", repeatable=True,
        told_by="period", inherited=True, replaces="scale", in_unit="series", effect=_GOAL,
    ),
    form_row(
        "target", "value from_ until reason", "a constant target", "target 95",
        records="kpi", variant="constant", inherited=True, replaces="scale", in_unit="value", effect=_GOAL,
    ),
    form_row(
        "target_by", "value period reason", "a waypoint: the target moves in a straight line from the baseline through each waypoint", "target 35M by 2026-Q4",
        records="kpi", word="target … by", states="target", variant="waypoints", repeatable=True, told_by="period", ends=True, inherited=True,
        replaces="scale", in_unit="value", effect=_GOAL,
    ),
    form_row(
        "target_series", "period series spread reason", "a plan, period by period; `spread` divides a total equally among its shorter periods, and repeats any other value", "target 2025: 110M spread",
        records="kpi", word="target PERIOD:", states="target", variant="plan", repeatable=True, told_by="period", inherited=True,
        replaces="scale", in_unit="series", effect=_GOAL,
    ),
    form_row(
        "target_band", "low high from_ until reason", "a range that scores 100; needs a `tolerance`", "target 20..25",
        records="kpi", word="target LO..HI", states="target", variant="band", inherited=True, replaces="scale", in_unit="low high", effect=_GOAL,
    ),
    form_row(
        "target_relative", "value reason", "a percentage of the baseline; it changes if the baseline is restated", "target 60% of baseline",
        records="kpi", word="target … of baseline", states="target", variant="part of the baseline", inherited=True, replaces="scale", effect=_GOAL,
    ),
    form_row(
        "target_relative_by", "value period reason", "a waypoint at a percentage of the baseline", "target 60% of baseline by 2030",
        records="kpi", word="target … of baseline by", states="target", variant="waypoints", repeatable=True, told_by="period", ends=True,
        inherited=True, replaces="scale", effect=_GOAL,
    ),
    form_row(
        "tolerance", "value from_ until reason", "how far off the target the score reaches 0", "tolerance 5",
        records="kpi", inherited=True, replaces="scale", in_unit="value", effect=_GOAL,
    ),
    form_row(
        "tolerance_relative", "value from_ until reason", "how far off the target the score reaches 0, as a percentage of the target", "tolerance 10% of target",
        records="kpi", word="tolerance … of target", states="tolerance", inherited=True, replaces="scale", effect=_GOAL,
    ),
    form_row(
        "scale", "xs ys reason", "value:score pairs, used in place of baseline, target and tolerance", "scale 60:0 75:50 90:100",
        records="kpi", variant="scale", inherited=True, replaces="target tolerance baseline", in_unit="xs", effect=_GOAL,
    ),
    form_row("cap", "value reason", "the highest score it can have, 100 or more", "cap 120", records="kpi", inherited=True),
    form_row("every", "grain", "how often it is measured", "every month", records="kpi measure", inherited=True),
    form_row(
        "aggregate", "method reason", "how the values of shorter periods combine into a longer one", "aggregate sum",
        records="kpi measure", inherited=True,
    ),
    form_row(
        "over_ytd", "reason", "shown and scored over the fiscal year so far", "over ytd",
        records="kpi", states="over", variant="ytd", inherited=True,
    ),
    form_row(
        "over_count", "count reason", "shown and scored over its last periods, here four", "over 4",
        records="kpi", states="over", variant="count", inherited=True,
    ),
    form_row("carry", "reason", "a period without a value takes the last measured one", "carry", records="kpi measure", inherited=True),
    form_row(
        "actual", "period series note", "values, starting with the period named; `-` for a missing one, `|` between longer periods",
        "actual 2025-Q1: 26M 27M - 29M", records="kpi measure", repeatable=True, told_by="period", in_unit="series", effect=_RESULTS,
    ),
    form_row(
        "formula", "expression reason", "computed from other KPIs and measures", "formula profit / revenue * 100",
        records="kpi measure",
    ),
    form_row("rollup", "method partial reason", "computed from the KPIs and measures that feed it; with `partial`, even if some values are missing", "rollup average", records="kpi measure"),
    form_row(
        "feeds", "ref value from_ until", "its value goes into the rollup of another KPI or measure", "feeds skyline.revenue weight 2",
        records="kpi measure", told_by="ref", speaks_of="ref", refers="ref=kpi|measure",
    ),
    form_row(
        "like", "ref", "uses another KPI's definition; lines written here override it", "like skyline.on_ground",
        records="kpi", refers="ref=kpi",
    ),
    form_row(
        "same", "ref", "the same KPI as another one, shown and counted here too", "same ground.gate_time",
        records="kpi", refers="ref=kpi", own_under_same=True,
    ),
    form_row(
        "source", "name query", "the query that its actuals come from", 'source warehouse "select month, sum from revenue"',
        records="kpi measure", effect=_NONE,
    ),
    form_row("start", "date", "when it begins", "start 2025-03-01", records="initiative"),
    form_row("due", "date", "when it must be done", "due 2025-11-30", records="initiative"),
    form_row("budget", "value", "how much it may cost", "budget 120K", records="initiative"),
    form_row("spent", "value", "how much it has cost so far", "spent 97K", records="initiative", effect=_RESULTS),
    form_row("progress", "value", "how much of it is done", "progress 60%", records="initiative", effect=_RESULTS),
    form_row("state", "state", "planned, active, done or stopped", "state active", records="initiative", effect=_RESULTS),
    form_row("cause", "text", "why it was started", 'cause "Gear stands at the wrong gate"', records="initiative", effect=_NONE),
)  # fmt: skip
STATEMENTS: Final = {row.name: row for row in _STATEMENTS}
"""Indented lines, by form."""

ROWS: Final = {**HEADERS, **STATEMENTS}
"""Every form by its name, headers first."""


ENTITY_HEADERS: Final = frozenset(row.name for row in _HEADERS if row.header is Header.ENTITY)
SETTING_HEADERS: Final = frozenset(row.name for row in _HEADERS if row.header is Header.SETTING)
MARGIN_HEADERS: Final = frozenset(row.name for row in _HEADERS if row.header is Header.MARGIN)
DATA_HEADERS: Final = MARGIN_HEADERS | {row.name for row in _HEADERS if row.header is Header.BLOCK}
"""Headers of records that hold values of KPIs declared elsewhere."""


def statements_in(kind: str) -> frozenset[str]:
    """The forms of statements that may stand in the record of a header."""
    return _STATEMENTS_IN.get(kind, frozenset())


def rows_of(keyword: str) -> list[FormRow]:
    """Every form that a keyword can begin; `actuals` is asked for with what stands in its block."""
    return [row for row in ROWS.values() if asked_by(row) == keyword]


_QUOTED: Final = re.compile(r'"[^"]*"')


def rows_with(word: str) -> list[FormRow]:
    """Every form whose example shows a word behind its keyword, or whose meaning names it: `spread`, `under`."""
    return [
        row
        for row in ROWS.values()
        if word in _QUOTED.sub("", row.example).split()[1:] or f"`{word}`" in row.meaning
    ]


def asked_by(row: FormRow) -> str:
    """The keyword that a form is asked for by."""
    return row.keyword or row.records[0]


def keywords() -> list[str]:
    """All keywords, headers first, each once."""
    return list(dict.fromkeys(map(asked_by, ROWS.values())))


def keywords_with(effect: FactEffect) -> frozenset[str]:
    """The keywords of all forms that have an effect."""
    return frozenset(row.keyword for row in ROWS.values() if row.effect is effect and row.keyword)


def forms_stating(fact: str, *, series: bool) -> frozenset[str]:
    """The forms that state a fact, in one line or period by period."""
    return frozenset(
        row.name for row in ROWS.values() if row.states == fact and row.is_series is series
    )


_STATEMENTS_IN: Final = {
    kind: frozenset(row.name for row in _STATEMENTS if kind in row.records)
    for kind in dict.fromkeys(kind for row in _STATEMENTS for kind in row.records)
}
