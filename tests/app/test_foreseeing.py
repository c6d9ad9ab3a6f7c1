"""A KPI's chart continued into the periods to come, and what the data say of the claims beside it."""

from __future__ import annotations

import asyncio
import math
import re
import threading

import pytest

from bsctui.app.core.forecast_cache import make_forecasts
from bsctui.app.core.glyphs import ASCII, UNICODE
from bsctui.app.core.result_cache import ResultCache
from bsctui.app.views.cascade import pane
from bsctui.app.views.cascade.plots import plot_of
from bsctui.edits import RecordValue
from tests.app.helpers import app, screen_text, session_of

TEXT = """\
calendar quarters 2023-Q1..2026-Q4
  closed 2025-Q4
scorecard s "S"
objective o "O" in s.process
  drives p
kpi k "K" in s.o
  unit minutes
  better lower
  baseline 60
  target 30
  actual 2023-Q1: 58 54 55 51 52 48 47 45 46 43 42 40
kpi young "Young" in s.o
  target 9
  actual 2025-Q3: 4 5
objective p "P" in s.financial
kpi result "Result" in s.p
  baseline 0
  target 99
  actual 2023-Q1: 42 46 45 49 48 52 53 55 54 57 58 60
"""


def layers(session, address, glyphs=UNICODE):
    return {layer.name: list(layer.numbers) for layer in plot_of(session, address, glyphs).layers}


def foreseen(address):
    session = session_of(TEXT)
    session.forecast_cache.shown = True
    session.forecast_cache.get_or_make(session.scores, address)
    return session


def test_nothing_is_continued_until_it_is_asked_for():
    session = session_of(TEXT)
    session.forecast_cache.get_or_make(session.scores, "s.k")
    assert "forecast" not in layers(session, "s.k")


def test_the_forecast_begins_at_the_last_value_and_lies_within_its_range():
    session = foreseen("s.k")
    drawn = layers(session, "s.k")
    assert math.isnan(drawn["forecast"][10])
    assert drawn["forecast"][11] == 40
    for low, middle in zip(drawn["80% range"][12:], drawn["forecast"][12:], strict=True):
        assert low < middle < 44


def test_a_kpi_with_too_few_values_stays_at_its_last_without_a_range():
    drawn = layers(foreseen("s.young"), "s.young")
    assert drawn["forecast"][11:] == [5] * 5
    assert "80% range" not in drawn


def test_it_is_made_once_and_anew_for_other_scores():
    session = foreseen("s.k")
    first = session.forecast_cache.get_or_make(session.scores, "s.k")
    assert session.forecast_cache.get_or_make(session.scores, "s.k") is first
    assert session.step_grain(1)
    assert session.forecast_cache.cached(session.scores, "s.k") is None


def test_a_coarser_view_is_continued_too():
    session = session_of(TEXT)
    session.forecast_cache.shown = True
    assert session.step_grain(2)
    found = session.forecast_cache.get_or_make(session.scores, "s.k")
    assert [math.isnan(number) for number in found.middle] == [True, True, True, False]


def test_the_verdict_on_a_claim_is_told_once_for_the_same_scores():
    session = session_of(TEXT)
    (line,) = session.model.objectives["s.o"].drives
    assert session.verdict("s.o", line) in {"supported", "no evidence"}


@pytest.mark.slow
async def test_f_continues_the_chart_and_tells_the_chance():
    session = session_of(TEXT)
    session.selected = "s.k"
    async with app(session, (140, 50)) as (shell, pilot):
        assert "forecast" not in screen_text(shell)
        await pilot.press("F")
        await pilot.pause()
        text = screen_text(shell)
        assert re.search(r"forecast +\d+\.?\d* \(\S+\.\.\S+\) in 2026-Q4", text)
        assert "of meeting the target" in text
        assert "80% range" in text
        await pilot.press("F")
        await pilot.pause()
        assert "of meeting the target" not in screen_text(shell)


async def test_another_kpi_is_continued_when_the_cursor_rests_on_it():
    session = session_of(TEXT)
    session.selected = "s.k"
    async with app(session, (140, 50)) as (shell, pilot):
        await pilot.press("F", "j")
        assert session.selected == "s.young"
        for _ in range(100):
            await asyncio.sleep(0.02)
            if "too few values" in screen_text(shell).split("Definition")[0]:
                break
        assert "in 2026-Q4, its last: too few values" in screen_text(shell)


