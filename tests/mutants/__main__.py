"""`python -m tests.mutants --seed 1 --count 300`: faults put into the program, those that no test notices, and the rate."""

from __future__ import annotations

import argparse
import difflib
import hashlib
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.mutants.judging import Judge, Verdict
from tests.mutants.mutating import Mutant, chosen, mutants
from tests.mutants.plugin import FOLDERS, ROOMS, ROOT
from tests.mutants.reaching import KEPT, Reach, reach

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 8.0
"""Seconds of tests that judge one mutant at most: the room's own, and the fastest of the others."""
MOST_OF_TABLES = 30.0
"""The same for what runs at import: whatever looks at the table may notice."""


def main() -> int:
    """Judge the mutants, and print what survived."""
    told = _arguments()
    some = chosen(_all(told.rooms), told.seed, told.count)
    first, _, parts = told.share.partition("/")
    some = some[int(first) - 1 :: int(parts)]
    if told.only:
        some = [one for one in some if told.only in f"{one.path}:{one.line}"]
    KEPT.mkdir(exist_ok=True)
    killed = Killed(KEPT / f"killed-{told.share.replace('/', '-of-')}", is_fresh=told.fresh)
    Judge(ROOT).with_tests(FOLDERS, lambda judge: _judge(judge, killed, some, told))
    return 0


class Killed:
    """The mutants that were killed before: they are not judged again while their file is as it was."""

    def __init__(self, file: Path, *, is_fresh: bool) -> None:
        self._file = file
        if is_fresh:
            file.unlink(missing_ok=True)
        self._names = set(file.read_text().split()) if file.exists() else set()

    def __contains__(self, one: Mutant) -> bool:
        return self._name(one) in self._names

    def add(self, one: Mutant) -> None:
        """Remember one."""
        with self._file.open("a") as file:
            file.write(f"{self._name(one)}\n")

    def _name(self, one: Mutant) -> str:
        text = one.source((ROOT / one.path).read_text())
        return hashlib.sha256(f"{one.path} {text}".encode()).hexdigest()[:24]


def _judge(judge: Judge, killed: Killed, some: list[Mutant], told: argparse.Namespace) -> None:
    known = _equivalent()
    asked = [one for one in some if one.key not in known and one not in killed]
    reached = reach(judge.items, judge.functions, asked, is_fresh=told.fresh)
    verdicts: Counter[str] = Counter()
    for at, one in enumerate(some, 1):
        if one.key in known:
            verdict = "equivalent"
        elif one in killed:
            verdict = Verdict.KILLED
        else:
            verdict = judge.judged(one, *_tests(reached, one))
        verdicts[verdict] += 1
        if verdict in {Verdict.SURVIVED, Verdict.UNTESTED}:
            _print(f"\n[{at}/{len(some)}] {verdict}: {one.key}\n{_diff(one)}")
        elif verdict != "equivalent" and one not in killed:
            killed.add(one)
        if at % 20 == 0:
            _print(_told(verdicts, told.seed))
    _print(_told(verdicts, told.seed))


def _print(text: str) -> None:
    """To where the program's own output goes: tests that run meanwhile write elsewhere."""
    sys.__stdout__.write(f"{text}\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--only", help="of these, those whose FILE:LINE holds the text")
    parser.add_argument("--rooms", nargs="*", default=ROOMS)
    parser.add_argument("--share", default="1/1", help="of these, the first of so many shares: 1/2")
    parser.add_argument(
        "--again",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="so many seconds of tests judge what the fast ones let pass; 0 for none",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="forget what was noted of lines, tests and mutants"
    )
    return parser.parse_args()


def _all(rooms: tuple[str, ...]) -> Iterator[Mutant]:
    for room in rooms:
        for path in sorted((ROOT / "bsctui" / room).rglob("*.py")):
            yield from mutants(ROOT, str(path.relative_to(ROOT)))


def _tests(reached: Reach, one: Mutant) -> tuple[list[str], float]:
    """The tests that judge, and how long they take."""
    found: list[str] = []
    total = 0.0
    most = MOST_OF_TABLES if one.is_at_import else MOST
    for test in reached.of(one):
        total += reached.seconds[test]
        if total > most and found:
            total -= reached.seconds[test]
            continue
        found.append(test)
    return found, total


def _equivalent() -> set[str]:
    """The keys of the mutants that nobody can kill; each stands below its reason."""
    lines = (Path(__file__).parent / "equivalent.txt").read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _diff(one: Mutant) -> str:
    text = (ROOT / one.path).read_text()
    lines = difflib.unified_diff(text.splitlines(), one.source(text).splitlines(), one.path, one.path, lineterm="", n=2)  # fmt: skip
    return "\n".join(list(lines)[2:])


def _told(verdicts: Counter[str], seed: int) -> str:
    killed = verdicts[Verdict.KILLED] + verdicts[Verdict.TIMED_OUT]
    count = verdicts.total() - verdicts["equivalent"]
    rate = 100 * killed / count if count else 0.0
    words = ", ".join(f"{number} {name}" for name, number in sorted(verdicts.items()))
    return f"\nseed {seed}: {verdicts.total()} mutants ({words}); {rate:.1f}% of {count} killed"


if __name__ == "__main__":
    sys.exit(main())
