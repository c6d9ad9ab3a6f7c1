"""A source's queries run in a process of their own, which is ended when it is late: what came back, or why nothing did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from bsctui.exchange.sources.cells import SourceCell, SourceCellKind

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from bsctui.exchange.sources.urls import SourceUrl

GRACE: Final = 5.0
"""Seconds beyond its timeout in which a query may still end by itself, before its process is."""

STARTING: Final = {"spark": 60.0}
"""Seconds that an engine needs to start by itself, beside the timeout."""

SILENT: Final = 2
"""So many queries of a source may need that; then no further one is tried: its engine hangs."""

LONGEST_LINE: Final = 50_000_000
"""Bytes of a line from the process: its rows with every text at its longest."""

WAITING_LINES: Final = 4
"""Lines that wait to be read; then the process waits in turn, however fast its engine is."""


class SourceQuery(NamedTuple):
    """What is run: a text in the engine's own language, and the rows that it may give."""

    text: str
    most: int


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """Some rows of a query's answer."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[SourceCell]]


@dataclass(frozen=True, slots=True)
class QueryDone:
    """A query has given all of its rows."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueryFailure:
    """A query gave nothing that can be used."""

    reason: str


@dataclass(frozen=True, slots=True)
class SourceWarning:
    """What the user should know of the connection."""

    text: str


Happening = tuple[int, AnswerRows | QueryDone | QueryFailure | SourceWarning]
"""Which query (by its place; of a warning 0), and what became of it; `QueryDone` or `QueryFailure` is each one's last."""


def run_queries(
    url: SourceUrl, root: Path, timeout: float, queries: Sequence[SourceQuery]
) -> Iterator[Happening]:
    """Run the queries of one source on one connection, some at a time where its engine can.

    Whoever stops reading ends the process.
    """
    left = list(range(len(queries)))
    silences = 0
    while left:
        with Child(url, root, timeout, [queries[at] for at in left]) as child:
            ended = yield from _heard(child, left)
        if ended is None:
            return
        late, *others = ended.at_fault or (left[0],)
        yield late, QueryFailure(ended.reason)
        for at in others:
            yield at, QueryFailure("its engine's process was ended in mid-answer for another query")
        silences += 1
        left = [at for at in left if at != late and at not in others]
        if silences >= SILENT or not child.is_connected:
            for at in left:
                yield at, QueryFailure("not run: its source does not answer")
            return


class _EarlyEnd(NamedTuple):
    """Why a process ended before its time; the query at fault first, then those of whose rows some had come."""

    reason: str
    at_fault: tuple[int, ...]


def _heard(child: Child, left: list[int]) -> Generator[Happening, None, _EarlyEnd | None]:
    """What a process says; returns why it ended before its time, if it did."""
    places = list(left)
    columns: dict[int, tuple[str, ...]] = {}
    while True:
        try:
            line = child.line()
        except WorkerError as error:
            running = child.running
            half = [places[at] for at in running[1:] if at in columns]
            return _EarlyEnd(str(error), (*(places[at] for at in running[:1]), *half))
        match line:
            case {"over": True}:
                return None
            case {"unreachable": str(reason)}:
                yield from ((at, QueryFailure(reason)) for at in places)
                return None
            case {"warning": str(text)}:
                yield 0, SourceWarning(text)
            case {"columns": [*names], "at": int(at)}:
                columns[at] = tuple(names)
            case {"rows": [*rows], "at": int(at)}:
                yield (
                    places[at],
                    AnswerRows(columns[at], [[_cell(cell) for cell in row] for row in rows]),
                )
            case {"done": int(at)}:
                left.remove(places[at])
                yield places[at], QueryDone(columns[at])
            case {"failed": int(at), "reason": str(reason)}:
                left.remove(places[at])
                yield places[at], QueryFailure(reason)


def _cell(parts: Sequence[str]) -> SourceCell:
    return SourceCell(SourceCellKind(parts[0]), parts[1])


class WorkerError(Exception):
    """The process was silent for too long and was ended, or ended itself."""


