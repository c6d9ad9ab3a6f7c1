"""PostgreSQL by psycopg: a read-only transaction, and a cursor at the server, so that nothing but the rows comes over."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

from bsctui.exchange.sources.driver import QueryAnswer, SourceError
from bsctui.exchange.sources.statements import QueryRefusedError, wrapped

if TYPE_CHECKING:
    from collections.abc import Generator

    from bsctui.exchange.sources.urls import SourceUrl

BATCH: Final = 1_000
"""AnswerRows that are fetched at a time."""

CAN_WRITE: Final = """
select case
  when rolsuper then 'is a superuser, who may do anything on the server'
  when pg_has_role(current_user, 'pg_execute_server_program', 'member') then 'may run programs on the server'
  when pg_has_role(current_user, 'pg_write_server_files', 'member') then 'may write files on the server'
  when exists (
    select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_'
      and has_table_privilege(pg_class.oid, 'insert, update, delete, truncate')
  ) then 'can write to tables'
end from pg_roles where rolname = current_user
"""
"""What the role could do if a query found a way out of the read-only transaction."""


class PostgresDriver:
    """A connection to a server."""

    def __init__(self, url: SourceUrl, timeout: float) -> None:
        self._cursor: psycopg.ServerCursor[tuple[object, ...]] | None = None
        address = (
            url.text.replace("postgres:", "postgresql:", 1)
            if url.text.startswith("postgres:")
            else url.text
        )
        try:
            self._connection = psycopg.connect(
                address,
                autocommit=True,
                connect_timeout=max(int(timeout), 2),
                application_name="bsctui pull",
                client_encoding="utf8",
            )
            at_server = (
                int(timeout * 1000) + 1000
            )  # for a pull that is gone: its own end comes before
            for name in ("statement_timeout", "lock_timeout"):
                self._connection.execute(
                    sql.SQL("set {} = {}").format(sql.Identifier(name), at_server)
                )
        except (psycopg.Error, OSError) as error:
            raise SourceError(str(error)) from None

    def beside(self) -> None:
        """See `Driver.beside`: a connection's server process runs one query at a time."""

    def warning(self) -> str | None:
        """Whether the role could write."""
        try:
            row = self._connection.execute(CAN_WRITE).fetchone()
        except psycopg.Error:
            return None
        if not row or row[0] is None:
            return None
        return f"its role {row[0]}; give it one that can only read"

    def answer(self, query: str, most: int) -> QueryAnswer:
        """See `Driver.answer`.

        The server prepares the query by itself, which takes exactly one statement and runs nothing, then wrapped: as a
        subquery nothing but a SELECT can stand, and none whose WITH writes.
        """
        text = wrapped(query, most)
        self._leave_transaction()
        try:
            self._prepared(query)
            self._connection.execute("begin read only")
            self._prepared(text)
            self._cursor = cursor = self._connection.cursor(name="pulled")
            cursor.execute(text.encode())
        except (psycopg.Error, OSError) as error:
            raise SourceError(_words(error)) from None
        columns = tuple(column.name for column in cursor.description or ())
        return QueryAnswer(columns, self._rows(cursor))

    def _prepared(self, text: str) -> None:
        """Let the server's parser look at a text.

        Raises:
            QueryRefusedError: It is not one SELECT.
        """
        prepared = self._connection.pgconn.prepare(b"", text.encode())
        if prepared.status == psycopg.pq.ExecStatus.COMMAND_OK:
            return
        message = prepared.error_message.decode("utf-8", "replace")
        code = prepared.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
        if code == b"42601" or b"must be at the top level" in prepared.error_message:
            raise QueryRefusedError(f"not exactly one SELECT, as PostgreSQL reads it: {message}")
        raise SourceError(message)

    def _rows(
        self, cursor: psycopg.ServerCursor[tuple[object, ...]]
    ) -> Generator[tuple[object, ...], None, None]:
        try:
            while batch := cursor.fetchmany(BATCH):
                yield from batch
        except (psycopg.Error, OSError, ValueError) as error:
            raise SourceError(_words(error)) from None
        finally:
            self._leave_transaction()

    def _leave_transaction(self) -> None:
        """End what a query before this one left, however it ended."""
        if self._cursor is not None:
            with suppress(psycopg.Error, OSError):
                self._cursor.close()
            self._cursor = None
        if self._connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error, OSError):
                self._connection.execute("rollback")

    def cancel(self) -> None:
        """See `Driver.cancel`; the server is asked on a connection of its own, and does not hold this one up."""
        with suppress(psycopg.Error, OSError):
            self._connection.cancel_safe(timeout=2)

    def close(self) -> None:
        """See `Driver.close`."""
        self._leave_transaction()
        self._connection.close()


def _words(error: Exception) -> str:
    diagnosis = getattr(error, "diag", None)
    return (diagnosis.message_primary if diagnosis is not None else None) or str(error)
