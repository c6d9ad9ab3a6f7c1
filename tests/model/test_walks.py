"""Walks along links that turn in circles: each place once, and then an end."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bsctui.edits import (
    AddRecord,
    Compound,
    DeleteRecord,
    Edit,
    MoveRecord,
    RecordValue,
    Refused,
    RenameRecord,
    ReorderRecord,
    SetField,
)
from bsctui.model.graph import chain, reachable_from
from bsctui.workspace import Workspace

CIRCLE = """\
calendar quarters 2025-Q1..2025-Q4

scorecard a under b

scorecard b under a

scorecard c under b

objective o in a.process

kpi x in a.o
  like y

kpi y in a.o
  like x

kpi v in a.o
  same w

kpi w in a.o
  same v
"""


def test_a_chain_ends_where_it_comes_to_a_place_again():
    onward = {"a": "b", "b": "c", "c": "b"}
    assert list(chain("a", onward.get)) == ["a", "b", "c"]


def test_what_is_reached_is_named_once_the_nearest_first():
    onward = {"a": ["b", "c"], "b": ["d", "a"], "c": ["d"], "d": ["a"]}
    assert reachable_from(["a"], lambda at: onward[at]) == ["a", "b", "c", "d"]


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=4)))
def test_what_is_reached_is_closed_and_nothing_else(arrows):
    found = reachable_from([0], lambda at: arrows.get(at, ()))
    assert len(found) == len(set(found))
    assert set(found) == {0, *itertools.chain.from_iterable(arrows.get(at, ()) for at in found)}


def tried(edit):
    work = Workspace.from_texts({"a.bsc": CIRCLE})
    try:
        work.apply(edit)
    except Refused as refused:
        return refused.message
    return "".join(work.documents["a.bsc"].lines)


def test_what_stands_in_a_circle_of_scorecards_can_be_deleted_with_all_of_it():
    assert tried(DeleteRecord("a")).startswith(
        "`a` cannot be deleted while it contains something: `b`,"
    )
    assert tried(DeleteRecord("a", with_references=True)) == CIRCLE.partition("scorecard")[0]


def test_every_edit_of_a_scorecard_in_a_circle_ends():
    made: list[Edit] = [
        AddRecord("scorecard", "d", None, "a"),
        AddRecord("scorecard", "d", None, "b", (), "c"),
        AddRecord("objective", "p", None, "a.process"),
        ReorderRecord("a", 1),
        ReorderRecord("c", 1),
        MoveRecord("a", "c"),
        MoveRecord("c", "a"),
        RenameRecord("a", "d"),
        SetField("a", "owner", "Board"),
        SetField("a.x", "target", "4"),
        SetField("a.v", "owner", "Board"),
        RecordValue("a.v", "2025-Q1", "4"),
        DeleteRecord("c"),
    ]
    told = [tried(edit) for edit in (*made, Compound(tuple(made[-2:])))]
    assert all(told)
