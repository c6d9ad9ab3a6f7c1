"""Text beyond all bounds: one clear error, told in a few words, found in time that grows with the text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bsctui.language.tokens import tokens
from bsctui.text import expressions, formula_grammar, grammar, nesting
from bsctui.text.diagnostics import render_diagnostic
from bsctui.text.document import read_document
from bsctui.text.expected_tokens import expected_tokens_after, parse_stop_column
from bsctui.text.expressions import parse_formula
from bsctui.text.formatting import formatted
from bsctui.text.line_grammar import form_of, pieces_of

DEEP = f"  formula {'(' * 100_000}x{')' * 100_000}\n"


def problems(text):
    document = read_document("a.bsc", f"kpi k in s.o\n{text}".encode())
    return document, document.diagnostics


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 100_000 + "x" + ")" * 100_000,
        "abs(" * 5_000 + "x" + ")" * 5_000,
        "-" * 1_000 + "x",
        "x" + "+x" * 1_000,
        "(" * 100_000,
    ],
)
def test_a_formula_that_nests_too_deep_is_one_error(formula):
    _, (problem,) = problems(f'  formula {formula} "why"\n')
    assert problem.code == "E115"
    assert problem.message.startswith("a formula nests at most 200 deep")


def test_parentheses_one_behind_the_other_and_in_texts_are_not_deep():
    assert problems(f"  formula sum({', '.join(['abs(x)'] * 1_000)})\n")[1] == ()
    assert problems(f'  note "{"(" * 1_000}"\n')[1] == ()
    parse_formula("(" * 150 + "x" + ")" * 150)


def test_nobody_parses_what_nests_too_deep(monkeypatch):
    """The parser takes the square of the depth: no way to it but the one that counts first."""
    real = grammar.line_parser()

    class Watched:
        terminals = real.terminals

        def parse(self, text, **options):
            assert text.count("(") <= nesting.DEEPEST
            return real.parse(text, **options)

        def parse_interactive(self, text, **options):
            parser = real.parse_interactive(text, **options)
            if text.count("(") > nesting.DEEPEST:
                parser.exhaust_lexer = parser.iter_parse = None
            return parser

    for room in ("text.grammar", "text.expected_tokens", "language.tokens"):
        monkeypatch.setattr(f"bsctui.{room}.line_parser", Watched)
    assert problems(DEEP)[1][0].code == "E115"
    assert formatted(f"kpi k in s.o\n{DEEP}").endswith(DEEP)
    assert parse_stop_column(DEEP, "statement") == len("  formula ") + 200
    assert expected_tokens_after(DEEP, "statement") == ()
    assert tokens(DEEP.rstrip("\n"))


LONG_SUM = f"  formula x{' + x' * 100_000}\n"


def test_nobody_parses_a_sum_that_is_too_long(monkeypatch):
    """A hundred thousand tokens take the parser seconds, and every reader of the line anew."""
    monkeypatch.setattr("bsctui.text.grammar.line_parser", lambda: pytest.fail("it was parsed"))
    assert problems(LONG_SUM)[1][0].code == "E115"


def test_a_formula_that_cannot_be_read_is_parsed_once_for_all_who_ask(monkeypatch):
    asked = []
    real = formula_grammar.parse_tree

    def counting(text, start):
        asked.append(text)
        return real(text, start)

    monkeypatch.setattr(formula_grammar, "parse_tree", counting)
    for _ in range(3):
        with pytest.raises(grammar.LarkError):
            parse_formula("once + + once")
        with pytest.raises(expressions.FormulaError, match="takes 3 arguments"):
            parse_formula("if(once, twice)")
    assert asked == ["once + + once", "if(once, twice)"]


def grown(inner):
    pair = st.tuples(inner, inner)
    return (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join)
        | inner.map("- {}".format)
        | inner.map("({})".format)
        | pair.map(lambda two: "sum({}, {})".format(*two))
        | pair.map(lambda two: "({} >= {})".format(*two))
    )


def parentheses(formula):
    steps = [{"(": 1, ")": -1}.get(character, 0) for character in formula]
    return max(itertools.accumulate(steps))


@given(st.recursive(st.sampled_from(["x", "1", "s.x"]), grown, max_leaves=30), st.integers(1, 8))
@example("x - - - x", 2)
@example("(((x)))", 2)
@example("-x + -x + -x", 3)
def test_what_is_refused_before_it_is_parsed_nests_so_deep_indeed(formula, deepest):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(nesting, "DEEPEST", deepest)
        try:
            nesting.check_depth(formula, "expression")
        except nesting.TooDeepError:
            tree = grammar.line_parser().parse(formula, start="expression")
            assert max(formula_grammar._depth(tree), parentheses(formula)) > deepest


@pytest.mark.parametrize(
    "line",
    [
        "  target {long}",
        "  {long}",
        '  note "a" {long}',
        "  formula x {long}",
        "  owner {long}.x",
        "  target 1{digits},0",
        "  target 1 {digits}",
        '  note "{long}',
    ],
)
def test_a_long_line_is_shown_in_excerpts(line):
    text = line.format(long="y" * 100_000, digits="0" * 100_000)
    document, (problem,) = problems(text + "\n")
    shown = render_diagnostic(problem, document.line_text(2))
    assert len(shown) < 1_000
    assert "…" in shown
    marks = shown.splitlines()[2]
    assert "^" in marks


def test_an_excerpt_marks_what_the_message_speaks_of():
    text = f'  note "{"a" * 500}" oops # {"c" * 500}'
    document, (problem,) = problems(text + "\n")
    line, marks = render_diagnostic(problem, document.line_text(2)).splitlines()[1:3]
    assert line[marks.index("^") : marks.rindex("^") + 1] == "oops"


def test_the_slots_of_a_line_are_found_in_one_pass():
    """Counted: each of 40,000 tags was once copied with all before it."""
    _, pieces = pieces_of(f"  tag {' '.join(['t'] * 3_000)}", "statement")
    form = form_of("tag", pieces * 13)
    assert form.slots["names"] == tuple(range(3_000 * 13))


def test_a_line_beyond_its_bound_is_one_error_and_is_never_parsed(monkeypatch):
    monkeypatch.setattr("bsctui.text.line_grammar.parse_tree", None)
    _, (problem,) = problems(f"  tag {'x ' * 250_000}\n")
    assert problem.code == "E109"
    assert "500_000 is the most" in problem.message


@pytest.mark.parametrize("place", ["{}", "({})", "sum(1, {})", "(1 > {})", "(x) + {}", "x * {}"])
@pytest.mark.parametrize("row", [" + ".join, " - ".join, " * ".join])
def test_a_row_of_operators_is_counted_from_where_it_begins(place, row):
    """A term before it, at the same level, is one of the row."""
    before = {"(x) + {}": " + -", "x * {}": "*"}.get(place, "")
    fits = nesting.DEEPEST - (row("ab")[2] in before)
    nesting.check_depth(place.format(row("x" * (fits + 1))), "expression")
    with pytest.raises(nesting.TooDeepError):
        nesting.check_depth(place.format(row("x" * (fits + 2))), "expression")
