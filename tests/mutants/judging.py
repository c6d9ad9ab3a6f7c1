"""Mutants against their tests: each in a process of its own, forked from one that has read all tests already."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from enum import StrEnum
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

import pytest

from tests.mutants.plugin import WORDS, with_few_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

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
        self._items: dict[str, Any] = {}
        self._functions: dict[tuple[str, str, int], list[FunctionType]] = {}

    def with_tests(self, folders: Sequence[str], then: Callable[[Judge], None]) -> None:
        """Read the tests, and go on from there."""
        with tempfile.TemporaryDirectory() as folder:
            pytest.main(
                [*WORDS, f"--basetemp={folder}/t", *folders], plugins=[_Reading(self, then)]
            )

    def read(self, items: list[Any]) -> None:
        """Remember the tests, and the functions that they run."""
        with_few_examples(items, EXAMPLES)
        self._items = {item.nodeid: item for item in items}
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                code = one.__code__
                key = (code.co_filename, code.co_qualname, code.co_firstlineno)
                self._functions.setdefault(key, []).append(one)

    def judged(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> Verdict:
        """Whether a test notices; `seconds` is how long they take without the fault."""
        if not tests:
            return Verdict.UNTESTED
        code = self._code(mutant)
        if code is None:
            return self._alone(mutant, tests, int(START + SLOWER * seconds))
        child = os.fork()
        if child == 0:
            self._run(code, tests, int(START + SLOWER * seconds))
        last = time.monotonic() + BUSY * (START + SLOWER * seconds)
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

    def _code(self, mutant: Mutant) -> tuple[list[FunctionType], CodeType] | None:
        """The functions whose code a mutant changes, with the changed code."""
        text = (self._root / mutant.path).read_text()
        file = str(self._root / mutant.path)
        old = dict(_codes(compile(text, file, "exec")))
        new = dict(_codes(compile(_in_the_same_lines(text, mutant), file, "exec")))
        for key, code in new.items():
            changed = key in old and code != old[key]
            functions = self._functions.get((file, *key))
            if changed and functions:
                return functions, code
        return None

    def _run(
        self, code: tuple[list[FunctionType], CodeType], tests: Sequence[str], limit: int
    ) -> None:
        """The child: never returns."""
        status = 1
        try:
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            functions, new = code
            for function in functions:
                function.__code__ = new
            status = (
                0
                if self._all_pass([self._items[test] for test in tests if test in self._items])
                else 1
            )
        finally:
            os._exit(status)

    def _all_pass(self, items: list[Any]) -> bool:
        session = items[0].session
        session.config.pluginmanager.unregister(name="terminalreporter")
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
        self._then(self._judge)
        return True


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The functions of a module, by name and line; those inside of functions are in theirs."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if "<locals>" not in one.co_qualname:
                yield (one.co_qualname, one.co_firstlineno), one
            yield from _codes(one)


def _in_the_same_lines(text: str, mutant: Mutant) -> str:
    """The mutant's text with as many lines as before, so that a function is found by its line."""
    source = mutant.source(text)
    missing = text.count("\n") - source.count("\n")
    raw = source.encode()
    at = raw.find(b"\n", mutant.start + len(mutant.new.encode()))
    return (raw[:at] + b"\n" * missing + raw[at:]).decode() if missing > 0 else source
