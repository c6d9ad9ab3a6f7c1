"""Work grows with what a file repeats, not with its square: calls are counted, no clock is looked at."""

from __future__ import annotations

import sys
from functools import partial
from itertools import pairwise

import pytest

from bsctui.__main__ import run_cli
from bsctui.workspace import Workspace
from tests.bounds.repeats import REPEATS
from tests.review.repositories import git

SIZES = 10, 20, 80
MOST = 2.6
"""By the square each further one would cost 3.3 times as many calls between 20 and 80 as between 10 and 20."""

LITTLE = 400
"""Calls for each further one that are too few to be compared."""

COMMANDS = ("check", "score --format json")
"""The others are tried, at full size and by the clock, by `python -m tests.benchmarks.bounds`."""


def calls_of(act):
    """What something gives, and how many functions it calls, those written in C too."""
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        if event in {"call", "c_call"}:
            count += 1

    sys.setprofile(called)
    try:
        given = act()
    finally:
        sys.setprofile(None)
    return given, count


def each_further_one(calls, sizes):
    """What each further one costs, from one size to the next."""
    return [
        (after - before) / (high - low)
        for (before, after), (low, high) in zip(pairwise(calls), pairwise(sizes), strict=True)
    ]


def of_size(folder, name, count):
    """A repository: half of the lines, then all."""
    place = folder / str(count)
    place.mkdir()
    git(place, "init", "-q")
    for half in (True, False):
        for path, text in REPEATS[name](count).items():
            lines = text.splitlines(keepends=True)
            kept = lines[: 12 + len(lines) // 2] if half else lines
            (place / path).write_text("".join(kept), "utf-8")
        git(place, "add", "-A")
        git(place, "commit", "-q", "--allow-empty", "-m", "some")
    return place


@pytest.mark.slow
@pytest.mark.parametrize("name", REPEATS)
def test_each_further_one_costs_what_the_ones_before_did(name, tmp_path, monkeypatch, capfd):
    folders = [of_size(tmp_path, name, count) for count in SIZES]
    grown = {}
    for command in COMMANDS:
        calls = []
        for folder in (folders[0], *folders):  # the first time pays for imports
            monkeypatch.chdir(folder)
            status, count = calls_of(partial(run_cli, command.split(" ")))
            assert status in {0, 1}
            calls.append(count)
        first, later = each_further_one(calls[1:], SIZES)
        grown[command] = later / max(first, LITTLE)
    capfd.readouterr()
    assert {command: round(by, 1) for command, by in grown.items() if by > MOST} == {}


def test_a_problem_is_not_held_to_every_conflict():
    calls, sizes = [], (100, 200, 800)
    for size in sizes:
        model = Workspace.from_texts(REPEATS["conflicts"](size)).model
        problems, count = calls_of(lambda model=model: model.diagnostics)
        assert sum(each.code == "E114" for each in problems) == size
        assert not any(each.code == "E202" for each in problems)
        calls.append(count)
    first, later = each_further_one(calls, sizes)
    assert later < 2 * first
