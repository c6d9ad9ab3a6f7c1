"""Writes the shapes of lines that are known from the start: `python grammar/learn_shapes.py`; a test holds them to be up to date.

They are those of the samples' lines, each keyword's the most usual first.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bsctui.text.document import read_document
from bsctui.text.known_shapes import SHAPES_FILE, grammar_digest
from bsctui.text.line_grammar import form_of, pieces_of, shape_pattern
from bsctui.text.lines import LEARNABLE, code_part

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def lines() -> list[tuple[str, str]]:
    """The lines of all samples that have a form, each with the grammar's start; formulas have a way of their own."""
    read: list[tuple[str, str]] = []
    for path in sorted(SAMPLES.rglob("*.bsc")):
        for record in read_document(path.name, path.read_bytes()).records:
            if record.header is not None:
                read.append(("header", record.lines[record.header.line]))
            read += [("statement", record.lines[each.line]) for each in record.statements]
    return read


def learned() -> dict[str, Any]:
    """By start and keyword: name, slots and names of each form, and the pattern of its lines."""
    counts = Counter((start, code_part(raw).rstrip(" \t\r\n")) for start, raw in lines())
    shapes: Counter[tuple[str, str, str]] = Counter()
    for (start, code), count in counts.items():
        name, pieces = pieces_of(code, start)
        if len(pieces) <= LEARNABLE and name != "formula":
            form = form_of(name, pieces)
            shape = [name, form.slots, form.names, shape_pattern(pieces, start)]
            shapes[start, form.keyword, json.dumps(shape)] += count
    known: dict[str, Any] = {"grammar": grammar_digest(), "header": {}, "statement": {}}
    for start, keyword, shape in sorted(shapes, key=lambda key: (-shapes[key], key)):
        known[start].setdefault(keyword, []).append(json.loads(shape))
    return known


def text() -> str:
    """The file's text: a shape a line."""
    known = learned()
    digest = json.dumps(known.pop("grammar"))
    starts = [
        f"{json.dumps(start)}: {{\n{_keywords(shapes)}\n}}" for start, shapes in known.items()
    ]
    return ",\n".join([f'{{"grammar": {digest}', *starts]) + "}\n"


def _keywords(shapes: dict[str, list[Any]]) -> str:
    return ",\n".join(
        f"{json.dumps(keyword)}: [\n{_lines(shapes[keyword])}\n]" for keyword in sorted(shapes)
    )


def _lines(shapes: list[Any]) -> str:
    return ",\n".join(map(json.dumps, shapes))


if __name__ == "__main__":
    SHAPES_FILE.write_text(text(), encoding="utf-8")
