"""What one side deleted and the other kept, changed or moved: nothing of it is lost, whatever is chosen."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from bsctui.edits import (
    AddRecord,
    DeleteRecord,
    MoveRecord,
    RecordValue,
    Refused,
    RenameRecord,
    SetField,
)
from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.files import FileVersions, merge_file
from bsctui.merge.workspaces import merge_workspaces
from bsctui.model.names import declarations
from bsctui.text.document import read_document
from bsctui.workspace import Workspace
from tests.budget import budget

if TYPE_CHECKING:
    from bsctui.edits import Edit

Files = dict[str, str]

TOP = """\
calendar quarters 2025-Q1..2026-Q4

scorecard top "word1"

objective win "word2" in top.financial
  weight 2 "word3"

kpi money "word4" in top.win
  target 5 "word5"
  rollup sum

"""
LOW = """\
scorecard low "word6" under top
  note "word7"

objective aim "word8" in low.financial
  supports top.win "word9"
  owner "word10"

kpi sales "word11" in low.aim
  target 10 "word12"
  feeds top.money
  actual 2025-Q1: 8 9

initiative push "word13" in low.sales
  note "word14"

initiative plan "word15" in low.aim
  cause "word16"

measure hours "word17" in low
  note "word18"

scorecard crew "word19" under low

objective turn "word20" in crew.financial
  supports low.aim "word21"

kpi trips "word22" in crew.turn
  like low.sales

kpi pace "word23" in top.win
  formula low.sales / low.hours
"""
FIGURES = """\
actuals 2025-Q3
  low.sales 10 "word24"
  low.hours 4 "word25"

