"""Of dated lines that say the same thing at most one holds at a time, whatever their form: language.md, Dated facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.model.entities import Span
from bsctui.model.overlaps import overlaps
from bsctui.text.forms import STATEMENTS
from bsctui.workspace import Workspace

FRAME = """\
calendar quarters 2025-Q1..2027-Q4
perspective money
{perspective}
scorecard top
{scorecard}
objective aim in top.money
{objective}
objective care in top.money
scorecard low under top
objective step in low.money
{step}
  supports top.aim
kpi sold in top.aim
{kpi}
kpi all in top.aim
  rollup sum
"""
PLACES = {
    "weight": ("kpi", "weight {}", 3), "perspective_weight": ("scorecard", "perspective money weight {}", 3),
    "supports": ("step", "supports top.care weight {}", 3), "supporter": ("objective", "supporter low.step weight {}", 3),
    "aligns": ("step", "aligns top.care", 1), "drives": ("objective", "drives care after {} quarters", 3),
    "feeds": ("kpi", "feeds all weight {}", 3), "target": ("kpi", "target {}", 3),
    "target_band": ("kpi", "target {}..9\n  tolerance 1", 3), "tolerance": ("kpi", "tolerance {}", 3),
    "tolerance_relative": ("kpi", "tolerance {} of target", 3),
}  # fmt: skip
CASES = [
    ("", "", True),
    ("", " from 2026", False),
    (" from 2026", " from 2026", True),
    (" from 2026", " until 2026-Q1", True),
    (" from 2026", " until 2025", False),
    (" from 2025 until 2026", " from 2026-Q4 until 2027", True),
    (" from 2025 until 2026", " from 2027", False),
]


def problems(place, *lines):
    texts = dict.fromkeys(("perspective", "scorecard", "objective", "step", "kpi"), "")
    texts[place] = "".join(f"  {line}\n" for line in lines)
    work = Workspace.from_texts({"a.bsc": FRAME.format(**texts)})
    return [p for p in work.model.diagnostics if p.code.startswith("E")]


def test_every_dated_form_is_tried_here():
    assert PLACES.keys() == {row.name for row in STATEMENTS.values() if row.is_dated}


@pytest.mark.parametrize("form", PLACES)
@pytest.mark.parametrize(("first", "second", "overlap"), CASES)
def test_two_lines_that_hold_at_once_are_one_error_that_names_both(form, first, second, overlap):
    place, text, _ = PLACES[form]
    one, _, rest = text.partition("\n")
    lines = [one.format(2) + first, one.format(3) + second, *(rest.split("\n") if rest else ())]
    found = [p for p in problems(place, *lines) if p.code == "E202"]
    assert len(found) == overlap
    for problem in found:
        assert {problem.line - 1} == {other.line for other in problem.related}
    assert [p.code for p in problems(place, *lines) if p.code != "E202"] == []


def test_the_weight_of_a_perspective_of_the_workspace_is_told_too():
    found = problems("perspective", "weight 2 from 2026", "weight 3 until 2026")
    assert [problem.code for problem in found] == ["E202"]


def test_a_tolerance_in_the_other_form_holds_at_the_same_time():
    found = problems("kpi", "target 5", "tolerance 2", "tolerance 10% of target from 2026")
    assert found == []
    found = problems("kpi", "target 5", "tolerance 2", "tolerance 10% of target")
    assert [problem.code for problem in found] == ["E202"]


def test_lines_about_different_things_never_overlap():
    assert problems("step", "aligns top.aim from 2026", "aligns top.care from 2026") == []
    assert [p.code for p in problems("objective", "drives care", "drives top.care")] == ["E202"]


def test_a_span_of_periods_that_are_none_is_that_error_alone():
    found = problems("kpi", "target 5 from 2026-Q9", "target 6 from 2026")
    assert [problem.code for problem in found] == ["E403"]


def test_a_kpi_of_two_targets_at_once_has_no_score():
    text = FRAME.format(
        perspective="", scorecard="", objective="", step="", kpi="  target 5\n  target 6\n  actual 2025-Q1: 3\n"
    )  # fmt: skip
    model = Workspace.from_texts({"a.bsc": text}).model
    assert "top.sold" in model.broken


@pytest.mark.slow
def test_ten_thousand_overlapping_lines_are_as_many_errors_less_one():
    lines = [f"target {at} from 2025-Q1" for at in range(1, 10_001)]
    found = problems("kpi", *lines)
    assert len(found) == 9_999
    assert all(len(problem.related) == 1 for problem in found)


spans = st.lists(
    st.builds(lambda a, b: Span(min(a, b), max(a, b)), st.integers(0, 30), st.integers(0, 30)),
    max_size=8,
)


@given(spans)
def test_the_later_of_two_that_overlap_is_named_and_no_other(some):
    """Against every pair."""
    named = list(overlaps(some))
    pairs = {
        (at, other)
        for at, one in enumerate(some)
        for other, two in enumerate(some)
        if at < other and max(one.after, two.after) < min(one.until, two.until)
    }
    assert set(named) <= pairs
    assert bool(named) == bool(pairs)
    free = [at for at in range(len(some)) if not any(at in pair for pair in named)]
    assert not any({at, other} <= set(free) for at, other in pairs)
