"""Every form of the language with what it means and an example: `bsctui help target`."""

from __future__ import annotations

from typing import Final, NamedTuple


class KeywordEntry(NamedTuple):
    """One form: where it stands, what it says, and a line that has it."""

    place: str
    meaning: str
    example: str


HEADERS: Final[dict[str, KeywordEntry]] = {
    "bsc": KeywordEntry("header", "the version of the language; first in its file", "bsc 1"),
    "calendar": KeywordEntry(
        "header", "grain and span of reporting, once", "calendar quarters 2025-Q1..2026-Q4"
    ),
    "coverage": KeywordEntry(
        "header", "below this much coverage a status is `insufficient`", "coverage 50%"
    ),
    "tier": KeywordEntry(
        "header",
        "a level of the organization; the order is the rank, top first",
        'tier unit "Business units"',
    ),
    "perspective": KeywordEntry(
        "header",
        "a perspective of all scorecards; the order is that of the map, top first",
        'perspective financial "Financial"',
    ),
    "status": KeywordEntry(
        "header",
        "a status band, from the worst up; the last has no `below`",
        'status red "Off track" below 40',
    ),
    "person": KeywordEntry(
        "header", "somebody who owns or reports", 'person anna "Anna Berg" "anna@example.com"'
    ),
    "scorecard": KeywordEntry(
        "header",
        "a scorecard, perhaps under another",
        'scorecard ground "Ground operations" under skyline',
    ),
    "objective": KeywordEntry(
        "header",
        "an objective in a scorecard's perspective",
        'objective profit "Grow profit" in skyline.financial',
    ),
    "kpi": KeywordEntry(
        "header", "a KPI that measures an objective", 'kpi revenue "Seat revenue" in skyline.profit'
    ),
    "measure": KeywordEntry(
        "header",
        "a number that others use and nobody scores",
        'measure hours "Crew hours" in skyline',
    ),
    "initiative": KeywordEntry(
        "header",
        "work on an objective or a KPI; never scored",
        'initiative stock_plan "Stock plan" in ground.gates',
    ),
    "actuals": KeywordEntry(
        "header", "a period's report: a line a KPI or measure below it", "actuals 2025-Q3"
    ),
    "actual_margin": KeywordEntry(
        "header",
        "a series of actuals apart from its KPI",
        "actual skyline.revenue 2025-Q1: 26M 27M",
    ),
    "target_margin": KeywordEntry(
        "header", "a plan apart from its KPI", "target skyline.revenue 2025: 110M spread"
    ),
}
"""Lines at the left margin, by form."""

