"""Results that were taken back stand after the moved goalposts, with their effect and the note that speaks for them."""

from __future__ import annotations

import pytest

from bsctui.review.comparison import compare
from bsctui.review.directions import Direction
from tests.review.test_cheats import COMPANY, loaded
from tests.review.worlds import changed, model, only, review

CLOSED = "  closed 2025-Q4\n"


@pytest.mark.parametrize(
    "edit",
    [
        (CLOSED, "  closed 2025-Q3\n"),
        ("2025-Q1..2026-Q4\n", "2025-Q2..2026-Q4\n"),
        ("60 60 60 60\n\nkpi sales", "60 60 60 -\n\nkpi sales"),
        ("60 60 60 60\n\nkpi sales", "60 60 61 60\n\nkpi sales"),
        ("  supports s.o\n", '  supports s.o\n  assess green 2025-Q4 "It is well"\n'),
    ],
    ids=["closed moved back", "a period dropped", "a value withdrawn", "a closed value restated", "judged better"],
)  # fmt: skip
def test_results_taken_back_are_listed(edit):
    one = only(review(COMPANY, changed(edit, text=COMPANY)))
    assert one.is_goalpost
    assert one.is_withdrawal


@pytest.mark.parametrize(
    "edit",
    [
        ("2025-Q1..2026-Q4\n", "2025-Q1..2027-Q4\n"),
        ("60 60 60 60\n\nkpi sales", "60 60 60 60 70\n\nkpi sales"),
        ("  supports s.o\n", '  supports s.o\n  assess red 2025-Q4 "It is bad"\n'),
    ],
    ids=["a longer calendar", "a new value", "judged worse"],
)  # fmt: skip
def test_what_only_adds_takes_nothing_back(edit):
    assert not only(review(COMPANY, changed(edit, text=COMPANY))).is_withdrawal


def test_a_first_value_in_a_closed_period_is_new_and_no_restatement():
    late = changed(("60 60 60 60\n\nkpi sales", "60 60 60 -\n\nkpi sales"), text=COMPANY)
    one = only(review(late, COMPANY))
    assert one.change.revision == "new"
    assert not one.is_goalpost


def test_a_restated_value_tells_what_it_did_to_the_score():
    one = only(review(COMPANY, changed(("60 60 60 60\n\n", "60 60 60 80\n\n"), text=COMPANY)))
    assert one.direction is None
    # calm is one of two KPIs of Side, which is one of two members, in one of two perspectives
    points = {point.address: point.points for point in one.judgement.effect}
    assert points["s.calm"] == pytest.approx(20)
    assert points["s"] == pytest.approx(20 / 3 / 2)


def test_a_note_of_its_period_is_the_reason_of_a_restated_value():
    restated = changed(("60 60 60 60\n\n", "60 60 60 80\n\n"), text=COMPANY)
    noted = changed(
        ("60 60 60 80\n", '60 60 60 80\n  note 2025-Q4 "Counted again after the audit"\n'),
        text=restated,
    )
    assert reason_of(COMPANY, noted) == "Counted again after the audit"
    of_the_year = noted.replace("note 2025-Q4", "note 2025")
    assert reason_of(COMPANY, of_the_year) == "Counted again after the audit"
    of_another = noted.replace("note 2025-Q4", "note 2025-Q3")
    assert reason_of(COMPANY, of_another) is None
    old = changed(('  note 2025-Q4 "', '  note 2025-Q4 "'), text=noted).replace("80\n  note", "60\n  note")  # fmt: skip
    assert reason_of(old, noted) is None


def reason_of(old: str, new: str) -> str | None:
    """The reason of the one change of results."""
    (one,) = [one for one in compare(model(old), model(new)).reviewed if one.change.revision]
    return one.change.reason


def test_a_reason_that_was_left_standing_says_nothing_of_a_change():
    old = changed(("  target 100\n  actual 2025-Q1: 20", '  target 100 "As in the budget"\n  actual 2025-Q1: 20'), text=COMPANY)  # fmt: skip
    cut = changed(('target 100 "As', 'target 60 "As'), text=old)
    change = only(review(old, cut)).change
    assert change.reason is None
    assert change.unchanged_reason == "As in the budget"
    told = changed(('target 100 "As in the budget"', 'target 60 "Two lines were sold"'), text=old)
    change = only(review(old, told)).change
    assert (change.reason, change.unchanged_reason) == ("Two lines were sold", None)


def test_a_reason_on_a_plans_line_is_the_reason_of_its_change():
    cut = changed(("60 60 60 60\n  actual", '60 60 60 40 "One plant is closed"\n  actual'), text=COMPANY)  # fmt: skip
    assert only(review(COMPANY, cut)).change.reason == "One plant is closed"


INITIATIVE = '\ninitiative plan "Plan" in s.o\n  due 2025-11-30\n  budget 100\n'


def test_initiatives_have_no_direction_and_are_no_goalposts():
    old = COMPANY + INITIATIVE
    for new in (
        changed(("due 2025-11-30", "due 2026-11-30"), ("budget 100", "budget 500"), text=old),
        COMPANY,
    ):
        for one in compare(loaded(old), loaded(new)).reviewed:
            assert one.change.change_class == "rules"
            assert one.direction is None
            assert not one.is_goalpost


def test_a_new_top_scorecard_is_listed():
    added = only(review(COMPANY, f'{COMPANY}\nscorecard z "Z"\n'))
    assert added.is_goalpost
    let_go = changed(('scorecard t "T" under s', 'scorecard t "T"\n  tier unit'), text=COMPANY)
    assert any(one.is_goalpost and one.change.address == "t" for one in compare(model(COMPANY), model(let_go)).reviewed)  # fmt: skip
    below = only(review(COMPANY, f'{COMPANY}\nscorecard z "Z" under s\n'))
    assert not below.is_goalpost


def test_one_cut_target_stands_above_forty_restated_figures():
    cards = [f'\nkpi m{at} "M{at}" in s.side\n  baseline 0\n  target 100\n  actual 2025-Q1: 50 50 5{at % 10} 60\n' for at in range(40)]  # fmt: skip
    old = COMPANY + "".join(cards)
    new = changed(("target 100\n  actual 2025-Q1: 20", "target 90\n  actual 2025-Q1: 20"), text=old)
    new = new.replace("50 50 5", "50 51 5")
    goalposts = compare(loaded(old), loaded(new)).goalposts
    assert goalposts[0].change.address == "s.red"
    assert {one.is_withdrawal for one in goalposts[1:]} == {True}
    assert len(goalposts) == 41


def test_rules_stand_before_results_and_the_greatest_effect_on_the_top_first():
    edits = (
        ("target 100\n  actual 2025-Q1: 20", "target 99\n  actual 2025-Q1: 20"),
        ("target 100\n  actual 2025-Q1: 60", "target 80\n  actual 2025-Q1: 60"),
        ("target 100\n  actual 2025-Q1: 90", "target 120\n  actual 2025-Q1: 90"),
        ("80 80 80 80", "80 80 80 70"),
    )
    comparison = compare(loaded(COMPANY), loaded(changed(*edits, text=COMPANY)))
    assert [(one.change.address, one.direction) for one in comparison.reviewed] == [
        ("s.calm", Direction.EASIER),
        ("s.red", Direction.EASIER),
        ("s.good", None),
        ("t.u", Direction.HARDER),
    ]
