"""Fifty sessions of random changes and requests: every answer is one, or a refusal in words; nothing ends the server."""

from __future__ import annotations

import contextlib
import random

import pytest
from lsprotocol import types

from bsctui.edits import Refused
from bsctui.lsp.client import Client
from bsctui.lsp.features import FEATURES
from bsctui.lsp.places import Encoding
from bsctui.lsp.settings import EditorSettings
from tests.lsp.editor import Editor, everything

LINES = (
    "scorecard top\n", "scorecard low under top\n", "objective aim in top.financial\n", "objective way in low.process\n",
    "  supports top.aim\n", "kpi sold in top.aim\n", "kpi made in low.way\n", "  like top.sold\n", "  target 20\n", "  baseline 10\n",
    "  actual 2025-Q1: 12 - 13\n", "  formula sold + made\n", "calendar quarters 2025-Q1..2026-Q4\n", 'person anna "Änna 😀"\n', "  owner anna\n",
    "\n", "# é\u2028\n", "  targett 5\n", "objective x\n", "kpi sold in top.aim\n", "\r", "\ufeff", '  meta x "https://e.org"\n', "<<<<<<< a\n", "  weight",
    "actuals 2025-Q3\n", "  top.sold 5\n", "actual top.sold 2025-Q4: 9\n", "tier organization\ntier unit\n", "\x00", "perspective process\n",
)  # fmt: skip
NEW_NAMES = ("new", "top.new", "sold", "9", "é", "", "a b", "kpi")


def change(draw: random.Random, editor: Editor, version: int) -> None:
    new = "".join(draw.choices(LINES, k=draw.randrange(4)))
    start, end = (draw.randrange(20), draw.randrange(12)), (draw.randrange(20), draw.randrange(12))
    first, last = min(start, end), max(start, end)
    span = everything(first, last)
    edit = types.TextDocumentContentChangePartial(span, new)
    editor.change("a.bsc", edit, version=version)


def request(draw: random.Random, editor: Editor, method: str) -> object:
    row, column = draw.randrange(25), draw.randrange(20)
    span = everything((row, 0), (row + draw.randrange(3), draw.randrange(9)))
    only = draw.choice([None, [types.CodeActionKind.QuickFix]])
    item = types.TypeHierarchyItem("x", types.SymbolKind.Class, editor.uri("a.bsc"), span, span, data=draw.choice(["top.aim", "low.way", "none"]))  # fmt: skip
    return editor.ask(
        method,
        "a.bsc",
        row,
        column,
        range=span,
        context=types.ReferenceContext(include_declaration=True)
        if method.endswith("references")
        else types.CodeActionContext([], only=only),
        new_name=draw.choice(NEW_NAMES),
        query=draw.choice(["", "so", "é", "zzz"]),
        positions=[types.Position(row, column)],
        options=None,
        item=item,
    )


@pytest.mark.parametrize("seed", range(50))
def test_a_session_of_random_requests_is_answered(tmp_path, seed):
    draw = random.Random(seed)
    texts = {"a.bsc": "".join(draw.choices(LINES, k=12)), "b.bsc": "".join(LINES[:12])}
    client = Client(
        draw.choice(list(Encoding)),
        versioned=draw.random() < 0.5,
        markdown=draw.random() < 0.5,
        related=True,
        tree=draw.random() < 0.5,
    )
    editor = Editor(tmp_path, texts, client)
    editor.session.settings = EditorSettings(codeLensKpis=True, inlayHints=draw.random() < 0.5)
    editor.open("a.bsc")
    for version in range(2, 6):
        change(draw, editor, version)
        for method in draw.sample(sorted(FEATURES), 8):
            with contextlib.suppress(Refused):
                request(draw, editor, method)
        editor.judge(with_advice=draw.random() < 0.5)
