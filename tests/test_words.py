"""What a user reads is plain English in the field's own words, and each thing has one word."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bsctui.model.workspace_settings import Band
from bsctui.numbers import format_chance
from bsctui.scoring.status import status_label

ROOT = Path(__file__).parents[1]
PLAIN = {
    "a fault of bsctui": "internal error",
    "done again": "redone",
    "does again what was undone": "redoes",
    "nothing to do again": "nothing to redo",
    "is called so": "no match",
    "are called so": "no match",
    "nothing is called": "nothing is named",
    "used wrongly": "usage error",
    "comes along": "bundled",
    "to be had": "potential",
    "between the markers": "resolve the conflict markers",
    "Weight with a score": "Coverage",
    "Too little data": "insufficient",
    "the course": "the trend",
    "there is nothing to compare": "needs a git repository and a calendar",
    "taken away": "removed",
    "stands twice": "appears twice",
    "is there already": "already exists",
    "reckoned with": "too large",
    "looks at itself": "depends on itself",
    "does not bear on": "does not affect",
    "parted by": "separated by",
    "so far away": "too far away",
    "in its best colour": "in its best status",
    "cannot stand": "is not allowed",
    "each alone": "each by itself",
    "belong to that link": "its weight is that of the link",
    "own status lines come first": "has its own limits",
    "all fields at once": "all fields, of every marked item",
    "another target in": "the target changes in",
    "targets ahead": "future targets",
    "what is it good for": "drives no other objective",
    "nothing else is said": "by default",
    "a line of its scorecard": "declared in its scorecard",
    "turned round": "swapped, reversed",
    "out of place": "misplaced, at the wrong time",
    "does not go with": "cannot be combined with",
    "adds like to like": "needs values of the same unit",
    "so much later": "after the delay",
    "says so already": "is already in the text",
    "says what is known already": "is here already",
    "leave the line out": "delete the line",
    "leave the sign out": "delete the sign",
    "write the number alone": "write only the number",
    "is taken over by": "comes from",
    "speaks of": "sets, is about",
    "speak of": "are for, are about",
    "by so much": "by this many",
}
"""Words of our own that stood in messages, and the plain ones in their place."""
PATTERNS = {
    r"(?<!\.)\b[Mm]end(s|ed)? ": "fix, or correct",
    r"(?<!here )\b(is|are) no (?!longer\b|such\b|more\b|news\b|conflict\b|restatement\b|member\b)[a-z`A-Z]+": "is not a …",
    r"\bbehind (it|its number|the (period|values?|number))\b": "after",
    r"\b(points?|value) (won|wins)\b": "gained",
    r"\ban own\b": "your own, its own",
    r"\bturn \S+ round\b": "reverse, or swap",
    r"\b(?<!Gear )(stands?|stood) (twice|beside|behind|in (the|this|that|every|its|a|one|two)|there|alone|as (it|they)|once|here)\b": "is, is written, appears",
    r"\b(lies?) (above|below|in|before|outside|between|after)\b": "is",
    r"\b(b|`\w+`|x|that|language|\(1\)) tells? (of|how|from|what)\b": "shows",
    r"\beach alone\b|\balone (it|makes|reads|can|cannot)\b|\bof those alone\b": "by itself, only",
}
"""What a native speaker reads twice."""


def strings_of(path):
    """Every string of a module that is no docstring; of a command the docstrings too, which are its help."""
    tree = ast.parse(path.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    is_help = path.name.endswith("_command.py")
    for node, holder in parents.items():
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if isinstance(holder, ast.Expr):
            owner = parents[holder]
            if not (is_help and getattr(owner, "name", "") == "command"):
                continue
        yield node.lineno, node.value


@cache
def shown_texts():
    return list(_shown_texts())


def _shown_texts():
    """By place what a user can see: help, titles, footers, messages, codes, the report, and the pages."""
    for path in sorted((ROOT / "bsctui").rglob("*.py")):
        for line, text in strings_of(path):
            yield f"{path.relative_to(ROOT)}:{line}", text
    pages = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "grammar/README.md", "grammar/reference.md", "grammar/editors/README.md")  # fmt: skip
    for page in (*(ROOT / name for name in pages), *(ROOT / "samples").rglob("*.md")):
        yield str(page.relative_to(ROOT)), page.read_text("utf-8")


def test_no_private_word_is_shown():
    private = [
        f"{place}: say “{plain}” for “{word}”"
        for place, text in shown_texts()
        for word, plain in PLAIN.items()
        if word in text and re.search(rf"\b{re.escape(word)}\b", text)
    ]
    assert private == []


def test_nothing_is_said_in_a_way_that_must_be_read_twice():
    any_of_them = re.compile("|".join(f"(?:{pattern})" for pattern in PATTERNS))
    twice = [f"{place}: “{match[0]}”" for place, text in shown_texts() for match in any_of_them.finditer(text)]  # fmt: skip
    assert twice == [], f"say {PATTERNS}"


@pytest.mark.parametrize(
    ("status", "shown"),
    [("amber", "Watch"), ("red", "red"), ("insufficient", "insufficient"), (None, "")],
)
def test_a_status_is_told_by_its_bands_label_where_it_has_one(status, shown):
    bands = (Band("red", None, 40.0), Band("amber", "Watch", 70.0), Band("green", None, None))
    assert status_label(status, bands) == shown


def test_every_chance_has_one_format_and_none_is_certain():
    assert [format_chance(part) for part in (0.0, 0.004, 0.4, 0.996, 1.0)] == [
        "<1%",
        "<1%",
        "40%",
        ">99%",
        ">99%",
    ]
