"""The report from its heading to its legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.escaping import markdown_text as safe
from bsctui.report.markdown import details, overview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.report.content import Report


def markdown_report(report: Report) -> str:
    """The report as markdown."""
    return "\n".join(_lines(report)).rstrip("\n") + "\n"


def _lines(report: Report) -> Iterator[str]:
    state = "results final" if report.closed else "results not closed yet"
    yield f"# {safe(report.title)}"
    yield ""
    yield f"Scorecard report, {safe(report.grain)} {safe(report.period)}, {state}."
    yield ""
    yield from overview.brief_section(report)
    yield from overview.changes_section(report)
    yield from overview.worst_kpis_section(report)
    yield from overview.levers_section(report)
    yield from overview.outlook_section(report)
    yield from overview.goalposts_section(report)
    yield from overview.tiers_section(report)
    yield from details.scorecards_section(report)
    yield from details.initiatives_section(report)
    yield from details.problems_section(report)
    yield from details.legend_section(report)
