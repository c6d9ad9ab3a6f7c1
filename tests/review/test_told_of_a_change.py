"""What a review says of one change: where it stands, what it does where, how far ahead, and why it was made."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bsctui.model.periods import Grain, Period
from bsctui.review.as_text import ReviewStyle, review_lines
from bsctui.review.bands import direction_by_bands, direction_of_bands
from bsctui.review.carried_results import CarriedResults
from bsctui.review.directions import Direction
from bsctui.review.value_directions import _crossings
from tests.review.test_cheats import COMPANY
from tests.review.worlds import changed, model, only, review

EASY = '\nkpi easy "Easy" in s.o\n  baseline 0\n  target 100\n  actual 2025-Q1: 100 100 100 100\n'
NOW, LAST = Period(Grain.QUARTER, 2025 * 4 + 3), Period(Grain.QUARTER, 2026 * 4 + 3)


# --- Where it is felt


def test_a_new_kpi_is_felt_at_its_objective_and_the_top_now_and_until_the_calendar_ends():
    judgement = only(review(COMPANY, COMPANY + EASY)).judgement
    assert {point.address for point in judgement.effect} == {"s.o", "s"}
    assert {point.period for point in judgement.effect} == {NOW, LAST}


def test_what_was_renamed_and_changed_at_once_is_judged_by_its_change():
    new = changed(
        ('kpi red "Red" in s.o\n  baseline 0\n  target 100', 'kpi rot "Red" in s.o\n  was red\n  baseline 0\n  target 50'),
    text=COMPANY)  # fmt: skip
    comparison = review(COMPANY, new)
    (target,) = [one for one in comparison.reviewed if one.change.field == "target"]
    assert target.direction is Direction.EASIER
    now = {point.address: point.points for point in target.judgement.effect if point.period == NOW}
    assert now["s.rot"] == pytest.approx(10)  # 10 of 50 instead of 10 of 100
    assert now["s"] > 0


def test_effects_are_listed_of_what_moved_or_changed_and_what_stands_above_and_of_nothing_else():
    comparison = review(COMPANY, changed(("actual 2025-Q1: 10 10 10 10\n\nobjective r", "actual 2025-Q1: 10 10 10 20\n\nobjective r"), text=COMPANY))  # fmt: skip
    addresses = {effect.address for effect in comparison.effects}
    assert {"t.q", "t.p", "t"} <= addresses
    assert addresses.isdisjoint({"s.side", "s.calm", "s.sales", "t.r", "t.u", "s.good"})


def test_a_later_effect_is_told_at_the_label_of_the_scorecard():
    new = changed(("target 100\n  actual 2025-Q1: 20", "target 100 until 2025-Q4\n  target 50 from 2026-Q1\n  actual 2025-Q1: 20"), text=COMPANY)  # fmt: skip
    text = "\n".join(review_lines(review(COMPANY, new), "a", "b", lambda _: None, ReviewStyle(110), everything=True))  # fmt: skip
    assert "from 2026-Q1: " in text
    assert " at S if results stay" in text


# --- Targets ahead


def test_of_targets_that_are_not_summed_the_last_one_ahead_is_told():
    new = changed(("target 100\n  actual 2025-Q1: 80", "target 2025-Q1: 100 100 100 100 110 120 130 150\n  actual 2025-Q1: 80"), text=COMPANY)  # fmt: skip
    old = changed(("target 100\n  actual 2025-Q1: 80", "target 2025-Q1: 100 100 100 100 100 100 100 100\n  actual 2025-Q1: 80"), text=COMPANY)  # fmt: skip
    ahead = only(review(old, new)).judgement.targets_ahead
    assert (ahead.old, ahead.new) == (100, 150)


@pytest.mark.parametrize(
    ("target", "told"), [("90..120", (80, 90)), ("80..130", (120, 130)), ("90..130", (80, 90))]
)
def test_of_a_band_the_end_that_moves_is_told_and_of_both_the_lower(target, told):
    old = changed(("baseline 0\n  target 100\n  actual 2025-Q1: 80", "tolerance 50\n  target 80..120\n  actual 2025-Q1: 80"), text=COMPANY)  # fmt: skip
    later = f"target 80..120 until 2025-Q4\n  target {target} from 2026-Q1"
    ahead = only(review(old, changed(("target 80..120", later), text=old))).judgement.targets_ahead
    assert (ahead.old, ahead.new) == told


def test_of_targets_that_are_summed_all_ahead_are_told():
    new = changed(("50 50 50 50 60 60 60 60", "50 50 50 50 50 60 60 55"), text=COMPANY)
    ahead = only(review(COMPANY, new)).judgement.targets_ahead
    assert (ahead.old, ahead.new) == (120, 105)


# --- Where it stands


def test_a_setting_and_a_record_are_found_at_the_line_that_declares_them():
    new = f'{COMPANY}\nperson zed "Zed"\n{EASY}'
    places = {one.change.address: one.change.place.line for one in review(COMPANY, new).reviewed}
    lines = new.splitlines()
    for address, line in places.items():
        assert lines[line - 1].startswith(("person zed", "kpi easy")), address
    assert len(places) == 2


def test_restated_results_are_found_at_the_first_line_of_their_series():
    new = changed(("actual 2025-Q1: 20 15 10 10", "actual 2025-Q1: 30 15\n  actual 2025-Q3: 10 10"), text=COMPANY)  # fmt: skip
    (reviewed,) = [one for one in review(COMPANY, new).reviewed if one.change.field == "actual"]
    assert new.splitlines()[reviewed.change.place.line - 1] == "  actual 2025-Q1: 30 15"


def test_a_change_belongs_to_its_scorecard_and_one_of_settings_to_none():
    new = changed(("coverage 50%", "coverage 60%"), text=COMPANY) + EASY
    scorecards = {one.change.label: one.change.scorecard for one in review(COMPANY, new).reviewed}
    assert scorecards["Easy"] == "s"
    assert [card for label, card in scorecards.items() if label != "Easy"] == [""]


# --- Why


NOTED = ("actual 2025-Q1: 20 15 10 10", 'actual 2025-Q1: 20 15 10 30\n  note 2025-Q4 "Recounted"\n  note 2025-Q1 "Other"')  # fmt: skip


def test_a_note_of_one_of_the_periods_speaks_for_restated_values():
    new = changed((NOTED[0], NOTED[1].replace("20 15 10 30", "20 15 40 30")), text=COMPANY)
    (reviewed,) = [one for one in review(COMPANY, new).reviewed if one.change.field == "actual"]
    assert reviewed.change.reason == "Recounted"


def test_the_reason_on_the_line_goes_before_the_notes():
    new = changed((NOTED[0], NOTED[1].replace("10 30\n", '10 30 "Late invoices"\n')), text=COMPANY)
    (reviewed,) = [one for one in review(COMPANY, new).reviewed if one.change.field == "actual"]
    assert reviewed.change.reason == "Late invoices"


# --- Bands of status


@pytest.mark.parametrize("limits", [(40, 70), (40, 100), (30, 95)])
def test_bands_are_compared_at_every_score_from_the_least_to_beyond_the_last_limit(limits):
    low, high = limits
    old = bands(f"status red below {low}\nstatus amber below {high}\nstatus green")
    for moved, way in ((-1, Direction.EASIER), (1, Direction.HARDER)):
        for new in ((low + moved, high), (low, high + moved)):
            told = "status red below {}\nstatus amber below {}\nstatus green".format(*new)
            if new[1] <= 100:
                assert direction_of_bands(old, bands(told)) is way, new


def bands(text):
    return model(f"{text}\n{COMPANY}").settings.bands


def test_bands_are_easier_where_some_score_gets_a_better_colour():
    usual = bands("status red below 40\nstatus amber below 70\nstatus green")
    milder = bands("status red below 40\nstatus amber below 65\nstatus green")
    both = bands("status red below 45\nstatus amber below 65\nstatus green")
    assert direction_of_bands(usual, milder) is Direction.EASIER
    assert direction_of_bands(milder, usual) is Direction.HARDER
    assert direction_of_bands(usual, both) is Direction.MIXED
    assert direction_of_bands(usual, usual) is Direction.NEUTRAL


def test_bands_of_a_scorecard_of_its_own_are_compared():
    lines = "  status red below {}\n  status green\n"
    old, new = (
        SimpleNamespace(model=model(changed(('scorecard s "S"\n', 'scorecard s "S"\n' + lines.format(below)), text=COMPANY)))
        for below in (60, 50)
    )  # fmt: skip
    assert direction_by_bands(old, new) is Direction.EASIER
    assert direction_by_bands(old, old) is Direction.NEUTRAL


def test_a_scorecard_that_went_or_has_the_same_bands_makes_nothing_easier():
    own = "  status red below 60\n  status green\n"
    lines = f'\nscorecard v "V"\n{own}'
    with_one, without = (SimpleNamespace(model=model(text)) for text in (COMPANY + lines, COMPANY))
    for old, new in ((with_one, without), (without, with_one), (with_one, with_one)):
        assert direction_by_bands(old, new) is Direction.NEUTRAL


# --- What is computed for it


def test_a_scale_crosses_a_level_between_the_two_points_around_it():
    assert _crossings([0, 10, 30], [0, 100, 0], [50]) == [5, 20]


def test_a_yearly_result_stands_only_after_a_year_that_ended_with_the_current_period():
    text = "calendar quarters 2024-Q1..2027-Q4\n  closed {}\nscorecard s\nobjective o in s.financial\nkpi k in s.o\n  every year\n  target 1\n  actual 2024: 5\n"  # fmt: skip
    for closed, years in (("2026-Q4", [2024, 2027]), ("2026-Q3", [2024, 2026, 2027])):
        kpi = CarriedResults().carried(model(text.format(closed))).kpis["s.k"]
        assert [line.start + at for line in kpi.actuals for at in range(len(line.values))] == years
