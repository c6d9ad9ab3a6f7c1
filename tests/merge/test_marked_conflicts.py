"""Conflicts between git's marks, settled_lines by side or by fact."""

from __future__ import annotations

from bsctui.merge.marked_conflicts import conflict_at, disputed_facts, settled_lines

TEXT = """\
kpi a "A" in s.o
<<<<<<< HEAD
  target 30
  unit m
  actual 2025-Q1: 1
||||||| base
  target 29
=======
  target 28
  unit m
  owner anna
  actual 2025-Q1: 2
>>>>>>> theirs
  weight 2
""".splitlines(keepends=True)


def test_a_conflict_has_the_lines_of_both_sides_and_their_names():
    conflict = conflict_at(TEXT, 2)
    assert (conflict.first, conflict.last, conflict.names) == (2, 13, ("HEAD", "theirs"))
    assert conflict.ours == tuple(TEXT[2:5])
    assert conflict.theirs == tuple(TEXT[8:12])


def test_both_sides_together_say_each_line_once():
    assert conflict_at(TEXT, 2).both == (*TEXT[2:5], TEXT[8], *TEXT[10:12])


def test_facts_are_told_apart_by_what_they_speak_of():
    facts = disputed_facts(conflict_at(TEXT, 2))
    assert [(fact.ours, fact.theirs) for fact in facts] == [
        ((TEXT[2],), (TEXT[8],)),
        ((TEXT[3],), (TEXT[9],)),
        ((), (TEXT[10],)),
        ((TEXT[4],), (TEXT[11],)),
    ]


def test_decided_facts_stand_in_their_order_and_what_both_say_stays():
    facts = disputed_facts(conflict_at(TEXT, 2))
    lines = settled_lines(facts, [(TEXT[8],), (), (TEXT[4],)])
    assert lines == ("  target 28\n", "  unit m\n", "  actual 2025-Q1: 1\n")


def test_torn_marks_are_no_conflict():
    assert conflict_at(TEXT[:7], 2) is None
    assert conflict_at(TEXT, 3) is None
    assert conflict_at([TEXT[1], TEXT[1], *TEXT[2:]], 1) is None


def test_whole_records_on_both_sides_are_facts_of_their_own():
    lines = ["<<<<<<< a\n", "kpi x in s.o\n", "  unit m\n", "=======\n", "kpi y in s.o\n", "  unit m\n", ">>>>>>> b\n"]  # fmt: skip
    facts = disputed_facts(conflict_at(lines, 1))
    assert [fact.is_settled for fact in facts] == [False] * 4
    assert conflict_at(lines, 1).both == ("kpi x in s.o\n", "  unit m\n", "kpi y in s.o\n")


def test_a_conflict_has_all_its_marks_in_their_order():
    whole = ["<<<<<<< a\n", "x\n", "=======\n", "y\n", ">>>>>>> b\n"]
    assert conflict_at(whole, 1) is not None
    for torn in (whole[:2] + whole[3:], whole[:4], [whole[0], *whole], whole[1:]):
        assert conflict_at(torn, 1) is None
    assert conflict_at(whole, 0) is None
    assert conflict_at(whole, 6) is None
