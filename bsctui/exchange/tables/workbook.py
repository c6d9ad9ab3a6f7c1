"""Workbooks (xlsx): sheets as they are shown, read as data alone: no formula runs, no link is followed, no macro is looked at."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from bsctui.exchange.tables.grid import (
    MOST_CELLS,
    NEVER_CALCULATED,
    RawCell,
    Sheet,
    UnreadableTable,
)
from bsctui.phrases import install_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_UNPACKED: Final = 400_000_000
"""Bytes of a workbook's parts together once they are unpacked; 50,000 rows of 12 months take 40 million."""
MOST_BLOWN_UP: Final = 250
"""So many times larger than packed is no table, but a trap (a sheet of one number repeated reaches about 100)."""
SMALL: Final = 1_000_000

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"

_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')  # fmt: skip
_HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\br="(\d+)")(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_HIDDEN_COLUMNS = re.compile(rb'<col\b(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")(?=[^>]*\bhidden="(?:1|true)")[^>]*>')  # fmt: skip
_MERGED = re.compile(rb'<mergeCell\b[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')


def read_workbook(content: bytes, file: str, wanted: str | None = None) -> list[Sheet]:
    """The sheets of a workbook that can be seen and hold something.

    Args:
        content: The file.
        file: Its name, for messages.
        wanted: The title of the one sheet that is asked for.

    Raises:
        UnreadableTable: It cannot be read; says why.
    """
    if content.startswith(OLE):
        raise UnreadableTable(
            f"`{file}` is protected by a password, or of a format before xlsx; "
            "open it, take the password off, and save it as xlsx"
        )
    with _unpacked(content, file) as parts:
        book = _opened(content, file)
        try:
            return list(_sheets(book, parts, file, wanted))
        finally:
            book.close()


def _unpacked(content: bytes, file: str) -> zipfile.ZipFile:
    """The workbook's parts, once they are known to be no trap."""
    try:
        parts = zipfile.ZipFile(BytesIO(content))
        infos = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableTable(f"`{file}` is not a workbook, or is damaged") from None
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if size > MOST_UNPACKED or (size > SMALL and size > packed * MOST_BLOWN_UP):
        raise UnreadableTable(
            f"`{file}` unpacks to {size // 10**6} MB, more than any scorecard has; it was not read"
        )
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableTable(f"`{file}` is protected by a password; take it off first")
    if "xl/workbook.xml" not in parts.namelist():
        raise UnreadableTable(
            f"`{file}` is not an xlsx workbook; open it and save it as xlsx or csv"
        )
    _check_declarations(parts, infos, file)
    return parts


def _check_declarations(
    parts: zipfile.ZipFile, infos: Sequence[zipfile.ZipInfo], file: str
) -> None:
    """No part may declare entities: no spreadsheet program writes them."""
    for info in infos:
        if info.filename.endswith((".xml", ".rels")):
            try:
                with parts.open(info) as part:
                    start = part.read(4096)
            except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
                raise UnreadableTable(f"`{file}` is a damaged workbook") from None
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise UnreadableTable(f"`{file}` was written by no spreadsheet program")


def _opened(content: bytes, file: str) -> Any:
    try:
        from bsctui.exchange.tables.workbook_cells import open_workbook
    except ImportError:
        raise UnreadableTable(
            f"`{file}` is a workbook; to read it {install_phrase('excel')}"
        ) from None
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return open_workbook(content)
    except Exception as error:  # whatever a broken file makes of openpyxl
        raise UnreadableTable(f"`{file}` is a damaged workbook: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]


def _sheets(book: Any, parts: zipfile.ZipFile, file: str, wanted: str | None) -> Iterator[Sheet]:
    titles = [sheet.title for sheet in book.worksheets]
    if wanted is not None and wanted not in titles:
        names = ", ".join(f"`{title}`" for title in titles[:8])
        raise UnreadableTable(f"`{file}` has no sheet `{wanted}`; it has {names}")
    budget = [MOST_CELLS]
    for sheet in book.worksheets:
        if sheet.title == wanted or (wanted is None and sheet.sheet_state == "visible"):
            yield _sheet(sheet, parts, file, budget)
        elif wanted is None:
            yield Sheet(file, _stem(file), sheet.title, (), ("hidden, left out",))


def _stem(file: str) -> str:
    return file.rpartition(".")[0] or file


def _sheet(sheet: Any, parts: zipfile.ZipFile, file: str, budget: list[int]) -> Sheet:
    from bsctui.exchange.tables.workbook_cells import sheet_rows

    text = parts.read(sheet._worksheet_path.lstrip("/"))
    markup = _Markup(text)
    try:
        rows = list(_bounded(sheet_rows(sheet, text), file, budget))
    except UnreadableTable:
        raise
    except Exception as error:
        raise UnreadableTable(
            f"`{file}`, sheet `{sheet.title}` cannot be read: {_reason(error)}"
        ) from None
    for row, column in markup.never_calculated:
        if row < len(rows):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = rows[row][column] or NEVER_CALCULATED
    down, across = markup.merged
    return Sheet(
        file, _stem(file), sheet.title, rows, (), down, across,
        markup.hidden_rows, markup.hidden_columns,
    )  # fmt: skip


class _Markup:
    """What a sheet's own text says that openpyxl does not keep when it reads a row at a time."""

    def __init__(self, text: bytes) -> None:
        self.never_calculated = (
            [_at(match[1], match[2]) for match in _CELL.finditer(text)] if b"<f" in text else []
        )
        rows = _HIDDEN_ROW.finditer(text) if b"hidden" in text else ()
        self.hidden_rows = frozenset(int(match[1]) - 1 for match in rows)
        columns = _HIDDEN_COLUMNS.finditer(text[:100_000])
        self.hidden_columns = frozenset(
            at - 1
            for match in columns
            for at in range(int(match[1]), min(int(match[2]), 16_384) + 1)
        )
        self.merged = _merged(text)


def _merged(text: bytes) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    down: set[tuple[int, int]] = set()
    across: set[tuple[int, int]] = set()
    for match in _MERGED.finditer(text):
        (top, left), (bottom, right) = _at(match[1], match[2]), _at(match[3], match[4])
        if (bottom - top + 1) * (right - left + 1) + len(down) + len(across) > MOST_CELLS:
            break
        down.update((row, left) for row in range(top + 1, bottom + 1))
        across.update(
            (row, at) for row in range(top, bottom + 1) for at in range(left + 1, right + 1)
        )
    return frozenset(down), frozenset(across)


def _at(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


def _bounded(
    rows: Iterable[list[RawCell]], file: str, budget: list[int]
) -> Iterator[list[RawCell]]:
    """The rows, while all sheets together have no more cells than a file may."""
    for row in rows:
        budget[0] -= len(row) or 1
        if budget[0] < 0:
            raise UnreadableTable(
                f"`{file}` has more than {MOST_CELLS // 10**6} million cells; "
                "export the part that is meant as csv"
            )
        yield row
