"""The page: head, heading, contents, sections, foot."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from bsctui.report.html import changes, details, overview
from bsctui.report.html.elements import el, style, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from bsctui.report.content import Report

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load for this page: nothing but what is in it; no script runs."""


def html(report: Report) -> str:
    """The report as one html file."""
    sections = [found for found in _sections(report) if found is not None]
    body = el(
        "body",
        el("a", "Skip to the report", href="#report", class_="skip"),
        _heading(report),
        _contents(report, sections),
        el("main", sections, id="report"),
        el("footer", "Made by bsctui from the text files of the workspace."),
    )
    return written(el("html", _head(report), body, lang="en"))


def _head(report: Report) -> Element:
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="bsctui"),
        el("title", f"{report.title}, {report.period}"),
        style(_css()),
    )


@cache
def _css() -> str:
    return files(__package__).joinpath("style.css").read_text("utf-8")


def _heading(report: Report) -> Element:
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


def _sections(report: Report) -> Iterator[Element | None]:
    yield overview.brief(report)
    yield changes.changes(report)
    yield overview.behind(report)
    yield overview.levers(report)
    yield overview.outlook(report)
    yield changes.goalposts(report)
    yield overview.tiers(report.tiers)
    yield details.cards(report)
    yield details.works(report)
    yield details.troubles(report)
    yield details.legend(report)


def _contents(report: Report, sections: Sequence[Element]) -> Element:
    """Links to the sections, and to every scorecard."""
    links = (el("li", el("a", one.get("aria-label"), href=f"#{one.get('id')}")) for one in sections)
    inner = (
        el("li", el("a", card.label, href=f"#{details.anchor(at)}"))
        for at, card in enumerate(report.cards)
    )
    return el(
        "nav",
        el("ul", links),
        el("details", el("summary", "Scorecards by name"), el("ul", inner))
        if report.cards
        else None,
        aria_label="Contents",
    )