actual low.hours 2025-Q1: 5 6
"""
ONE = {"a.bsc": f"{TOP}{LOW}\n{FIGURES}"}
THREE = {"a.bsc": TOP, "sub/low.bsc": LOW, "z.bsc": FIGURES}

CARDS, OBJECTIVES = ("top", "low", "crew"), ("top.win", "low.aim", "crew.turn")
KPIS = ("top.money", "low.sales", "crew.trips", "top.pace")
OTHERS = ("low.push", "low.plan", "low.hours")
WORD = re.compile(r"word\d+")


# --- Two people at work


class Person:
    """A version while somebody edits it; names given are followed, so that an edit finds its record."""

    def __init__(self, files: Files, first: int) -> None:
        self.workspace = Workspace.from_texts(files)
        self._word = first
        self.names = [f"name{first}", f"name{first + 1}"]

    def word(self) -> str:
        """A word that stands nowhere else."""
        self._word += 1
        return f'"word{self._word}"'

    def make(self, edit: Edit) -> None:
        """An edit, if it can be made."""
        with suppress(Refused):
            self.workspace.apply(edit)

    def files(self) -> Files:
        """The version as it is written."""
        return {path: document.to_bytes().decode() for path, document in self.workspace.documents.items()}  # fmt: skip


EDITS = ("delete", "delete", "rename", "move", "note", "record", "add", "label")


def _edit(draw: st.DrawFn, person: Person, kinds: tuple[str, ...]) -> None:
    known = sorted(person.workspace.model.names.declared)
    if not known:
        return
    address = draw(st.sampled_from(known))
    kind = person.workspace.model.names.declared[address].kind
    match draw(st.sampled_from(kinds)):
        case "delete":
            person.make(DeleteRecord(address, with_references=True))
        case "rename":
            person.make(RenameRecord(address, draw(st.sampled_from(person.names))))
        case "move":
            parents = {"kpi": OBJECTIVES, "objective": tuple(f"{card}.process" for card in CARDS), "initiative": KPIS}  # fmt: skip
            person.make(MoveRecord(address, draw(st.sampled_from(parents.get(kind, CARDS)))))
        case "label":
            person.make(SetField(address, "label", person.word()))
        case "note":
            person.make(SetField(address, "note", person.word()))
        case "record":
            period = draw(st.sampled_from(["2025-Q2", "2025-Q4"]))
            person.make(RecordValue(address, period, "77"))
        case "add":
            below = {"scorecard": "measure", "objective": "kpi", "kpi": "initiative"}.get(kind)
            if below:
                name = draw(st.sampled_from(["new", "fresh"]))
                person.make(AddRecord(below, name, person.word().strip('"'), address, ()))


@st.composite
def worked_on(draw: st.DrawFn, files: Files, first: int, *, may_be_silent: bool) -> Files:
    """A version after up to three edits.

    A new name perhaps without the `was` that says what it was before, if the label stays: what has neither its name nor
    its label any more cannot be known to be the same.
    """
    person = Person(files, first)
    is_silent = may_be_silent and draw(st.booleans())
    for _ in range(draw(st.integers(1, 3))):
        _edit(draw, person, EDITS[:-1] if is_silent else EDITS)
    found = person.files()
    return without_was(found) if is_silent else found


@st.composite
def versions(draw: st.DrawFn, *, may_be_silent: bool = True) -> tuple[Files, Files, Files]:
    """A base, and what two people made of it."""
    base = draw(st.sampled_from([ONE, THREE]))
    ours, theirs = (
        draw(worked_on(base, first, may_be_silent=may_be_silent)) for first in (100, 200)
    )
    return base, ours, theirs


# --- The outcome


class Outcome:
    """A merge of three versions, and what comes of it when every conflict is decided for one side."""

    def __init__(self, base: Files, ours: Files, theirs: Files) -> None:
        sides = [{path: text.encode() for path, text in side.items()} for side in (base, ours, theirs)]  # fmt: skip
        if len(base) == 1:
            merged = merge_file(FileVersions(*(side["a.bsc"] for side in sides)))
            self.files, self.conflicts = {"a.bsc": merged.content.decode()}, merged.conflicts
        else:
            found = merge_workspaces(*sides, ConflictMarkers())
            files = {**sides[1], **found.files}
            self.files = {path: text.decode() for path, text in files.items() if text is not None}
            self.conflicts = sum(found.conflicts.values())

    @property
    def has_two_names(self) -> bool:
        """Whether one record has two names of which one is to be chosen."""
        header = r"(scorecard|objective|kpi) \w+ [^\n]*\n"
        return any(
            re.search(rf"<<<<<<<[^\n]*\n{header}=======\n\1", text) for text in self.files.values()
        )

    def chosen(self, side: int) -> Files:
        """The files where all conflicts are decided for our side (0) or for theirs (1)."""
        return {path: _chosen(text, side) for path, text in self.files.items()}


def _chosen(text: str, side: int) -> str:
    found, at = [], None
    for line in text.splitlines(keepends=True):
        mark = {"<<<<<<<": 0, "=======": 1, ">>>>>>>": None}
        if line[:7] in mark:
            at = mark[line[:7]]
        elif at in {None, side}:
            found.append(line)
    return "".join(found)


def words(files: Files) -> Counter[str]:
    """The words that stand once in a version, each for a fact of its own."""
    return Counter(word for text in files.values() for word in WORD.findall(text))


def parents(files: Files) -> dict[str, str]:
    """Of every record the one it stands in, or under."""
    documents = {path: read_document(path, text.encode()) for path, text in files.items()}
    return {
        item.address: (item.parent or "").partition(".")[0]
        if item.kind == "objective"
        else item.parent or ""
        for item in declarations(documents)
    }


def homeless(files: Files) -> list[str]:
    """Records whose parent is nowhere."""
    above = parents(files)
    return [address for address, parent in above.items() if parent and parent not in above]


# --- What stands in a deleted record


DELETED = [
    # What goes, and what the other side does in it.
    ("low", SetField("low", "label", '"word90"')),
    ("low", RenameRecord("low", "best")),
    ("low", SetField("low.aim", "label", '"word90"')),
    ("low", SetField("low.sales", "target", "12")),
    ("low", SetField("low.push", "label", '"word90"')),
    ("low", SetField("low.hours", "unit", "hours")),
    ("low", SetField("crew", "label", '"word90"')),
    ("low", RecordValue("crew.trips", "2025-Q1", "3")),
    ("low", RecordValue("low.hours", "2025-Q4", "3")),
    ("low", RenameRecord("low.sales", "turnover")),
    ("low", MoveRecord("low.sales", "top.win")),
    ("low", MoveRecord("top.pace", "low.aim")),
    ("low", AddRecord("objective", "new", "word90", "low.process", ())),
    ("low", AddRecord("measure", "new", "word90", "low", ())),
    ("low.aim", SetField("low.aim", "weight", "3")),
    ("low.aim", RenameRecord("low.aim", "best")),
    ("low.aim", SetField("low.sales", "target", "12")),
    ("low.aim", SetField("low.push", "label", '"word90"')),
    ("low.aim", SetField("low.plan", "label", '"word90"')),
    ("low.aim", AddRecord("kpi", "new", "word90", "low.aim", ())),
    ("low.aim", MoveRecord("crew.trips", "low.aim")),
    ("low.sales", SetField("low.sales", "target", "12")),
    ("low.sales", RenameRecord("low.sales", "turnover")),
    ("low.sales", SetField("low.push", "label", '"word90"')),
    ("low.sales", AddRecord("initiative", "new", "word90", "low.sales", ())),
    ("low.sales", RecordValue("low.sales", "2025-Q3", "11")),
    ("low.hours", RecordValue("low.hours", "2025-Q2", "7")),
    ("low.hours", SetField("low.hours", "label", '"word90"')),
]
"""By one edit each: the record that one side deletes with all below it, and what the other side does."""


def edited(files: Files, *edits: Edit) -> Files:
    """The files after some edits, none of which may be refused."""
    workspace = Workspace.from_texts(files)
    for edit in edits:
        workspace.apply(edit)
    return {path: document.to_bytes().decode() for path, document in workspace.documents.items()}


def without_was(files: Files) -> Files:
    """The files as written by somebody who does not say what was called how before."""
    return {
        path: re.sub(r"^ +was .*\n", "", text, flags=re.MULTILINE) for path, text in files.items()
    }


@pytest.mark.parametrize("base", [ONE, THREE], ids=["one file", "three files"])
@pytest.mark.parametrize("says_was", [True, False], ids=["with was", "without was"])
@pytest.mark.parametrize(("gone", "edit"), DELETED)
def test_what_one_side_deleted_and_the_other_touched_is_a_conflict_that_shows_all_of_it(
    base, says_was, gone, edit
):
    ours = edited(base, DeleteRecord(gone, with_references=True))
    theirs = edited(base, edit)
    theirs = theirs if says_was else without_was(theirs)
    for outcome, keeping in ((Outcome(base, ours, theirs), 1), (Outcome(base, theirs, ours), 0)):
        assert outcome.conflicts
        assert words(outcome.chosen(keeping)) == words(theirs)
        assert words(outcome.chosen(1 - keeping)) == words(ours)
        assert homeless(outcome.chosen(keeping)) == homeless(outcome.chosen(1 - keeping)) == []


@pytest.mark.parametrize("base", [ONE, THREE], ids=["one file", "three files"])
@pytest.mark.parametrize("edit", [
    SetField("top.win", "label", '"word90"'),
    SetField("low.aim", "owner", '"word90"'),
    RenameRecord("low", "best"),
    RecordValue("low.hours", "2025-Q4", "3"),
])  # fmt: skip
def test_what_one_side_deleted_and_the_other_left_alone_goes(base, edit):
    ours = edited(base, DeleteRecord("low.sales", with_references=True))
    outcome = Outcome(base, ours, edited(base, edit))
    assert outcome.conflicts == 0
    assert "word11" not in words(outcome.files)


def test_a_scorecard_renamed_without_was_is_shown_whole_where_the_other_side_deleted_it():
    base = {
        "a.bsc": TOP
        + "scorecard low under top\n\nobjective aim in low.financial\n\nkpi sales in low.aim\n  actual 2025-Q1: 8\n"
    }
    ours = {"a.bsc": TOP.removesuffix("\n")}
    theirs = {"a.bsc": base["a.bsc"].replace("low", "best")}
    found = Outcome(base, ours, theirs)
    assert found.conflicts == 1
    below = "scorecard best under top\n\nobjective aim in best.financial\n\nkpi sales in best.aim\n  actual 2025-Q1: 8\n"
    assert found.files["a.bsc"] == f"{TOP}<<<<<<< ours\n=======\n{below}>>>>>>> theirs\n"
    found = Outcome(base, theirs, ours)
    assert found.conflicts == 1
    assert found.files["a.bsc"] == f"{TOP}<<<<<<< ours\n{below}=======\n>>>>>>> theirs\n"


OLD = """\
scorecard low "Low" under top
  vision "Low"

