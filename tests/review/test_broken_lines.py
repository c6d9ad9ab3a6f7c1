"""A red KPI that cannot be read any more has no score, and what stands above it rises: a moved goalpost like any other."""

from __future__ import annotations

import pytest

from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from bsctui.review.wording import change_phrase
from tests.review.test_cheats import COMPANY, ENDS, record
from tests.review.worlds import changed, errors, model

BREAKING = {
    "no statement": "gibberish",
    "a note without end": 'note "so',
    "an owner that is none": "owner 12",
    "a tag that is none": "tag !!",
    "a link to nothing": "drives nowhere",
    "the unit twice": "unit EUR\n  unit USD",
    "a series in another grain": "actual 2025-03: 4",
    "a second target": "target 900",
    "a judgement in no colour": "assess purple 2025-Q4",
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_line_that_breaks_a_red_kpi_is_listed_as_easier(name):
    broken = changed((ENDS, f"{ENDS}\n  {BREAKING[name]}"), text=COMPANY)
    comparison = compare(model(COMPANY), model(broken))
    (breakage,) = [
        one for one in comparison.goalposts if "cannot be scored" in change_phrase(one.change)
    ]
    assert breakage.change.address == "s.red"
    assert breakage.direction is Direction.EASIER
    (top,) = [point for point in breakage.judgement.effect if point.address == "s"]
    assert top.points > 0


def test_a_line_that_breaks_a_green_kpi_is_harder():
    broken = changed(
        ("actual 2025-Q1: 90 90 90 90\n", "actual 2025-Q1: 90 90 90 90\n  gibberish\n"),
        text=COMPANY,
    )
    (one,) = compare(model(COMPANY), model(broken)).reviewed
    assert (one.change.address, one.direction) == ("t.u", Direction.HARDER)
    assert one.change.place.line == broken[: broken.index("gibberish")].count("\n") + 1


def test_a_name_that_is_taken_breaks_what_had_it():
    twice = COMPANY + record("red").replace("target 100", "target 10")
    (one,) = compare(model(COMPANY), model(twice)).goalposts
    assert (one.change.address, one.direction) == ("s.red", Direction.EASIER)


def test_what_was_broken_before_is_not_told_again():
    broken = changed((ENDS, f"{ENDS}\n  gibberish"), text=COMPANY)
    other = broken.replace("Calm", "Quiet")
    assert errors(model(broken))
    assert compare(model(broken), model(other)).goalposts == ()


def test_a_measure_that_breaks_takes_the_kpis_that_rest_on_it_along():
    measured = changed(
        (ENDS, "formula x"),
        ("scorecard t ", 'measure x "X" in s\n  actual 2025-Q1: 20 15 10 10\n\nscorecard t '),
        text=COMPANY,
    )  # fmt: skip
    broken = measured.replace('"X" in s\n', '"X" in s\n  gibberish\n')
    (one,) = compare(model(measured), model(broken)).goalposts
    assert (one.change.address, one.direction) == ("s.x", Direction.EASIER)
