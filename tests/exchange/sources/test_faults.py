"""Engines that fail: each is one line, in bounded time, with nothing written of that source and the others done."""

from __future__ import annotations

import io
import json
import os
import threading

import pytest

from bsctui.exchange.sources import pulling, running, worker
from bsctui.exchange.sources.driver import QueryAnswer
from bsctui.exchange.sources.running import (
    AnswerRows,
    QueryDone,
    QueryFailure,
    SourceQuery,
    run_queries,
)
from bsctui.exchange.sources.urls import SourceUrlError, source_url
from tests.exchange.sources.workspaces import (
    KPIS,
    SQLITE,
    pulled,
    table,
    text,
    without_process,
    workspace,
)

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select max(x) from n"
ROWS_WITHOUT_END = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n"


def outcomes(folder, *queries: str, timeout: float = 0.3, most: int = 10) -> list[object]:
    """What became of each query."""
    url = source_url("sqlite:kpis.db", {})
    orders = [SourceQuery(query, most) for query in queries]
    last = {
        at: what
        for at, what in run_queries(url, folder, timeout, orders)
        if not isinstance(what, AnswerRows)
    }
    return [last[at] for at in range(len(queries))]


@pytest.fixture
def folder(tmp_path):
    """A workspace with a small table."""
    table(workspace(tmp_path, toml=SQLITE), [("a.x", "2025-03-01", 7)])
    return tmp_path


def test_a_query_without_end_is_cancelled_and_stops_no_other(folder):
    late = QueryFailure("took longer than 0.3 s and was cancelled")
    assert outcomes(folder, "select 1", ENDLESS, "select 2") == [
        QueryDone(("1",)),
        late,
        QueryDone(("2",)),
    ]


def test_an_answer_without_end_stops_at_one_row_more_than_it_may_have(folder):
    url = source_url("sqlite:kpis.db", {})
    said = [what for _, what in run_queries(url, folder, 20, [SourceQuery(ROWS_WITHOUT_END, 10)])]
    assert sum(len(what.rows) for what in said if isinstance(what, AnswerRows)) == 11


@pytest.fixture
def deaf_engine(tmp_path, monkeypatch):
    """An engine's process that says some lines, and then nothing more."""

    def engine(*lines: dict[str, object], then: str = "exec sleep 30"):
        script = tmp_path / "engine"
        script.write_text(
            "#!/bin/sh\ncat > /dev/null\n"
            + "".join(f"echo '{json.dumps(line)}'\n" for line in lines)
            + then
            + "\n"
        )
        script.chmod(0o755)
        monkeypatch.setattr(running.sys, "executable", str(script))
        monkeypatch.setattr(running, "GRACE", 0.2)

    return engine


def test_an_engine_that_does_not_let_itself_be_connected_to_is_left(folder, deaf_engine):
    deaf_engine()
    first, second = outcomes(folder, "select 1", "select 2")
    assert first == QueryFailure("did not let itself be connected to within 0.3 s")
    assert second == QueryFailure("not run: its source does not answer")


def test_an_engine_that_cannot_be_cancelled_is_ended_and_tried_once_more(folder, deaf_engine):
    deaf_engine({"begun": 0})
    hung, gone = (
        QueryFailure("did not answer within 0.3 s"),
        QueryFailure("not run: its source does not answer"),
    )
    assert outcomes(folder, "select 1", "select 2", "select 3") == [hung, hung, gone]


def test_an_engine_that_drops_in_mid_answer_is_said(folder, deaf_engine):
    deaf_engine(
        {"begun": 0}, {"columns": ["x"], "at": 0}, {"rows": [[["n", "1"]]], "at": 0}, then="exit 1"
    )
    assert outcomes(folder, "select 1") == [QueryFailure("its engine's process ended unexpectedly")]


def test_of_queries_that_run_at_a_time_the_one_that_is_late_is_at_fault(folder, deaf_engine):
    deaf_engine(
        {"begun": 0}, {"begun": 1}, {"columns": ["x"], "at": 1}, {"rows": [[["n", "1"]]], "at": 1}
    )  # fmt: skip
    late, halfway = outcomes(folder, "select 1", "select 2")
    assert late == QueryFailure("did not answer within 0.3 s")
    assert halfway == QueryFailure("its engine's process was ended in mid-answer for another query")


