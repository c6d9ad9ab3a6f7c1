"""Which tests run which line, and how long each takes: noted once, by coverage's contexts."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tests.mutants.plugin import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".mutants"
"""Where the map is kept; nothing of it is committed."""


class _Noted(TypedDict):
    """What is kept of a file of tests.

    Attributes:
        text: The file.
        seconds: How long each of its tests takes.
        lines: By file and line, the places of its tests that run it.
        sources: By file, the name under which it is kept as it was then.
    """

    text: str
    seconds: dict[str, float]
    lines: dict[str, dict[str, list[int]]]
    sources: dict[str, str]


TOGETHER = 4
"""So many files of tests run in one process: what was noted is kept after each."""


@dataclass(frozen=True)
class Covering:
    """The tests of the lines.

    Attributes:
        tests: By file and line, the tests that run it.
        seconds: How long each test takes.
    """

    tests: Mapping[str, Mapping[int, list[str]]]
    seconds: Mapping[str, float]

    def of(self, path: str, line: int | None) -> list[str]:
        """The tests that run a line, or any line of a file (None), those of its own room first, then the fast ones."""
        room = path.split("/")[1]
        lines = self.tests.get(path, {})
        some = set(lines.get(line, ())) if line is not None else set().union(*lines.values())
        return sorted(some, key=lambda test: (not test.startswith(f"tests/{room}/"), self.seconds.get(test, 0.0), test))  # fmt: skip


def covering(*, is_fresh: bool = False) -> Covering:
    """The map as it was kept; tests whose file changed run again.

    Where the program changed since, lines are followed by their text, and a new one is taken to be run by what runs the
    one above it: that holds for small changes. After large ones ask for a fresh map.
    """
    KEPT.mkdir(exist_ok=True)
    file = KEPT / "covering.json"
    known: dict[str, _Noted] = {}
    if file.exists() and not is_fresh:
        known = json.loads(file.read_text())
    tests = {str(path.relative_to(ROOT)): path.read_text() for path in _test_files()}
    known = {name: noted for name, noted in known.items() if noted["text"] == tests.get(name)}
    fresh = [name for name in tests if name not in known]
    for at in range(0, len(fresh), TOGETHER):
        for name, noted in _noted(fresh[at : at + TOGETHER]).items():
            known[name] = {"text": tests[name], **noted}  # type: ignore[typeddict-item]
        file.write_text(json.dumps(known))
    return _read(known)


def _read(known: Mapping[str, _Noted]) -> Covering:
    tests: dict[str, dict[int, list[str]]] = {}
    seconds: dict[str, float] = {}
    for noted in known.values():
        names = list(noted["seconds"])
        seconds |= noted["seconds"]
        for path, lines in noted["lines"].items():
            if not (ROOT / path).exists():
                continue
            for line, old in _followed(noted["sources"][path], path):
                some = [names[at] for at in lines.get(str(old), ())]
                tests.setdefault(path, {}).setdefault(line, []).extend(some)
    return Covering(tests, seconds)


@cache
def _followed(kept: str, path: str) -> list[tuple[int, int]]:
    """The lines of a file, each with the line that it was in the kept one, or below which it was written."""
    old, new = ((KEPT / kept).read_text().splitlines(), (ROOT / path).read_text().splitlines())
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[tuple[int, int]] = []
    for _, first, last, begin, end in matcher.get_opcodes():
        found += [
            (at + 1, min(first + at - begin, max(last - 1, first - 1)) + 1)
            for at in range(begin, end)
        ]
    return found


def _test_files() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("test_*.py"))


def _noted(files: list[str]) -> dict[str, dict[str, object]]:
    """Run some files' tests once, each line's under the name of the test."""
    import coverage

    data, seconds = KEPT / f"coverage-{os.getpid()}", KEPT / f"seconds-{os.getpid()}.json"
    data.unlink(missing_ok=True)
    words = ["-m", "tests.mutants.plugin", str(data), str(seconds), *files]
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    names: dict[str, float] = json.loads(seconds.read_text())
    read = coverage.CoverageData(basename=str(data))
    read.read()
    run = {path: read.contexts_by_lineno(path) for path in read.measured_files()}
    return {file: _of_file(file, names, run) for file in files}


def _of_file(
    file: str, names: dict[str, float], run: dict[str, dict[int, list[str]]]
) -> dict[str, object]:
    own = {name: took for name, took in names.items() if name.startswith(f"{file}::")}
    place = {name: at for at, name in enumerate(own)}
    lines = {
        str(Path(path).relative_to(ROOT)): {
            line: [place[one] for one in some if one in place] for line, some in found.items()
        }
        for path, found in run.items()
    }
    return {"seconds": own, "lines": lines, "sources": {path: _kept(ROOT / path) for path in lines}}


def _kept(path: Path) -> str:
    """The name under which a file is kept as it is now."""
    content = path.read_bytes()
    name = hashlib.sha256(content).hexdigest()[:20]
    (KEPT / name).write_bytes(content)
    return name
