"""Spark by pyspark: one query is a job of the cluster, or of this machine; what comes back are its few last rows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qsl

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from bsctui.exchange.sources.driver import QueryAnswer, SourceError
from bsctui.exchange.sources.statements import QueryRefusedError, wrapped

if TYPE_CHECKING:
    from collections.abc import Generator

    from bsctui.exchange.sources.urls import SourceUrl

REACHING_OUT: Final = ("reflect", "java_method", "try_reflect")
"""Functions that call any method of the Java machine: they read its environment and can do worse."""


class SparkDriver:
    """A session: `spark:local[2]`, `spark:yarn`, `spark://host:7077`, each with `?key=value&…` of Spark's own settings."""

    def __init__(self, session: SparkSession, lane: int = 0) -> None:
        self._session = session
        self._group = f"bsctui {lane}"
        self._lanes = 0

    @classmethod
    def connected(cls, url: SourceUrl) -> Self:
        """A session without what reaches out of a query.

        Raises:
            SourceError: There is no such Spark, or it could not be told what a query is.
        """
        master, _, settings = url.rest.partition("?")
        if master.startswith("sc:"):
            raise SourceError(
                "Spark Connect does not let a query be looked at before it runs; give a master, such as `spark://host:7077`"
            )
        builder = SparkSession.builder.appName("bsctui pull")
        for key, value in parse_qsl(settings):
            builder = builder.config(key, value)
        if master:
            builder = builder.master(f"spark:{master}" if master.startswith("//") else master)
        try:
            driver = cls(
                builder.config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.sql.runSQLOnFiles", "false")
                .getOrCreate()
            )
            driver._without_reflection()
        except Exception as error:
            raise SourceError(_words(error)) from None
        return driver

    def beside(self) -> SparkDriver:
        """See `Driver.beside`: another group of jobs of the same session."""
        self._lanes += 1
        return SparkDriver(self._session, self._lanes)

    def _without_reflection(self) -> None:
        """Take functions out of this session that reach out of the query, by whatever full name its Spark gives them."""
        registry = self._session._jsparkSession.sessionState().functionRegistry()
        names = registry.listFunction().iterator()
        while names.hasNext():
            name = names.next()
            if name.funcName() in REACHING_OUT:
                registry.dropFunction(name)

    def warning(self) -> str | None:
        """Spark tells of no rights that one could ask for."""
        return None

    def answer(self, query: str, most: int) -> QueryAnswer:
        """See `Driver.answer`; Spark's parser takes one statement, and as a subquery nothing but a query."""
        parser = self._session._jsparkSession.sessionState().sqlParser()
        try:
            for text in (f"select * from (\n{query}\n)", query):
                parser.parsePlan(text)
        except Exception as error:
            raise QueryRefusedError(
                f"not exactly one SELECT, as Spark reads it: {_words(error)}"
            ) from None
        try:
            self._session.sparkContext.setJobGroup(self._group, "pull", interruptOnCancel=True)
            frame = self._session.sql(wrapped(query, most))
        except Exception as error:
            raise SourceError(_words(error)) from None
        return QueryAnswer(tuple(frame.columns), self._rows(frame))

    def _rows(self, frame: object) -> Generator[tuple[object, ...], None, None]:
        try:
            yield from frame.collect()  # type: ignore[attr-defined]
        except Exception as error:
            raise SourceError(_words(error)) from None

    def cancel(self) -> None:
        """See `Driver.cancel`."""
        with suppress(Exception):
            self._session.sparkContext.cancelJobGroup(self._group)

    def close(self) -> None:
        """See `Driver.close`."""
        self._session.stop()


def _words(error: Exception) -> str:
    """The first line of what Java says."""
    message = (
        str(error) if not isinstance(error, PySparkException) else str(error.getMessage() or error)
    )
    return message.strip().split("\n")[0]
