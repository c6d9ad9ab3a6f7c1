"""Numbers as they are shown everywhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (29_000_000, "29M"),
        (1.93e6, "1.93M"),
        (47, "47"),
        (0.031, "0.031"),
        (9_500, "9500"),
        (12_500, "12.5K"),
        (-2_400_000, "-2.4M"),
        (0, "0"),
        (math.nan, ""),
    ],
)
def test_values_are_short(value, text):
    assert numbers.format_value(value) == text


def test_units_stand_behind_and_percent_is_glued():
    assert numbers.format_quantity(88, "%") == "88%"
    assert numbers.format_quantity(47, "minutes") == "47 minutes"
    assert numbers.format_quantity(47, None) == "47"
    assert numbers.format_quantity(math.nan, "USD") == ""


def test_differences_carry_their_sign_and_never_say_minus_zero():
    assert numbers.format_difference(8.26) == "+8.3"
    assert numbers.format_difference(-13.3) == "-13.3"
    assert numbers.format_difference(-0.01) == "+0.0"
    assert numbers.format_score(-0.0) == "0.0"


def test_weights_are_shown_as_written():
    assert numbers.format_weight(40, percent=True) == "40%"
    assert numbers.format_weight(2, percent=False) == "2"
    assert numbers.format_weight(1.5, percent=False) == "1.5"


NUMBERS = st.one_of(
    st.floats(-1e15, 1e15).map(lambda number: float(f"{number:.6g}")), st.floats(990, 1010)
)


@given(NUMBERS, st.lists(NUMBERS, max_size=3), st.sampled_from([1, 1.001, 0.999, 1.0021]))
def test_with_its_telling_digits_a_figure_looks_on_the_side_of_a_limit_that_it_is_on(
    number, limits, near
):
    limits = [*limits, number * near]
    digits = numbers.telling_digits(number, limits)
    for limit in limits:
        if not math.isclose(number, limit, rel_tol=1e-12, abs_tol=1e-9):
            shown = (
                read(numbers.format_value(number, digits)),
                read(numbers.format_value(limit, digits)),
            )
            assert (shown[0] > shown[1]) == (number > limit)


def read(text):
    """A shown figure as a number."""
    steps = {"K": 1e3, "M": 1e6, "B": 1e9}
    return float(text.rstrip("KMB")) * steps.get(text[-1], 1)


@pytest.mark.parametrize(
    ("number", "limit", "texts"),
    [
        (120_010, 120_000, ("120.01K", "120K")),
        (1_234_567, 1_234_000, ("1.235M", "1.234M")),
        (6, 5, ("6", "5")),
    ],
)
def test_a_figure_and_the_limit_it_misses_never_look_alike(number, limit, texts):
    assert numbers.format_apart(number, limit) == texts
