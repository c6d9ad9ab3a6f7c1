"""The page: head, heading, contents, sections, foot."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from bsctui.report.html import changes, details, overview
from bsctui.report.html.elements import el, html_document, style_element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.report.content import Report
    from bsctui.report.html.elements import Markup
    from bsctui.report.html.widgets import PageSection

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for this page: nothing but what is in it; no script runs."""


def html_report(report: Report) -> str:
    """The report as one html file."""
    sections = [section for section in _sections(report) if section is not None]
    body = el(
        "body",
        el("a", "Skip to the report", href="#report", class_="skip"),
        _heading(report),
        _contents(report, sections),
        el("main", (section.body for section in sections), id="report"),
        el("footer", "Made by bsctui from the text files of the workspace."),
    )
    return html_document(el("html", _head(report), body, lang="en"))


def _head(report: Report) -> Markup:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="bsctui"),
        el("title", f"{report.title}, {report.period}"),
        style_element(_css()),
    )


@cache
def _css() -> str:
    return files(__package__).joinpath("style.css").read_text("utf-8")


def _heading(report: Report) -> Markup:
    state = "results final" if report.closed else "results not closed yet"
    return el(
        "header",
        el("img", src=report.logo, alt="", class_="logo") if report.logo else None,
        el(
            "div",
            el("h1", report.title),
            el("p", f"Scorecard report, {report.grain} {report.period}, {state}", class_="below"),
        ),
    )


def _sections(report: Report) -> Iterator[PageSection | None]:
    yield overview.brief_section(report)
    yield changes.changes_section(report)
    yield overview.worst_kpis_section(report)
    yield overview.levers_section(report)
    yield overview.outlook_section(report)
    yield changes.goalposts_section(report)
    yield overview.tiers_section(report.tiers)
    yield details.scorecards_section(report)
    yield details.initiatives_section(report)
    yield details.problems_section(report)
    yield details.legend_section(report)


def _contents(report: Report, sections: Sequence[PageSection]) -> Markup:
    """Links to the sections, and to every scorecard."""
    links = (el("li", el("a", section.title, href=f"#{section.anchor}")) for section in sections)
    inner = (
        el("li", el("a", card.label, href=f"#{details.scorecard_anchor(at)}"))
        for at, card in enumerate(report.scorecards)
    )
    return el(
        "nav",
        el("ul", links),
        el("details", el("summary", "Scorecards by name"), el("ul", inner))
        if report.scorecards
        else None,
        aria_label="Contents",
    )
