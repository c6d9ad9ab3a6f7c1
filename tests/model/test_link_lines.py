"""Links are found by what they name, and a record's lines are gone through once however many ask."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bsctui.model.entities import ALWAYS, Dated, EntityLink, Origin
from bsctui.model.link_lines import LinkLines


def lines_naming(*targets):
    origin = Origin("a.bsc", None, 0)
    return tuple(Dated(EntityLink(target, None), ALWAYS, origin) for target in targets)


class Counted(list):
    """Lines that count how often they are gone through."""

    times = 0

    def __iter__(self):
        self.times += 1
        return super().__iter__()


@given(st.lists(st.sampled_from("abc")), st.sampled_from("abcd"))
def test_those_that_name_a_target_are_found_in_order(targets, target):
    lines = lines_naming(*targets)
    assert list(LinkLines().naming(lines, target)) == [
        line for line in lines if line.value.target == target
    ]


def test_many_targets_of_one_record_cost_one_walk_through_its_lines():
    lines = Counted(lines_naming(*(f"o{at}" for at in range(100))))
    links = LinkLines()
    assert all(len(links.naming(lines, f"o{at}")) == 1 for at in range(100))
    assert lines.times == 1


def test_lines_that_took_the_identity_of_others_are_not_answered_for_them():
    lines, others = lines_naming("s.a", "s.b"), lines_naming("s.b", "s.b")
    links = LinkLines()
    links._sorted[id(lines)] = (others, {"s.b": others})  # as an unpickled one may have it
    assert [*links.naming(lines, "s.a")] == [lines[0]]
