"""Numbers as they are shown everywhere."""

from __future__ import annotations

import math

import pytest

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
