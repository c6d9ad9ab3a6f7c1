"""Work grows with what a file repeats, not with its square: calls are counted, no clock is looked at."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bsctui.__main__ import run
from tests.bounds.repeats import REPEATS
from tests.review.repositories import git

FEW, MANY = 20, 60
MOST = 4.0
"""Three times as much takes about three times as long; by the square it would be nine times."""

COMMANDS = (
    "check", "score --format json", "map s", "report --format html", "links", "diff HEAD~1",
)  # fmt: skip


def calls_of(arguments):
    """How many functions a command calls, those written in C too."""
    count = 0

    def called(_frame, event, _argument):
        nonlocal count
        if event in {"call", "c_call"}:
            count += 1

    sys.setprofile(called)
    try:
        status = run(arguments)
    finally:
        sys.setprofile(None)
    assert status in {0, 1}
    return count


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


@pytest.fixture(scope="module")
def resting(tmp_path_factory):
    """What each command calls where there is one of everything."""
    folder = of_size(tmp_path_factory.mktemp("resting"), "kpis", 1)
    place = Path.cwd()
    os.chdir(folder)
    for _ in range(2):  # the first pays for imports
        counts = {command: calls_of(command.split(" ")) for command in COMMANDS}
    os.chdir(place)
    return counts


@pytest.mark.parametrize("name", REPEATS)
def test_thrice_as_much_is_thrice_the_work(name, resting, tmp_path, monkeypatch, capfd):
    folders = [of_size(tmp_path, name, count) for count in (FEW, MANY)]
    grown = {}
    for command in COMMANDS:
        counts = []
        for folder in folders:
            monkeypatch.chdir(folder)
            counts.append(calls_of(command.split(" ")) - resting[command])
        grown[command] = counts[1] / max(counts[0], 3_000)
    capfd.readouterr()
    assert {command: round(by, 1) for command, by in grown.items() if by > MOST} == {}
