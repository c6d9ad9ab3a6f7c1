"""Opening files that hold tables: the kind is told by what is in them, not by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.tables.delimited import read_delimited
from bsctui.exchange.tables.grid import Sheet, UnreadableTable
from bsctui.exchange.tables.workbook import OLE, ZIP, read_workbook
from bsctui.storage.regular_files import read_bounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def open_tables(
    paths: Iterable[Path], wanted: str | None = None, encoding: str | None = None
) -> list[Sheet]:
    """The sheets of some files, in their order.

    Raises:
        UnreadableTable: One of them holds no table.
        OSError: One cannot be read.
    """
    return [sheet for path in paths for sheet in _sheets_of(path, wanted, encoding)]


def _sheets_of(path: Path, wanted: str | None, encoding: str | None) -> list[Sheet]:
    if path.suffix == ".bsc":
        raise UnreadableTable(
            f"`{path.name}` is a scorecard already; put it into the workspace's folder, and it is read from there"
        )
    content = read_bounded(path)
    if not content.strip():
        raise UnreadableTable(f"`{path.name}` is empty")
    if content.startswith((ZIP, OLE)):
        return read_workbook(content, path.name, wanted)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"SQLite format")):
        raise UnreadableTable(f"`{path.name}` is not a table; csv, tsv and xlsx can be imported")
    if content.lstrip()[:1] == b"<":
        raise UnreadableTable(
            f"`{path.name}` is a page or XML, whatever its name says; open it and save it as xlsx or csv"
        )
    return [read_delimited(content, path.name, encoding)]
