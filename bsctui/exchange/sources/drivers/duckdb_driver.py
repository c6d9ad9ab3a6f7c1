"""DuckDB, the embedded default: csv and parquet files of the workspace, or one database file, and nothing else of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import duckdb

from bsctui.exchange.sources.driver import QueryAnswer, SourceError, database_file
from bsctui.exchange.sources.statements import QueryRefusedError, wrapped

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from bsctui.exchange.sources.urls import SourceUrl

BATCH: Final = 1_000
"""AnswerRows that are read at a time."""

AT_START: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",  # a table's name must not mean a variable of this program
    "python_scan_all_frames": "false",
    "temp_directory": "",
    "memory_limit": "2GB",
}


class DuckDbDriver:
    """A connection that sees the workspace's folder, reads only, and whose settings are locked."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @classmethod
    def connected(cls, url: SourceUrl, root: Path) -> Self:
        """A connection, locked in.

        Raises:
            SourceError: There is no such database.
        """
        at = str(database_file(url, root)) if url.rest.strip("/") else ":memory:"
        try:
            connection = duckdb.connect(at, read_only=at != ":memory:", config=AT_START)
            folder = str(root.resolve()).replace("'", "''")
            connection.execute(f"set allowed_directories = ['{folder}']")
            connection.execute("set enable_external_access = false")
            connection.execute("set lock_configuration = true")
        except duckdb.Error as error:
            raise SourceError(str(error)) from None
        return cls(connection)

    def beside(self) -> DuckDbDriver:
        """See `Driver.beside`: what is locked is locked for the whole database."""
        return DuckDbDriver(self._connection.cursor())

    def warning(self) -> str | None:
        """Nothing: it is read-only whoever the user is."""
        return None

    def answer(self, query: str, most: int) -> QueryAnswer:
        """See `Driver.answer`; the data of the workspace are read where they lie, on all cores."""
        try:
            for text in (query, wrapped(query, most)):
                statements = self._connection.extract_statements(text)
                if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                    raise QueryRefusedError("not exactly one SELECT, as DuckDB reads it")
            result = self._connection.execute(wrapped(query, most))
        except duckdb.Error as error:
            raise SourceError(str(error)) from None
        columns = tuple(column[0] for column in result.description or ())
        return QueryAnswer(columns, self._rows(result))

    def _rows(self, result: duckdb.DuckDBPyConnection) -> Generator[tuple[object, ...], None, None]:
        while True:
            try:
                batch = result.fetchmany(BATCH)
            except duckdb.Error as error:
                raise SourceError(str(error)) from None
            if not batch:
                return
            yield from batch

    def cancel(self) -> None:
        """See `Driver.cancel`."""
        self._connection.interrupt()

    def close(self) -> None:
        """See `Driver.close`."""
        self._connection.close()
