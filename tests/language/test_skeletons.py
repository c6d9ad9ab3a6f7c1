"""What stands behind a header's keyword to begin with: it reads as it stands."""

from __future__ import annotations

import pytest

from bsctui.language.skeletons import skeleton
from bsctui.workspace import Workspace

TEXT = """\
calendar quarters 2026-Q1..2026-Q4

scorecard s "S"

objective o "O" in s.process

kpi k "K" in s.o
  actual 2026-Q1: 1
"""


@pytest.mark.parametrize("above", ["s.o", "s.k", "s", ""])
@pytest.mark.parametrize("keyword", ["kpi", "objective", "scorecard", "measure", "initiative"])
def test_a_skeleton_reads_without_an_error_wherever_it_begins(keyword, above):
    model = Workspace.from_texts({"a.bsc": TEXT}).model
    record = skeleton(keyword, model, above)
    text = f"{TEXT}\n{keyword} {record.text}\n"
    filled = Workspace.from_texts({"a.bsc": text}).model
    assert not [each for each in filled.diagnostics if each.code.startswith("E")], text
    assert record.text[slice(*record.name)] == "name"


def test_a_kpi_stands_where_the_cursor_does():
    model = Workspace.from_texts({"a.bsc": TEXT}).model
    assert skeleton("kpi", model, "s.k").text.splitlines()[0] == 'name "Label" in s.o'


def test_a_line_that_is_all_there_is_has_none():
    assert skeleton("bsc", Workspace.from_texts({}).model, "") is None
