"""Which record of a new version is which of the old one: by address, by `was`, then by likeness."""

from __future__ import annotations

import pytest

from bsctui.merge.record_pairing import match_records
from bsctui.model.names import declarations
from bsctui.text.document import read_document

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
