"""Complaints about other programs, as workspaces: what a limit scores, and which way is better."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document

HERE = Path(__file__).parent


def case(name, *changes):
    """A case's workspace without errors, with some of its text replaced."""
    text = (HERE / f"{name}.bsc").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    model = build({"a.bsc": read_document("a.bsc", text.encode())})
    assert [p for p in model.diagnostics if p.code.startswith("E")] == []
    return model


def score(model, address, period):
    scores = evaluate(model)
    at = scores.periods.index(model.settings.calendar.fiscal.parse(period))
    return pytest.approx(scores.score[scores.row[address], at])


@pytest.mark.parametrize(("days", "wanted"), [("119", 100), ("225", 50), ("310", 0)])
def test_at_most_150_needs_no_baseline(days, wanted):
    model = case("02-upper-limit-only", ("119", days))
    assert score(model, "t.k", "2025-Q1") == wanted


@pytest.mark.parametrize(
    ("line", "violations", "wanted"),
    [("", 0, 100), ("", 4, 0), ("\n  tolerance 5", 4, 20), ("\n  tolerance 5", 0, 100)],
)
def test_no_violation_allowed_is_met_or_not_and_a_tolerance_grades_it(line, violations, wanted):
    model = case(
        "03-zero-target",
        ("  target 2021: 0 0 0", f"  better lower\n  target 2021: 0 0 0{line}"),
        ("actual 2021: 4", f"actual 2021: {violations}"),
    )
    assert score(model, "city.violations", "2021") == wanted
