"""What every engine must do for a pull: five methods, and two ways to fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from bsctui.phrases import install_phrase

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from bsctui.exchange.sources.urls import SourceUrl


class SourceError(Exception):
    """The engine could not be reached or did not answer; the message is its own, or says what is missing."""


class QueryAnswer(NamedTuple):
    """What a query gives: the names of its columns, and rows that are read as they come."""

    columns: tuple[str, ...]
    rows: Generator[Sequence[object], None, None]


class Driver(Protocol):
    """A connection to one source, or a lane of it: one query runs on it at a time."""

    def beside(self) -> Driver | None:
        """Another lane on the same connection, whose query runs at the same time; None: the engine runs one at a time."""

    def warning(self) -> str | None:
        """What the user should know of this connection, such as that its role can write."""

    def answer(self, query: str, most: int) -> QueryAnswer:
        """Run a query that its engine's own parser takes for exactly one SELECT, wrapped, read-only.

        Args:
            query: One statement, without `;`.
            most: The rows that it may have; one more comes where there are more.

        Raises:
            QueryRefusedError: It is not one SELECT.
            SourceError: The engine refuses it, or is gone.
        """

    def cancel(self) -> None:
        """End the running query at once, from another thread; `answer` or its rows then raise SourceError."""

    def close(self) -> None:
        """Leave the engine."""


def connect(url: SourceUrl, root: Path, timeout: float) -> Driver:
    """A connection.

    Args:
        url: Where to.
        root: The workspace's folder: all of the disk that embedded engines may see.
        timeout: Seconds to wait for the engine, and for each query.

    Raises:
        SourceError: It cannot be made; an extra is missing.
    """
    try:
        return _connected(url, root, timeout)
    except ImportError as error:
        raise SourceError(_missing(url.engine, error)) from None


def _connected(url: SourceUrl, root: Path, timeout: float) -> Driver:
    if url.engine == "duckdb":
        from bsctui.exchange.sources.drivers.duckdb_driver import DuckDbDriver

        return DuckDbDriver.connected(url, root)
    if url.engine == "sqlite":
        from bsctui.exchange.sources.drivers.sqlite_driver import SqliteDriver

        return SqliteDriver(url, root, timeout)
    if url.engine == "postgresql":
        from bsctui.exchange.sources.drivers.postgres_driver import PostgresDriver

        return PostgresDriver(url, timeout)
    if url.engine == "spark":
        from bsctui.exchange.sources.drivers.spark_driver import SparkDriver

        return SparkDriver.connected(url)
    from bsctui.exchange.sources.drivers.sqlalchemy_driver import SqlAlchemyDriver

    return SqlAlchemyDriver(url)


EXTRAS: Final = {"duckdb": "sources", "postgresql": "postgres", "spark": "spark"}


def _missing(engine: str, error: ImportError) -> str:
    extra = EXTRAS.get(engine)
    if extra is None:
        return f"needs the Python package `{error.name or engine}`, which is not installed"
    return f"its driver is missing: {install_phrase(extra)}"


def database_file(url: SourceUrl, root: Path) -> Path:
    """The file that the url of an embedded engine names: one of the workspace, or one by its whole path.

    Raises:
        SourceError: There is none, or a link in the workspace leads elsewhere.
    """
    written = url.rest.removeprefix("//") or url.rest
    path = root / written
    real = path.resolve()
    if not Path(written).is_absolute() and not real.is_relative_to(root.resolve()):
        raise SourceError(f"`{written}` leads out of the workspace's folder")
    if not real.is_file():
        raise SourceError(f"there is no file `{written}`")
    return real