class WaitingDriver:
    """An engine of which each query waits until four run."""

    def __init__(self, together):
        self.together = together

    def beside(self):
        """As many lanes as are asked for."""
        return WaitingDriver(self.together)

    def warning(self):
        """Nothing."""

    def answer(self, query, most):
        """One row, once four are asked for."""
        self.together.wait(20)
        return QueryAnswer(("x",), (row for row in [(1,)]))

    def cancel(self):
        """Nothing runs for long."""


def test_four_queries_run_at_a_time_on_one_connection(monkeypatch):
    said = []
    monkeypatch.setattr(worker, "connect", lambda *_: WaitingDriver(threading.Barrier(4)))
    monkeypatch.setattr(worker.Reporter, "__init__", lambda *_: None)
    monkeypatch.setattr(worker.Reporter, "say", lambda _, **what: said.append(what))
    order = {
        "engine": "spark", "url": "spark:", "rest": "", "secrets": [], "root": ".", "timeout": 30,
        "queries": [{"text": "select 1", "most": 5}] * 8,
    }  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(order) + "\n"))
    worker.work()
    assert sorted(what["done"] for what in said if "done" in what) == list(range(8))
    assert said[-1] == {"over": True}


@pytest.fixture
def quick(monkeypatch):
    """The process is not what a test is about."""
    monkeypatch.setattr(pulling, "run_queries", without_process)


def test_no_process_is_left_over(folder, deaf_engine, monkeypatch):
    deaf_engine({"begun": 0})
    started = []
    as_ever = running.subprocess.Popen
    monkeypatch.setattr(
        running.subprocess, "Popen", lambda *a, **k: started.append(as_ever(*a, **k)) or started[-1]
    )
    outcomes(folder, "select 1")
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.kill(process.pid, 0)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("a.x", "2025-03-01", "seven")], "row 1: `seven` is not a number"),
        (
            [("a.x", "2025-03-01", 1), ("a.x", "2025-03-02", 2)],
            "row 2: 2025-03 of `a.x` is given twice: 1 in row 1, 2 here",
        ),
        ([("a.x", None, 1)], "row 1: `NULL` is not a period"),
        ([(None, "2025-03-01", 1)], "row 1: it names no KPI"),
        ([("a.x", "2025-03-01", 9e999)], "row 1: `inf` is not a number"),
        ([("a.x", "2025-03-01T22:00:00Z", 1)], "depends on the time zone"),
        ([("a.x", "2925-03-01", 1)], "2925"),
    ],
)
def test_rows_that_cannot_be_taken_leave_the_source_out(tmp_path, quick, capsys, rows, told):
    table(workspace(tmp_path, toml=SQLITE), rows)
    assert pulled(tmp_path, "--yes") == 1
    (line,) = capsys.readouterr().err.strip().split("\n")
    assert line.startswith("db: ")
    assert told in line
    assert text(tmp_path) == KPIS


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from k", "from nowhere", "no such table: nowhere"),
        ("kpis.db", "other.db", "there is no file `other.db`"),
        ("kpis.db", "bsctui.toml", "file is not a database"),
        ("sqlite:", "msql:", "its url begins with none of"),
        ("kpis.db", "${NOWHERE}.db", "the environment has no NOWHERE"),
        ("kpi, period, value", "kpi, period", "it gives 2 columns, `kpi`, `period`"),
        ("select kpi, period, value from k", "kpis.sql", "`kpis.sql` cannot be read: No such file"),
    ],
)
def test_a_source_that_cannot_be_asked_is_one_line(tmp_path, quick, capsys, old, new, told):
    table(workspace(tmp_path, toml=SQLITE.replace(old, new)), [("a.x", "2025-03-01", 7)])
    pulled(tmp_path, "--yes")
    assert told in capsys.readouterr().err
    assert text(tmp_path) == KPIS


def test_a_value_that_the_files_cannot_take_leaves_the_source_out(tmp_path, quick, capsys):
    computed = KPIS + "kpi z in a.o\n  formula x * 2\n"
    table(
        workspace(tmp_path, bsc=computed, toml=SQLITE),
        [("a.z", "2025-03-01", 7), ("a.y", "2025-03-01", 7)],
    )
    assert pulled(tmp_path, "--yes") == 1
    assert (
        "db: `a.z` is computed by its formula; it takes no entered values"
        in capsys.readouterr().err
    )
    assert text(tmp_path) == computed


@pytest.mark.parametrize("url", ["", "kpis.db", "mysql://x", "${X}"])
def test_a_url_of_no_engine_is_refused(url):
    with pytest.raises(SourceUrlError):
        source_url(url, {})
