"""Workspaces with sources, and commands run on them as a user runs them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.__main__ import run_cli
from bsctui.exchange.sources.cells import cell_of
from bsctui.exchange.sources.driver import SourceError, connect
from bsctui.exchange.sources.running import AnswerRows, QueryDone, QueryFailure
from bsctui.exchange.sources.statements import QueryRefusedError, one_statement

if TYPE_CHECKING:
    from bsctui.exchange.sources.driver import Driver

HEAD = """\
bsc 1
calendar months 2025-01..2025-12
scorecard a
objective o in a.financial
"""

KPIS = f"""\
{HEAD}kpi x in a.o
  target 10
  meta id "K-1"
  actual 2025-01: 5 6
kpi y in a.o
  target 10
"""


def workspace(folder: Path, *, bsc: str = KPIS, toml: str = "", **files: str) -> Path:
    """A folder with a scorecard, settings, and other files (`kpis_sql` is `kpis.sql`)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "w.bsc").write_text(bsc)
    (folder / "bsctui.toml").write_text(toml)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def table(folder: Path, rows: list[tuple[object, ...]], name: str = "kpis.db") -> Path:
    """A SQLite file with a table `k` of kpi, period and value."""
    path = folder / name
    with sqlite3.connect(path) as connection:
        connection.execute("create table k (kpi, period, value)")
        connection.executemany("insert into k values (?, ?, ?)", rows)
    connection.close()
    return path


SQLITE = """\
[sources.db]
url = "sqlite:kpis.db"
query = "select kpi, period, value from k"
"""


def without_process(url, root, timeout, queries):
    """Stands in for `run_queries` where the process that it starts is not what a test is about."""
    try:
        driver = connect(url, root, timeout)
    except SourceError as error:
        yield from ((at, QueryFailure(str(error))) for at in range(len(queries)))
        return
    for at, query in enumerate(queries):
        try:
            answer = driver.answer(one_statement(query.text), query.most)
            yield at, AnswerRows(answer.columns, cells(*answer.rows))
        except (SourceError, QueryRefusedError) as error:
            yield at, QueryFailure(str(error))
        else:
            yield at, QueryDone(answer.columns)
    driver.close()


def pulled(folder: Path, *options: str) -> int:
    """`bsctui pull`, all of it trusted; the exit status."""
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    return run_cli(["pull", *options, "-C", str(folder)])


def text(folder: Path, name: str = "w.bsc") -> str:
    """A file's text."""
    return (folder / name).read_text()


def rows_of(driver: Driver, query: str, most: int = 10) -> list[tuple[object, ...]]:
    """What an engine answers."""
    return list(driver.answer(one_statement(query), most).rows)


def cells(*rows: tuple[object, ...]) -> list[list[object]]:
    """AnswerRows as they come from an engine's process."""
    return [[cell_of(value) for value in row] for row in rows]
