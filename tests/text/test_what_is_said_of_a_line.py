"""What is said of a line that cannot be read: where, in the user's terms, and what to write instead."""

from __future__ import annotations

import pytest

from bsctui.text.columns import statement_span
from bsctui.text.document import read_document
from bsctui.text.excerpts import closest, split_around
from bsctui.text.expressions import FormulaError, parse_formula, uses_history
from bsctui.text.literals import is_name

TARGET = "kpi x in s.o\n  target "
SAID = [
    # The text, its code, what is marked, and the words that are told.
    (TARGET + "1,000", "E105", "1,000", ["`1_000`"]),
    (TARGET + "26,000,000", "E105", "26,000,000", ["`26_000_000` or `26M`"]),
    (TARGET + "1,234,567", "E105", "1,234,567", ["`1_234_567`"]),
    (TARGET + "999,000", "E105", "999,000", ["`999_000`"]),
    (TARGET + "1,000,000", "E105", "1,000,000", ["`1_000_000` or `1M`"]),
    (TARGET + "1,5", "E105", "1,5", ["`1.5`"]),
    (TARGET + "007", "E105", "007", ["`7`"]),
    (TARGET + "000", "E105", "000", ["`0`"]),
    (TARGET + "10 by", "E106", "y", ["a period such as `2025-Q1`"]),
    ("kpi x in s.o\n  cap", "E106", "p", ["expected a number"]),
    ("kpi x in", "E106", "n", ["`skyline.profit`"]),
    ("kpi x", "E108", "x", ["where it belongs"]),
    ("kpi x in s.o\n  better sideways", "E109", "sideways", ["`higher`, `lower` or `within`"]),
    ("kpi x in s.o\n  aggregate summ", "E109", "summ", ["`sum`, `average`, `last`, `min`, `max` or `recompute`"]),
    ("kpi x in s.o\n  actual 2025-Q1 1 2", "E109", "1", ["expected `:`"]),
    ("kpi x in s.o\n  weight 3 x", "E109", "x", ["`from`, `until`", " or the end of the line"]),
    ("kpi x in s.o\n  formula a b", "E115", "b", [" or the end of the line"]),
    ("kpi x in s.o\n  formula (a", "E106", "a", ["expected `)`"]),
    ("foo bar", "E107", "foo", ["`bsctui help`"]),
    ("Kpi x in s.o", "E107", "Kpi", ["did you mean `kpi`?"]),
    ("unit USD", "E110", "unit", ["not indented"]),
    ('"open', "E103", '"open', ["closing quote"]),
    ("kpi a-b in s.o", "E111", "a-b", ["is not a valid name", "letters, digits and `_`"]),
    ("kpi x in s.o-p", "E111", "s.o-p", ["is not a valid name", "letters, digits and `_`"]),
    ("kpi x in s.o\n  unit (USD)", "E109", "(USD)", []),
    ("kpi cafe\u0301 in s.o", "E111", "cafe\u0301", ["`caf\xe9`", "NFC"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "marked", "words"), SAID)
def test_a_line_that_cannot_be_read_is_told_where_and_what_belongs_there(text, code, marked, words):
    document = read_document("a.bsc", f"{text}\n".encode())
    (problem,) = document.diagnostics
    line = text.split("\n")[problem.line - 1]
    assert problem.code == code
    assert line[problem.column - 1 : problem.end_column - 1] == marked
    told = f"{problem.message}\n{problem.help or ''}"
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize(
    "text", ["kpi x in s.o\n  target 12x", "kpi a-b in s.o", "measure 2x in s"]
)
def test_no_name_of_the_grammar_itself_is_told(text):
    for problem in read_document("a.bsc", f"{text}\n".encode()).diagnostics:
        assert not any(word.strip("`,") in {"NAME", "NUMBER", "PLAIN", "$END", "DOTTED"} for word in problem.message.split())  # fmt: skip


TAKES = {
    "sum": (1, 9), "avg": (1, 9), "min": (1, 9), "max": (1, 9), "coalesce": (1, 9), "abs": (1, 1), "round": (1, 2),
    "if": (3, 3), "prev": (1, 2), "ytd": (1, 1), "rolling": (2, 2),
}  # fmt: skip
"""By function: how many arguments it takes, nine standing for any number."""


@pytest.mark.parametrize("name", TAKES)
def test_a_function_takes_as_many_arguments_as_the_language_says(name):
    least, most = TAKES[name]
    for count in range(1, 6):
        words = ["a", *["2"] * (count - 1)] if name in {"round", "prev", "rolling"} else ["a"] * count  # fmt: skip
        text = f"{name}({', '.join(words)})"
        if least <= count <= most:
            parse_formula(text)
        else:
            with pytest.raises(FormulaError, match=rf"`{name}` takes"):
                parse_formula(text)


@pytest.mark.parametrize(
    ("text", "is_right"),
    [("prev(a, 1)", True), ("prev(a, 0)", False), ("rolling(a, 0)", False), ("rolling(a, 1)", True), ("round(a, 0)", True),
     ("prev(a, b)", False), ("round(a, 1.5)", False), ("prev(a, 2 + 1)", False)],
)  # fmt: skip
def test_a_count_is_a_whole_number_from_one_and_digits_from_zero(text, is_right):
    if is_right:
        parse_formula(text)
    else:
        with pytest.raises(FormulaError):
            parse_formula(text)


def test_a_text_glued_to_a_formula_misses_its_blank():
    document = read_document("a.bsc", b'kpi k in s.o\n  formula a"why"\n')
    (problem,) = document.diagnostics
    assert (problem.code, problem.message) == ("E109", "a blank is missing before the text")
    assert document.records[0].statements == ()


@pytest.mark.parametrize(
    ("formula", "is_history"),
    [
        ("a + b", False),
        ("prev(a)", True),
        ("-prev(a)", True),
        ("a > ytd(b)", True),
        ("if(a > 1, b, rolling(a, 3))", True),
        ("sum(a, abs(-b))", False),
    ],
)
def test_a_formula_looks_back_where_any_part_of_it_does(formula, is_history):
    assert uses_history(parse_formula(formula)) is is_history


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.b", True), ("größe", True), ("a._b", False), ("_a", False), ("a..b", False), ("2x", False), ("", False), ("cafe\u0301.b", False)],
)  # fmt: skip
def test_every_part_of_a_ref_is_a_name(name, is_one):
    assert is_name(name) is is_one


