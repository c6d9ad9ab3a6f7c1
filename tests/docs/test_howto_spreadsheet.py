"""The page from a spreadsheet to a scorecard does what it says, step by step."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.workspace import Workspace

FOLDER = Path(__file__).parents[2] / "samples" / "howto" / "from-a-spreadsheet"
STEPS = re.findall(r"^\$ bsctui (.+)$", (FOLDER / "README.md").read_text(), re.MULTILINE)


@pytest.fixture
def done(tmp_path, monkeypatch, capsys):
    """Every step of the page, carried out in an empty folder."""
    for book in FOLDER.glob("*.xlsx"):
        shutil.copy(book, tmp_path)
    monkeypatch.chdir(tmp_path)
    said = {}
    for step in STEPS:
        assert run_cli(shlex.split(step)) == 0, step
        said[step] = capsys.readouterr()
    return said


def test_every_step_of_the_page_succeeds_and_gives_what_it_promises(done, tmp_path):
    model = Workspace.load(tmp_path / "ferries").model
    text = (tmp_path / "ferries" / "harbour_ferries.bsc").read_text()
    assert len(model.kpis) == 5
    assert not [each for each in model.diagnostics if each.code.startswith("E")]
    assert "actual 2026-01: 91 93 94.5 96\n" in text
    assert "actual 2026-01: 5.1 4.8 - 4.2\n" in text
    assert "target 2026: 95 spread\n" in text
    assert 'kpi turnaround "Minutes at the quay"' in text
    assert model.kpis["harbour_ferries.complaints_10000_passengers"].label == "Complaints"
    assert (tmp_path / "ferries.xlsx").stat().st_size > 5000
    dry_run = next(said.out for step, said in done.items() if "--dry-run" in step)
    assert "actual 2026-04: 43.1K: new" in dry_run
    assert "0 KPIs would be made, 5 changed" in dry_run
