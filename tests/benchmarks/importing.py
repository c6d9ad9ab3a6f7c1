"""An import of 50,000 rows by 12 months, csv and xlsx: `python -m tests.benchmarks.importing`.

All of it in this process, in processor time, the best of several rounds that take turns with two references: loading the
workspace that the import writes (what lies beyond it is the import's own), and openpyxl reading the workbook's values alone.
"""

from __future__ import annotations

import csv
import gc
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.figures import note

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 50_000
MONTHS = 12
ROUNDS = 2


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def write_tables(folder: Path) -> None:
    """The same table as csv and as a workbook."""
    import xlsxwriter

    draw = random.Random(1)
    head = ["KPI", "Unit", *(f"2025-{month:02}" for month in range(1, MONTHS + 1))]
    rows = [
        [f"Measure {at}", "days", *(round(draw.random() * 1000, 2) for _ in range(MONTHS))]
        for at in range(ROWS)
    ]
    with (folder / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    book = xlsxwriter.Workbook(str(folder / "t.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Board")
    for at, row in enumerate([head, *rows]):
        sheet.write_row(at, 0, row)
    book.close()


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one piece of work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def grown(text: bytes, file: Path) -> float:
    """Processor seconds of an import of the year after into the workspace of the first: loading is not counted, reading again is."""
    from bsctui.exchange.importing.known_rows import settle_with_known
    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.importing.outcome import ImportOptions
    from bsctui.exchange.importing.plan import BringRows
    from bsctui.exchange.reading.extract import extract
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.tables.opening import open_tables
    from bsctui.workspace import Workspace

    workspace = Workspace.from_texts({"t.bsc": text})
    begun = time.process_time()
    matching = RowMatching(workspace.model)
    findings, mapping = extract(
        open_tables([file]), ImportMapping(), None, new_rows=matching.new_rows
    )
    settle_with_known(findings, mapping, matching)
    edit = BringRows(findings, mapping, ImportOptions("t"))
    workspace.accept(workspace.preview(edit))
    taken = time.process_time() - begun
    assert len(edit.result.updated) == ROWS
    return taken


def imported(file: Path) -> bytes:
    """The text that a table becomes; as `new --from FILE` makes it."""
    from bsctui.exchange.importing.outcome import ImportOptions
    from bsctui.exchange.importing.plan import BringRows
    from bsctui.exchange.reading.extract import extract
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.tables.opening import open_tables
    from bsctui.workspace import Workspace, garbage_collector_paused

    with garbage_collector_paused():
        findings, mapping = extract(open_tables([file]), ImportMapping())
        assert findings.values == ROWS * MONTHS
        workspace = Workspace.from_texts({})
        edit = BringRows(findings, mapping, ImportOptions("t"))
        workspace.accept(workspace.preview(edit))
        return workspace.documents["t.bsc"].to_bytes()


def loaded(text: bytes) -> None:
    """The workspace that the import wrote, read from its text."""
    from bsctui.workspace import Workspace, garbage_collector_paused

    with garbage_collector_paused():
        assert len(Workspace.from_texts({"t.bsc": text}).model.kpis) == ROWS


def bare(file: Path) -> None:
    """Openpyxl alone."""
    import openpyxl

    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    assert sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) == ROWS + 1


def main() -> None:
    """Take turns; without garbage collection, since a command never looks again at what it read."""
    gc.disable()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder)
        text = imported(folder / "t.csv")
        (folder / "next.csv").write_text((folder / "t.csv").read_text().replace("2025-", "2026-"))
        assert text == imported(folder / "t.xlsx")
        best = dict.fromkeys(("csv", "xlsx", "load", "openpyxl"), float("inf"))
        for _ in range(ROUNDS):
            for kind, work in {
                "csv": lambda: imported(folder / "t.csv"),
                "load": lambda: loaded(text),
                "xlsx": lambda: imported(folder / "t.xlsx"),
                "openpyxl": lambda: bare(folder / "t.xlsx"),
            }.items():
                best[kind] = min(best[kind], seconds(work))
        known = min(grown(text, folder / "next.csv") for _ in range(ROUNDS))
    own, book = best["csv"] - best["load"], best["xlsx"]
    say(f"{ROWS:,} rows x {MONTHS} months; loading what is written {best['load']:.1f} s")
    say(f"csv {best['csv']:.1f} s: {own:.1f} s beyond loading, {own / best['load']:.2f} of it")
    say(
        f"the year after into the same KPIs {known:.1f} s: {known - best['load']:.1f} s beyond reading the changed text again"
    )
    note(
        "`import` of csv, beyond loading",
        f"{ROWS:,} rows x {MONTHS} months",
        "loading the result",
        own / best["load"],
    )
    note(
        "`import` of xlsx, beyond loading",
        f"{ROWS:,} rows x {MONTHS} months",
        "openpyxl reading it",
        (book - best["load"]) / best["openpyxl"],
    )
    say(
        f"xlsx {book:.1f} s, openpyxl's reading alone {best['openpyxl']:.1f} s: "
        f"{(book - best['load']) / best['openpyxl']:.2f} times that beyond loading"
    )


if __name__ == "__main__":
    main()