def test_the_longest_name_that_a_message_repeats_is_compared_and_no_longer_one():
    longest = "x" * 60
    assert closest(longest, [f"{longest}y"]) == f"{longest}y"
    assert closest(f"{longest}y", [longest]) is None


def test_around_a_place_a_short_line_is_shown_whole_and_a_long_one_cut():
    assert split_around("  target x5 # so", 9, 11) == ("  target ", "x5", " # so")
    before, marked, after = split_around("a" * 300 + "b" * 300 + "c" * 300, 300, 600)
    assert before == "…" + "a" * 59
    assert marked == "b" * 59 + "…"
    assert after == "c" * 59 + "…"


@pytest.mark.parametrize(
    ("raw", "columns"),
    [("  target 5  # so\n", (3, 11)), ("kpi a\n", (1, 6)), ("\tx\r\n", (2, 3))],
)
def test_a_statement_stands_between_its_indentation_and_its_comment(raw, columns):
    assert statement_span(raw) == columns


def test_past_the_end_of_a_file_stands_no_record():
    document = read_document("a.bsc", b"kpi a in s.o\n  target 5\n")
    assert document.record_at(2) is document.records[0]
    assert [document.record_at(line) for line in (0, 3, 4)] == [None, None, None]
    assert document.line_text(3) == ""
