"""PostgreSQL: values to the last digit, nothing but reading, and faults that end in time."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from math import isnan
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.exchange.exporting.as_tables import tables
from bsctui.exchange.sources.driver import SourceError
from bsctui.exchange.sources.running import QueryDone, QueryFailure, SourceQuery, run_queries
from bsctui.exchange.sources.statements import QueryRefusedError
from bsctui.exchange.sources.urls import source_url
from bsctui.workspace import Workspace
from tests.exchange.sources.postgres import OWNER, READER, TABLE, programs, server
from tests.exchange.sources.workspaces import KPIS, pulled, rows_of, text, workspace

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
if programs() is None:
    pytest.skip("no PostgreSQL server on this machine", allow_module_level=True)

from bsctui.exchange.sources.drivers.postgres_driver import PostgresDriver

SLOW = "select pg_sleep(20)"


@pytest.fixture(scope="module")
def port():
    """A server with a table, for all tests here."""
    with server(programs()) as number:
        with psycopg.connect(address(number)) as connection:
            connection.execute(TABLE.format(reader=READER))
        yield number


def address(port: int, user: str = "kpi", password: str = OWNER, database: str = "postgres") -> str:
    """A url, as a user writes it."""
    return f"postgresql://{user}:{password}@127.0.0.1:{port}/{database}"


@contextmanager
def connected(port: int, user: str = "kpi", password: str = OWNER):
    """A driver of the superuser, or of who only reads."""
    driver = PostgresDriver(source_url(address(port, user, password), {}), 5)
    yield driver
    driver.close()


@pytest.fixture
def owner(port):
    """Connected as a superuser, whom no right holds back."""
    with connected(port) as driver:
        yield driver


@pytest.mark.slow
def test_a_table_comes_in_with_its_decimals(port, tmp_path):
    toml = f'[sources.pg]\nurl = "{address(port, "reader", "${PGWORD}")}"\nquery = "select kpi, period, value from k"\n'
    folder = workspace(tmp_path, toml=toml)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGWORD", READER)
        assert pulled(folder, "--yes") == 0
    assert text(folder) == KPIS.replace("5 6\n", "5 6 7.5\n") + "  actual 2025-01: -\n"


def test_values_are_what_the_server_has(owner):
    assert rows_of(owner, "select * from k order by kpi; -- all of them") == [
        ("a.x", date(2025, 3, 1), Decimal("7.5000")),
        ("a.y", date(2025, 1, 1), None),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "delete from k",
        "with gone as (delete from k returning *) select * from gone",
        "copy k to '/tmp/k.csv'",
        "copy k to program 'touch /tmp/pwned'",
        "set transaction read write",
        "do $$ begin delete from k; end $$",
        "create table t (x int)",
        "select * into t from k",
        "select 1) union (select 2",
        "select 1) as pulled limit 1; delete from k; --",
        "select 1 /*",
        "explain analyze delete from k",
        "commit",
        "load 'x'",
    ],
)
def test_a_superuser_too_runs_nothing_but_a_select(owner, query):
    with pytest.raises((QueryRefusedError, SourceError)):
        rows_of(owner, query)
    assert rows_of(owner, "select count(*) from k") == [(2,)]


@pytest.mark.parametrize(
    "query",
    [
        "select set_config('transaction_read_only', 'off', false)",
        "select nextval('s')",
    ],
)
def test_the_transaction_is_read_only_and_stays_so(owner, port, query):
    with psycopg.connect(address(port)) as connection:
        connection.execute("create sequence if not exists s")
    with pytest.raises(SourceError):
        rows_of(owner, query)


def test_what_a_query_does_in_spite_of_all_is_taken_back(owner, port):
    rows_of(owner, "select lo_create(4711)")  # this server lets a reader do it
    owner.close()
    with psycopg.connect(address(port)) as connection:
        assert connection.execute("select count(*) from pg_largeobject_metadata").fetchone() == (0,)


def test_who_can_write_is_told_and_who_cannot_is_not(port, owner):
    assert "is a superuser" in (owner.warning() or "")
    with connected(port, "reader", READER) as reader:
        assert reader.warning() is None
    with psycopg.connect(address(port)) as connection:
        connection.execute("grant insert on k to reader")
    with connected(port, "reader", READER) as reader:
        assert "can write to tables" in (reader.warning() or "")
    with psycopg.connect(address(port)) as connection:
        connection.execute("revoke insert on k from reader")


def outcomes(url: str, folder, *queries: str, timeout: float = 2) -> list[object]:
    """What became of each query, run in a process as a pull does."""
    orders = [SourceQuery(query, 10) for query in queries]
    ends = {
        at: what
        for at, what in run_queries(source_url(url, {}), folder, timeout, orders)
        if isinstance(what, QueryDone | QueryFailure)
    }
    return [ends[at] for at in range(len(queries))]


def test_a_late_query_is_cancelled_at_the_server_and_stops_no_other(port, tmp_path):
    first, second = outcomes(address(port), tmp_path, SLOW, "select 1 as x", timeout=1)
    assert first == QueryFailure("took longer than 1 s and was cancelled")
    assert second == QueryDone(("x",))
    with psycopg.connect(address(port)) as connection:
        running = "select count(*) from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()"
        assert connection.execute(running).fetchone() == (0,)


def test_a_billion_rows_are_eleven_where_ten_may_be(owner):
    assert len(rows_of(owner, "select generate_series(1, 1000000000)")) == 11


@pytest.mark.slow
def test_a_connection_that_is_lost_in_mid_answer_is_said(port, tmp_path):
    (end,) = outcomes(address(port), tmp_path, "select pg_terminate_backend(pg_backend_pid())")
    assert isinstance(end, QueryFailure)
    assert "terminat" in end.reason


def test_a_wrong_password_is_one_line_without_it(port, tmp_path):
    (end,) = outcomes(address(port, password="not-this-one"), tmp_path, "select 1")
    assert "password authentication failed" in end.reason
    assert "not-this-one" not in end.reason


@pytest.mark.parametrize(
    ("query", "told"),
    [("select * from nowhere", 'relation "nowhere" does not exist'), ("select nothing from k", 'column "nothing" does not exist'),
     ("select 1 / 0", "division by zero"), ("select pg_read_file('/etc/passwd')", "permission denied")],
)  # fmt: skip
def test_what_the_server_says_is_passed_on(port, query, told):
    with connected(port, "reader", READER) as reader, pytest.raises(SourceError, match=told):
        rows_of(reader, query)


@contextmanager
def deaf_server(*, drops: bool):
    """Takes connections, and says nothing; or hangs up at once."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept = []

    def take() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.close() if drops else kept.append(connection)

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()
    for connection in kept:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize(("drops", "told"), [(False, "timeout"), (True, "closed the connection")])
