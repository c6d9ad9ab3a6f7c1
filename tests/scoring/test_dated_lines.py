"""Every fact that may be dated: the undated line holds where no dated one does, in whatever order they are written."""

from __future__ import annotations

import pytest

from tests.scoring.worked import line, scored

FULL, EMPTY = "  baseline 0\n  target 10\n  actual 2025-Q1: 10 10 10 10\n", "  baseline 0\n  target 10\n  actual 2025-Q1: 0 0 0 0\n"  # fmt: skip
CALENDAR = "calendar quarters 2025-Q1..2025-Q4\n"
CARD = f"{CALENDAR}scorecard s\n"
OBJECTIVES = "objective a in s.financial\n{lines}objective b in s.financial\n"
CASCADED = (
    f"{CALENDAR}scorecard t\nobjective up in t.financial\n{{word}}kpi own in t.up\n{EMPTY}"
    f"scorecard u under t\nobjective down in u.financial\n{{lines}}kpi low in u.down\n{FULL}"
)
DATED = {
    # What is weighted or measured, two lines of it, and the scores of an address by quarter, the dated one from the third on.
    "a KPI's weight": (
        f"{CARD}objective a in s.financial\nkpi x in s.a\n{FULL}{{lines}}kpi y in s.a\n{EMPTY}",
        ("  weight 1\n", "  weight 3 from 2025-Q3\n"), "s.a", [50, 50, 75, 75],
    ),
    "an objective's weight": (
        f"{CARD}{OBJECTIVES}kpi x in s.a\n{FULL}kpi y in s.b\n{EMPTY}",
        ("  weight 1\n", "  weight 3 from 2025-Q3\n"), "s", [50, 50, 75, 75],
    ),
    "a perspective's weight in a scorecard": (
        f"{CARD}{{lines}}objective a in s.financial\nobjective b in s.process\nkpi x in s.a\n{FULL}kpi y in s.b\n{EMPTY}",
        ("  perspective financial weight 1\n", "  perspective financial weight 3 from 2025-Q3\n"), "s", [50, 50, 75, 75],
    ),
    "a perspective's weight": (
        (f"perspective financial\n{{lines}}perspective process\n{CARD}objective a in s.financial\nobjective b in s.process\n"
        f"kpi x in s.a\n{FULL}kpi y in s.b\n{EMPTY}"),
        ("  weight 1\n", "  weight 3 from 2025-Q3\n"), "s", [50, 50, 75, 75],
    ),
    "a support": (
        CASCADED.replace("{word}", ""),
        ("  supports t.up weight 1\n", "  supports t.up weight 3 from 2025-Q3\n"), "t.up", [50, 50, 75, 75],
    ),
    "the receiver's word on it": (
        CASCADED.replace("{lines}", "  supports t.up weight 9\n").replace("{word}", "{lines}"),
        ("  supporter u.down weight 1\n", "  supporter u.down weight 3 from 2025-Q3\n"), "t.up", [50, 50, 75, 75],
    ),
    "a feed": (
        f"{CARD}objective a in s.financial\nkpi r in s.a\n  rollup sum\n  baseline 0\n  target 40\nmeasure m in s\n{{lines}}  actual 2025-Q1: 10 10 10 10\n",
        ("  feeds r weight 1\n", "  feeds r weight 3 from 2025-Q3\n"), "s.r", [25, 25, 75, 75],
    ),
    "a target": (
        f"{CARD}objective a in s.financial\nkpi x in s.a\n  baseline 0\n{{lines}}  actual 2025-Q1: 10 10 10 10\n",
        ("  target 20\n", "  target 40 from 2025-Q3\n"), "s.x", [50, 50, 25, 25],
    ),
    "a band": (
        f"{CARD}objective a in s.financial\nkpi x in s.a\n  tolerance 10\n{{lines}}  actual 2025-Q1: 10 10 10 10\n",
        ("  target 15..20\n", "  target 17..20 from 2025-Q3\n"), "s.x", [50, 50, 30, 30],
    ),
    "a tolerance": (
        f"{CARD}objective a in s.financial\nkpi x in s.a\n  target 15\n{{lines}}  actual 2025-Q1: 10 10 10 10\n",
        ("  tolerance 10\n", "  tolerance 20 from 2025-Q3\n"), "s.x", [50, 50, 75, 75],
    ),
    "a tolerance of the target": (
        f"{CARD}objective a in s.financial\nkpi x in s.a\n  target 20\n{{lines}}  actual 2025-Q1: 10 10 10 10\n",
        ("  tolerance 100% of target\n", "  tolerance 200% of target from 2025-Q3\n"), "s.x", [50, 50, 75, 75],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DATED)
@pytest.mark.parametrize("is_dated_first", [False, True], ids=["undated first", "dated first"])
def test_an_undated_line_holds_where_no_dated_one_does(name, is_dated_first):
    text, lines, address, scores = DATED[name]
    said = "".join(reversed(lines) if is_dated_first else lines)
    assert line(scored(text.replace("{lines}", said)), address) == scores


@pytest.mark.parametrize("name", DATED)
def test_a_dated_line_holds_until_its_end_and_none_after_it(name):
    text, lines, address, scores = DATED[name]
    dated = lines[1].replace("from 2025-Q3", "until 2025-Q2")
    first, last = scores[2], scores[0]
    said = f"{lines[0]}{dated}"
    assert line(scored(text.replace("{lines}", said)), address) == [first, first, last, last]
