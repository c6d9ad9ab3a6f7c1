"""Which record of a new version is which of the old one: by address, by `was`, then by likeness."""

from __future__ import annotations

import pytest

from bsctui.merge.likeness import nearly_equal
from bsctui.merge.record_pairing import match_records
from bsctui.model.names import declarations
from bsctui.review.alignment import AlignedSides
from bsctui.review.comparison import compare
from bsctui.review.wording import change_phrase
from bsctui.text.document import read_document
from tests.review.worlds import model

BASE = """\
scorecard s "Sales"
  owner "Ada"
  vision "More"
objective o "Grow" in s.financial
  weight 2
kpi revenue "Revenue" in s.o
  unit USD
  baseline 10
  target 20
  actual 2025-Q1: 11 12
kpi costs "Costs" in s.o
  better lower
  target 5
measure hours "Hours" in s
  unit hours
initiative plan "Plan" in s.o
  due 2025-12-31
"""


def pairs(old: str, new: str) -> dict[str, str]:
    """Old address -> new address, of what is the same under another one."""
    sides = []
    for text in (old, new):
        found = declarations({"a.bsc": read_document("a.bsc", text.encode())})
        sides.append({item.address: item for item in found})
    found = match_records(*sides)
    return {before: after for before, after in found.new_of.items() if before != after}


def left(old: str, new: str) -> tuple[list[str], list[str]]:
    """What went and what came."""
    sides = []
    for text in (old, new):
        found = declarations({"a.bsc": read_document("a.bsc", text.encode())})
        sides.append({item.address: item for item in found})
    found = match_records(*sides)
    return found.removed, found.added


ALL = {"s": "t", "s.o": "t.o", "s.revenue": "t.revenue", "s.costs": "t.costs", "s.hours": "t.hours", "s.plan": "t.plan"}  # fmt: skip


def renamed(text: str = BASE) -> str:
    """With another name of the scorecard, and nothing that says so."""
    return text.replace("scorecard s", "scorecard t").replace("in s", "in t")


def test_what_says_was_is_what_it_was():
    new = BASE.replace('kpi revenue "Revenue" in s.o\n', 'kpi turnover "Turnover" in s.o\n  was s.revenue\n')  # fmt: skip
    assert pairs(BASE, new) == {"s.revenue": "s.turnover"}
    assert pairs(BASE, new.replace("was s.revenue", "was revenue")) == {"s.revenue": "s.turnover"}


def test_was_says_nothing_of_an_address_that_the_old_side_has():
    new = BASE.replace("  unit USD\n", "  was s.costs\n  unit USD\n")
    assert pairs(BASE, new) == {}


def test_of_several_former_addresses_the_newest_that_was_there_counts():
    new = BASE.replace('kpi costs "Costs" in s.o\n', 'kpi money "Money" in s.o\n  was s.spending\n  was s.costs\n')  # fmt: skip
    assert pairs(BASE, new) == {"s.costs": "s.money"}


def test_was_of_another_kind_says_nothing():
    new = BASE.replace('measure hours "Hours" in s\n  unit hours\n', 'measure time "Time" in s\n  was s.costs\n').replace("kpi costs", "kpi other")  # fmt: skip
    assert "s.costs" not in pairs(BASE, new) or pairs(BASE, new)["s.costs"] != "s.time"


def test_a_scorecard_with_the_same_records_under_another_name_is_the_same_and_so_are_they():
    assert pairs(BASE, renamed()) == ALL


def test_in_it_a_record_keeps_its_name_whatever_else_of_it_changed():
    new = renamed().replace("  unit USD\n  baseline 10\n  target 20\n  actual 2025-Q1: 11 12\n", "  better lower\n  target 3\n")  # fmt: skip
    assert pairs(BASE, new) == ALL


def test_records_of_a_scorecard_that_nobody_can_follow_are_known_by_name_and_label():
    small = 'scorecard s\nkpi k "Kay" in s.o\n  unit a\nobjective o "Oh" in s.financial\n'
    new = small.replace("scorecard s", 'scorecard t "Other"\n  vision "x"').replace("in s", "in t").replace("unit a", "unit b")  # fmt: skip
    assert pairs(small, new) == {"s.k": "t.k", "s.o": "t.o"}
    assert left(small, new.replace("Kay", "Zed")) == (["s", "s.k"], ["t", "t.k"])


