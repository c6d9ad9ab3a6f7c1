"""Which tests reach which mutant, and how long each takes: told by marks in the program, in one run of each file of tests.

A mark stands before the statement that the mutant changes; of what runs at import, in every function of its file. Each
file of tests runs in a process of its own, so that nothing is remembered from another one, and is noted when it ends.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import json
import os
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from tests.mutants.plugin import ROOT, quiet, with_few_examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.mutants.functions import Functions
    from tests.mutants.mutating import Mutant

KEPT = ROOT / ".mutants"
"""Where the notes are kept; nothing of it is committed."""
EXAMPLES = 5
"""Of each law: enough to see what it reaches."""
MARK = "_reached_by_a_test"


class _Noted(TypedDict):
    """What is kept of a file of tests.

    Attributes:
        text: A digest of the file.
        asked: The mutants whose marks stood there.
        seconds: How long each of its tests takes on the processor; one that fails without any fault is no judge.
        reached: By mutant, the tests that reach it.
    """

    text: str
    asked: list[str]
    seconds: dict[str, float]
    reached: dict[str, list[str]]


@dataclass(frozen=True)
class Reach:
    """The tests of the mutants.

    Attributes:
        tests: By mutant, the tests that reach it.
        seconds: How long each test takes.
    """

    tests: Mapping[str, list[str]]
    seconds: Mapping[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        """The tests that reach a mutant, those of its own room first, then the fast ones.

        What runs at import makes tables, which a test may look at without a call: all tests of the room may.
        """
        own = f"tests/{mutant.path.split('/')[1]}/"
        tests = set(self.tests.get(mutant.place, ()))
        if mutant.is_at_import:
            tests.update(test for test in self.seconds if test.startswith(own))
        return sorted(tests, key=lambda test: (not test.startswith(own), self.seconds[test], test))


def reach(
    items: Mapping[str, Any], functions: Functions, some: Sequence[Mutant], *, is_fresh: bool
) -> Reach:
    """The notes as they were kept; files of tests that changed, or were not asked of all these mutants, run again."""
    KEPT.mkdir(exist_ok=True)
    kept = KEPT / "reached.json"
    known: dict[str, _Noted] = {}
    if kept.exists() and not is_fresh:
        known = json.loads(kept.read_text())
    files: dict[str, list[Any]] = defaultdict(list)
    for name, item in items.items():
        files[name.partition("::")[0]].append(item)
    places = {mutant.place for mutant in some}
    for file, own in files.items():
        text = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
        if file in known and known[file]["text"] == text and places <= {*known[file]["asked"]}:
            continue
        seconds, reached = _noted(own, functions, some)
        known[file] = {"text": text, "asked": sorted(places), "seconds": seconds, "reached": reached}  # fmt: skip
        kept.write_text(json.dumps(known))
    tests: dict[str, list[str]] = defaultdict(list)
    times: dict[str, float] = {}
    for file in files:
        times |= known[file]["seconds"]
        for place, names in known[file]["reached"].items():
            tests[place] += [name for name in names if name in known[file]["seconds"]]
    return Reach(tests, times)


def _noted(
    items: list[Any], functions: Functions, some: Sequence[Mutant]
) -> tuple[dict[str, float], dict[str, list[str]]]:
    """The tests of a file, run in a child."""
    answer = KEPT / f"noted-{os.getpid()}.json"
    answer.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        try:
            quiet()
            answer.write_text(json.dumps(_run_with_marks(items, functions, some)))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    seconds, reached = json.loads(answer.read_text()) if answer.exists() else ({}, {})
    answer.unlink(missing_ok=True)
    return seconds, reached


def _run_with_marks(
    items: list[Any], functions: Functions, some: Sequence[Mutant]
) -> tuple[dict[str, float], dict[str, list[str]]]:
    seen: set[int] = set()
    setattr(builtins, MARK, seen.add)
    for path in dict.fromkeys(mutant.path for mutant in some):
        for marked, code in functions.changed(path, _with_marks(path, some)):
            for function in marked:
                function.__code__ = code
    with_few_examples(items, EXAMPLES)
    seconds: dict[str, float] = {}
    reached: dict[str, list[str]] = defaultdict(list)
    session = items[0].session
    for item, following in zip(items, [*items[1:], None], strict=True):
        seen.clear()
        failed, begun = session.testsfailed, time.process_time()
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed > failed:
            continue
        seconds[item.nodeid] = time.process_time() - begun
        for at in seen:
            reached[some[at].place].append(item.nodeid)
    return seconds, reached


def _with_marks(path: str, some: Sequence[Mutant]) -> Any:
    """The code of a file whose mutants are marked."""
    text = (ROOT / path).read_text()
    tree = ast.parse(text)
    bodies = list(_bodies(tree))
    for at, mutant in enumerate(some):
        if mutant.path != path:
            continue
        if mutant.is_at_import:
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    node.body.insert(_after_docstring(node), _mark(at, node.body[-1]))
            continue
        body, statement = _innermost(bodies, _Place(text, mutant))
        body.insert(body.index(statement), _mark(at, statement))
    return compile(ast.fix_missing_locations(tree), str(ROOT / path), "exec")


class _Place:
    """Line and column of a mutant."""

    def __init__(self, text: str, mutant: Mutant) -> None:
        before = text.encode()[: mutant.start]
        self.at = (before.count(b"\n") + 1, len(before) - before.rfind(b"\n") - 1)

    def is_in(self, node: ast.stmt) -> bool:
        """Whether a statement holds it."""
        first = (node.lineno, node.col_offset)
        last = (node.end_lineno or 0, node.end_col_offset or 0)
        return first <= self.at < last


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for _, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield value


def _innermost(bodies: list[list[ast.stmt]], place: _Place) -> tuple[list[ast.stmt], ast.stmt]:
    """Of the statements that hold a place the smallest, in its body."""
    holding = [
        (body, node) for body in bodies for node in body if place.is_in(node) and not _is_mark(node)
    ]
    return max(holding, key=lambda pair: (pair[1].lineno, pair[1].col_offset))


def _after_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return 1 if ast.get_docstring(node, clean=False) is not None else 0


def _mark(at: int, beside: ast.stmt) -> ast.stmt:
    call = ast.Call(func=ast.Name(id=MARK, ctx=ast.Load()), args=[ast.Constant(at)], keywords=[])
    return ast.copy_location(ast.Expr(value=call), beside)


def _is_mark(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == MARK
    )
