"""A mutant of what runs at import: judged in a new process that reads the module's changed text from memory."""

from __future__ import annotations

import importlib.abc
import importlib.util
import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.mutants.plugin import WORDS, with_few_examples

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class FromMemory(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module another text."""

    def __init__(self, file: Path, name: str, source: str) -> None:
        self._file = file
        self._source = source
        self._name = name.removesuffix(".__init__")
        self._folder = [str(file.parent)] if name.endswith(".__init__") else None

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        """A spec of that module; of no other."""
        del path, target
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(
            name, self._file, loader=self, submodule_search_locations=self._folder
        )

    def exec_module(self, module: ModuleType) -> None:
        """Run the other text."""
        exec(compile(self._source, str(self._file), "exec"), module.__dict__)


class Chosen:
    """Runs some tests, in the order in which they are named."""

    def __init__(self, names: list[str], examples: int) -> None:
        self._place = {name: at for at, name in enumerate(names)}
        self._examples = examples

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """The others are left out."""
        with_few_examples(items, self._examples)
        items[:] = [item for item in items if item.nodeid in self._place]
        items.sort(key=lambda item: self._place[item.nodeid])


def main() -> int:
    """Run the tests that standard input names on the text that it holds."""
    told = json.loads(sys.stdin.read())
    resource.setrlimit(resource.RLIMIT_CPU, (told["limit"], told["limit"]))
    path = told["path"]
    name = path.removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, FromMemory(Path(told["root"]) / path, name, told["source"]))
    files = list(dict.fromkeys(test.partition("::")[0] for test in told["tests"]))
    words = [*WORDS, "-x", f"--basetemp={told['folder']}", *files]
    return pytest.main(words, plugins=[Chosen(told["tests"], told["examples"])])


if __name__ == "__main__":
    sys.exit(main())
