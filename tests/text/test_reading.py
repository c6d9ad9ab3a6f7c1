"""Reading: every byte is kept, nothing raises, and the fast way is the grammar's way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import LarkError

from bsctui.text.document import read_document
from bsctui.text.expressions import Binary, Num, Ref, parse_formula
from bsctui.text.forms import HEADERS, STATEMENTS
from bsctui.text.grammar import grammar_path
from tests.budget import budget
from tests.text.strategies import contents, good_lines, texts

SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.bsc"))


@pytest.mark.slow
@given(contents())
@settings(max_examples=budget(1000))
def test_reading_and_writing_back_gives_the_same_bytes(content):
    assert read_document("a.bsc", content).to_bytes() == content


@given(st.binary(max_size=200))
@settings(max_examples=budget(1000))
def test_any_bytes_end_in_a_document(content):
    assert read_document("a.bsc", content).to_bytes() == content


@given(contents())
def test_every_problem_points_into_its_line(content):
    document = read_document("a.bsc", content)
    for problem in document.diagnostics:
        width = len(document.line_text(problem.line))
        assert 1 <= problem.column < problem.end_column <= width + 2
        assert problem.message


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [b'"' * 300_000, b"9" * 300_000, b"  formula " + b"(" * 100_000, b"  actual 2025-01: " + b"- " * 200_000, b"\n" * 100_000,
     b"  formula " + b"a+" * 10_000 + b"a", b"  formula a" + b" " * 300_000 + b'"', b"  target 1" + b",000" * 50_000, b"  formula " + b"-" * 10_000 + b"a", b"  tag " + b"x " * 50_000, b'  note "' + b"\\\\" * 100_000, b"# " * 200_000, b"<" * 100_000],
    ids=["quotes", "digits", "parentheses", "cells", "blank lines", "sum", "blanks", "commas", "signs", "names", "backslashes", "comment", "marks"],
)  # fmt: skip
def test_a_huge_line_is_read_too(content):
    assert read_document("a.bsc", content).to_bytes() == content


@pytest.mark.slow
def test_the_grammar_has_no_conflict_in_strict_mode():
    starts = ["document", "header", "statement", "expression"]
    Lark(
        grammar_path().read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        strict=True,
        start=starts,
    )


@pytest.fixture(scope="module")
def whole():
    """The grammar's own reading of whole documents."""
    return Lark(
        grammar_path().read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start="document",
    )


def by_grammar(parser, text):
    """Forms and values of every line, as the `document` rule tells them."""
    return [
        (str(line.data), [_text(part, text) for part in line.children if isinstance(part, Tree)])
        for record in parser.parse(text).children
        for line in record.children
        if isinstance(line, Tree)
    ]


def _text(part, text):
    tokens = list(part.scan_values(lambda value: isinstance(value, Token)))
    return text[tokens[0].start_pos : tokens[-1].end_pos]


def by_lines(text):
    """The same by the line reader."""
    return [
        (statement.form.name, list(statement.parts))
        for record in read_document("a.bsc", text.encode()).records
        for statement in (record.header, *record.statements)
        if statement is not None
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_read_the_same_by_line_and_by_document(path, whole):
    text = path.read_text(encoding="utf-8")
    assert by_lines(text) == by_grammar(whole, text)


@given(texts(good_lines))
def test_generated_text_reads_the_same_by_line_and_by_document(whole, text):
    text = f"bsc 1\n{text}".rstrip() + "\n"
    assert by_lines(text) == by_grammar(whole, text)


@pytest.mark.parametrize("form", [*HEADERS, *STATEMENTS])
def test_a_form_reads_the_same_the_second_time(form):
    entry = HEADERS.get(form) or STATEMENTS[form]
    line = entry.example if form in HEADERS else f"kpi x in a.b\n  {entry.example}"
    assert by_lines(f"{line}\n") == by_lines(f"{line}  # again\n")


def test_a_header_takes_the_comments_right_above_it():
    document = read_document(
        "a.bsc", b"# alone\n\n# mine\nkpi a in b.c\n  unit x\n# next\nkpi d in b.c\n"
    )
    assert [record.lines[0] for record in document.records] == ["# alone\n", "# mine\n", "# next\n"]


def test_keywords_may_be_names():
    (record,) = read_document("a.bsc", b'kpi target "in" in kpi.in\n  like weight\n').records
    assert record.header is not None
    assert record.header.parts == ("target", '"in"', "kpi.in")
    assert record.statements[0].parts == ("weight",)


@pytest.mark.parametrize("formula", ["a-1", "a -1", "a - 1"])
def test_a_minus_in_a_formula_needs_no_blanks(formula):
    found = parse_formula(formula)
    assert isinstance(found, Binary)
    assert (found.operator, found.left, found.right) == ("-", Ref("a", 0), Num(1.0))


def test_a_range_may_touch_percentages():
    (record,) = read_document("a.bsc", b"kpi a in b.c\n  target 38.84%..40%\n").records
    assert record.statements[0].parts == ("38.84%", "40%")


def test_only_a_line_feed_ends_a_line():
    document = read_document("a.bsc", b"kpi a in b.c\r  unit x\n")
    assert [problem.code for problem in document.diagnostics] == ["E102"]


def test_a_name_that_is_not_composed_is_shown_composed():
    (problem,) = read_document("a.bsc", "kpi cafe\u0301 in b.c\n".encode()).diagnostics
    assert problem.code == "E111"
    assert "café" in (problem.help or "")


def test_bytes_that_are_no_text_are_one_error_a_line():
    document = read_document("a.bsc", b'kpi a in b.c\n  note "\xff\xfe"\n  unit x\n')
    assert [(problem.code, problem.line) for problem in document.diagnostics] == [("E101", 2)]
    assert document.records[0].statements[0].parts == ("x",)


def test_an_indented_header_is_none_wherever_it_stands(whole):
    text = "  kpi a in b.c\n"
    assert [problem.code for problem in read_document("a.bsc", text.encode()).diagnostics] == [
        "E110"
    ]
    with pytest.raises(LarkError):
        whole.parse(text)


def test_another_programs_file_is_one_error():
    document = read_document("a.bsc", b"<?xml version='1.0'?>\n<a>\n</a>\n")
    assert [problem.code for problem in document.diagnostics] == ["E113"]
