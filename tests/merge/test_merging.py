"""Merging one file: what must merge, what must not, and what becomes of comments, order and layout."""

from __future__ import annotations

import pytest

from bsctui.merge.conflicts import ConflictMarkers, ConflictStyle
from bsctui.merge.files import FileVersions, merge_file

BASE = """\
bsc 1
# How ranks are called
tier group
tier unit

scorecard top "Top"
  owner "Board"

# --- Money ---

objective aim "Aim" in top.financial
  weight 2

kpi sales "Sales" in top.aim
  # as agreed
  target 10
  baseline 5 at 2024-Q4
  tag money
  actual 2025-Q1: 8 9 10 | 11

kpi costs "Costs" in top.aim
  better lower
  baseline 9
  target 5
  formula 20 - sales
"""


def changed(*pairs: tuple[str, str], text: str = BASE) -> str:
    """A text with some of its parts replaced, each of which it must have."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def merged(ours: str, theirs: str, base: str = BASE) -> str:
    """A merge that must be clean."""
    found = merge_file(FileVersions(base.encode(), ours.encode(), theirs.encode()))
    assert found.conflicts == 0, found.content.decode()
    return found.content.decode()


def conflict(ours: str, theirs: str, base: str = BASE, marks: ConflictMarkers | None = None) -> str:
    """A merge that must leave one conflict."""
    found = merge_file(FileVersions(base.encode(), ours.encode(), theirs.encode()), marks)
    assert found.conflicts == 1, found.content.decode()
    return found.content.decode()


def test_neighbouring_lines_are_different_facts():
    ours = changed(("target 10", "target 12"))
    theirs = changed(("baseline 5 at", "baseline 4 at"))
    assert merged(ours, theirs) == changed(("target 10", "target 12"), ("baseline 5 at", "baseline 4 at"))  # fmt: skip


def test_periods_of_one_series_are_different_facts():
    ours = changed(("8 9 10 | 11", "8 9.5 10 | 11"))
    theirs = changed(("8 9 10 | 11", "8 9 10 | 11.5 12"))
    assert merged(ours, theirs) == changed(("8 9 10 | 11", "8 9.5 10 | 11.5 12"))


def test_the_same_period_added_with_one_value_is_no_conflict_however_it_is_written():
    ours = changed(("10 | 11", "10 | 11 12_000"))
    theirs = changed(("10 | 11", "10 | 11 | 12K 13"))
    assert "8 9 10 | 11 | 12_000 13\n" in merged(ours, theirs)


def test_one_period_with_two_values_is_marked_and_the_other_changes_stand_on_both_sides():
    found = conflict(
        changed(("8 9 10 | 11", "8 9 10 | 12")), changed(("8 9 10 | 11", "8 9 10 | 13"))
    )
    assert (
        "<<<<<<< ours\n  actual 2025-Q1: 8 9 10 | 12\n=======\n"
        "  actual 2025-Q1: 8 9 10 | 13\n>>>>>>> theirs\n" in found
    )


def test_label_and_parent_of_one_header_are_different_facts():
    ours = changed(('kpi sales "Sales"', 'kpi sales "Turnover"'))
    theirs = changed(
        ('kpi sales "Sales" in top.aim', 'kpi sales "Sales" in top.other'),
        ("kpi costs", "objective other in top.financial\n\nkpi costs"),
    )
    assert 'kpi sales "Turnover" in top.other\n' in merged(ours, theirs)


def test_siblings_added_at_one_place_both_stand_there_ours_first():
    ours = changed(("kpi costs", "kpi one in top.aim\n  target 1\n\nkpi costs"))
    theirs = changed(("kpi costs", "kpi two in top.aim\n  target 2\n\nkpi costs"))
    assert "kpi one in top.aim\n  target 1\n\nkpi two in top.aim\n  target 2\n\nkpi costs" in merged(ours, theirs)  # fmt: skip


def test_the_same_record_added_by_both_is_there_once():
    ours = changed(("kpi costs", "kpi one in top.aim\n  target 1\n\nkpi costs"))
    theirs = BASE + "\nkpi one in top.aim\n  target 1\n"
    assert merged(ours, theirs).count("kpi one") == 1


def test_a_record_added_by_both_with_two_values_is_a_conflict_of_that_line():
    ours = BASE + "\nkpi one in top.aim\n  target 1\n  leading\n"
    theirs = BASE + "\nkpi one in top.aim\n  target 2\n"
    found = conflict(ours, theirs)
    assert "kpi one in top.aim\n<<<<<<< ours\n  target 1\n=======\n  target 2\n>>>>>>> theirs\n  leading\n" in found  # fmt: skip


def test_what_is_edited_here_and_deleted_there_is_marked_whole():
    gone = BASE[: BASE.index("\nkpi costs")]
    found = conflict(changed(("target 5", "target 4")), gone)
    assert found.endswith("  formula 20 - sales\n=======\n>>>>>>> theirs\n")
    assert "<<<<<<< ours\nkpi costs" in found


def test_what_is_deleted_here_and_only_moved_or_spelled_anew_there_goes():
    gone = changed(("  weight 2\n", ""))
    assert merged(gone, changed(("  weight 2\n", "  weight 2.0\n"))) == gone


def test_references_written_by_one_side_follow_a_name_given_by_the_other():
    ours = changed(("kpi sales", "kpi turnover"), ("  # as agreed", "  was top.sales\n  # as agreed"), ("- sales", "- turnover"))  # fmt: skip
    theirs = changed(("target 10", "target 14")) + "\nkpi both in top.aim\n  formula sales + costs\n"  # fmt: skip
    found = merged(ours, theirs)
    assert "kpi turnover" in found
    assert "  target 14\n" in found
    assert "  formula turnover + costs\n" in found


def test_a_move_to_another_scorecard_takes_the_other_sides_edits_along():
    two = BASE + "\nscorecard low under top\n  tier unit\n\nobjective there in low.financial\n"  # fmt: skip
    ours = changed(
        ('kpi sales "Sales" in top.aim', 'kpi sales "Sales" in low.there\n  was top.sales'),
        ("- sales", "- low.sales"),
        text=two,
    )
    theirs = changed(("target 10", "target 14"), ("20 - sales", "25 - sales"), text=two)
    found = merged(ours, theirs, two)
    assert 'kpi sales "Sales" in low.there\n  was top.sales\n  # as agreed\n  target 14\n' in found
    assert "  formula 25 - low.sales\n" in found


@pytest.mark.parametrize("first", ["in top.aim", "in top.trust"])
def test_two_moves_to_one_scorecard_below_two_things_there_are_a_conflict_of_the_header(first):
    base = f"""{BASE}
