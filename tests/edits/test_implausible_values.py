"""A value that cannot be right is told as it is entered, once, with what was probably meant; nothing else is."""

from __future__ import annotations

import pytest

from bsctui.edits.implausible_values import entered_doubts, sentence, typed_doubt
from bsctui.model.plausibility import Doubt
from tests.review.worlds import errors, model

HEAD = "calendar quarters 2024-Q1..2025-Q4\nscorecard s\nobjective o in s.process\nkpi {} in s.o\n"
USUAL = [5000, 5100, 4900, 5000, 5200, 5000]


def world(*lines, name="k"):
    found = model(HEAD.format(name) + "".join(f"  actual {line}\n" for line in lines))
    assert not errors(found)
    return found


def row(values):
    return "2024-Q1: " + " ".join(map(str, values))


@pytest.mark.parametrize(
    ("value", "typical", "is_meant"),
    [(5, 1000, True), (5.01, 1000, False), (0.2, 1000, True), (0.199, 1000, False), (1, 1000, True), (-1, 1000, False),
     (-1, -1000, True)],
)  # fmt: skip
def test_thousands_are_meant_where_they_come_within_five_times_of_what_is_usual(
    value, typical, is_meant
):
    assert sentence(Doubt(0, value, typical)).endswith(f"is {value * 1000:.10g} meant?") is is_meant


@pytest.mark.parametrize("at", range(len(USUAL)))
def test_a_value_is_told_where_it_was_entered_and_not_where_others_came_around_it(at):
    values = [*USUAL[:at], 5, *USUAL[at + 1 :]]
    alone = row([5 if place == at else "-" for place in range(len(USUAL))])
    quarter = f"{2024 + at // 4}-Q{at % 4 + 1}"
    found = list(entered_doubts(world(row(USUAL)), world(row(values))))
    assert [told.partition(":")[0] for told in found] == [f"{quarter} of `s.k`"]
    assert list(entered_doubts(world(alone), world(row(values)))) == []
    assert list(entered_doubts(world(row(values)), world(row(values)))) == []
    assert list(entered_doubts(world(row(values)), world(row(values), name="n"))) == []
    assert len(list(entered_doubts(world(row(USUAL)), world(row(values), name="n")))) == 1


def test_no_value_is_never_in_doubt_and_a_usual_one_neither():
    kpi = world(row(USUAL)).kpis["s.k"]
    second = 2024 * 4 + 1
    assert typed_doubt(kpi, second, float("nan")) is None
    assert typed_doubt(kpi, second, 4000) is None
    assert "is 4000 meant?" in typed_doubt(kpi, second, 4)
