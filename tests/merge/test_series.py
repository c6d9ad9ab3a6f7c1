"""Series are merged cell by cell, on whatever lines either side has them; what stands for one fact is decided as one."""

from __future__ import annotations

import pytest

from bsctui.merge.files import FileVersions, merge_file

HEAD = 'calendar quarters 2025-Q1..2025-Q4\nscorecard p "Shop"\nobjective o in p.customer\nkpi k "K" in p.o\n'


def text(*lines: str, after: str = "") -> str:
    """A KPI with some lines, and what stands behind it."""
    return HEAD + "".join(f"  {line}\n" for line in lines) + after


def merge(base: str, ours: str, theirs: str) -> tuple[str, int]:
    """What stands behind the KPI's header after a merge, and the conflicts."""
    found = merge_file(FileVersions(base.encode(), ours.encode(), theirs.encode()))
    return found.content.decode().removeprefix(HEAD), found.conflicts


def clean(base: str, ours: str, theirs: str) -> str:
    """A merge that must be clean, whichever side is ours; what stands behind the header."""
    found, conflicts = merge(base, ours, theirs)
    assert conflicts == 0, found
    assert merge(base, theirs, ours) == (found, 0)
    return found


def conflict(base: str, ours: str, theirs: str) -> tuple[str, str]:
    """The lines of both sides in the one conflict that a merge must leave."""
    found, conflicts = merge(base, ours, theirs)
    assert conflicts == 1, found
    left, _, right = found.partition("<<<<<<< ours\n")[2].partition(">>>>>>>")[0].partition("=======\n")  # fmt: skip
    return left, right


FOUR = text("actual 2025-Q1: 1 2 3 4")


def test_only_the_cell_in_dispute_differs_between_the_markers():
    ours, theirs = text("actual 2025-Q1: 10 2 3 40"), text("actual 2025-Q1: 11 2 30 4")
    assert conflict(FOUR, ours, theirs) == ("  actual 2025-Q1: 10 2 30 40\n", "  actual 2025-Q1: 11 2 30 40\n")  # fmt: skip


def test_two_notes_are_in_dispute_and_no_value_is():
    ours = text('actual 2025-Q1: 1 2 3 40 "strike"')
    theirs = text('actual 2025-Q1: 1 2 30 4 "fair"')
    assert conflict(FOUR, ours, theirs) == ('  actual 2025-Q1: 1 2 30 40 "strike"\n', '  actual 2025-Q1: 1 2 30 40 "fair"\n')  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "after", "expected"),
    [
        (("actual 2025-Q1: 1 2", "actual 2025-Q3: 3 4"), "", "  actual 2025-Q1: 1 2\n  actual 2025-Q3: 30 4\n"),
        (("actual 2025-Q1: 1 2",), "\nactuals 2025-Q3\n  p.k 3\n\nactuals 2025-Q4\n  p.k 4\n",
         "  actual 2025-Q1: 1 2\n\nactuals 2025-Q3\n  p.k 30\n\nactuals 2025-Q4\n  p.k 4\n"),
        ((), "\n# by machine\nactual p.k 2025-Q1: 1 2 3 4\n", "\n# by machine\nactual p.k 2025-Q1: 1 2 30 4\n"),
        (("actual 2025-Q2: 2 3 4",), "", "  actual 2025-Q2: 2 30 4\n"),
    ],
    ids=["split", "in reports", "at the margin", "begun later"],
)  # fmt: skip
def test_a_value_follows_the_line_that_the_other_side_put_it_on(lines, after, expected):
    assert clean(FOUR, text(*lines, after=after), text("actual 2025-Q1: 1 2 30 4")) == expected


def test_lines_that_were_joined_take_the_other_sides_values_and_new_periods():
    base = text("actual 2025-Q1: 1 2", "actual 2025-Q3: 3")
    ours = text("actual 2025-Q1: 1 2 3")
    assert clean(base, ours, text("actual 2025-Q1: 1 20", "actual 2025-Q3: 3 4")) == "  actual 2025-Q1: 1 20 3 4\n"  # fmt: skip


def test_two_notes_never_share_one_line():
    base = text('actual 2025-Q1: 1 2 "first"', "actual 2025-Q3: 3 4")
    ours = text('actual 2025-Q1: 1 2 3 4 "first"')
    theirs = text('actual 2025-Q1: 1 2 "first"', 'actual 2025-Q3: 3 40 "second"')
    assert clean(base, ours, theirs) == '  actual 2025-Q1: 1 2 "first"\n  actual 2025-Q3: 3 40 "second"\n'  # fmt: skip


def test_a_comment_goes_with_the_first_period_of_its_line():
    ours = text("# from the till", "actual 2025-Q1: 1 2", "actual 2025-Q3: 3 4")
    theirs = text("actual 2025-Q1: 1 2 3 4  # audited")
    assert clean(FOUR, ours, theirs) == "  # from the till\n  actual 2025-Q1: 1 2  # audited\n  actual 2025-Q3: 3 4\n"  # fmt: skip


