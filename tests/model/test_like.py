"""What a KPI takes over by `like` and cannot use is its own error; the other KPI is innocent."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.model.periods import Grain
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document

HEAD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
"""
FIRST = HEAD + "kpi first in s.o\n"


def read(text):
    return build({"a.bsc": read_document("a.bsc", text.encode())})


def told(model):
    """Code and line of each error."""
    return [(p.code, p.line) for p in model.diagnostics if p.code.startswith("E")]


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        # waypoints by quarter do not lie on years
        ("  baseline 0 at 2024-Q4\n  target 10 by 2025-Q3\n  actual 2025-Q1: 5\n", "  every year\n", "E422"),
        ("  unit %\n  baseline 0\n  target 85%\n  actual 2025-Q1: 5\n", "  unit USD\n", "E411"),
        ("  baseline 0\n  target 10\n  actual 2025-Q1: 5\n", "  better lower\n", "E447"),
        ("  target 2025-Q1: 10\n  actual 2025-Q1: 5\n", "  every month\n", "E420"),
        ("  over 2\n  target 10\n  actual 2025-Q1: 5\n", "  carry\n", "E211"),
    ],
)  # fmt: skip
def test_the_error_stands_where_like_does_and_breaks_that_kpi_alone(first, second, code):
    text = f"{FIRST}{first}kpi second in s.o\n  like first\n{second}"
    like = text.splitlines().index("  like first") + 1
    model = read(text)
    line = like + 1 if code == "E211" else like  # `carry` is its own line
    assert told(model) == [(code, line)]
    assert model.broken == {"s.second"}
    scores = evaluate(model)
    row = scores.row
    assert scores.score[row["s.first"], 0] > 0
    assert not scores.score[row["s.second"], 0] > 0


def test_it_says_whose_line_does_not_fit_and_what_to_do():
    text = f"{FIRST}  unit %\n  target 85%  # agreed\nkpi second in s.o\n  like first\n  unit USD\n"
    (problem,) = (p for p in read(text).diagnostics if p.code == "E411")
    assert problem.message == (
        "what comes from `s.first` does not fit here: a value with `%`, but the unit is not `%`"
    )
    assert problem.help == "`target 85%` is written there; a line of its own here overrides it"
    assert [place.line for place in problem.related] == [6]


def test_what_is_wrong_where_it_is_written_is_said_there_once_however_many_are_like_it():
    others = "".join(
        f"kpi k{n} in s.o\n  like {'first' if n == 0 else f'k{n - 1}'}\n" for n in range(4)
    )
    model = read(f"{FIRST}  target 85%\n{others}")
    assert told(model) == [("E411", 5)]
    assert model.broken == {"s.first", *(f"s.k{n}" for n in range(4))}


def test_what_comes_of_two_that_are_joined_is_said_by_the_first_that_joins_them():
    text = f"{FIRST}  unit %\n  target 85%\nkpi b in s.o\n  like first\n  unit USD\nkpi c in s.o\n  like b\n"
    model = read(text)
    assert told(model) == [("E411", 8)]
    assert model.broken == {"s.b", "s.c"}


def test_a_formula_takes_over_all_but_how_often_it_is_measured_and_whoever_is_like_it_takes_that_too():
    text = (
        "calendar quarters 2025-Q1..2025-Q4\nscorecard s\nobjective o in s.process\n"
        "measure x in s\n  actual 2025-01: 1 2 3 4 5 6\n"
        "kpi yearly in s.o\n  every year\n  better higher\n  target 10\n  actual 2025: 3\n"
        "kpi twice in s.o\n  like yearly\n  formula x * 2\n"
        "kpi third in s.o\n  like twice\n  actual 2025: 4\n"
    )
    model = read(text)
    assert told(model) == []
    quantities = {entity.address: entity for entity in model.quantities()}
    assert quantities["s.twice"].definition.grain is Grain.MONTH
    assert quantities["s.third"].definition.grain is Grain.YEAR
    assert "every" not in quantities["s.twice"].definition.origins
    assert "every" in quantities["s.third"].definition.origins
