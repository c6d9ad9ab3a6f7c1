"""What is said of how a value becomes a score holds: the value that is said to score 0 does, and so does that for 100."""

from __future__ import annotations

import pytest

from bsctui.score_rule import score_rule
from bsctui.scoring.evaluate import evaluate
from tests.scoring.worked import CARD, model_of

QUARTER = "calendar quarters 2025-Q1..2025-Q1\n"

RULES = [
    # The lines of a KPI, the rule, then a value that scores 0 and one that scores 100.
    ("target 30", "no baseline is written: 0 at 0, 100 at 30", 0, 30),
    ("better lower\n  target 3.5", "no baseline is written: 0 at 7, 100 at 3.5", 7, 3.5),
    ("target -4", "no baseline is written: 0 at -8, 100 at -4", -8, -4),
    ("better lower\n  target -4", "no baseline is written: 0 at 0, 100 at -4", 0, -4),
    ("better lower\n  target 0", "no baseline is written: 100 at 0 or better, else 0", 1, 0),
    ("baseline 60\n  better lower\n  target 30", "0 at the baseline 60, 100 at the target 30", 60, 30),
    ("baseline 5\n  target 5", "the baseline is the target: 100 at 5 or better, else 0", 4, 5),
    ("target 20\n  tolerance 5", "100 from 20, 0 as far beyond as its tolerance", 15, 21),
    ("better lower\n  target 20\n  tolerance 5", "100 up to 20, 0 as far beyond as its tolerance", 25, 19),
    ("target 20..25\n  tolerance 5", "100 from 20 to 25, 0 as far outside as its tolerance", 30, 22),
    ("scale 10:0 20:100", "its scale says which value scores what", 10, 20),
]  # fmt: skip


def scored(lines, value):
    text = f"{QUARTER}{CARD}kpi k in s.o\n  {lines}\n  actual 2025-Q1: {value}\n"
    scores = evaluate(model_of(text))
    return scores, float(scores.score[scores.row["s.k"], 0])


@pytest.mark.parametrize(("lines", "rule", "nothing", "full"), RULES)
def test_a_rule_is_said_with_the_numbers_that_score_0_and_100(lines, rule, nothing, full):
    scores, score = scored(lines, nothing)
    assert score_rule(scores, "s.k", 0) == rule
    assert score == 0
    assert scored(lines, full)[1] == 100


def test_without_a_target_there_is_no_rule():
    assert score_rule(scored("unit days", 3)[0], "s.k", 0) is None
