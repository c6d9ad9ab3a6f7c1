"""What an unknown name may have meant is found among many names by looking at a few of them."""

from __future__ import annotations

import difflib

import pytest

from bsctui.model import closest
from bsctui.model.closest import WordIndex
from bsctui.model.entities import Origin
from bsctui.model.names import Declaration, Names

NAMES = [f"card{n // 100}.measure_{n}_of_something" for n in range(10_000)]


def names(*addresses):
    return Names(
        {a: Declaration("kpi", a, None, Origin("a.bsc", None, 0), None) for a in addresses}, ()
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("top.revneue", "top.revenue"),
        ("top.evenue", "top.revenue"),
        ("top.revenu", "top.revenue"),
        ("tpo.revenue", "top.revenue"),
        ("other.revenue", "top.revenue"),
        ("top.xyz", None),
    ],
)
def test_a_slip_is_recognized_among_ten_thousand_names(typed, meant):
    assert names(*NAMES, "top.revenue", "top.cost").closest(typed, ("kpi",)) == meant


def test_a_name_of_the_same_scorecard_comes_before_a_closer_one_of_another():
    found = names("b.revenues", "a.revenue_s", *NAMES).closest("a.revenues", ("kpi",))
    assert found == "a.revenue_s"


def test_each_unknown_name_is_compared_with_a_bounded_number_of_others(monkeypatch):
    compared = []

    def counted(word, words, *rest):
        compared.append(len(words))
        return difflib.get_close_matches(word, words, *rest)

    monkeypatch.setattr(closest, "get_close_matches", counted)
    known = names(*NAMES)
    for n in range(50):
        known.closest(f"card{n}.measure_{n}_off_something", ("kpi",))
    assert max(compared) <= 6 * closest.NEIGHBOURS * 2
    assert len(WordIndex(NAMES).near("card7.measure_7x")) <= 4 * closest.NEIGHBOURS
