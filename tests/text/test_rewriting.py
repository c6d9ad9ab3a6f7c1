"""A line that says something else keeps every character but those of the tokens that changed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.text.columns import part_spans, rewritten_line
from bsctui.text.document import STATEMENTS
from bsctui.text.forms import STATEMENTS as FORMS
from bsctui.text.line_grammar import pieces_of
from bsctui.text.lines import code_part
from tests.text.strategies import indents, tails

examples = st.sampled_from([each.example for form, each in FORMS.items() if form != "formula"])
blanks = st.sampled_from([" ", "  ", "\t", " \t  "])
ends = st.sampled_from(["\n", "\r\n", ""])
OTHER = {
    "NUMBER": "77.5", "PLAIN": "77", "YEAR": "2031", "COUNT": "7", "PERIOD": "2031-Q2", "STRING": '"other # text"',
    "NAME": "other", "DOTTED": "other.thing", "DATE": "2031-01-31", "CELLS": "7 - 7.5",
}  # fmt: skip


def laid_out(draw, example):
    """An example with odd blanks between its tokens, as a line."""
    _, pieces = pieces_of(f"  {example}", "statement")
    text = pieces[0].text
    for before, piece in itertools.pairwise(pieces):
        free = {before.terminal, piece.terminal} & {"COLON", "RANGE"}
        text += draw(st.just("") | blanks if free else blanks) + piece.text
    return draw(indents) + text + draw(tails) + draw(ends)


@given(st.data())
def test_another_value_takes_the_place_of_the_old_one_and_of_nothing_else(data):
    example = data.draw(examples)
    _, pieces = pieces_of(f"  {example}", "statement")
    raw = laid_out(data.draw, example)
    values = [piece for piece in pieces if piece.slot]
    spans = part_spans(raw)
    places = [at for at, piece in enumerate(values) if piece.terminal in OTHER]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    value = OTHER[values[at].terminal]
    columns = values[at].start - 2, values[at].end - 2
    wanted = f"{example[: columns[0]]}{value}{example[columns[1] :]}"
    start, end = spans[at][0] - 1, spans[at][1] - 1
    if values[at].terminal != "CELLS":
        assert rewritten_line(raw, wanted) == raw[:start] + value + raw[end:]
    else:
        changed = rewritten_line(raw, wanted)
        assert changed.startswith(raw[:start])
        assert changed.endswith(raw[end:])


@given(st.data())
def test_a_line_says_what_was_wanted_and_keeps_indentation_comment_and_end(data):
    raw = laid_out(data.draw, data.draw(examples))
    wanted = data.draw(examples)
    changed = rewritten_line(raw, wanted)
    code = code_part(raw).rstrip(" \t")
    statement, meant = (STATEMENTS.read(line, 0) for line in (changed, f"  {wanted}\n"))
    assert statement is not None
    assert meant is not None
    assert (statement.form.name, statement.parts) == (meant.form.name, meant.parts)
    assert changed.startswith(raw[: len(raw) - len(raw.lstrip(" \t"))])
    assert changed.endswith(raw[len(code) :])


@given(st.data())
def test_a_line_that_says_so_already_stays_as_it_is(data):
    example = data.draw(examples)
    raw = laid_out(data.draw, example)
    assert rewritten_line(raw, example) == raw


@pytest.mark.parametrize(
    ("raw", "wanted", "changed"),
    [
        ("  target    100   # goal\n", "target 120", "  target    120   # goal\n"),
        ('\ttarget   30   by\t2026-Q4 "as agreed"\r\n', "target 40 by 2026-Q4", "\ttarget   40   by\t2026-Q4\r\n"),
        ("  target   20 ..  25#x", "target 30..25", "  target   30 ..  25#x"),
        ("  weight   30%    from 2026\n", "weight 30%", "  weight   30%\n"),
        ("  weight   30%\n", "weight 30% until 2026", "  weight   30% until 2026\n"),
        ("  tag  a   b    c\n", "tag a c", "  tag  a    c\n"),
        ("  scale  60:0   75:50  90:100\n", "scale 60:0 75:55 90:100", "  scale  60:0   75:55  90:100\n"),
        ("  actual  2025-Q1:   5    6   -\n", "actual 2025-Q1: 5 7 -", "  actual  2025-Q1:   5    7   -\n"),
        ("  leading   # so\n", "lagging", "  lagging   # so\n"),
        ("  baseline   60   at   2024-Q4\n", "baseline 60", "  baseline   60\n"),
        ("  what is this  # c\n", "target 5", "  target 5  # c\n"),
    ],
)  # fmt: skip
def test_only_the_tokens_that_differ_are_written_anew(raw, wanted, changed):
    assert rewritten_line(raw, wanted) == changed