class Child:
    """The process of one source."""

    def __init__(
        self, url: SourceUrl, root: Path, timeout: float, queries: Sequence[SourceQuery]
    ) -> None:
        self.is_connected = False
        self._timeout = timeout
        self._lines: Queue[bytes] = Queue(WAITING_LINES)
        self._is_closed = False
        order = {
            "engine": url.engine, "url": url.text, "rest": url.rest, "secrets": url.secrets,
            "root": str(root), "timeout": timeout, "queries": [query._asdict() for query in queries],
        }  # fmt: skip
        # `-P`: the folder that it works in holds files of others, of which none may be taken for a module.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bsctui.exchange.sources.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(url.engine, os.environ),
            start_new_session=True,
        )
        self._idle_since = time.monotonic() + STARTING.get(url.engine, 0)
        self._begun: dict[int, float] = {}
        self._listener = threading.Thread(
            target=self._listen, args=(json.dumps(order),), daemon=True
        )
        self._listener.start()

    def __enter__(self) -> Self:
        """Used as `with`, so that no process is left over."""
        return self

    def __exit__(self, *_: object) -> None:
        """The process is ended if it still runs, and all that it started."""
        self._is_closed = True
        with suppress(OSError):
            self._end()
        self._process.wait()
        while self._listener.is_alive():  # it may wait for room
            with suppress(Empty):
                self._lines.get(timeout=0.01)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _end(self) -> None:
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, 9)
        else:
            self._process.kill()

    def _listen(self, order: str) -> None:
        """Hand the order over and queue what comes back, in a thread: nothing here can be waited for with a timeout."""
        orders, answers = self._process.stdin, self._process.stdout
        if orders is None or answers is None:
            return
        with suppress(OSError):
            orders.write(order.encode() + b"\n")
            orders.close()
        with suppress(OSError, ValueError):
            while line := answers.readline(LONGEST_LINE):
                if self._is_closed:
                    break
                self._lines.put(line)
        if not self._is_closed:
            self._lines.put(b"")

    def line(self) -> dict[str, Any]:
        """What the process says next.

        Raises:
            WorkerError: It says nothing more, or not in time.
        """
        since = min(self._begun.values(), default=self._idle_since)
        left = since + self._timeout + GRACE - time.monotonic()
        try:
            line = self._lines.get(timeout=max(left, 0))
        except Empty:
            what = "answer" if self.is_connected else "let itself be connected to"
            raise WorkerError(f"did not {what} within {self._timeout:g} s") from None
        try:
            document = json.loads(line)
        except ValueError:
            raise WorkerError("its engine's process ended unexpectedly") from None
        match document:
            case {"begun": int(at)}:
                self.is_connected = True
                self._begun[at] = time.monotonic()
            case {"done": int(at)} | {"failed": int(at)}:
                self._begun.pop(at, None)
                self._idle_since = time.monotonic()
        return dict(document)

    @property
    def running(self) -> list[int]:
        """The queries that run, by their place in the order, the longest first."""
        return sorted(self._begun, key=self._begun.__getitem__)


KEPT: Final = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "APPDATA",
    "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "JAVA_HOME", "KRB5CCNAME", "KRB5_CONFIG",
)  # fmt: skip
FAMILIES: Final = {
    "postgresql": ("PG",),
    "spark": ("SPARK_", "HADOOP_", "YARN_", "PYSPARK_"),
    "sqlalchemy": ("PG", "MYSQL", "ORACLE", "TNS_", "ODBC"),
}
"""What engines read of the environment themselves. Nothing else is handed on: a query that finds a way to read it finds no secret."""


def environment(engine: str, variables: Mapping[str, str]) -> dict[str, str]:
    """The environment that an engine's process gets."""
    families = FAMILIES.get(engine, ())
    kept = {
        name: value
        for name, value in variables.items()
        if name in KEPT or name.startswith(families or ("\0",))
    }
    paths = kept.get("PYTHONPATH", "").split(os.pathsep)
    kept["PYTHONPATH"] = os.pathsep.join(path for path in paths if Path(path).is_absolute())
    return kept
