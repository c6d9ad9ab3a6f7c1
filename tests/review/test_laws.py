"""What holds for any two revisions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model.current_period import current_period
from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ResultRevision
from bsctui.review.comparison import compare
from bsctui.review.decisions import changes_between
from bsctui.review.directions import Direction
from bsctui.review.facts import ChangeClass
from bsctui.review.interplay import interplay_at
from bsctui.review.lifts import lifts_between
from bsctui.review.patching import patched_model_renamed
from bsctui.review.wording import interplay_phrase
from tests.budget import budget
from tests.review.strategies import edited, start
from tests.review.test_cheats import COMPANY
from tests.review.worlds import changed, errors, model


@given(edited())
@settings(max_examples=budget(60))
def test_a_side_does_not_differ_from_itself(model):
    assert changes_between(AlignedSides(model, model)) == []
    assert compare(model, model).effects == ()


@pytest.mark.slow
@given(edited(), edited())
@settings(max_examples=budget(150))
def test_the_changes_made_to_the_old_side_give_the_new_one(old, new):
    sides = AlignedSides(old, new)
    made = patched_model_renamed(sides, changes_between(sides))
    assert errors(made) == errors(new)
    assert changes_between(AlignedSides(made, new)) == []


@pytest.mark.slow
@given(edited(), edited())
@settings(max_examples=budget(60))
def test_results_and_rules_make_the_whole_at_every_node_with_its_corners_scored(old, new):
    for effect in compare(old, new).effects:
        if effect.structure:
            assert (
                effect.results
                is effect.rules
                is effect.time
                is effect.restated
                is effect.new
                is None
            )
            assert None in {effect.before, effect.old_rules, effect.after}
            continue
        assert effect.results + effect.rules == pytest.approx(effect.after - effect.before)
        if effect.time is not None:
            assert effect.time + effect.restated + effect.new == pytest.approx(effect.results)


@pytest.mark.slow
@given(edited(rules_only=True))
@settings(max_examples=budget(60))
def test_a_change_of_rules_alone_has_no_results_part(new):
    old = start().model
    if current_period(old) != current_period(new):
        return  # what is measured decides how far the results are in; a fact of time, told apart as such
    for effect in compare(old, new).effects:
        if not effect.structure:
            assert effect.results == pytest.approx(0)


@pytest.mark.slow
@given(edited(), edited())
@settings(max_examples=budget(60))
def test_every_rule_is_judged_and_of_results_those_that_were_there_before(old, new):
    for one in compare(old, new).reviewed:
        is_rule = one.change.change_class is ChangeClass.RULES
        is_revised = one.change.revision not in {None, ResultRevision.NEW}
        assert (one.judgement is not None) == (is_rule or is_revised)


def test_scorecards_added_in_a_circle_are_told_as_one_change():
    added = "scorecard a under b\nscorecard b under a\nobjective o in a.financial\n"
    old = "calendar years 2025..2026\nscorecard s\n"
    (change,) = changes_between(AlignedSides(model(old), model(old + added)))
    assert {change.address, *(inner.address for inner in change.inside)} == {"a", "b", "a.o"}


@given(edited(rules_only=True))
@settings(max_examples=budget(15))
def test_no_change_is_neutral_while_a_score_above_it_moves(new):
    for one in compare(start().model, new).reviewed:
        if one.direction is Direction.NEUTRAL:
            judgement = one.judgement
            for point in (*judgement.effect, *judgement.if_results_stay):
                assert point.points is None or point.points == pytest.approx(0)


@given(edited(rules_only=True), edited(rules_only=True))
@settings(max_examples=budget(12))
def test_whatever_lifts_a_scorecard_now_or_later_without_a_result_is_listed(old, new):
    comparison = compare(old, new)
    if any(one.change.change_class is ChangeClass.RESULTS for one in comparison.reviewed):
        return
    counterfactuals = comparison.counterfactuals
    before, after = counterfactuals.standing_old_rules, counterfactuals.standing_now
    if lifts_between(before, after, comparison.sides.matching.new_of):
        assert comparison.goalposts


@given(edited(rules_only=True), edited(rules_only=True))
@settings(max_examples=budget(20))
def test_all_changes_of_rules_made_together_do_what_the_rules_part_says(old, new):
    """No change of rules is missing, and none stands for another."""
    comparison = compare(old, new)
    counterfactuals = comparison.counterfactuals
    rules = [one.change for one in comparison.reviewed if one.change.change_class is ChangeClass.RULES]  # fmt: skip
    made = counterfactuals.with_rules(patched_model_renamed(comparison.sides, rules))
    for effect in comparison.top_effects:
        if not effect.structure:
            assert made.score(effect.address) - effect.old_rules == pytest.approx(effect.rules)


@given(edited(rules_only=True), edited(rules_only=True))
@settings(max_examples=budget(20))
def test_each_change_alone_and_the_stated_remainder_are_the_rules_part(old, new):
    comparison = compare(old, new)
    now = comparison.counterfactuals.old_rules
    for effect in comparison.top_effects:
        interplay = interplay_at(effect, comparison)
        if interplay is None:
            continue
        period = now.scores.periods[now.at]
        alone = [
            point.points
            for one in comparison.reviewed
            if one.judgement is not None and one.change.change_class is ChangeClass.RULES
            for point in one.judgement.effect
            if (point.address, point.period) == (effect.address, period)
        ]
        assert sum(alone) + interplay.remainder == pytest.approx(effect.rules)
        if len(alone) == 1:
            assert interplay.remainder == pytest.approx(0, abs=1e-9)


@given(st.dictionaries(st.sampled_from(["good", "red", "calm", "q", "u"]), st.integers(20, 200), min_size=2))  # fmt: skip
@settings(max_examples=budget(20))
def test_targets_of_different_kpis_leave_no_remainder(targets):
    """A mean is linear in its members: only changes that act on one another leave something."""
    text = COMPANY
    for name, target in targets.items():
        at = text.index(f"kpi {name} ")
        text = text[:at] + text[at:].replace("target 100", f"target {target}", 1)
    comparison = compare(model(COMPANY), model(text))
    for effect in comparison.top_effects:
        assert interplay_at(effect, comparison).remainder == pytest.approx(0, abs=1e-9)


def test_what_acting_together_does_is_told_at_the_top():
    """A weight tripled on a KPI whose target is cut: together they do more than each alone."""
    text = changed(
        ("target 100\n  actual 2025-Q1: 20", "target 20\n  weight 3\n  actual 2025-Q1: 20"),
        text=COMPANY,
    )
    comparison = compare(model(COMPANY), model(text))
    (effect,) = comparison.top_effects
    interplay = interplay_at(effect, comparison)
    assert interplay.alone + interplay.remainder == pytest.approx(effect.rules)
    assert interplay_phrase(effect, comparison) == f"rules: each by itself {interplay.alone:+.1f}, acting together {interplay.remainder:+.1f}"  # fmt: skip
