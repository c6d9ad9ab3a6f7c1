"""What became of a source, in words: for the command and the app alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.phrases import count_phrase, first_few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.exchange.sources.pulling import SourceReport

SHOWN: Final = 5
"""Values of closed periods, and unknown names, that are told one by one."""


def outcome_line(report: SourceReport) -> str:
    """What became of a source, in a line."""
    if report.failures:
        return "failed; nothing of it is taken"
    rows = f"{count_phrase(report.queries, 'query', 'queries')}, {count_phrase(report.rows, 'row')}"
    if not report.taking.count:
        return f"{rows}; nothing new"
    kpis = count_phrase(len(report.taking.series), "KPI")
    return f"{rows}; {count_phrase(report.taking.count, 'value')} of {kpis}"


def left_lines(report: SourceReport) -> Iterator[str]:
    """What of an answer was left: closed periods, and rows of nothing here."""
    closed = report.taking.closed
    for value in closed[:SHOWN]:
        yield f"{value.period} of `{value.address}` is closed and stays {value.standing}; the source says {value.claimed}"
    if closed:
        more = f"{len(closed) - SHOWN} more are closed; " if len(closed) > SHOWN else ""
        yield f"{more}`--restate` takes what the source says"
    if report.unknown:
        names = first_few([f"`{name}`" for name, _ in report.unknown.most_common()], SHOWN)
        yield f"{count_phrase(report.unknown.total(), 'row')} of no KPI here: {names}"