STATEMENTS: Final[dict[str, KeywordEntry]] = {
    "block_actual": KeywordEntry(
        "actuals",
        "one value of the block's period, `-` for missing",
        'skyline.complaints 47 "new crew"',
    ),
    "starts": KeywordEntry(
        "calendar",
        "the first month of the fiscal year, and which calendar year names it",
        "starts October named end",
    ),
    "closed": KeywordEntry(
        "calendar", "the current period: results up to it are final", "closed 2025-Q4"
    ),
    "weight": KeywordEntry(
        "perspective, scorecard, objective, kpi",
        "how much it counts among its siblings; percent signs are decoration",
        "weight 30%",
    ),
    "owner": KeywordEntry(
        "every record", "who answers for it and all below: a person's name, or a text", "owner anna"
    ),
    "reporter": KeywordEntry("every record", "who delivers the numbers", 'reporter "Controlling"'),
    "note": KeywordEntry(
        "every record", "a remark, of a period or of none", 'note 2025-Q3 "Not measured: strike"'
    ),
    "tag": KeywordEntry("every record", "words to find it by", "tag safety growth"),
    "meta": KeywordEntry("every record", "foreign ids and links", 'meta jira "BSC-12"'),
    "was": KeywordEntry("every record", "a former address", "was skyline.old_name"),
    "from_line": KeywordEntry(
        "every record", "from this period on it counts", 'from 2026-Q1 "New strategy"'
    ),
    "until_line": KeywordEntry("every record", "up to this period it counts", "until 2025-Q4"),
    "tier_of": KeywordEntry(
        "scorecard", "its tier; left out: the one below its parent's", "tier unit"
    ),
    "perspective_weight": KeywordEntry(
        "scorecard",
        "this scorecard's own weight of a perspective",
        "perspective financial weight 40%",
    ),
    "score_mode": KeywordEntry(
        "scorecard, objective",
        "how its score is made; `worst` takes the lowest member",
        "score average from kpis",
    ),
    "vision": KeywordEntry(
        "scorecard", "what it wants to be", 'vision "The airline people recommend"'
    ),
    "mission": KeywordEntry("scorecard", "what it is there for", 'mission "Fly more people"'),
    "band": KeywordEntry(
        "scorecard, kpi", "its own status bands, as a whole set", "status red below 50"
    ),
    "supports": KeywordEntry(
        "objective",
        "the cascade: its score counts in an objective of a higher tier",
        "supports skyline.profit weight 2",
    ),
    "supporter": KeywordEntry(
        "objective",
        "the receiver's word on the weight of a support",
        "supporter ground.gates weight 2",
    ),
    "aligns": KeywordEntry("objective", "a line of sight without score", "aligns skyline.profit"),
    "drives": KeywordEntry(
        "objective, kpi", "cause and effect, so much later", "drives profit after 2 quarters"
    ),
    "assess": KeywordEntry(
        "objective, kpi",
        "a human judgement of the status in one period",
        'assess amber 2025-Q3 "Two findings are open"',
    ),
    "leading": KeywordEntry("kpi", "it announces what others will show", "leading"),
    "lagging": KeywordEntry("kpi", "it shows what has come of things (the default)", "lagging"),
    "unit": KeywordEntry("kpi, measure, initiative", "what it is counted in", "unit USD"),
    "better": KeywordEntry(
        "kpi",
        "in which direction it is better; left out where target and baseline tell",
        "better lower",
    ),
    "baseline": KeywordEntry("kpi", "where score 0 lies", "baseline 25M at 2024-Q4"),
    "baseline_series": KeywordEntry(
        "kpi",
        "a baseline that varies by period, such as last year's months",
        "baseline 2025-Q1: 24M 25M 26M 27M",
    ),
    "target": KeywordEntry("kpi", "a constant target", "target 95"),
    "target_by": KeywordEntry(
        "kpi",
        "a waypoint: a straight line leads from the baseline through them",
        "target 35M by 2026-Q4",
    ),
    "target_series": KeywordEntry(
        "kpi",
        "a plan, period by period; `spread` divides coarser periods",
        "target 2025: 110M spread",
    ),
    "target_band": KeywordEntry("kpi", "a band, with a `tolerance`", "target 20..25"),
    "tolerance": KeywordEntry(
        "kpi", "full score at the target, 0 at so much on the bad side", "tolerance 5"
    ),
    "tolerance_relative": KeywordEntry(
        "kpi", "the same in percent of the target", "tolerance 10% of target"
    ),
    "scale": KeywordEntry(
        "kpi",
        "a scoring curve in place of baseline, target and tolerance",
        "scale 60:0 75:50 90:100",
    ),
    "cap": KeywordEntry("kpi", "the highest score, at least 100", "cap 120"),
    "every": KeywordEntry("kpi, measure", "how often it is measured", "every month"),
    "aggregate": KeywordEntry(
        "kpi, measure", "how finer periods make a coarser one", "aggregate sum"
    ),
    "over_ytd": KeywordEntry("kpi", "shown and scored over the fiscal year so far", "over ytd"),
    "over_count": KeywordEntry("kpi", "shown and scored over its last periods", "over 4"),
    "carry": KeywordEntry("kpi, measure", "a missing period takes the last measurement", "carry"),
    "actual": KeywordEntry(
        "kpi, measure",
        "values from a period on, `-` for missing; `|` sets coarser periods apart",
        "actual 2025-Q1: 26M 27M - 29M",
    ),
    "formula": KeywordEntry(
        "kpi, measure", "computed from other KPIs and measures", "formula profit / revenue * 100"
    ),
    "rollup": KeywordEntry("kpi, measure", "computed from what feeds it", "rollup average"),
    "feeds": KeywordEntry(
        "kpi, measure", "its value goes into a rollup", "feeds skyline.revenue weight 2"
    ),
    "like": KeywordEntry(
        "kpi", "takes over another KPI's definition; own lines override", "like skyline.on_ground"
    ),
    "same": KeywordEntry(
        "kpi", "this is that KPI, shown and counted here too", "same ground.gate_time"
    ),
    "source": KeywordEntry(
        "kpi, measure",
        "where its actuals are fetched from",
        'source warehouse "select month, sum from revenue"',
    ),
    "start": KeywordEntry("initiative", "when it begins", "start 2025-03-01"),
    "due": KeywordEntry("initiative", "when it is to be done", "due 2025-11-30"),
    "budget": KeywordEntry("initiative", "what it may cost", "budget 120K"),
    "spent": KeywordEntry("initiative", "what it has cost", "spent 97K"),
    "progress": KeywordEntry("initiative", "how far it is", "progress 60%"),
    "state": KeywordEntry("initiative", "planned, active, done or stopped", "state active"),
    "cause": KeywordEntry(
        "initiative", "why it was begun", 'cause "Gear stands at the wrong gate"'
    ),
}
"""Indented lines, by form."""


def keyword_of(form: str, entry: KeywordEntry) -> str:
    """The keyword that a form is asked for by."""
    return "actuals" if form == "block_actual" else entry.example.split()[0]


def entries_of(word: str) -> list[KeywordEntry]:
    """Everything that a keyword can begin."""
    tables = (*HEADERS.items(), *STATEMENTS.items())
    return [entry for form, entry in tables if keyword_of(form, entry) == word]


def keywords() -> list[str]:
    """All keywords, headers first, each once."""
    tables = (*HEADERS.items(), *STATEMENTS.items())
    return list(dict.fromkeys(keyword_of(form, entry) for form, entry in tables))
