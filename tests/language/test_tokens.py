"""Colours come from the grammar: every token of a line that reads, and as far as it reads of one that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.language.tokens import TokenClass, tokens
from bsctui.text.forms import HEADERS, STATEMENTS
from tests.text.strategies import lines

CASES = {
    'kpi revenue "Seat revenue" in skyline.profit # why': "keyword name string keyword reference comment",
    "  target 30 by 2026-Q4": "keyword number keyword period",
    "  target 2025: 1 2 | - 4 spread": "keyword period operator number operator number keyword",
    "  formula sum(a, b.c) - 2": "keyword function operator reference operator reference operator operator number",
    "calendar quarters 2025-Q1..2026-Q4": "keyword choice period operator period",
    "  status red below 40": "keyword choice keyword number",
    "  supports profit weigth 2": "keyword reference unread unread",
    '  note "open': "keyword unread",
    "  targt 10": "unread unread",
    "# all of it": "comment",
    "<<<<<<< HEAD": "unread",
    "": "",
}


@pytest.mark.parametrize("line", CASES)
def test_a_line_is_coloured_by_what_the_grammar_reads(line):
    assert " ".join(token.kind for token in tokens(line)) == CASES[line]


@pytest.mark.parametrize(
    "entry", [*HEADERS.values(), *STATEMENTS.values()], ids=lambda row: row.name
)
def test_nothing_of_an_example_is_left_unread(entry):
    line = entry.example if entry in HEADERS.values() else f"  {entry.example}"
    assert TokenClass.UNREAD not in {token.kind for token in tokens(line)}


@given(st.one_of(lines, st.text(max_size=40).map(lambda text: text.replace("\n", ""))))
def test_tokens_stand_in_order_and_say_what_the_line_says(line):
    at = 0
    for token in tokens(line):
        assert at <= token.start < token.end <= len(line.rstrip("\r"))
        assert line[token.start : token.end] == token.text
        assert not line[at : token.start].strip()
        at = token.end
    assert not line[at:].strip()
