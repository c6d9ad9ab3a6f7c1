"""What a user reads is plain English in the field's own words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = {
    "a fault of bsctui": "internal error",
    "done again": "redone",
    "nothing to do again": "nothing to redo",
    "is called so": "no match",
    "are called so": "no match",
    "used wrongly": "usage error",
    "comes along": "bundled",
    "to be had": "potential",
    "between the markers": "resolve the conflict markers",
    "Weight with a score": "Coverage",
    "there is nothing to compare": "needs a git repository and a calendar",
}
"""Words of our own that stood in messages, and the plain ones in their place."""


def shown_texts():
    """Every string of the program that is no docstring, and the pages."""
    for path in sorted((ROOT / "bsctui").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
            if is_text and id(node) not in docstrings:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    for page in (ROOT / "README.md", *(ROOT / "samples").rglob("*.md")):
        yield str(page.relative_to(ROOT)), page.read_text("utf-8")


def test_no_private_word_is_shown():
    private = [
        f"{place}: say “{plain}” for “{word}”"
        for place, text in shown_texts()
        for word, plain in PLAIN.items()
        if re.search(rf"\b{re.escape(word)}\b", text)
    ]
    assert private == []
