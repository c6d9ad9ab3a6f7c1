"""The page on how a score is made: its arithmetic, carried out here as it is written there, is what the program computes."""

from __future__ import annotations

from fractions import Fraction
from math import isnan
from pathlib import Path

import pytest

from bsctui.workspace import Workspace

FOLDER = Path(__file__).parents[2] / "samples" / "explanation" / "how-a-score-is-made"
PAGE = (FOLDER / "README.md").read_text("utf-8")

PASSENGERS = Fraction(100 * (8800 - 8000), 9000 - 8000)
COMPLAINTS = 100 * (1 - Fraction(24 - 20, 10))
TURN = Fraction(100 * (48 - 60), 45 - 60)
HANDS = 100 * (1 - Fraction(7 - 6, 2))
GUESTS = (2 * PASSENGERS + COMPLAINTS) / 3
QUAY = (TURN + 2 * HANDS) / 3
WORKED = {
    "ferry.passengers": PASSENGERS,
    "ferry.complaints": COMPLAINTS,
    "ferry.turn": TURN,
    "deck.hands": HANDS,
    "ferry.guests": GUESTS,
    "ferry.quay": QUAY,
    "ferry": Fraction(60, 100) * GUESTS + Fraction(40, 100) * QUAY,
}
"""By the steps that the page shows."""


@pytest.fixture(scope="module")
def scores():
    return Workspace.load(FOLDER).scores()


def number(column, scores, address, period="2025-Q2"):
    fiscal = scores.model.settings.calendar.fiscal
    at = [fiscal.format(each) for each in scores.periods].index(period)
    return float(column[scores.row[address], at])


@pytest.mark.parametrize("address", WORKED)
def test_a_score_worked_by_hand_is_the_programs(scores, address):
    assert number(scores.score, scores, address) == pytest.approx(float(WORKED[address]))


def test_every_worked_score_stands_on_the_page():
    for value in WORKED.values():
        shown = f"{float(value):.1f}".removesuffix(".0")
        assert shown in PAGE


def test_what_has_no_value_has_no_score_and_shows_in_the_coverage(scores):
    assert isnan(number(scores.score, scores, "ferry.survey"))
    assert number(scores.coverage, scores, "ferry.guests") == pytest.approx(75)
    assert number(scores.coverage, scores, "ferry") == pytest.approx(0.6 * 75 + 0.4 * 100)


def test_lead_lag_own_and_cascaded_are_as_the_page_says(scores):
    assert number(scores.lead, scores, "ferry") == pytest.approx(80)
    assert number(scores.lag, scores, "ferry") == pytest.approx(0.6 * float(GUESTS) + 0.4 * 50)
    assert number(scores.own, scores, "ferry.quay") == pytest.approx(80)
    assert number(scores.cascaded, scores, "ferry.quay") == pytest.approx(50)


def test_the_quarter_before_is_as_the_page_says(scores):
    guests = (2 * Fraction(100 * 300, 500) + 100 * (1 - Fraction(6, 10))) / 3
    quay = (Fraction(100 * (54 - 60) * 10, 525 - 600) + 2 * 100) / 3
    ferry = float(Fraction(60, 100) * guests + Fraction(40, 100) * quay)
    assert number(scores.score, scores, "ferry", "2025-Q1") == pytest.approx(ferry)
    for shown in (float(guests), float(quay), ferry):
        assert f"{shown:.1f}" in PAGE
