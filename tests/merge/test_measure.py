"""A small run of the measure (`python -m tests.benchmarks.merging`), and laws that hold for any edits."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.merge.files import FileVersions, merge_file
from tests.benchmarks.merging import by_meaning, is_even, measured, measured_across_files
from tests.budget import budget
from tests.merge.concurrent import Pair, pair
from tests.merge.judge import comments, facts

PAIRS = 2_000 if settings().max_examples >= 1_000 else 40
"""Of one file; of whole workspaces, which take longer, a quarter."""


@pytest.fixture(scope="module")
def tallies():
    return measured(PAIRS, 7)


@pytest.mark.slow
def test_whole_workspaces_are_merged_without_loss():
    tally = measured_across_files(PAIRS // 4, 7)
    assert [found for _, found in tally.wrong] == []
    assert tally.needless <= PAIRS / 40


@pytest.mark.slow
def test_no_clean_merge_is_wrong_or_lossy(tallies):
    assert [found for _, found in tallies[1].wrong] == []


@pytest.mark.slow
def test_needless_conflicts_are_a_tenth_of_gits_at_most(tallies):
    git, ours = tallies
    assert git.needless > PAIRS / 12
    assert ours.needless <= git.needless / 10


def test_a_merge_repeated_or_turned_round_says_the_same(tallies):
    assert tallies[1].uneven == 0


def test_what_the_sides_dispute_is_never_merged_cleanly(tallies):
    assert tallies[1].due > 0


seeds = st.integers(0, 10**9)


def drawn(seed: int) -> Pair:
    """A pair of concurrent edits."""
    return pair(Random(seed))


def merge(base: str, ours: str, theirs: str) -> str:
    """The merged text."""
    return merge_file(FileVersions(base.encode(), ours.encode(), theirs.encode())).content.decode()


@settings(max_examples=budget(25), deadline=None)
@given(seeds)
def test_one_side_alone_is_taken_as_it_is(seed):
    one = drawn(seed)
    assert merge(one.base, one.ours.text, one.base) == one.ours.text
    assert merge(one.base, one.base, one.ours.text) == one.ours.text
    assert merge(one.base, one.ours.text, one.ours.text) == one.ours.text


@settings(max_examples=budget(25), deadline=None)
@given(seeds)
def test_every_fact_and_comment_of_a_merge_is_from_a_side(seed):
    one = drawn(seed)
    text, conflicts = by_meaning(one)
    if conflicts:
        return
    renamed = {key[0] for side in (one.ours, one.theirs) for key in ((name,) for name in side.former)}  # fmt: skip
    if not renamed:
        sides = {**facts(one.ours.text, {}), **facts(one.base, {}), **facts(one.theirs.text, {})}
        assert facts(text, {}).keys() <= sides.keys()
    assert set(comments(text)) <= {*comments(one.ours.text), *comments(one.theirs.text)}


@settings(max_examples=budget(25), deadline=None)
@given(seeds)
def test_both_versions_of_what_is_in_dispute_stand_between_the_markers(seed):
    one = drawn(seed)
    text, conflicts = by_meaning(one)
    if not conflicts:
        assert is_even(one, text, conflicts)
        return
    marks = [line for line in text.splitlines() if line[:7] in {"<<<<<<<", "=======", ">>>>>>>"}]
    assert [mark[0] for mark in marks] == ["<", "=", ">"] * conflicts
