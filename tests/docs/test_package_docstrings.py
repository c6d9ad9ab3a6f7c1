"""A room's docstring is its map: what it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bsctui.cli import COMMANDS

PACKAGE = Path(__file__).parents[2] / "bsctui"
ROOMS = sorted(file.parent for file in PACKAGE.glob("**/__init__.py") if file.parent != PACKAGE)
OF_OTHERS = {"dot", "svg", "mermaid", "text", "drives", "run", "sync", "strategy_map"}
"""Words of the language, of other programs, and names of functions."""


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_every_module_that_a_rooms_docstring_names_is_there(room):
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert text, "a room says what it is"
    modules = {file.stem for file in room.glob("**/*.py")} | {
        folder.name for folder in PACKAGE.rglob("*") if folder.is_dir()
    }
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert named - modules - set(COMMANDS) - OF_OTHERS == set()


OF_SHEETS = {"April", "Complaints", "Date", "Goal", "Month", "Quarter", "TBD", "Week", "Year"}
"""Words that tables hold."""


@pytest.mark.slow
def test_every_class_and_constant_that_a_docstring_names_is_there():
    known: set[str] = set(OF_SHEETS)
    named: dict[str, str] = {}
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                known.add(node.name)
            elif isinstance(node, ast.Name | ast.Attribute):
                known.add(node.id if isinstance(node, ast.Name) else node.attr)
            elif isinstance(node, ast.alias):
                known.add(node.name.rpartition(".")[2])
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                words = re.findall(
                    r"`([A-Z][A-Za-z_]{3,})(?:\.\w+)?`", ast.get_docstring(node) or ""
                )
                named |= dict.fromkeys(words, file.name)
    assert {name: file for name, file in named.items() if name not in known} == {}
