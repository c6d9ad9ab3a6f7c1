"""The report from its heading to its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.escaping import markdown as safe
from bsctui.report.markdown import details, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.report.content import Report


def markdown(report: Report) -> str:
    """The report as markdown."""
    return "\n".join(_lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    state = "results final" if report.closed else "results not closed yet"
    yield f"# {safe(report.title)}"
    yield ""
    yield f"Scorecard report, {safe(report.grain)} {safe(report.period)}, {state}."
    yield ""
    yield from overview.brief(report)
    yield from overview.changes(report)
    yield from overview.behind(report)
    yield from overview.levers(report)
    yield from overview.outlook(report)
    yield from overview.goalposts(report)
    yield from overview.tiers(report)
    yield from details.cards(report)
    yield from details.works(report)
    yield from details.troubles(report)
    yield from details.legend(report)
