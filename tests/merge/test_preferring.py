"""A side that decides what is disputed decides nothing else."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bsctui.merge.conflicts import ConflictMarkers, Prefer
from bsctui.merge.files import FileVersions, merge_file
from tests.budget import budget
from tests.merge.concurrent import pair

MARKS = ConflictMarkers()


def chosen(marked, side):
    """A text with markers where one side was taken by hand in each."""
    found, inside = [], None
    for line in marked.splitlines(keepends=True):
        if line.startswith("<<<<<<<"):
            inside = Prefer.OURS
        elif line.startswith("=======") and inside is Prefer.OURS:
            inside = Prefer.THEIRS
        elif line.startswith(">>>>>>>"):
            inside = None
        elif inside in {None, side}:
            found.append(line)
    return "".join(found)


@pytest.mark.slow
def test_preferring_a_side_is_taking_it_in_each_conflict_by_hand():
    disputed = 0
    for seed in range(budget(120)):
        drawn = pair(Random(seed))
        texts = (drawn.base, drawn.ours.text, drawn.theirs.text)
        versions = FileVersions(*(text.encode() for text in texts))
        marked = merge_file(versions, MARKS)
        disputed += bool(marked.conflicts)
        for side in Prefer if marked.conflicts else ():
            preferred = merge_file(versions, replace(MARKS, prefer=side))
            assert preferred.conflicts == marked.conflicts
            assert preferred.content.decode() == chosen(marked.content.decode(), side)
    assert disputed


def test_lines_that_cannot_be_read_are_preferred_too():
    versions = FileVersions(b"a\nb\nc", b"1\nb\nours", b"a\nb\ntheirs\nmore")
    ours, theirs = (merge_file(versions, replace(MARKS, prefer=side)).content for side in Prefer)
    assert ours == b"1\nb\nours"
    assert theirs == b"1\nb\ntheirs\nmore"
