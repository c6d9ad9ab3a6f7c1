"""A workspace of many KPIs: the page folds what nobody reads first, and stays of a size that can be sent."""

from __future__ import annotations

import re

import pytest

from bsctui.report.html import html_report
from bsctui.report.markdown import markdown_report
from bsctui.workspace import Workspace
from tests.benchmarks.generate import Generator
from tests.report.examples import report_on


@pytest.fixture(scope="module")
def report():
    return report_on(Workspace.from_texts(dict(Generator(1).files(1000))))


@pytest.mark.slow
def test_only_the_top_scorecards_stand_open(report):
    page = html_report(report)
    cards = re.findall(r"<details [^>]*class=\"scorecard\"[^>]*>", page)
    assert len(cards) == len(report.scorecards) > 40
    assert ["open" in card for card in cards] == [card.depth == 0 for card in report.scorecards]


@pytest.mark.slow
def test_every_kpi_is_in_it(report):
    page, text = html_report(report), markdown_report(report)
    for card in report.scorecards:
        for part in card.perspectives:
            for objective in part.objectives:
                for kpi in objective.kpis:
                    assert kpi.label in page
                    assert kpi.label in text


@pytest.mark.slow
def test_it_can_be_sent(report):
    kpis = sum(card.kpi_count for card in report.scorecards)
    assert kpis > 900
    assert len(html_report(report).encode()) < 2500 * kpis
    assert len(markdown_report(report).encode()) < 500 * kpis


@pytest.mark.slow
def test_long_lists_are_told_in_full_only_to_those_who_ask(report):
    assert len(report.shifts) > 100
    before_fold = html_report(report).partition('<details class="more">')[0]
    rows = before_fold.partition("Statuses that changed")[2].count("<tr>")
    assert rows == 1 + 20


def test_of_many_kpis_only_the_top_is_told_in_full_and_the_page_can_be_sent(report, monkeypatch):
    monkeypatch.setattr("bsctui.report.html.details.MANY_KPIS", 500)
    page = html_report(report)
    kpis = sum(card.kpi_count for card in report.scorecards)
    assert len(page.encode()) < 200_000 + 560 * kpis  # so 5,000 of them stay below 3 MB
    assert page.count("bsctui report ") >= sum(card.depth > 0 for card in report.scorecards)
    for card in report.scorecards:
        for part in card.perspectives:
            for objective in part.objectives:
                assert all(kpi.label in page for kpi in objective.kpis)
