"""SQLite: one database file, opened for reading, on which an authorizer lets nothing but a SELECT be compiled."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from bsctui.exchange.sources.driver import QueryAnswer, SourceError, database_file
from bsctui.exchange.sources.statements import QueryRefusedError, wrapped

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from bsctui.exchange.sources.urls import SourceUrl

READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
"""All that a SELECT does."""

FORBIDDEN: Final = frozenset({"load_extension", "fts3_tokenizer"})
"""Functions that run code of elsewhere."""

LONGEST_VALUE: Final = 1_000_000
"""Bytes: no text or blob, also none in the middle of a query, is longer."""


class SqliteDriver:
    """A connection to one file."""

    def __init__(self, url: SourceUrl, root: Path, timeout: float) -> None:
        if not url.rest.strip("/"):
            raise SourceError("its url names no file; write `sqlite:kpis.db`")
        path = quote(str(database_file(url, root)))
        try:
            self._connection = sqlite3.connect(
                f"file:{path}?mode=ro", uri=True, timeout=timeout, check_same_thread=False
            )
            self._connection.execute("pragma trusted_schema = off")
        except sqlite3.Error as error:
            raise SourceError(str(error)) from None
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        self._refused = False
        self._connection.set_authorizer(self._authorize)

    def _authorize(self, action: int, *what: str | None) -> int:
        function = (what[1] or "") if action == sqlite3.SQLITE_FUNCTION else ""
        if action in READING and function.lower() not in FORBIDDEN:
            return sqlite3.SQLITE_OK
        self._refused = True
        return sqlite3.SQLITE_DENY

    def beside(self) -> None:
        """See `Driver.beside`: one query of a connection runs at a time."""

    def warning(self) -> str | None:
        """Nothing: the file is open for reading only."""
        return None

    def answer(self, query: str, most: int) -> QueryAnswer:
        """See `Driver.answer`; the query by itself is compiled first, so that it cannot close the parenthesis around it."""
        self._refused = False
        try:
            self._connection.execute(f"explain {query}").close()
            cursor = self._connection.execute(wrapped(query, most))
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            if self._refused:
                raise QueryRefusedError("not exactly one SELECT, as SQLite reads it") from None
            raise SourceError(str(error)) from None
        columns = tuple(column[0] for column in cursor.description or ())
        return QueryAnswer(columns, self._rows(cursor))

    def _rows(self, cursor: sqlite3.Cursor) -> Generator[tuple[object, ...], None, None]:
        try:
            yield from cursor
        except sqlite3.Error as error:
            raise SourceError(str(error)) from None

    def cancel(self) -> None:
        """See `Driver.cancel`."""
        self._connection.interrupt()

    def close(self) -> None:
        """See `Driver.close`."""
        self._connection.close()