@pytest.mark.parametrize(
    ("old", "new"),
    [("Revenue", "Revenue"), ("Revenue", "Turnover"), ("  target 20\n", "  target 30\n")],
    ids=["all but the name", "all but name and label", "all but name and target"],
)
def test_a_record_with_the_old_ones_label_or_figures_is_it_under_another_name(old, new):
    text = BASE.replace("kpi revenue", "kpi turnover").replace(old, new, 1)
    assert pairs(BASE, text) == {"s.revenue": "s.turnover"}


def test_two_lines_in_common_are_chance():
    text = BASE.replace("kpi costs", "kpi spending").replace('"Costs"', '"Spending"')
    assert pairs(BASE, text) == {}


def test_of_two_like_ones_the_more_alike_is_it():
    one = 'kpi a "A" in s.o\n  unit USD\n  baseline 10\n  target 20\n  actual 2025-Q1: 11 12\n'
    other = (
        'kpi b "Revenue" in s.o\n  unit USD\n  baseline 10\n  target 20\n  actual 2025-Q1: 11 12\n'
    )
    first, last = BASE.index("kpi revenue"), BASE.index("kpi costs")
    for new in (one + other, other + one):
        assert pairs(BASE, BASE[:first] + new + BASE[last:]) == {"s.revenue": "s.b"}


def test_tags_and_former_names_make_nothing_alike():
    old = BASE.replace("  better lower\n", "  tag a\n  tag b\n  tag c\n  better lower\n")
    new = old.replace("kpi costs", "kpi other").replace('"Costs"', '"Other"').replace("  better lower\n  target 5\n", "")  # fmt: skip
    assert pairs(old, new) == {}


def test_records_of_different_kinds_are_never_the_same():
    new = BASE.replace('measure hours "Hours" in s\n', 'kpi hours "Hours" in s.o\n')
    assert left(BASE, new) == (["s.hours"], ["s.hours"])


HOSPITAL = """\
calendar quarters 2025-Q1..2025-Q4
  closed 2025-Q2
scorecard p "Hospital"
objective o "Safe care" in p.process
kpi infections "Wards without an infection" in p.o
  unit %
  leading
  owner "Anna"
  baseline 50%
  target 90%
  actual 2025-Q1: 52% 51%
kpi falls "Falls" in p.o
  better lower
  baseline 10
  target 5
  actual 2025-Q1: 7 8
"""


def identified(old: str, new: str) -> tuple[dict[str, str], list[str], list[str]]:
    """What a review takes for the same (where the address is another), what for gone and what for new."""
    matching = AlignedSides(model(old), model(new)).matching
    same = {before: after for before, after in matching.new_of.items() if before != after}
    return same, matching.removed, matching.added


def test_lines_that_many_records_have_make_no_rename_of_a_replacement():
    new = HOSPITAL.replace(
        'kpi infections "Wards without an infection"', 'kpi posters "Posters put up"'
    ).replace("52% 51%", "89% 90%")
    assert identified(HOSPITAL, new) == ({}, ["p.infections"], ["p.posters"])


def test_an_address_given_to_another_thing_is_removed_and_added():
    new = HOSPITAL.replace('"Wards without an infection"', '"Posters put up"').replace(
        "52% 51%", "89% 90%"
    )
    assert identified(HOSPITAL, new) == ({}, ["p.infections"], ["p.infections"])


@pytest.mark.parametrize(
    "edit",
    [
        ('"Wards without an infection"', '"Clean wards"'),
        ("52% 51%", "89% 90%"),
        ('"Wards without an infection"', '"Wards without infection"'),
    ],
    ids=["another label", "other figures", "a label written a little differently"],
)
def test_an_address_with_its_label_or_its_figures_is_what_it_was(edit):
    assert identified(HOSPITAL, HOSPITAL.replace(*edit)) == ({}, [], [])


