"""One revision's rules on another's results: what must hold whatever the two are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from bsctui.model.build import build
from bsctui.review.comparison import compare
from bsctui.review.cross_scoring import crossed_model
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from tests.budget import budget
from tests.review.strategies import edited


def again(model):
    """The same texts, read once more."""
    return build({path: read_document(path, d.to_bytes()) for path, d in model.documents.items()})


@given(edited())
@settings(max_examples=budget(40))
def test_ones_own_rules_on_ones_own_results_are_ones_own_scores(model):
    for found in (crossed_model(model, model), crossed_model(model, again(model)), crossed_model(again(model), model, rules_are_later=True)):  # fmt: skip
        one, other = evaluate(model), evaluate(found)
        assert one.periods == other.periods
        assert one.current == other.current
        assert np.allclose(one.score, other.score, equal_nan=True)
        assert (one.status == other.status).all()


@pytest.mark.slow
@given(edited(), edited())
@settings(max_examples=budget(40))
def test_the_old_rules_on_the_new_results_are_the_old_rules_corner_of_their_review(old, new):
    scores = evaluate(crossed_model(old, new))
    for effect in compare(old, new).effects:
        address = effect.address
        if effect.old_rules is not None and new.names.kind(address) and address in scores.row:
            names = compare(old, new).sides.matching
            former = names.old_of.get(address, address)
            assert scores.score[scores.row[former], scores.current] == pytest.approx(effect.old_rules)  # fmt: skip


@given(edited(), edited())
@settings(max_examples=budget(40))
def test_mixing_keeps_every_name_and_rule_of_the_rules_side(rules, results):
    for later in (False, True):
        found = crossed_model(rules, results, rules_are_later=later)
        assert [*found.kpis] == [*rules.kpis]
        assert all(found.kpis[a].definition == rules.kpis[a].definition for a in rules.kpis if rules.kpis[a].actuals)  # fmt: skip
