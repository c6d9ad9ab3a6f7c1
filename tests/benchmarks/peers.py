"""The same cascade by what a controller would take instead, pandas and LibreOffice: `python -m tests.benchmarks.peers [KPIS]`.

pandas starts from tables in memory, as scoring does from a model. LibreOffice opens the exported workbook, which holds one period,
and calculates all of it anew, less what it takes for an empty one; here that is reading the text, resolving and scoring it, all
periods. Times are the processor's. Who is not installed is left out.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bsctui.exchange.exporting.as_workbook import workbook_bytes
from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from tests.benchmarks.figures import note
from tests.benchmarks.scoring import say, seconds, workspace

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores

KPIS = 2_000
ROUNDS = 3
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""LibreOffice believes no result that stands in a workbook."""


def main() -> None:
    """Print the ratios."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else KPIS
    text = workspace(wanted, years=1).encode()
    model = build({"a.bsc": read_document("a.bsc", text)})
    scores = evaluate(model)
    scoring = seconds(lambda: evaluate(model), ROUNDS)
    loading = seconds(lambda: evaluate(build({"a.bsc": read_document("a.bsc", text)})), ROUNDS)
    size = f"{len(model.kpis):,} KPIs, {len(scores.periods)} periods"
    say(f"{size}: scored in {scoring * 1000:.0f} ms, read and scored in {loading * 1000:.0f} ms")
    for what, took, peer, reference in (
        ("the cascade, from columns", scoring, "pandas", _pandas(scores)),
        ("the cascade, from a file", loading, "LibreOffice opening and calculating the exported sheet", _libreoffice(scores)),
    ):  # fmt: skip
        if reference is not None:
            note(what, size, peer, took / reference)
            say(f"  {what}: {took / reference:.2f} x {peer} ({reference * 1000:.0f} ms)")


def _pandas(scores: Scores) -> float | None:
    """Seconds that pandas takes; None where it is not installed."""
    if importlib.util.find_spec("pandas") is None:
        say("  pandas is not installed: left out")
        return None
    from tests.benchmarks.in_pandas import cascade, tables_of

    tables = tables_of(scores)
    theirs = cascade(tables).pivot(index="node", columns="period", values="score")
    rows = [scores.row[address] for address in theirs.index]
    if not np.allclose(theirs.to_numpy(), scores.score[rows][:, theirs.columns], equal_nan=True):
        raise SystemExit("pandas gives other scores: this benchmark compares two things")
    return seconds(lambda: cascade(tables), ROUNDS)


def _libreoffice(scores: Scores) -> float | None:
    """Seconds that LibreOffice takes for the workbook beyond an empty one; None where it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        say("  LibreOffice is not installed: left out")
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, "utf-8")
        full, empty = folder / "cascade.xlsx", folder / "empty.csv"
        full.write_bytes(workbook_bytes(scores, scores.current))
        empty.write_text("0\n", "utf-8")
        return _opening(office, full) - _opening(office, empty)


def _opening(office: str, book: Path) -> float:
    """Seconds of processor time to open a workbook and write its first sheet as text: the best of some."""
    profile, out = book.parent / "profile", book.parent / "out"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "csv"]  # fmt: skip
    times = []
    for _ in range(ROUNDS):
        before = os.times()
        subprocess.run([*command, "--outdir", out, book], check=True, capture_output=True)
        after = os.times()
        times.append(sum(after[2:4]) - sum(before[2:4]))
    return min(times)


if __name__ == "__main__":
    main()
