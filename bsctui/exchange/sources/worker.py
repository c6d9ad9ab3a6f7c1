"""The process in which one source's queries run: a line of JSON tells it what to do, and lines of JSON come back.

It is a process because nothing else can be ended for certain, whatever an engine hangs in, and because the folder that
it works in, its environment and its rights can be its own. Secrets come in by its standard input, where no list of
processes shows them, and leave in nothing that it says.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bsctui.exchange.sources.cells import cell_of
from bsctui.exchange.sources.driver import Driver, QueryAnswer, connect
from bsctui.exchange.sources.statements import QueryRefusedError, one_statement
from bsctui.exchange.sources.urls import SourceUrl, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BATCH: Final = 500
"""AnswerRows in a line."""

AT_ONCE: Final = 4
"""Queries that run at a time on one connection."""

MOST_COLUMNS: Final = 8
"""A pull reads five at most; what has more was meant for something else."""

EMBEDDED: Final = frozenset({"duckdb", "sqlite"})
"""Engines that compute in this process."""

MOST_MEMORY: Final = 3_000_000_000
"""Bytes for them: one function of a query (`repeat`) can ask for all that the machine has."""

LONGEST_MESSAGE: Final = 300
"""Characters of an engine's error that are told."""


class Reporter:
    """Lines of JSON, without any secret, where nothing that an engine prints comes between them."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = secrets
        self._output = os.fdopen(os.dup(1), "w", encoding="ascii")
        self._turn = threading.Lock()
        os.dup2(2, 1)

    def say(self, **what: Any) -> None:
        """One line."""
        line = json.dumps(what) + "\n"
        with self._turn:
            self._output.write(line)
            self._output.flush()

    def error_line(self, error: Exception) -> str:
        """An error in one line."""
        words = " ".join(hidden(str(error), self._secrets).split()) or type(error).__name__
        return words if len(words) <= LONGEST_MESSAGE else f"{words[:LONGEST_MESSAGE]} …"


def work() -> None:
    """Connect, run every query, some at a time where the engine can."""
    order = json.loads(sys.stdin.readline())
    url = SourceUrl(order["engine"], order["url"], order["rest"], tuple(order["secrets"]))
    reporter = Reporter(url.secrets)
    root = Path(order["root"])
    prepare(url.engine, root)
    try:
        driver = connect(url, root, order["timeout"])
        warning = driver.warning()
    except Exception as error:  # an engine's library may fail in any way
        reporter.say(unreachable=reporter.error_line(error))
        return
    if warning:
        reporter.say(warning=hidden(warning, url.secrets))
    waiting = iter(list(enumerate(order["queries"])))
    threads = [
        threading.Thread(target=work_off, args=(lane, reporter, waiting, order["timeout"]))
        for lane in lanes(driver, len(order["queries"]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reporter.say(over=True)


def lanes(driver: Driver, queries: int) -> list[Driver]:
    """The connection, and as many more lanes on it as its engine has and as are of use."""
    all_lanes = [driver]
    while len(all_lanes) < min(AT_ONCE, queries):
        lane = driver.beside()
        if lane is None:
            break
        all_lanes.append(lane)
    return all_lanes


def work_off(
    driver: Driver,
    reporter: Reporter,
    waiting: Iterator[tuple[int, dict[str, Any]]],
    timeout: float,
) -> None:
    """Run the queries that wait, as long as there is one; a list's iterator hands each out once."""
    for at, query in waiting:
        run(driver, reporter, at, query, timeout)


def prepare(engine: str, root: Path) -> None:
    """The folder to work in; for embedded engines a bound of memory, and for DuckDB no right to write any file."""
    os.chdir(root)
    if engine not in EMBEDDED:
        return
    try:
        import resource
    except ImportError:  # not on this system
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bound = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))
    if engine == "duckdb":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def run(driver: Driver, reporter: Reporter, at: int, query: dict[str, Any], timeout: float) -> None:
    """One query, with its end in time."""
    reporter.say(begun=at)
    is_late = threading.Event()

    def cancel() -> None:
        is_late.set()
        driver.cancel()

    timer = threading.Timer(timeout, cancel)
    timer.daemon = True
    timer.start()
    try:
        answer = _few_columns(driver.answer(one_statement(query["text"]), query["most"]))
        reporter.say(columns=answer.columns, at=at)
        with closing(answer.rows) as rows:
            few = islice(rows, query["most"] + 1)
            while batch := list(islice(few, BATCH)):
                reporter.say(rows=[[cell_of(value) for value in row] for row in batch], at=at)
        reporter.say(done=at)
    except QueryRefusedError as refused:
        reporter.say(failed=at, reason=reporter.error_line(refused))
    except Exception as error:  # as in work: one query's failure must not be another's
        late = f"took longer than {timeout:g} s and was cancelled"
        reporter.say(failed=at, reason=late if is_late.is_set() else reporter.error_line(error))
    finally:
        timer.cancel()


def _few_columns(answer: QueryAnswer) -> QueryAnswer:
    if len(answer.columns) > MOST_COLUMNS:
        raise QueryRefusedError(f"it gives {len(answer.columns)} columns")
    return answer


if __name__ == "__main__":
    work()
    os._exit(0)  # whatever threads an engine has left
