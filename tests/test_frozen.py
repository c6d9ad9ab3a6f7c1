"""Values without a guard: equal, hashed and shown by what they say, as `dataclasses` would have it."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from bsctui.frozen import dataclass
from bsctui.model.entities import ALWAYS, ConstantTarget, Dated, PlanTarget, Waypoint


def test_they_are_equal_and_hashed_by_value():
    one, same, other = (Waypoint(value, 3, None) for value in (1.0, 1.0, 2.0))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert len({one, same, other}) == 2


def test_of_two_kinds_with_the_same_values_neither_is_the_other():
    assert ConstantTarget(()) != PlanTarget(())


def test_they_are_shown_and_replaced_as_dataclasses_are():
    point = dataclasses.replace(Waypoint(1.0, 3, None), value=4.0)
    assert repr(point) == "Waypoint(value=4.0, at=3, origin=None, reason=None)"


def test_what_is_not_frozen_is_no_value():
    with pytest.raises(TypeError, match="values"):
        dataclass(frozen=False)


def test_a_pickled_value_is_equal_and_always_stays_itself():
    line = Dated(5.0, ALWAYS, None)
    copied = copy.deepcopy(line)  # by the same protocol
    assert copied == line
    assert copied.span is ALWAYS
