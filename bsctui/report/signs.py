"""Signs and words for status and trend: a status is never told by colour alone."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

from bsctui import numbers
from bsctui.kpi_text import short_figure
from bsctui.phrases import first_few
from bsctui.report.scales import value_extent
from bsctui.signs import STATUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.report.changes import Movement, PointsByPlace, RuleChange
    from bsctui.report.content import KpiOutlook, Report
    from bsctui.report.scorecard_rows import ReportedScore

NONE: Final = "·"
MINUS: Final = "\N{MINUS SIGN}"
BROKEN: Final = STATUS["broken"]
PLACES_NAMED: Final = 6
"""So many places are named in a sentence."""
BARS: Final = "▁▂▃▄▅▆▇█"
GAP: Final = "·"

GLOSSARY: Final = (
    "Scores run from 0 to 100: a KPI's score tells how much of the way from its baseline to its target is done, an objective's is the weighted mean of its KPIs and of the objectives that support it.",
    "Change compares with the nearest earlier period that has a score; the trend shows the periods up to this one.",
    f"{STATUS['insufficient']} Insufficient: too little of the weight has a score (`coverage`). Judged: a person set the status. {BROKEN} Broken: it rests on a line that cannot be read or is wrong.",
)
"""What the words and signs mean."""


BEFORES_EXPLAINED: Final = (
    "Before is here the score under the rules and with the results of that revision; in what changed since a period it is that "
    "period's score under the rules of today."
)

OUTLOOK_EXPLAINED: Final = "Every KPI continued from its own history, and the scores that follow: what will be if things go on as they went. It is not a promise, and it assumes no decision that has not been made yet."

TREND_EXPLAINED: Final = "The trend of an objective shows its scores, that of a KPI its values."

NOTHING_NEW: Final = "No score, no status and no note is new in this period."


def status_sign(word: str | None) -> str:
    """The sign of a status."""
    return STATUS.get(word, NONE) if word else NONE


def status_in_words(standing: ReportedScore) -> str:
    """A status in words, with what a reader must know of it."""
    marks = [standing.word]
    if standing.judged:
        marks.append("judged")
    if standing.broken:
        marks.append("broken")
    return ", ".join(marks)


def score_or_dot(number: float) -> str:
    """A score, or that there is none."""
    return numbers.format_score(number) or NONE


def difference_or_dot(number: float) -> str:
    """A difference in points, or that there is none."""
    return numbers.format_difference(number).replace("-", MINUS) or NONE


def points_sentence(title: str, parts: Sequence[PointsByPlace]) -> str:
    """Points by place, in a sentence; empty where there is nothing to tell apart."""
    shown = [
        f"{place.label} {difference_or_dot(place.points)}"
        for place in parts
        if abs(place.points) >= 0.05
    ]
    return f"{title}: {first_few(shown, PLACES_NAMED)}." if len(parts) > 1 and shown else ""


def place_sentences(movement: Movement) -> tuple[str, ...]:
    """A change of a top score by perspective and by scorecard."""
    sentences = (
        points_sentence("By perspective", movement.perspectives),
        points_sentence("By scorecard where it happened", movement.scorecards),
    )
    return tuple(text for text in sentences if text)


def worst_status_word(report: Report) -> str:
    """What the worst status is called."""
    return report.bands[0].word


def block_sparkline(line: Sequence[float], count: int) -> str:
    """The last numbers of a line as blocks, the lowest to the highest; empty without any."""
    shown = list(line)[-count:]
    ends = value_extent(shown)
    if ends is None:
        return ""
    low, high = ends
    top = len(BARS) - 1
    places = [
        None if isnan(number) else (number - low) / (high - low) * top if high > low else top / 2
        for number in shown
    ]
    return "".join(GAP if place is None else BARS[round(place)] for place in places)


def alike(movement: Movement) -> str:
    """The change among what was scored both times, where it is another; empty where it is the same."""
    if isnan(movement.alike) or abs(movement.alike - movement.change) < 0.05:
        return ""
    return f" ({difference_or_dot(movement.alike)} among what was scored both times)"


DEEPEST: Final = 6
"""Levels of parts that are shown by their place; deeper ones stand below one another."""


def inside(depth: int) -> str:
    """What stands before the name of a part, by how deep it stands in KPIs."""
    return f"{'└' * min(depth, DEEPEST)} " if depth else ""


def reason_in_words(change: RuleChange) -> str:
    """The reason of a change; one that was left standing is told as such."""
    if change.reason:
        return f"“{change.reason}”"
    if change.unchanged_reason:
        return f"reason unchanged: “{change.unchanged_reason}”"
    return "no reason given"


def kpi_outlook_cells(outlook: KpiOutlook) -> tuple[str, ...]:
    """What is told of a KPI's future: now, the middle, the range, the target, and the chance to meet it."""
    return (
        short_figure(outlook.now, outlook.unit) or NONE,
        short_figure(outlook.middle, outlook.unit),
        short_figure(outlook.range, outlook.unit),
        short_figure(outlook.target, outlook.unit) or NONE,
        numbers.format_chance(outlook.chance),
    )
