"""Several at once on one workspace: what was told to be saved is there."""

from __future__ import annotations

import pytest

from bsctui.workspace import Workspace
from tests.torture.amounts import rounds
from tests.torture.children import start

WRITERS = 2
TEXT = (
    "calendar months 2000-01..2030-12\nscorecard top\nobjective aim in top.financial\n"
    + "".join(f"kpi k{writer} in top.aim\n  target 10\n" for writer in range(WRITERS))
)

RECORD = """
import sys
from pathlib import Path
from bsctui.edits import RecordValue
from bsctui.workspace import Workspace
folder, writer, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(many):
    period = f"{2000 + number // 12}-{number % 12 + 1:02}"
    while True:
        work = Workspace.load(folder)
        work.apply(RecordValue(f"top.k{writer}", period, f"{number}.5", None))
        if not work.save().conflicts:
            break
"""


@pytest.mark.slow
def test_nothing_that_was_saved_is_lost(tmp_path):
    (tmp_path / "main.bsc").write_text(TEXT)
    many = len(rounds(8, 300))
    children = [start(RECORD, tmp_path, writer, many) for writer in range(WRITERS)]
    for child in children:
        _, said = child.communicate()
        assert child.returncode == 0, said.decode()
    model = Workspace.load(tmp_path).model
    for writer in range(WRITERS):
        values = [value for line in model.kpis[f"top.k{writer}"].actuals for value in line.values]
        assert values == [number + 0.5 for number in range(many)]
    assert [path.name for path in tmp_path.iterdir()] == ["main.bsc"]
