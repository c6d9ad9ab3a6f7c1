"""A public name means one thing in the package, and results are called what they are."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "bsctui"
WRITERS = ({"report", "html"}, {"report", "markdown"})
"""Two writers of one page: what one calls a table the other calls so too."""
VAGUE = {"found", "made", "said", "there", "tmp", "told", "thing", "things"}
"""What says nothing of what a value is."""


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE), ast.parse(path.read_text())


def counts_once(path):
    """Commands are all called `command`, and found by their module; two writers of a page count as one."""
    return "writer" if any(room <= set(path.parts) for room in WRITERS) else str(path)


def test_a_public_class_or_function_means_one_thing():
    homes = defaultdict(set)
    for path, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                homes[node.name].add(counts_once(path))
    twice = {
        name: sorted(places)
        for name, places in homes.items()
        if len(places) > 1 and not name.startswith("_") and name != "command"
    }
    assert twice == {}


def test_a_result_is_called_what_it_is():
    vague = [
        f"{path}:{node.lineno} {node.id}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in VAGUE
    ]
    assert vague == []