objective aim "Aim" in low.financial
  weight 2
  owner "Ada"

kpi sales "Sales" in low.aim
  unit USD
  target 10

measure hours "Hours" in low
  unit hours
"""


def test_a_scorecard_all_of_whose_records_stand_in_a_new_one_is_that_one_under_whatever_name():
    """It has another name, label and vision, and one record in it is otherwise too: nothing but what stands in it tells."""
    base = {"a.bsc": TOP + OLD}
    theirs = {"a.bsc": base["a.bsc"].replace('scorecard low "Low"', 'scorecard best "Best"').replace("low.", "best.").replace("in low", "in best").replace('vision "Low"', 'vision "Best"').replace("  unit hours\n", "  unit days\n")}  # fmt: skip
    ours = {"a.bsc": base["a.bsc"].replace("target 10", "target 12").replace("  unit hours\n", '  unit hours\n  note "word90"\n')}  # fmt: skip
    for one, other in ((ours, theirs), (theirs, ours)):
        found = Outcome(base, one, other)
        assert found.conflicts == 0
        assert found.files["a.bsc"] == theirs["a.bsc"].replace("target 10", "target 12").replace("  unit days\n", '  unit days\n  note "word90"\n')  # fmt: skip


def test_an_objective_all_of_whose_kpis_stand_in_a_new_one_is_that_one_under_whatever_name():
    base = {"a.bsc": TOP + OLD}
    theirs = {"a.bsc": base["a.bsc"].replace('objective aim "Aim"', 'objective end "End"').replace("low.aim", "low.end").replace("  weight 2\n", "  weight 3\n")}  # fmt: skip
    ours = {"a.bsc": base["a.bsc"] + "\nkpi more in low.aim\n  target 3\n"}
    found = Outcome(base, ours, theirs)
    assert found.conflicts == 0
    assert "kpi more in low.end\n" in found.files["a.bsc"]
    assert homeless(found.files) == []


def test_a_record_moved_into_what_the_other_side_deleted_is_in_dispute_where_it_stood_and_where_it_went():
    base = {"a.bsc": TOP + OLD}
    ours = edited(base, DeleteRecord("low.aim", with_references=True))
    theirs = edited(base, MoveRecord("top.money", "low.aim"))
    found = Outcome(base, ours, theirs)
    assert parents(found.chosen(0))["top.money"] == "top.win"
    assert parents(found.chosen(1))["low.money"] == "low.aim"


# --- What holds for any three versions


@settings(max_examples=budget(150))
@given(versions())
def test_no_fact_that_one_side_alone_wrote_or_that_both_kept_is_absent(three):
    base, ours, theirs = map(words, three)
    outcome = Outcome(*three)
    event("conflict" if outcome.conflicts else "clean")
    there = words(outcome.files)
    kept_by_both = ours.keys() & theirs.keys()
    written_by_one = (ours.keys() | theirs.keys()) - base.keys()
    assert kept_by_both | written_by_one <= there.keys()
    assert there.keys() <= ours.keys() | theirs.keys()


@settings(max_examples=budget(150))
@given(versions(may_be_silent=False))
def test_no_fact_stands_twice_whatever_side_is_chosen(three):
    outcome = Outcome(*three)
    for side in (0, 1):
        assert max(words(outcome.chosen(side)).values(), default=1) == 1


@settings(max_examples=budget(150))
@given(versions())
def test_whatever_side_is_chosen_no_record_is_left_without_the_one_it_stands_in(three):
    outcome = Outcome(*three)
    assume(not outcome.has_two_names)  # its records cannot stand under both before that is decided
    for side in (0, 1):
        assert homeless(outcome.chosen(side)) == []


@pytest.mark.slow
@settings(max_examples=budget(150))
@given(versions())
def test_a_merge_says_the_same_with_the_sides_exchanged_and_when_it_is_repeated(three):
    base, ours, theirs = three
    one, other = Outcome(base, ours, theirs), Outcome(base, theirs, ours)
    assert bool(one.conflicts) == bool(other.conflicts)
    for side in (0, 1):
        assert words(one.chosen(side)) == words(other.chosen(1 - side))
    if not one.conflicts:
        again = Outcome(base, {path: one.files.get(path, "") for path in base}, theirs)
        assert (again.conflicts, words(again.files)) == (0, words(one.files))