def test_two_that_change_places_are_followed_by_label_and_figures():
    new = (
        HOSPITAL.replace("kpi infections", "kpi x").replace("kpi falls", "kpi infections").replace("kpi x", "kpi falls")
    )  # fmt: skip
    assert identified(HOSPITAL, new) == (
        {"p.infections": "p.falls", "p.falls": "p.infections"},
        [],
        [],
    )


def test_a_copy_under_another_name_moves_nothing():
    copy = HOSPITAL[HOSPITAL.index("kpi falls") :].replace("kpi falls", "kpi falls_too")
    assert identified(HOSPITAL, HOSPITAL + copy) == ({}, [], ["p.falls_too"])


def test_figures_that_agree_in_most_periods_follow_a_new_name_and_label():
    old = HOSPITAL.replace("actual 2025-Q1: 7 8", "actual 2024-Q3: 5 6 7 8")
    new = old.replace('kpi falls "Falls"', 'kpi tumbles "Accidents"').replace("6 7 8", "6 7 9")
    assert identified(old, new) == ({"p.falls": "p.tumbles"}, [], [])
    doubtful = new.replace("5 6 7 9", "4 5 7 9")
    assert identified(old, doubtful) == ({}, ["p.falls"], ["p.tumbles"])


def test_one_equal_figure_is_chance():
    old = HOSPITAL.replace("actual 2025-Q1: 7 8", "actual 2025-Q2: 8")
    new = old.replace('kpi falls "Falls"', 'kpi tumbles "Accidents"')
    assert identified(old, new) == ({}, ["p.falls"], ["p.tumbles"])


def test_a_label_that_many_have_follows_nobody_whose_figures_are_all_others():
    new = HOSPITAL.replace("kpi falls", "kpi tumbles").replace("1: 7 8", "1: 3 4")
    assert identified(HOSPITAL, new) == ({}, ["p.falls"], ["p.tumbles"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Region A", "Region B"), ("Measure 1", "Measure 2"), ("Complaints", "No complaints"), ("Turns, north", "Turns, south")],
)  # fmt: skip
def test_labels_that_tell_siblings_apart_are_not_nearly_equal(one, other):
    assert not nearly_equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Seat revenue", "Seat Revenue"), ("Wards without an infection", "Wards without infection"), ("On-time departures", "On time departure")],
)  # fmt: skip
def test_labels_written_a_little_differently_are_nearly_equal(one, other):
    assert nearly_equal(one, other)


def test_both_labels_of_a_renamed_record_are_told():
    new = HOSPITAL.replace('kpi falls "Falls"', 'kpi tumbles "Falls of patients"')
    renamed, *_ = compare(model(HOSPITAL), model(new)).reviewed
    assert (renamed.change.label, renamed.change.old_label) == ("Falls of patients", "Falls")
    assert "Falls" in change_phrase(renamed.change)


def test_what_took_an_address_brings_its_results_to_nobody_else():
    new = HOSPITAL.replace('"Wards without an infection"', '"Posters put up"').replace(
        "52% 51%", "89% 90%"
    )
    comparison = compare(model(HOSPITAL), model(new))
    (top,) = comparison.top_effects
    assert top.results == pytest.approx(0)
    assert {one.change.kind for one in comparison.goalposts} == {"added", "removed"}


def test_thousands_of_one_label_are_not_each_compared_with_every_other():
    class Label(str):
        asked = 0
        __slots__ = ()

        def __hash__(self):
            return super().__hash__()

        def __eq__(self, other):
            Label.asked += 1
            return super().__eq__(other)

        def __ne__(self, other):
            Label.asked += 1
            return super().__ne__(other)

    text = "scorecard s\nobjective o in s.financial\n" + "".join(
        f'kpi k{at} "K" in s.o\n  actual 2025-Q1: 1 2\n' for at in range(400)
    )
    items = declarations({"a.bsc": read_document("a.bsc", text.encode())})
    side = {Label(item.address): item for item in items}
    matching = match_records(side, side, (lambda _: {}, lambda _: {}))
    assert len(matching.old_of) == len(side)
    assert Label.asked < 200 * len(side), "by the square it is 400 and more for each"