def test_a_server_that_does_not_answer_is_left_in_time(tmp_path, drops, told):
    begun = time.monotonic()
    with deaf_server(drops=drops) as port:
        first, second = outcomes(address(port), tmp_path, "select 1", "select 2", timeout=2)
    assert told in first.reason
    assert second == first
    assert time.monotonic() - begun < 60


@pytest.mark.slow
def test_the_example_for_a_data_team_runs(port, tmp_path, monkeypatch):
    folder = tmp_path / "from-a-warehouse"
    shutil.copytree(Path(__file__).parents[3] / "samples" / "howto" / "from-a-warehouse", folder)
    with psycopg.connect(address(port)) as connection:
        connection.execute((folder / "table.sql").read_text())
        connection.execute("grant select on kpi_value to reader")
    monkeypatch.setenv("PGUSER", "reader")
    monkeypatch.setenv("PGPASSWORD", READER)
    toml = (folder / "bsctui.toml").read_text()
    (folder / "bsctui.toml").write_text(
        toml.replace("warehouse.example/analytics", f"127.0.0.1:{port}/postgres")
    )
    assert pulled(folder, "--yes") == 0
    written = text(folder, "shop.bsc")
    assert "  actual 2026-01: 412.5 398 441.25\n" in written
    assert '  note 2026-03 "Easter came early"\n' in written
    assert "  actual 2026-01: 6.1 5.8 -\n" in written
    assert run_cli(["check", "-C", str(folder)]) == 0


@pytest.mark.slow
def test_the_statement_of_exported_tables_computes_the_scores_here_too(port):
    scores = Workspace.load(Path(__file__).parents[3] / "samples" / "skyline").scores()
    files = tables(scores)
    fiscal = scores.calendar.fiscal
    types = {"level": "integer", "worst": "integer", "weight": "double precision", "score": "double precision", "coverage": "double precision"}  # fmt: skip
    with psycopg.connect(address(port)) as connection, connection.cursor() as cursor:
        for name in ("nodes", "edges", "leaf_scores"):
            columns = files[f"{name}.csv"].partition("\n")[0].split(",")
            declared = ", ".join(f"{column} {types.get(column, 'text')}" for column in columns)
            cursor.execute(f"create temp table {name} ({declared})")
            with cursor.copy(f"copy {name} from stdin with (format csv, header true)") as copy:
                copy.write(files[f"{name}.csv"])
        found = {tuple(row[:2]): row for row in cursor.execute(files["cascade.sql"])}
    compared = 0
    for row, node in enumerate(scores.nodes):
        for at, period in enumerate(scores.periods):
            if not isnan(scores.score[row, at]):
                assert found[fiscal.format(period), node.address][4] == pytest.approx(scores.score[row, at], abs=1e-9)  # fmt: skip
                compared += 1
    assert compared > 500
