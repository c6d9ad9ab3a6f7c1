"""A workbook calculated anew by LibreOffice: nothing that was written into it beforehand is believed."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import openpyxl
import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(content, folder, change):
    """The workbook after a change of its cells, by sheets of rows; `change` gets the workbook."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book)
    source = folder / "in" / "book.xlsx"
    source.parent.mkdir()
    book.save(source)  # openpyxl keeps no results beside formulas
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE)
    subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    result = openpyxl.load_workbook(folder / "out" / "book.xlsx", data_only=True)
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in result.worksheets
    }


def column_of(rows, heading, key="Address"):
    """A column's cells by address; the first row of an address counts."""
    head = rows[0]
    at, by = head.index(heading), head.index(key)
    cells = {}
    for row in rows[1:]:
        cells.setdefault(row[by], row[at])
    return cells
