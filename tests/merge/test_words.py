"""How labels are compared, and how a number is written by a merge or an edit."""

from __future__ import annotations

import pytest

from bsctui.merge.likeness import nearly_equal
from bsctui.merge.normal_form import written_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Costs to serve", "Cost to serve"),
        ("Share of a market", "Share of market"),
    ],
)
def test_a_small_word_more_or_an_ending_makes_no_other_label(one, other):
    assert nearly_equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Customers that pay on time", "Customers that do not pay on time"),
        ("Goods that are on stock", "Goods that are not on stock"),
        ("Customers with contract for years", "Customers with no contract for years"),
        ("Revenue of region 1", "Revenue of region 2"),
    ],
)
def test_a_negation_or_another_number_makes_another_label(one, other):
    assert not nearly_equal(one, other)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (26_000, "26K"),
        (26_500, "26.5K"),
        (10_010, "10.01K"),
        (26_000_000, "26M"),
        (-2_500_000_000, "-2.5B"),
        (9_000, "9000"),
        (0.5, "0.5"),
        (1_234_567, "1234567"),
    ],
)
def test_a_number_is_written_short_where_that_says_all_of_it(value, written):
    assert written_number(value) == written
