"""What forms the lines of a goal have, found for all of them together, is what is found for each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bsctui.model.periods import FiscalYear
from bsctui.review.facts import Facts, _forms
from bsctui.text.document import document_of

if TYPE_CHECKING:
    from bsctui.review.facts import FactLine

TEXT = """scorecard s
objective o in s.financial
kpi k in s.o
  target 5
  target 6 by 2025-Q4
  target 2025-Q1: 1 2
  baseline 2025-Q1: 1 2
target s.k 2025-Q3: 3 4
"""


def lines_of_the_goal() -> list[FactLine]:
    """All lines that state what s.k is held to."""
    record = Facts(
        {"a.bsc": document_of("a.bsc", TEXT)}, lambda _: None, FiscalYear()
    ).record_facts("s.k")
    assert record is not None
    return record.facts["goal", ""].lines


def plain_form(line: FactLine) -> str:
    """The form of one line, looked up by itself."""
    statements = [line.record.header, *line.record.statements]
    return next(s.form.name for s in statements if s is not None and s.line == line.line)


def test_the_forms_of_lines_together_are_those_of_each_line() -> None:
    lines = lines_of_the_goal()
    assert len(lines) == 5
    assert _forms(lines) == {plain_form(line) for line in lines}
    assert {"target_series", "target_margin", "baseline_series"} <= _forms(lines)
    assert all(_forms(pair) == {plain_form(line) for line in pair} for pair in pairwise(lines))
