"""Records that change places, go, or are edited beside text that cannot be read."""

from __future__ import annotations

import pytest

from bsctui.edits import AddRecord, DeleteRecord, Refused, ReorderRecord, SetField, UnsetField
from bsctui.edits.edit import EditPlan, Intent
from bsctui.text.edits import LineEdit
from bsctui.workspace import Workspace

HEAD = "calendar quarters 2025-Q1..2025-Q4\nscorecard s\n"
ORDERED = f"""\
{HEAD}objective first in s.process
  note "f"
# about a
kpi a in s.first
  target 1
  cap 110

kpi b in s.first
  target 2
  note "b"


objective second in s.process

kpi c in s.second
"""

TWO = f"{HEAD}objective o in s.process\nkpi a in s.o\n  target 5\nkpi b in s.o\n  target 6\n"


def after(text, edit):
    work = Workspace.from_texts({"a.bsc": text})
    work.apply(edit)
    return "".join(work.documents["a.bsc"].lines)


@pytest.mark.parametrize("edit", [ReorderRecord("s.a", 1), ReorderRecord("s.b", -1)])
def test_two_siblings_change_places_with_their_comments_and_the_blank_line_between_them_stays(edit):
    expected = ORDERED.replace(
        '# about a\nkpi a in s.first\n  target 1\n  cap 110\n\nkpi b in s.first\n  target 2\n  note "b"\n',
        'kpi b in s.first\n  target 2\n  note "b"\n\n# about a\nkpi a in s.first\n  target 1\n  cap 110\n',
    )
    assert after(ORDERED, edit) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_last_line_without_an_end_changes_places_and_the_file_goes_on_ending_so(end):
    text = TWO.removesuffix("\n").replace("\n", end)
    a, b = f"kpi a in s.o{end}  target 5", f"kpi b in s.o{end}  target 6"
    expected = text.replace(f"{a}{end}{b}", f"{b}{end}{a}")
    assert after(text, ReorderRecord("s.a", 1)) == expected
    assert after(text, ReorderRecord("s.b", -1)) == expected


def test_what_refers_to_a_record_is_named_with_its_place():
    text = f"{TWO}kpi c in s.o\n  formula a + b\nactuals 2025-Q1\n  s.a 4\n"
    with pytest.raises(Refused, match=r"refers to it: `s\.c` \(a\.bsc:9\)$"):
        after(text.replace("  s.a 4\n", "  s.b 4\n"), DeleteRecord("s.a"))


def test_what_is_below_a_record_goes_with_it():
    blocks = ORDERED.removeprefix(HEAD)
    first, second = blocks.split("\n\n\n")
    assert after(ORDERED, ReorderRecord("s.first", 1)) == f"{HEAD}{second}\n\n{first}\n"


APART = f"""\
{HEAD}objective o in s.process
kpi a in s.o
measure b in s
actual s.a 2025-Q1: 1
target s.a 2025-Q1: 2 3
actual s.b 2025-Q1: 4
actuals 2025-Q2
  s.a 5
  s.b 6
"""


def test_with_a_record_go_its_values_wherever_they_stand_and_no_others():
    kept = "measure b in s\nactual s.b 2025-Q1: 4\nactuals 2025-Q2\n  s.b 6\n"
    assert after(APART, DeleteRecord("s.a")) == f"{HEAD}objective o in s.process\n{kept}"


@pytest.mark.parametrize(
    ("edit", "said"),
    [(ReorderRecord("s.b", 1), "after `s.b`"), (ReorderRecord("s.a", -1), "before `s.a`")],
)
def test_past_the_first_and_the_last_no_sibling_stands(edit, said):
    with pytest.raises(Refused, match=f"no sibling stands {said}"):
        after(ORDERED, edit)


BROKEN = f"{HEAD}objective o in s.process\nkpi a in s.o\nkpi b in\n  target 5\nkpi c in s.o\n"


def test_beside_a_header_that_cannot_be_read_everything_else_can_be_edited():
    assert after(BROKEN, SetField("s.a", "target", "5")) == BROKEN.replace("a in s.o\n", "a in s.o\n  target 5\n")  # fmt: skip
    assert after(BROKEN, DeleteRecord("s.c")) == BROKEN.replace("kpi c in s.o\n", "")
    assert after(BROKEN, DeleteRecord("s.a")) == BROKEN.replace("kpi a in s.o\n", "")


class Stray:
    """An edit that says it changes one record, and changes others."""

    def __init__(self, intent, *line_edits):
        self._plan = EditPlan("stray", line_edits, intent)

    def plan(self, texts):
        del texts
        return self._plan


@pytest.mark.parametrize(
    ("first", "lines", "said"),
    [
        (7, ("  target 7\n",), "would change `s.b` as well"),
        (7, ("  target 7\n", "kpi c in s.o\n"), "not mean what was intended"),
        (6, (), "not mean what was intended"),
    ],
)
def test_an_edit_that_changes_more_than_it_meant_changes_nothing(first, lines, said):
    work = Workspace.from_texts({"a.bsc": TWO})
    edit = Stray(Intent(changed=frozenset({"s.a"})), LineEdit("a.bsc", 5, 5, ("  target 4\n",)), LineEdit("a.bsc", first, 7, lines))  # fmt: skip
    with pytest.raises(Refused, match=said):
        work.apply(edit)
    assert "".join(work.documents["a.bsc"].lines) == TWO


def test_an_edit_may_lay_other_records_out_anew():
    work = Workspace.from_texts({"a.bsc": TWO})
    edit = Stray(Intent(changed=frozenset({"s.a"})), LineEdit("a.bsc", 5, 5, ("  target 4\n",)), LineEdit("a.bsc", 7, 7, ("    target   6\n",)))  # fmt: skip
    work.apply(edit)
    assert "    target   6\n" in work.documents["a.bsc"].lines


def test_a_first_line_stands_right_behind_the_header():
    text = f"{HEAD}objective o in s.process\nkpi a in s.o\n\n# end\n"
    assert after(text, SetField("s.a", "target", "5")) == text.replace("a in s.o\n", "a in s.o\n  target 5\n")  # fmt: skip


def test_of_several_lines_the_clause_picks_one():
    text = f'{TWO}  note "x"\n  note "x"\n  meta sap "1"\n  meta crm "2"\n'
    assert after(text, UnsetField("s.b", "note", '"x"')) == text.replace('  note "x"\n', "", 1)
    assert after(text, UnsetField("s.b", "note", "x")) == text.replace('  note "x"\n', "", 1)
    assert after(text, UnsetField("s.b", "meta", 'crm "2"')) == text.replace('  meta crm "2"\n', "")
    with pytest.raises(Refused, match='no line `note "y"`'):
        after(text, UnsetField("s.b", "note", '"y"'))


@pytest.mark.parametrize(
    "behind", ["", "kpi c in s.o\n", "\nkpi c in s.o\n", "\n\n\nkpi c in s.o\n"]
)
def test_a_new_record_stands_behind_an_empty_line_and_what_came_behind_stays_as_far_away(behind):
    new = AddRecord("kpi", "n", "N", "s.o", after="s.b")
    assert after(TWO + behind, new) == f'{TWO}\nkpi n "N" in s.o\n{behind}'
