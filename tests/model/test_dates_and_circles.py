"""Which of dated facts holds, and circles that an edit closes or opens."""

from __future__ import annotations

import pytest

from bsctui.model.build import build
from bsctui.model.update import update_model
from bsctui.text.document import read_document
from tests.scoring.worked import CARD, line, scored

QUARTERS = "calendar quarters 2025-Q1..2025-Q4\n"


@pytest.mark.parametrize(
    "lines",
    [
        "  target 10\n  target 20 from 2025-Q2 until 2025-Q3\n",
        "  target 20 from 2025-Q2 until 2025-Q3\n  target 10\n",
    ],
    ids=["undated first", "dated first"],
)
def test_an_undated_fact_holds_where_no_dated_one_does_in_whatever_order_they_stand(lines):
    text = f"{QUARTERS}{CARD}kpi k in s.o\n  baseline 0\n{lines}  actual 2025-Q1: 5 5 5 5\n"
    scores = scored(text)
    assert line(scores, "s.k", "target_low") == [10, 20, 20, 10]
    assert line(scores, "s.k") == [50, 25, 25, 50]


@pytest.mark.parametrize(
    "lines",
    ["  weight 1\n  weight 3 from 2025-Q3\n", "  weight 3 from 2025-Q3\n  weight 1\n"],
    ids=["undated first", "dated first"],
)
def test_so_does_a_weight(lines):
    text = (
        f"{QUARTERS}{CARD}kpi a in s.o\n  baseline 0\n  target 10\n  actual 2025-Q1: 10 10 10 10\n{lines}"
        "kpi b in s.o\n  baseline 0\n  target 10\n  actual 2025-Q1: 0 0 0 0\n"
    )
    assert line(scored(text), "s.o") == [50, 50, 75, 75]


RESTING = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.financial
kpi a in s.o
  rollup sum
kpi b in s.o
  rollup sum
  feeds a
kpi c in s.o
  actual 2025-Q1: 1
  feeds b
kpi f in s.o
  formula c * 2
kpi g in s.o
  formula f + 1
kpi l in s.o
  like c
kpi m in s.o
  like l
kpi d in s.o
  same c
kpi e in s.o
  same d
"""
CLOSING = {
    "feeds": ("  rollup sum\nkpi b", "  rollup sum\n  feeds b\nkpi b", ("s.a", "s.b")),
    "formula": ("c * 2", "g * 2", ("s.f", "s.g")),
    "like": ("  like c", "  like m", ("s.l", "s.m")),
    "same": ("  same c", "  same e", ("s.d", "s.e")),
}
"""By the word that closes a circle: what is replaced by what, and what stands in the circle."""


@pytest.mark.parametrize("word", CLOSING)
def test_a_circle_is_told_when_an_edit_closes_it_and_no_more_when_it_is_opened(word):
    old, new, members = CLOSING[word]
    without, closed = (
        {"a.bsc": read_document("a.bsc", text.encode())}
        for text in (RESTING, RESTING.replace(old, new))
    )
    during = update_model(build(without), closed)
    assert any(all(one in message for one in members) for message in circles(during))
    assert circles(update_model(during, without)) == []


def circles(model):
    """What is said of circles."""
    return [problem.message for problem in model.diagnostics if problem.code in {"E321", "E322"}]
