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
