"""A file whose last line has no end: what is added stands behind it, and the file goes on ending so."""

from __future__ import annotations

import pytest

from bsctui.cli.editing import print_changed_lines
from bsctui.edits import RecordValue, SetField
from bsctui.workspace import Workspace

TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard s
objective o in s.process
kpi k in s.o
  target 5
  actual 2025-Q1: 1 2"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edit", "tail"),
    [
        (RecordValue("s.k", "2025-Q3", "3", "late"), '1 2 3\n  note 2025-Q3 "late"'),
        (RecordValue("s.k", "2025-Q2", "3", "late"), '1 3\n  note 2025-Q2 "late"'),
        (RecordValue("s.k", "2025-Q3", "3 late"), '1 2 3\n  note 2025-Q3 "late"'),
        (SetField("s.k", "note", "so"), '1 2\n  note "so"'),
        (RecordValue("s.k", "2025-Q4", "3", "late"), '1 2\n  actual 2025-Q4: 3 "late"'),
    ],
)
def test_what_is_recorded_there_stands_behind_it(edit, tail, end, capsys):
    text = TEXT.replace("\n", end)
    work = Workspace.from_texts({"a.bsc": text})
    before = work.documents["a.bsc"].lines
    work.apply(edit)
    after = work.documents["a.bsc"]
    assert after.to_bytes().decode().endswith(tail.replace("\n", end))
    print_changed_lines("a.bsc", before, after.lines)
    shown = capsys.readouterr().out.splitlines()
    gone = [line.partition("- ")[2] for line in shown if ": - " in line]
    came = [line.partition("+ ")[2] for line in shown if ": + " in line]
    assert not set(gone) & set(came), "no line that stayed is shown as changed"
    work.undo()
    assert work.documents["a.bsc"].to_bytes().decode() == text


def test_several_cells_in_blocks_stand_one_behind_the_other():
    data = "actuals 2025-Q1\n  s.k 1\nactuals 2025-Q2\n  s.k 2"
    text = TEXT.rpartition("\n")[0] + "\n"
    work = Workspace.from_texts({"a.bsc": text, "data.bsc": data})
    work.apply(SetField("s.k", "actual", "2025-Q1: 5 6 7 8"))
    assert work.documents["data.bsc"].to_bytes().decode() == (
        "actuals 2025-Q1\n  s.k 5\nactuals 2025-Q2\n  s.k 6\n"
        "\nactuals 2025-Q3\n  s.k 7\n\nactuals 2025-Q4\n  s.k 8"
    )