objective trust "Trust" in top.customer

scorecard shop "Shop" under top

objective serve "Serve" in shop.customer

kpi queue "Queue" in shop.serve
  target 5
"""
    second = {"in top.aim": "in top.trust", "in top.trust": "in top.aim"}[first]
    ours, theirs = (
        changed(("in shop.serve", f"{place}\n  was shop.queue"), text=base)
        for place in (first, second)
    )
    marked = conflict(ours, theirs, base).split("<<<<<<<")[1]
    assert f'kpi queue "Queue" {first}\n=======\nkpi queue "Queue" {second}\n' in marked
    assert marked.count("was shop.queue") == 1
    assert merged(ours, ours, base) == ours


def test_two_names_for_one_thing_are_a_conflict_of_its_header():
    ours = changed(("kpi sales", "kpi one"), ("  # as", "  was top.sales\n  # as"), ("- sales", "- one"))  # fmt: skip
    theirs = changed(("kpi sales", "kpi two"), ("  # as", "  was top.sales\n  # as"), ("- sales", "- two"))  # fmt: skip
    found = conflict(ours, theirs)
    assert '<<<<<<< ours\nkpi one "Sales" in top.aim\n=======\nkpi two "Sales" in top.aim\n>>>>>>> theirs\n' in found  # fmt: skip


def test_one_name_for_two_things_is_a_conflict():
    ours = changed(("kpi sales", "kpi one"), ("  # as", "  was top.sales\n  # as"), ("- sales", "- one"))  # fmt: skip
    theirs = changed(("kpi costs", "kpi one"), ("  better lower", "  was top.costs\n  better lower"))  # fmt: skip
    conflict(ours, theirs)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("  leading\n", "  lagging\n"),
        ("  weight 3 until 2025-Q3\n", "  weight 4 until 2025-Q4\n"),
        ("  scale 1:0 2:100\n", "  target 3 by 2026-Q4\n"),
    ],
)
def test_what_cannot_both_be_is_a_conflict_wherever_the_lines_stand(here, there):
    base = changed(("  target 10\n", ""))
    ours = changed(("  # as agreed\n", here + "  # as agreed\n"), text=base)
    theirs = changed(("  tag money\n", "  tag money\n" + there), text=base)
    found = merge_file(FileVersions(base.encode(), ours.encode(), theirs.encode()))
    assert found.conflicts
    assert here.encode() in found.content
    assert there.encode() in found.content


def test_tags_are_a_set():
    ours, theirs = changed(("tag money", "tag money one")), changed(("tag money", "tag two"))
    assert "  tag one two\n" in merged(ours, theirs)


def test_a_reordered_record_keeps_the_other_sides_edits():
    first = BASE.index("kpi sales")
    last = BASE.index("kpi costs")
    ours = BASE[:first] + BASE[last:] + "\n" + BASE[first:last].rstrip("\n") + "\n"
    found = merged(ours, changed(("8 9 10 | 11", "8 9 10 | 11 12")))
    assert found == changed(("10 | 11", "10 | 11 12"), text=ours)


def test_a_rank_that_nobody_decided_is_a_conflict():
    ours = changed(("tier unit\n", "tier unit\ntier team\n"))
    theirs = changed(("tier unit\n", "tier unit\ntier crew\n"))
    assert "tier unit\n<<<<<<< ours\ntier team\n=======\ntier crew\n>>>>>>> theirs\n" in conflict(ours, theirs)  # fmt: skip


def test_tiers_reordered_in_two_ways_are_a_conflict():
    base = changed(("tier unit\n", "tier unit\ntier team\n"))
    ours = changed(("tier group\ntier unit\ntier team\n", "tier unit\ntier group\ntier team\n"), text=base)  # fmt: skip
    theirs = changed(("tier group\ntier unit\ntier team\n", "tier group\ntier team\ntier unit\n"), text=base)  # fmt: skip
    found = conflict(ours, theirs, base)
    assert "<<<<<<< ours\n" in found


def test_comments_of_both_sides_stay_where_they_belong():
    ours = changed(("  # as agreed", "  # as agreed\n  # in May"))
    theirs = changed(("  target 10", "  target 10  # at last"))
    assert "  # as agreed\n  # in May\n  target 10  # at last\n" in merged(ours, theirs)


def test_a_comment_written_anew_by_both_is_a_conflict():
    found = conflict(changed(("as agreed", "as agreed once")), changed(("as agreed", "as agreed twice")))  # fmt: skip
    assert "<<<<<<< ours\n  # as agreed once\n=======\n  # as agreed twice\n>>>>>>> theirs\n  target 10\n" in found  # fmt: skip


def test_comments_that_both_added_behind_a_line_both_stand_however_often_it_is_merged():
    ours = changed(("  target 5\n", "  target 5  # check\n"))
    theirs = changed(("  target 5\n", "  target 5  # ask\n"), ("baseline 9", "baseline 8"))
    once = merged(ours, theirs)
    assert "  baseline 8\n  # ask\n  target 5  # check\n" in once
    assert merged(once, theirs) == once
    assert "  # ask\n  target 5  # check\n" in merged(theirs, once)


def test_a_comment_behind_a_line_that_both_wrote_anew_is_a_conflict():
    base, ours, theirs = (changed(("target 10", f"target 10  # {word}")) for word in ("old", "once", "twice"))  # fmt: skip
    assert "=======\n  target 10  # twice\n" in conflict(ours, theirs, base)


def test_a_file_with_a_line_that_cannot_be_read_is_merged_by_lines():
    broken = changed(("target 10", "targett 10"))
    found = conflict(broken, changed(("baseline 5 at", "baseline 4 at")))
    assert "<<<<<<< ours\n  targett 10\n" in found


def test_a_merge_done_again_repeats_no_record_though_a_line_cannot_be_read():
    added = 'kpi more "More" in top.aim\n  weight 3\n\n'
    theirs = changed(("kpi costs", f"{added}kpi costs"))
    # git puts the record that both have into the file once more: on one side a comment stands between
    ours = changed(("kpi costs", f"# why\n\n{added}kpi costs"), ("target 10", "targett 10"))
    assert merged(ours, theirs) == ours


def test_line_ends_byte_order_mark_and_a_missing_last_end_are_kept():
    windows = "\ufeff" + BASE.replace("\n", "\r\n").removesuffix("\r\n")
    ours = windows.replace("target 10", "target 12")
    theirs = windows.replace("baseline 5 at", "baseline 4 at")
    expected = windows.replace("target 10", "target 12").replace("baseline 5 at", "baseline 4 at")
    assert merged(ours, theirs, windows) == expected


def test_markers_have_the_length_and_the_names_that_git_asks_for():
    marks = ConflictMarkers("HEAD", "topic", "before", 9, ConflictStyle.DIFF3)
    found = conflict(changed(("target 10", "target 11")), changed(("target 10", "target 12")), marks=marks)  # fmt: skip
    assert (
        "<<<<<<<<< HEAD\n  target 11\n||||||||| before\n  target 10\n=========\n  target 12\n>>>>>>>>> topic\n"
        in found
    )


def test_a_file_that_both_added_is_merged_from_nothing():
    ours = "actuals 2025-08\n  top.sales 4\n"
    theirs = "actuals 2025-08\n  top.costs 5\n"
    found = merged(ours, theirs, "")
    assert found == "actuals 2025-08\n  top.sales 4\n  top.costs 5\n"


@pytest.mark.parametrize(
    ("before", "mine", "other"),
    [
        ("target 10\n", "target 10\n  target 12 from 2026-Q1\n", "target 10\n  target 13 from 2026-Q2\n"),
        ("target 10\n", "target 10\n  target 12 until 2026\n", "target 10\n  target 13 from 2026\n"),
        ("tag money\n", "tag money\n  tolerance 2 from 2026\n", "tag money\n  tolerance 10% of target from 2025\n"),
        ("tag money\n", "tag money\n  weight 2 until 2026\n", "tag money\n  weight 3\n  weight 4 from 2025 until 2027\n"),
    ],
)  # fmt: skip
def test_two_facts_that_would_hold_at_the_same_time_are_marked(before, mine, other):
    found = merge_file(
        FileVersions(*(changed((before, text)).encode() for text in (before, mine, other)))
    )
    assert found.conflicts, found.content.decode()
    text = found.content.decode()
    assert mine.splitlines()[-1] in text
    assert other.splitlines()[-1] in text


def test_an_overlap_that_a_side_has_elsewhere_hides_none_that_the_merge_makes():
    twice = ("target 5\n", "target 5\n  target 6 from 2026\n  target 7 until 2026\n")
    base = changed(twice)
    ours = changed(("target 10\n", "target 10\n  target 12 from 2026-Q1\n"), text=base)
    theirs = changed(("target 10\n", "target 10\n  target 13 until 2026-Q2\n"), text=base)
    found = conflict(ours, theirs, base)
    assert "target 12 from 2026-Q1" in found
    assert "target 13 until 2026-Q2" in found


def test_two_facts_that_hold_one_after_the_other_merge():
    ours = changed(("target 10\n", "target 10\n  target 12 from 2026\n"))
    theirs = changed(("target 10\n", "target 10\n  target 9 until 2025\n"))
    found = merged(ours, theirs)
    assert "target 12 from 2026\n" in found
    assert "target 9 until 2025\n" in found


def test_an_estimate_gives_way_to_the_final_value_and_is_disputed_where_both_sides_name_another():
    estimated = changed(("8 9 10 | 11", "8 9 10 | ~11"))
    final = changed(("8 9 10 | 11", "8 9 10 | 11"))
    assert merged(final, estimated, base=estimated) == final
    other = changed(("8 9 10 | 11", "8 9 10 | ~12"))
    assert "~12" in conflict(final, other, base=estimated)
