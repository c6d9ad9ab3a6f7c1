"""Which statement stands in which record, by the tables of the language."""

from __future__ import annotations

import pytest

from tests.scoring.worked import model_of

COMMON = (
    'owner "A"', 'reporter "A"', 'note "x"', "tag a b", 'meta id "1"', "was s.old", "from 2025-Q1", "until 2026-Q4",
)  # fmt: skip
TAKES = {
    "scorecard": ("tier unit", "weight 2", "perspective financial weight 2", "score worst", 'vision "x"', 'mission "x"', "status red below 40", "was old"),
    "objective": (
        *COMMON, "weight 2", "supports s.other", "supporter s.other weight 2", "aligns s.other", "drives s.other after 2 quarters",
        "score worst from kpis", 'assess red 2025-Q1 "x"',
    ),
    "kpi": (
        *COMMON, "weight 2", "leading", "lagging", "unit USD", 'assess red 2025-Q1 "x"', "better lower", "baseline 1", "baseline 2025-Q1: 1",
        "target 2", "target 2 by 2026-Q4", "target 2025-Q1: 2", "target 1..2", "tolerance 1", "tolerance 1% of target", "scale 1:0 2:100",
        "cap 120", "status red below 40", "every quarter", "aggregate last", "over ytd", "over 2", "carry", "actual 2025-Q1: 1",
        "formula hours + 1", "rollup sum", "feeds total", "drives total", "like total", "same total", 'source db "x"',
    ),
    "measure": (
        *COMMON, "unit USD", "every quarter", "aggregate last", "carry", "actual 2025-Q1: 1", "formula hours + 1", "rollup sum",
        "feeds total", 'source db "x"',
    ),
    "initiative": (
        *COMMON, "start 2025-01-01", "due 2025-12-31", "budget 1", "spent 1", "unit USD", "progress 10%", "state active", 'cause "x"',
    ),
}  # fmt: skip
HEADERS = {
    "scorecard": "scorecard s", "objective": "objective it in s.financial", "kpi": "kpi it in s.goal",
    "measure": "measure it in s", "initiative": "initiative it in s.goal",
}  # fmt: skip
EVERY_LINE = sorted({one for lines in TAKES.values() for one in lines} | set(COMMON))
HERE = [(kind, one) for kind in TAKES for one in sorted({*TAKES[kind], *COMMON})]
SHARED = {
    ("scorecard", "score worst from kpis"), ("objective", "score worst"), ("objective", "drives total"),
    ("kpi", "drives s.other after 2 quarters"),
}  # fmt: skip
"""Forms that both kinds take, and say of themselves what is wrong with them."""
ELSEWHERE = [
    (kind, one)
    for kind in TAKES
    for one in EVERY_LINE
    if one not in {*TAKES[kind], *COMMON, "was old"} and (kind, one) not in SHARED
]


def codes(kind: str, statement: str) -> list[str]:
    """The errors of a statement that stands in such a record."""
    others = "" if kind == "scorecard" else "scorecard s\n"
    text = (
        f"calendar quarters 2025-Q1..2026-Q4\n{others}{HEADERS[kind]}\n  {statement}\nobjective goal in s.financial\n"
        "kpi total in s.goal\n  rollup sum\nmeasure hours in s\n"
    )
    return [one.code for one in model_of(text).diagnostics if one.code == "E201"]


@pytest.mark.parametrize(("kind", "statement"), HERE)
def test_a_record_takes_each_statement_that_the_language_gives_it(kind, statement):
    assert codes(kind, statement) == []


@pytest.mark.parametrize(("kind", "statement"), ELSEWHERE)
def test_and_no_other(kind, statement):
    assert codes(kind, statement) == ["E201"]


SETTINGS = [
    # A setting with a statement that it takes, and whether it takes it.
    ("calendar months 2025-01..2025-12", "starts October", True),
    ("calendar months 2025-01..2025-12", "closed 2025-03", True),
    ("calendar months 2025-01..2025-12", "weight 2", False),
    ("perspective financial", "weight 2", True),
    ("perspective financial", "closed 2025-03", False),
    ("tier unit", "weight 2", False),
    ("coverage 50%", "weight 2", False),
    ("status red", "weight 2", False),
    ('person anna "Anna"', "weight 2", False),
]


@pytest.mark.parametrize(("header", "statement", "is_taken"), SETTINGS)
def test_a_setting_takes_its_own_statements(header, statement, is_taken):
    found = [one.code for one in model_of(f"{header}\n  {statement}\n").diagnostics if one.code == "E201"]  # fmt: skip
    assert found == ([] if is_taken else ["E201"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('note "x"', 'note "y"'), ("tag a", "tag b"), ("was s.a", "was s.b"), ('meta a "1"', 'meta b "2"'),
        ("target 5 by 2026-Q1", "target 6 by 2026-Q4"), ("target 2025-Q1: 5", "target 2025-Q2: 6"),
        ("baseline 2025-Q1: 5", "baseline 2025-Q2: 6"), ("actual 2025-Q1: 5", "actual 2025-Q2: 6"),
        ('assess red 2025-Q1 "x"', 'assess red 2025-Q2 "x"'), ("status red below 40", "status green"),
        ("weight 1", "weight 2 from 2026-Q1"), ("feeds total", "feeds other"), ("drives total", "drives other"),
    ],
)  # fmt: skip
def test_what_may_stand_several_times_does(first, second):
    assert "E202" not in repeated(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("unit USD", "unit EUR"), ("better lower", "better higher"), ("cap 110", "cap 120"), ("every month", "every year"),
        ("aggregate sum", "aggregate last"), ("over ytd", "over 2"), ("carry", "carry"), ("leading", "lagging"),
        ('owner "A"', 'owner "B"'), ('reporter "A"', 'reporter "B"'), ("from 2025", "from 2026"), ("until 2025", "until 2026"),
        ("weight 1", "weight 2"), ("weight 1 from 2025-Q1", "weight 2 from 2025-Q2"), ("scale 1:0 2:100", "scale 1:0 3:100"),
        ("baseline 1", "baseline 2"), ("like total", "like other"), ("feeds total", "feeds total"), ("drives total", "drives total"),
    ],
)  # fmt: skip
def test_what_stands_once_in_a_record_does_not_stand_twice(first, second):
    assert "E202" in repeated(first, second)


def repeated(first: str, second: str) -> list[str]:
    """The errors of a KPI with two lines."""
    text = (
        f"calendar quarters 2025-Q1..2026-Q4\nscorecard s\nobjective goal in s.financial\nkpi it in s.goal\n  {first}\n  {second}\n"
        "kpi total in s.goal\n  rollup sum\nkpi other in s.goal\n  rollup sum\n"
    )
    return [one.code for one in model_of(text).diagnostics]
