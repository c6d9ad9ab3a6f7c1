"""Text tables: which encoding, which delimiter; cells as they stand."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from bsctui.exchange.tables.grid import MOST_CELLS, Sheet, UnreadableTable

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS: Final = "\t;|,"
"""In doubt the one that numbers do not use."""
NAMES: Final = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
LOOKED_AT: Final = 60
"""Lines by which a delimiter is told."""
LONGEST_CELL: Final = 1_000_000

BLANKS: Final = " \t\n\u00a0"
_ESCAPED = re.compile(r"'(?=[\t\r ]*[=+\-@\t\r])")
"""The apostrophe that keeps a text from being a formula: it is no part of the text."""
_CYRILLIC: Final = 0.6
"""A part of high bytes in words that no language of the Latin alphabet comes near to."""


def read_delimited(content: bytes, file: str, encoding: str | None = None) -> Sheet:
    """The table in a text.

    Raises:
        UnreadableTable: It is no text, or holds no table.
    """
    text, name = decoded(content, file, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    if "\0" in text:
        raise UnreadableTable(f"`{file}` is not a table: it holds bytes that no text has")
    text, announced = _announced(text)
    csv.field_size_limit(LONGEST_CELL)
    delimiter = announced or told_delimiter(text)
    rows = list(_rows(text, delimiter, file))
    if rows and text.count('"') % 2 and any("\n" in cell for cell in rows[-1]):
        raise UnreadableTable(
            f"`{file}` has a quote that is never closed: the rows after it would be one cell; it begins `{_start(rows[-1])}`"
        )
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableTable(f"`{file}` is empty")
    notes = (f"{name}, cells separated by {NAMES[delimiter]}",)
    return Sheet(file, file.rpartition(".")[0] or file, None, rows, notes)


def _start(cells: list[str]) -> str:
    return next(cell for cell in cells if "\n" in cell).partition("\n")[0][:40]


def decoded(content: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of bytes and the name of their encoding.

    Raises:
        UnreadableTable: They are no text in the encoding that was said.
    """
    if encoding is not None:
        try:
            return content.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError) as error:
            raise UnreadableTable(f"`{file}` is not in `{encoding}`: {error}") from None
    for mark, name, codec in _MARKS:
        if content.startswith(mark):
            return content.decode(codec, "replace"), name
    unmarked = _unmarked_utf_16(content)
    if unmarked is not None:
        return content.decode(unmarked, "replace"), "UTF-16 without a byte order mark"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        if _is_nearly_utf_8(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise UnreadableTable(
                f"`{file}` is UTF-8 but for some bytes, the first in line {line}; correct them, or say `--encoding cp1252`"
            ) from None
        return _code_page(content)


_MARKS: Final = (
    (b"\xef\xbb\xbf", "UTF-8 with a byte order mark", "utf-8-sig"),
    (b"\xff\xfe", "UTF-16", "utf-16"),
    (b"\xfe\xff", "UTF-16", "utf-16"),
)


def _is_nearly_utf_8(content: bytes) -> bool:
    """Whether most letters beyond ASCII are UTF-8: in a code page hardly any is."""
    letters = [letter for letter in content.decode("utf-8", "replace") if not letter.isascii()]
    return letters.count("\ufffd") * 2 < len(letters)


def _unmarked_utf_16(content: bytes) -> str | None:
    """Every other byte of Latin text in UTF-16 is zero."""
    start = content[:2000]
    half = len(start) // 2
    if not half or len(content) % 2:
        return None
    if start[1::2].count(0) > half * 0.6 and not start[::2].count(0):
        return "utf-16-le"
    if start[::2].count(0) > half * 0.6 and not start[1::2].count(0):
        return "utf-16-be"
    return None


def _code_page(content: bytes) -> tuple[str, str]:
    """The Windows code page that bytes most likely are in: that of the West, or of Cyrillic."""
    high = sum(byte >= 0xC0 for byte in content)
    letters = sum(bytes((byte,)).isalpha() for byte in content)
    if high > (high + letters) * _CYRILLIC:
        return content.decode("cp1251", "replace"), "Windows-1251"
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "ISO 8859-1"


def _announced(text: str) -> tuple[str, str | None]:
    """The text behind a first line `sep=;`, and the delimiter that it announces."""
    first, _, rest = text.partition("\n")
    match = re.fullmatch(r"\"?sep=(.)\"?", first.strip("\n"), re.IGNORECASE)
    if match is None or match[1] not in DELIMITERS:
        return text, None
    return rest, match[1]


def told_delimiter(text: str) -> str:
    """The delimiter by which most lines have equally many cells."""
    lines = [line for line in islice(text.split("\n"), LOOKED_AT) if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> int:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return -1
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _rows(text: str, delimiter: str, file: str) -> Iterator[list[str]]:
    cells = 0
    try:
        for row in csv.reader(StringIO(text), delimiter=delimiter):
            cells += len(row)
            if cells > MOST_CELLS:
                raise UnreadableTable(_too_many(file))
            bare = [cell.strip(BLANKS) for cell in row]
            yield [_unescaped(cell) if cell[:1] == "'" else cell for cell in bare]
    except csv.Error as error:
        raise UnreadableTable(f"`{file}` is not a table: {error}") from None


def _unescaped(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def _too_many(file: str) -> str:
    return (
        f"`{file}` has more than {MOST_CELLS // 10**6} million cells; aggregate it where it is "
        "(a query, a pivot table), and import the result"
    )
