"""Circles of any size are found in linear time, told once, and told in full only where a person can read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.model.build import build
from bsctui.model.graph import along_chains, cycles_in
from bsctui.text.document import read_document

HEAD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
"""


def errors(text):
    model = build({"a.bsc": read_document("a.bsc", text.encode())})
    return [problem for problem in model.diagnostics if problem.code.startswith("E")]


def ring(count, keyword):
    return HEAD + "".join(
        f"kpi k{n} in s.o\n  {keyword} k{(n + 1) % count}\n" for n in range(count)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ring(5000, "like"), "E322"),
        (ring(5000, "same"), "E322"),
        (ring(5000, "formula"), "E321"),
        ("calendar years 2025..2026\n" + "".join(f"scorecard k{n} under k{(n + 1) % 5000}\n" for n in range(5000)), "E320"),
    ],
    ids=["like", "same", "formula", "under"],
)  # fmt: skip
def test_a_circle_of_thousands_is_cut_in_the_middle_and_says_how_many_are_left_out(text, code):
    (problem,) = (found for found in errors(text) if found.code == code)
    shown = problem.message.rpartition(": ")[2].split(" → ")
    assert [name.rpartition(".")[2] for name in shown] == [
        *(f"k{n}" for n in range(10)),
        "… 4980 more …",
        *(f"k{n}" for n in range(4990, 5000)),
        "k0",
    ]
    assert len(problem.related) < 20


def test_a_circle_that_can_be_read_is_told_whole():
    (problem,) = errors(ring(3, "formula"))
    assert problem.message == "a value that depends on itself: s.k0 → s.k1 → s.k2 → s.k0"
    assert [place.line for place in problem.related] == [7, 9]


@pytest.mark.slow
def test_a_knot_in_which_everything_looks_back_at_the_first_is_told_once():
    lines = "".join(f"kpi k{n} in s.o\n  formula k{n + 1} + k0\n" for n in range(3000))
    assert len(errors(f"{HEAD}{lines}kpi k3000 in s.o\n  formula k0\n")) == 1


GRAPHS = st.dictionaries(
    st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=4)
)


@given(GRAPHS)
def test_every_knot_gives_a_circle_and_no_node_stands_in_two(arrows):
    found = list(cycles_in(arrows))
    for circle in found:
        assert all(b in arrows[a] for a, b in zip(circle, [*circle[1:], circle[0]], strict=True))
    members = [node for circle in found for node in circle]
    assert len(members) == len(set(members))
    for node in arrows:
        if node in _reached(arrows, node):
            knot = {other for other in _reached(arrows, node) if node in _reached(arrows, other)}
            assert knot & set(members)


def _reached(arrows, node):
    found, waiting = set(), [node]
    while waiting:
        for other in arrows.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), st.randoms())
def test_what_a_chain_leads_to_does_not_depend_on_where_one_begins(onward, random):
    members = sorted(onward)
    random.shuffle(members)
    found = list(along_chains(members, onward.get))
    given_before = set()
    for member, other in found:
        circle = member in _reached({a: [b] for a, b in onward.items()}, member)
        assert other == (None if circle else onward.get(member))
        assert other is None or other in given_before
        given_before.add(member)
    assert set(members) <= given_before


def test_a_circle_stands_at_the_lines_that_close_it_and_at_no_other_of_their_records():
    text = HEAD + "".join(
        f"kpi {name} in s.o\n  rollup sum\n{feeds}"
        for name, feeds in (
            ("x", ""),
            ("a", "  feeds x\n  feeds b\n"),
            ("b", "  feeds x\n  feeds a\n"),
        )
    )
    (problem,) = errors(text)
    lines = text.splitlines()
    places = {problem.line, *(other.line for other in problem.related)}
    assert {lines[line - 1].strip() for line in places} == {"feeds a", "feeds b"}
