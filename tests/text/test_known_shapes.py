"""The shapes that are known from the start: as the grammar has them, and without it where it was changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bsctui.text import known_shapes
from bsctui.text.columns import part_spans
from bsctui.text.document import read_document
from bsctui.text.line_grammar import pieces_of
from bsctui.text.lines import LineReader, code_part
from grammar import learn_shapes

ROOT = Path(__file__).parents[2]
LINES = sorted(set(learn_shapes.lines()))


def test_they_are_those_that_the_grammar_gives_today():
    written = known_shapes.SHAPES_FILE.read_text(encoding="utf-8")
    assert written == learn_shapes.text(), "run `make generated`"


def test_with_another_text_of_the_grammar_none_is_known(monkeypatch):
    monkeypatch.setattr(known_shapes, "grammar_digest", lambda: "another")
    known_shapes._known.cache_clear()
    try:
        assert known_shapes.known_shapes("statement") == {}
        statement = LineReader("statement").read("  target 5 by 2026\n", 3)
        assert statement.parts == ("5", "2026")
    finally:
        known_shapes._known.cache_clear()


def test_a_line_of_a_known_shape_says_what_the_grammar_says(monkeypatch):
    readers = {start: LineReader(start) for start in ("header", "statement")}
    monkeypatch.setattr(LineReader, "_parsed", lambda *_: pytest.fail("it is known"))
    for start, raw in LINES:
        if raw.split()[0] == "formula":
            continue
        name, pieces = pieces_of(code_part(raw).rstrip(" \t\r\n"), start)
        statement = readers[start].read(raw, 0)
        assert (statement.form.name, statement.parts) == (name, tuple(p.text for p in pieces if p.slot)), raw  # fmt: skip
        for slot in {piece.slot for piece in pieces if piece.slot}:
            assert statement.all(slot) or statement.get(slot), raw


def test_values_stand_where_the_grammar_finds_them():
    read_document("a.bsc", "".join(raw for _, raw in LINES).encode())
    for start, raw in LINES:
        _, pieces = pieces_of(code_part(raw).rstrip(" \t\r\n"), start)
        assert part_spans(raw) == [(p.start + 1, p.end + 1) for p in pieces if p.slot], raw


@pytest.mark.slow
def test_a_usual_workspace_is_checked_without_the_grammars_parser():
    code = (
        "import sys; from bsctui.__main__ import run_cli;"
        f"run_cli(['check', {str(ROOT / 'samples' / 'minimal')!r}]);"
        "sys.exit('lark' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
