"""Any other engine, by the SQLAlchemy that the user has: with the guards that all dialects share, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy

from bsctui.exchange.sources.driver import QueryAnswer, SourceError
from bsctui.exchange.sources.statements import QueryRefusedError

if TYPE_CHECKING:
    from collections.abc import Generator

    from bsctui.exchange.sources.urls import SourceUrl

BATCH: Final = 1_000
"""AnswerRows that are fetched at a time."""

PREFIX: Final = "sqlalchemy+"


class SqlAlchemyDriver:
    """A connection by a dialect of SQLAlchemy's: `sqlalchemy+mysql+pymysql://…`."""

    def __init__(self, url: SourceUrl) -> None:
        try:
            engine = sqlalchemy.create_engine(url.text[len(PREFIX) :])
            self._connection = engine.connect()
        except ImportError as error:
            raise SourceError(
                f"needs the Python package `{error.name}`, which is not installed"
            ) from None
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise SourceError(_words(error)) from None

    def beside(self) -> None:
        """See `Driver.beside`: not every dialect can."""

    def warning(self) -> str | None:
        """What nobody can ask an unknown engine."""
        return "nothing is known of what its role may do; give it one that can only read"

    def answer(self, query: str, most: int) -> QueryAnswer:
        """See `Driver.answer`; wrapped, since as a subquery nothing but a SELECT can stand."""
        del most  # not every dialect has `limit`: the rows are counted as they come
        first = query.split(maxsplit=1)[0].casefold()
        if first not in {"select", "with", "("} and not first.startswith(("--", "/*", "(")):
            raise QueryRefusedError("not a SELECT")
        try:
            result = self._connection.execution_options(stream_results=True).exec_driver_sql(
                f"select * from (\n{query}\n) pulled"
            )
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise SourceError(_words(error)) from None
        return QueryAnswer(tuple(result.keys()), self._rows(result, BATCH))

    def _rows(
        self, result: sqlalchemy.CursorResult[tuple[object, ...]], batch: int
    ) -> Generator[tuple[object, ...], None, None]:
        try:
            while rows := result.fetchmany(batch):
                yield from (tuple(row) for row in rows)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise SourceError(_words(error)) from None
        finally:
            self._connection.rollback()

    def cancel(self) -> None:
        """No dialect's way is known here: the process is ended instead (`running`)."""

    def close(self) -> None:
        """See `Driver.close`."""
        self._connection.close()


def _words(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)
