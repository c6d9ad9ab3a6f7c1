"""Files that are not a table, or more than one: one clear line each, and nothing is written."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from bsctui.__main__ import run_cli
from bsctui.exchange.tables import delimited, workbook
from bsctui.exchange.tables.grid import UnreadableTable
from bsctui.exchange.tables.opening import open_tables
from tests.exchange.imports import imported
from tests.exchange.imports import workbook as book_of


def zipped(**parts):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


REFUSED = {
    "empty.csv": (b"", "is empty"),
    "corporate.bsc": (b"scorecard s\n", "is a scorecard already"),
    "blanks.csv": (b" \n\n", "is empty"),
    "page.xls": (b"<html><table>", "page or XML"),
    "scan.pdf": (b"%PDF-1.7 ...", "is not a table"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
    "broken.xlsx": (b"PK\x03\x04 and no more", "not a workbook, or is damaged"),
    "text.docx": (zipped(word__document="<w/>"), "not an xlsx workbook"),
    "bytes.csv": (b"KPI,2024\n\0\x01\x02\x05,\0\x03\n", "bytes that no text has"),
    "entities.xlsx": (
        zipped(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'),
        "written by no spreadsheet program",
    ),
    "hollow.xlsx": (zipped(xl__workbook="<workbook/>"), "a damaged workbook"),
    "bomb.xlsx": (zipped(xl__workbook="<workbook/>", bomb="0" * 30_000_000), "unpacks to 30 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_one_line_and_nothing_is_written(name, tmp_path, capsys):
    content, told = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    folder = tmp_path / "new"
    assert run_cli(["new", str(folder), "--from", str(tmp_path / name), "--yes"]) == 2
    message = capsys.readouterr().err.strip()
    assert told in message
    assert len(message.splitlines()) == 1
    assert not folder.exists()


def test_a_file_that_is_not_there_is_one_line(tmp_path, capsys):
    assert run_cli(["import", str(tmp_path / "no.csv"), "-C", str(tmp_path), "--yes"]) == 2
    assert "no.csv" in capsys.readouterr().err


def test_more_cells_than_a_scorecard_has_are_refused_before_they_are_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(delimited, "MOST_CELLS", 100)
    monkeypatch.setattr(workbook, "MOST_CELLS", 100)
    rows = [["KPI", 2024]] + [[f"K{at}", at] for at in range(60)]
    (tmp_path / "t.csv").write_text("".join(f"{a},{b}\n" for a, b in rows))
    (tmp_path / "t.xlsx").write_bytes(book_of(Board=rows))
    for name in ("t.csv", "t.xlsx"):
        with pytest.raises(UnreadableTable, match="million cells"):
            open_tables([tmp_path / name])


def test_macros_and_links_to_other_files_are_not_looked_at(tmp_path):
    content = book_of(Board=[["KPI", 2024], ["Trips", 5]])
    buffer = BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    (tmp_path / "t.xlsm").write_bytes(buffer.getvalue())
    assert open_tables([tmp_path / "t.xlsm"])[0].rows[1][0] == "Trips"


def test_a_formula_as_a_label_stays_a_text_and_steers_no_terminal(tmp_path, capsys):
    (tmp_path / "t.csv").write_text('KPI,2024\n"=HYPERLINK(""http://x"")",5\n\x1b]0;title\x07,6\n')
    folder = tmp_path / "w"
    assert run_cli(["new", str(folder), "--from", str(tmp_path / "t.csv"), "--yes"]) == 0
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert 'kpi hyperlink_http_x "=HYPERLINK(\\"http://x\\")"' in (folder / "t.bsc").read_text()


def test_a_column_with_an_endless_number_of_digits_is_told():
    outcome = imported(f"KPI,2024,2025\nTrips,{'9' * 200_000},5\n", skips_unread=True)
    assert outcome.actuals("Trips") == {"2025": 5}
