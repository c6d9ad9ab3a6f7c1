"""Mutants against their tests: each in a process of its own, forked from one that has read all tests already."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pytest

from tests.mutants.functions import Functions
from tests.mutants.plugin import WORDS, quiet, with_few_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import CodeType, FunctionType

    from tests.mutants.mutating import Mutant

START = 10
"""Seconds on the processor that a mutant may take beside its tests."""
SLOWER = 5
"""So many times their usual time the tests of a mutant may take."""
BUSY = 20
"""So many seconds may pass for one on the processor, on a machine that others use too."""
EXAMPLES = 15
"""Of each law: one that needs more to notice a fault is no quick judge of it."""


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "killed by time"
    SURVIVED = "survived"
    UNTESTED = "not run by any test"


class Judge:
    """Reads all tests once, then judges in forked children.

    A mutant is put in place of its function's code, wherever that is in use. No file is written.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = ""
        self.items: dict[str, Any] = {}
        self.functions: Functions

    def with_tests(self, folders: Sequence[str], then: Callable[[Judge], None]) -> None:
        """Read the tests, and go on from there."""
        with tempfile.TemporaryDirectory() as folder:
            self._folder = folder
            pytest.main(
                [*WORDS, f"--basetemp={folder}/t", *folders], plugins=[_Reading(self, then)]
            )

    def read(self, items: list[Any]) -> None:
        """Remember the tests, and the functions that they run."""
        with_few_examples(items, EXAMPLES)
        self.items = {item.nodeid: item for item in items}
        self.functions = Functions(self._root)

    def judged(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> Verdict:
        """Whether a test notices; `seconds` is how long they take without the fault."""
        if not tests:
            return Verdict.UNTESTED
        limit = int(START + SLOWER * seconds)
        exchanged = next(self.functions.changed(mutant.path, self._module(mutant)), None)
        if exchanged is None:
            return self._alone(mutant, tests, limit)
        child = os.fork()
        if child == 0:
            self._run(exchanged, tests, limit)
        last = time.monotonic() + BUSY * limit
        while time.monotonic() < last:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                if os.WIFSIGNALED(status):
                    return Verdict.TIMED_OUT
                return Verdict.SURVIVED if os.WEXITSTATUS(status) == 0 else Verdict.KILLED
            time.sleep(0.01)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return Verdict.TIMED_OUT

    def _module(self, mutant: Mutant) -> CodeType:
        text = _in_the_same_lines((self._root / mutant.path).read_text(), mutant)
        return compile(text, str(self._root / mutant.path), "exec")

    def _alone(self, mutant: Mutant, tests: Sequence[str], limit: int) -> Verdict:
        """A mutant of what runs at import, in a process that reads everything anew."""
        told = {
            "root": str(self._root), "path": mutant.path, "source": mutant.source((self._root / mutant.path).read_text()),
            "tests": list(tests), "limit": limit, "examples": EXAMPLES, "folder": f"{self._folder}/alone",
        }  # fmt: skip
        words = [sys.executable, "-m", "tests.mutants.alone"]
        try:
            done = subprocess.run(
                words, cwd=self._root, input=json.dumps(told).encode(), capture_output=True, check=False, timeout=BUSY * limit,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Verdict.TIMED_OUT
        if done.returncode < 0:
            return Verdict.TIMED_OUT
        return Verdict.KILLED if done.returncode else Verdict.SURVIVED

    def _run(
        self, exchanged: tuple[list[FunctionType], CodeType], tests: Sequence[str], limit: int
    ) -> None:
        """The child: never returns."""
        status = 1
        try:
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            quiet()
            functions, new = exchanged
            for function in functions:
                function.__code__ = new
            is_unnoticed = _all_pass([self.items[test] for test in tests if test in self.items])
            status = 0 if is_unnoticed else 1
        finally:
            os._exit(status)


def _all_pass(items: list[Any]) -> bool:
    session = items[0].session
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return False
    return True


class _Reading:
    """Takes the place of running the tests."""

    def __init__(self, judge: Judge, then: Callable[[Judge], None]) -> None:
        self._judge = judge
        self._then = then

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        """All tests are read."""
        self._judge.read(session.items)
        manager = session.config.pluginmanager.getplugin("capturemanager")
        if manager is not None:
            manager.suspend_global_capture(in_=True)
        session.config.pluginmanager.unregister(name="terminalreporter")
        self._then(self._judge)
        return True


def _in_the_same_lines(text: str, mutant: Mutant) -> str:
    """The mutant's text with as many lines as before, so that a function is found by its line."""
    source = mutant.source(text)
    missing = text.count("\n") - source.count("\n")
    raw = source.encode()
    at = raw.find(b"\n", mutant.start + len(mutant.new.encode()))
    return (raw[:at] + b"\n" * missing + raw[at:]).decode() if missing > 0 else source
