"""Complaints about other programs, as workspaces: what a limit scores, and which way is better."""

from __future__ import annotations

from pathlib import Path

import pytest

from bsctui.advice.advise import advise
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


def advice(model, code):
    return [p for p in advise(model, evaluate(model)) if p.code == code]


def test_sixty_days_against_four_is_not_green_without_a_word():
    (told,) = advice(case("04-direction-unstated"), "A119")
    assert told.line == 7
    assert "`ap.days`" in told.message
    said = case("04-direction-unstated", ("  target", "  better lower\n  target"))
    assert advice(said, "A119") == []


def test_a_target_of_zero_is_told_how_to_say_at_most():
    (told,) = advice(case("03-zero-target"), "A119")
    assert "`better lower`" in told.help
    assert "`tolerance 5`" in told.help


@pytest.mark.parametrize("line", ["better lower", "baseline 80", "same t.l", "like t.l"])
def test_a_direction_said_a_baseline_or_another_kpi_to_ask_needs_no_advice(line):
    other = "\nkpi l in t.o\n  better lower\n  target 5\n"
    text = "  " + ("" if line.startswith(("same", "like")) else "target 150\n  ") + line
    model = case(
        "02-upper-limit-only",
        ("  better lower\n  target 150\n  actual 2025-Q1: 119", text + other),
    )
    assert advice(model, "A119") == []


def test_what_is_like_an_undirected_one_is_told_there_alone():
    model = case(
        "02-upper-limit-only",
        ("  better lower\n", ""),
        ("actual 2025-Q1: 119", "actual 2025-Q1: 119\n\nkpi l in t.o\n  like t.k\n"),
    )
    assert [told.line for told in advice(model, "A119")] == [7]


@pytest.mark.parametrize("line", ["baseline 150", "baseline 2024-Q1: 300 310 320 330"])
def test_a_baseline_that_is_the_target_or_never_meets_it_says_no_direction(line):
    model = case("02-upper-limit-only", ("  better lower\n", f"  {line}\n"))
    (told,) = advice(model, "A119")
    assert "`t.k`" in told.message
