"""The program's functions in this process, wherever they are in use, and other code for them."""

from __future__ import annotations

import gc
import importlib
from types import CodeType, FunctionType
from typing import TYPE_CHECKING

from tests.mutants.plugin import ROOMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Functions:
    """By file, name and first line: all functions with that code."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[tuple[str, str, int], list[FunctionType]] = {}
        for room in ROOMS:
            for path in sorted((root / "bsctui" / room).rglob("[!_]*.py")):
                importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
        gc.unfreeze()  # a workspace that a test reads at import hides what was there before it
        for thing in gc.get_objects():
            if isinstance(thing, FunctionType):
                code = thing.__code__
                key = (code.co_filename, code.co_qualname, code.co_firstlineno)
                self._known.setdefault(key, []).append(thing)
        gc.freeze()  # a child that collects garbage copies nothing of ours

    def changed(self, path: str, module: CodeType) -> Iterator[tuple[list[FunctionType], CodeType]]:
        """The functions of a file that another compilation of it gives other code, with that code."""
        file = str(self._root / path)
        old = dict(_codes(compile((self._root / path).read_text(), file, "exec")))
        for key, code in _codes(module):
            functions = self._known.get((file, *key))
            if functions and key in old and code != old[key]:
                yield functions, code


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The functions of a module, by name and line; those inside of functions are in theirs."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if "<locals>" not in one.co_qualname:
                yield (one.co_qualname, one.co_firstlineno), one
            yield from _codes(one)