def test_one_value_entered_in_two_forms_stands_once():
    base, report = text("actual 2025-Q1: 1 2"), "\nactuals 2025-Q3\n  p.k 3\n"
    ours = text("actual 2025-Q1: 1 2 3.0")
    assert merge(base, ours, base + report) == ("  actual 2025-Q1: 1 2 3.0\n", 0)
    assert merge(base, base + report, ours) == (f"  actual 2025-Q1: 1 2\n{report}", 0)


def test_two_values_entered_in_two_forms_are_one_cell_in_dispute():
    base = text("actual 2025-Q1: 1 2")
    ours, theirs = text("actual 2025-Q1: 1 2 3"), base + "\nactuals 2025-Q3\n  p.k 4\n"
    assert conflict(base, ours, theirs) == ("  actual 2025-Q1: 1 2 3\n", "  actual 2025-Q1: 1 2 4\n")  # fmt: skip


def test_a_plan_that_was_spread_stays_so_on_new_lines():
    base = text("target 2025-Q1: 6 6 spread", "target 2025-Q3: 6 6 spread")
    ours = text("target 2025-Q1: 6 6 6 6 spread")
    assert clean(base, ours, text("target 2025-Q1: 6 6 spread", "target 2025-Q3: 9 6 spread")) == "  target 2025-Q1: 6 6 9 6 spread\n"  # fmt: skip


# --- What stands for one fact


@pytest.mark.parametrize(
    ("before", "ours", "theirs"),
    [
        (["weight 2"], ["weight 2 until 2025-Q2", "weight 3 from 2025-Q3"], ["weight 4"]),
        (["weight 2 from 2025"], ["weight 2 from 2026"], ["weight 4 from 2025"]),
        (["target 10"], ["target 10 by 2025-Q4"], ["target 12"]),
        (["target 10"], ["target 2025-Q1: 7 8 9 10"], ["target 12"]),
        (["actual 2025-Q1: 1 2"], ["formula 3 * 4"], ["actual 2025-Q1: 1 2 3"]),
        (["actual 2024-Q1: 1 2 3 4", "actual 2025-Q1: 5"], ["formula 3 * 4"], ["actual 2024-Q1: 1 2 3 4", "actual 2025-Q1: 5 6"]),
    ],
    ids=["split span", "other span", "waypoint", "plan", "formula", "all its lines"],
)  # fmt: skip
def test_a_side_taken_whole_leaves_no_fact_twice(before, ours, theirs):
    left, right = conflict(text(*before), text(*ours), text(*theirs))
    assert left == "".join(f"  {line}\n" for line in ours)
    assert right == "".join(f"  {line}\n" for line in theirs)


def test_a_span_added_beside_a_changed_value_is_another_fact():
    base = text("weight 2")
    assert clean(base, text("weight 2", "weight 3 from 2025-Q3"), text("weight 4")) == "  weight 4\n  weight 3 from 2025-Q3\n"  # fmt: skip


def test_what_is_in_dispute_of_one_line_leaves_another_periods_line_alone():
    base = text("actual 2024-Q1: 1 2 3 4", "actual 2025-Q1: 5")
    ours, theirs = text("actual 2025-Q1: 5 6"), text("actual 2024-Q1: 1 2 3 9", "actual 2025-Q1: 5")
    found, conflicts = merge(base, ours, theirs)
    assert conflicts == 1
    assert found.endswith(">>>>>>> theirs\n  actual 2025-Q1: 5 6\n")


def test_a_header_in_dispute_carries_what_either_side_changed_elsewhere_in_it():
    base = text() + "objective other in p.customer\n"
    ours = base.replace('"K" in p.o\n', '"X" in p.other\n')
    theirs = base.replace('"K"', '"Y"')
    found = merge_file(FileVersions(*(t.encode() for t in (base, ours, theirs))))
    assert (
        b'<<<<<<< ours\nkpi k "X" in p.other\n=======\nkpi k "Y" in p.other\n>>>>>>>'
        in found.content
    )


def test_a_cell_that_one_side_wrote_otherwise_is_written_so_though_it_says_the_same():
    base, ours, theirs = (text(f"actual 2025-Q1: {cells}") for cells in ("20000 5 7", "20000 6 7", "20K 5 8"))  # fmt: skip
    assert clean(base, ours, theirs) == "  actual 2025-Q1: 20K 6 8\n"


def test_values_that_stand_where_none_belong_are_merged_as_lines():
    """Below a calendar or a coverage they are an error, and nobody's series."""
    base = HEAD.replace("\n", "\n  actual 2025-Q1: 1 2\n", 1)
    ours, theirs = base.replace("1 2", "1 3", 1), base.replace('"K"', '"Kay"')
    versions = FileVersions(*(version.encode() for version in (base, ours, theirs)))
    assert merge_file(versions).content.decode() == ours.replace('"K"', '"Kay"')
