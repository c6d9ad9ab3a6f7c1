"""Merging by lines, as git does: what touches conflicts, and a conflict shows no line that both sides have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.merge.conflicts import MergeConflict, joined_conflicts
from bsctui.merge.line_merge import Hunk, hunks, longest_run, merge_lines
from bsctui.merge.versions import FileVersions, merge_by_lines
from tests.budget import budget


def merged(base: str, ours: str, theirs: str) -> list[object]:
    """A merge of versions whose lines are letters; clashes as pairs."""
    return [
        part if isinstance(part, str) else ("".join(part.ours), "".join(part.theirs))
        for part in joined_conflicts(merge_lines(base, ours, theirs))
    ]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "outcome"),
    [
        ("abc", "abc", "abc", ["a", "b", "c"]),
        ("abc", "xbc", "aby", ["x", "b", "y"]),
        ("abc", "axc", "axc", ["a", "x", "c"]),
        ("abc", "axc", "ayc", ["a", ("x", "y"), "c"]),
        ("abc", "ac", "ac", ["a", "c"]),
        ("abc", "ac", "ayc", ["a", ("", "y"), "c"]),
        ("aa", "a", "aab", ["a", ("", "ab")]),
        ("", "xyz", "xwz", ["x", ("y", "w"), "z"]),
        ("q", "xyz", "xwz", ["x", ("y", "w"), "z"]),
        ("q", "xx", "x", ["x", ("x", "")]),
        ("abcdef", "abXdef", "abcdYf", ["a", "b", "X", "d", "Y", "f"]),
        ("abc", "abcx", "xabc", ["x", "a", "b", "c", "x"]),
        ("abc", "cab", "abc", ["c", "a", "b"]),
    ],
)
def test_both_sides_changes_are_made_and_what_touches_clashes(base, ours, theirs, outcome):
    assert merged(base, ours, theirs) == outcome


def test_a_clash_shows_the_lines_of_the_base_too():
    assert merge_lines("abc", "axc", "ayc")[1] == MergeConflict(("x",), ("y",), ("b",))


@pytest.mark.parametrize(
    ("base", "other", "found"),
    [
        ("abc", "abc", []),
        ("aa", "a", [Hunk(1, 2, 1, 1)]),
        ("a", "aa", [Hunk(1, 1, 1, 2)]),
        ("abc", "ac", [Hunk(1, 2, 1, 1)]),
        ("abc", "", [Hunk(0, 3, 0, 0)]),
        ("", "ab", [Hunk(0, 0, 0, 2)]),
        ("abcd", "axcy", [Hunk(1, 2, 1, 2), Hunk(3, 4, 3, 4)]),
    ],
)
def test_what_a_version_changed_is_told_by_places(base, other, found):
    assert hunks(base, other) == found


texts = st.text("abcd", max_size=8)


@settings(max_examples=budget(300))
@given(texts, texts)
def test_the_hunks_make_the_one_version_of_the_other(base, other):
    found, at = "", 0
    for hunk in hunks(base, other):
        assert hunk.first >= at
        found += base[at : hunk.first] + other[hunk.begin : hunk.end]
        at = hunk.last
    assert found + base[at:] == other


@settings(max_examples=budget(300))
@given(texts, texts, texts)
def test_whichever_side_is_chosen_its_own_lines_are_there_in_their_order(base, ours, theirs):
    parts = merge_lines(base, ours, theirs)
    if merge_lines(base, ours, base) == list(ours):
        chosen = "".join(part if isinstance(part, str) else "".join(part.ours) for part in parts)
        assert all(chosen.count(letter) >= min(ours.count(letter), theirs.count(letter)) for letter in "abcd")  # fmt: skip
    assert "".join(merge_lines(base, base, theirs)) == theirs
    assert "".join(merge_lines(base, ours, ours)) == ours


@pytest.mark.parametrize(
    ("numbers", "length"),
    [([], 0), ([1], 1), ([3, 2, 1], 1), ([1, 2, 3], 3), ([2, 5, 3, 4, 1], 3), ([5, 1, 2, 9, 3], 3)],
)
def test_the_longest_ascending_choice(numbers, length):
    found = longest_run(numbers)
    assert len(found) == length
    assert found == sorted(found)
    assert [numbers[at] for at in found] == sorted(numbers[at] for at in found)


def test_versions_of_which_one_is_the_base_need_no_merge():
    assert FileVersions(b"a", b"b", b"a").trivial_merge == b"b"
    assert FileVersions(b"a", b"a", b"c").trivial_merge == b"c"
    assert FileVersions(b"a", b"b", b"b").trivial_merge == b"b"
    assert FileVersions(b"a", b"b", b"c").trivial_merge is None


def test_a_last_line_without_its_end_is_another_line():
    found = merge_by_lines(FileVersions(b"a\nb\n", b"a\nb", b"a\nb\nc\n"))
    assert found.conflicts == 1
    assert found.content == b"a\n<<<<<<< ours\nb\n=======\nb\nc\n>>>>>>> theirs\n"
