"""What is set takes the place of the line that means the same, and what is taken away is what was named."""

from __future__ import annotations

import pytest

from bsctui.edits import MoveRecord, Refused, SetField, UnsetField
from bsctui.workspace import Workspace

TEXT = """\
calendar quarters 2025-Q1..2026-Q4
scorecard s
objective o in s.process
  drives p after 2 quarters
objective p in s.process
kpi k in s.o
  better lower
  baseline 40 at 2024-Q4
  target 30 by 2025-Q4
  target 20 by 2026-Q4
  weight 2
  weight 3 from 2026-Q1
  # found by these
  tag a b
measure m in s
  unit EUR
"""


def after(edit):
    work = Workspace.from_texts({"a.bsc": TEXT})
    work.apply(edit)
    return "".join(work.documents["a.bsc"].lines)


def refusal(edit):
    with pytest.raises(Refused) as refused:
        after(edit)
    return f"{refused.value.message}; {refused.value.help}"


@pytest.mark.parametrize(
    ("field", "clause", "gone"),
    [
        ("target", "by 2026-Q4", "  target 20 by 2026-Q4\n"),
        ("target", "30 by 2025-Q4", "  target 30 by 2025-Q4\n"),
        ("weight", "from 2026-Q1", "  weight 3 from 2026-Q1\n"),
        ("tag", "a b", "  # found by these\n  tag a b\n"),
    ],
)
def test_the_clause_of_a_line_takes_that_line_away(field, clause, gone):
    assert after(UnsetField("s.k", field, clause)) == TEXT.replace(gone, "")


def test_one_tag_goes_and_the_others_of_its_line_stay():
    assert after(UnsetField("s.k", "tag", "a")) == TEXT.replace("  tag a b", "  tag b")
    assert "has no line `tag a c`" in refusal(UnsetField("s.k", "tag", "a c"))


def test_a_clause_of_two_lines_takes_neither_away():
    assert "`by` is in 2 lines `target`" in refusal(UnsetField("s.k", "target", "by"))


def test_an_address_means_the_same_with_and_without_its_scorecard():
    expected = TEXT.replace("drives p after 2 quarters", "drives s.p after 3 quarters")
    assert after(SetField("s.o", "drives", "s.p after 3 quarters")) == expected
    expected = TEXT.replace("  drives p after 2 quarters\n", "")
    assert after(UnsetField("s.o", "drives", "s.p")) == expected


def test_a_bare_unit_ends_where_its_decimals_begin():
    expected = TEXT.replace("unit EUR", 'unit "m/s" decimals 2')
    assert after(SetField("s.m", "unit", "m/s decimals 2")) == expected


def test_a_status_band_stands_where_its_end_says():
    work = Workspace.from_texts({"a.bsc": TEXT})
    for band in ("green", "red Off track below 40", "amber below 70"):
        work.apply(SetField("s.k", "status", band))
    bands = '  status red "Off track" below 40\n  status amber below 70\n  status green\n'
    assert bands in "".join(work.documents["a.bsc"].lines)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (SetField("s.k", "foo", "5"), "`foo` is not a field of a KPI; `bsctui help` lists every statement"),
        (SetField("s.o", "foo", "5"), "`foo` is not a field of an objective"),
        (SetField("s.k", "progress", "5"), "it belongs in the record of `initiative`"),
        (MoveRecord("s.k", "s.financial"), "a KPI stands in an objective or a KPI; `s.financial` is a perspective"),
        (MoveRecord("s.m", "s.o"), "a measure stands in a scorecard; `s.o` is an objective"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_or_moved_is_said_in_plain_words(edit, said):
    assert said in refusal(edit)