@pytest.mark.slow
async def test_claims_are_told_with_their_verdict():
    session = session_of(TEXT)
    session.selected = "s.p"
    async with app(session, (140, 60)) as (shell, _):
        line = next(line for line in screen_text(shell).split("\n") if "driven by" in line)
        assert any(word in line for word in ("supported", "no evidence", "too few points"))


def test_without_braille_the_forecast_has_a_sign_of_its_own():
    from bsctui.app.ui.chart import chart

    session = foreseen("s.k")
    lines = chart(plot_of(session, "s.k", ASCII), 70, ASCII)
    drawn = "\n".join("".join(span.text for span in line) for line in lines)
    assert ":" in drawn
    assert drawn.isascii()


def test_what_stands_above_is_told_at_the_end_of_the_calendar():
    session = foreseen("s")
    found = session.forecast_cache.get_or_make(session.scores, "s")
    assert found.last == 15
    assert found.low[15] < found.middle[15] < found.high[15]
    assert 0 <= found.met[15] <= 1
    assert "forecast" in layers(session, "s")
    assert session.forecast_cache.get_or_make(session.scores, "s.o") is not None
    assert not session.forecast_cache.is_missing(session.scores, "s.financial")


async def test_a_score_is_foreseen_when_the_cursor_rests_on_it():
    session = session_of(TEXT)
    session.selected = "s"
    async with app(session, (140, 50)) as (shell, pilot):
        await pilot.press("F")
        for _ in range(200):
            await asyncio.sleep(0.02)
            if "of its best status" in screen_text(shell):
                break
        assert "of its best status" in screen_text(shell)


def test_what_was_made_for_scores_that_no_longer_stand_is_dropped():
    session = session_of(TEXT)
    session.forecast_cache.shown = True
    before = session.scores
    assert session.forecast_cache.is_missing(before, "s.k")
    made = make_forecasts(before, "s.k")
    session.workspace.apply(RecordValue("s.k", "2025-Q4", "20"))
    assert session.forecast_cache.is_missing(session.scores, "s.k")
    session.forecast_cache.keep(before, "s.k", made)
    assert session.forecast_cache.cached(session.scores, "s.k") is None
    assert session.forecast_cache.is_missing(session.scores, "s.k")
    found = session.forecast_cache.get_or_make(session.scores, "s.k")
    assert found.middle[12] < made.prospects["s.k"].middle[12]


@pytest.mark.slow
async def test_an_edit_that_comes_while_a_forecast_is_made_gets_its_own(monkeypatch):
    session = session_of(TEXT)
    session.selected = "s"
    first_is_on_its_way, goes_on = threading.Event(), threading.Event()

    def slow(scores, address):
        made = make_forecasts(scores, address)
        if not first_is_on_its_way.is_set():
            first_is_on_its_way.set()
            goes_on.wait(20)
        return made

    monkeypatch.setattr(pane, "make_forecasts", slow)
    async with app(session, (140, 50)) as (shell, pilot):
        await pilot.press("F")
        while not first_is_on_its_way.is_set():
            await pilot.pause(0.02)
        shell.edit(RecordValue("s.k", "2025-Q4", "20"))
        shell.sync()
        goes_on.set()
        for _ in range(500):
            if session.forecast_cache.cached(session.scores, "s") is not None:
                break
            await pilot.pause(0.02)
        found = session.forecast_cache.cached(session.scores, "s")
        fresh = make_forecasts(session.scores, "s").prospects["s"]
        assert found.middle.tolist() == pytest.approx(fresh.middle.tolist(), nan_ok=True)


def test_a_result_is_known_only_while_its_basis_stands():
    kept = ResultCache()
    assert kept.get("one", "key") is None
    kept.keep("one", "key", 1)
    assert kept.get("one", "key") == 1
    assert kept.get("two", "key") is None
    kept.keep("one", "key", 1)
    assert kept.get("two", "key") is None
    assert kept.get("one", "key") is None
