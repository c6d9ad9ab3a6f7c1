"""What somebody could write into a workspace to do harm by a pull; each case here fails without the guard it speaks of."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import duckdb
import pytest

from bsctui.__main__ import run_cli
from bsctui.exchange.sources import pulling, running
from bsctui.exchange.sources.driver import SourceError
from bsctui.exchange.sources.drivers import duckdb_driver
from bsctui.exchange.sources.drivers.duckdb_driver import DuckDbDriver
from bsctui.exchange.sources.drivers.sqlite_driver import SqliteDriver
from bsctui.exchange.sources.queries import QueryFileError, query_file
from bsctui.exchange.sources.query_display import query_lines
from bsctui.exchange.sources.running import SourceQuery, environment, run_queries
from bsctui.exchange.sources.statements import QueryRefusedError, one_statement
from bsctui.exchange.sources.urls import hidden, source_url
from tests.exchange.sources.workspaces import (
    HEAD,
    SQLITE,
    pulled,
    rows_of,
    table,
    text,
    workspace,
)

PASSWORD = "correct-horse"


@pytest.fixture
def root(tmp_path):
    """A workspace's folder, with a file outside of it that is nobody's business."""
    (tmp_path / "secret.csv").write_text("kpi,period,value\na.x,2025-01-01,42\n")
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "inside.csv").write_text("kpi,period,value\na.x,2025-01-01,7\n")
    return folder


@pytest.fixture
def embedded(root):
    """DuckDB on that folder."""
    driver = DuckDbDriver.connected(source_url("duckdb:", {}), root)
    yield driver
    driver.close()


@pytest.fixture
def sqlite(root):
    """SQLite on a file in it."""
    table(root, [("a.x", "2025-01-01", 1)])
    driver = SqliteDriver(source_url("sqlite:kpis.db", {}), root, 5)
    yield driver
    driver.close()


# --- One SELECT


JOINED = [
    "select 1; drop table k",
    "select 1; select 2",
    "select 1 -- ;\n; drop table k",
    "select ';'; select 2",
]


@pytest.mark.parametrize("query", JOINED)
def test_statements_joined_by_a_semicolon_are_refused(query):
    with pytest.raises(QueryRefusedError, match="more than one statement"):
        one_statement(query)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("select 1;", "select 1"),
        ("select 1; -- done; really\n", "select 1"),
        ("select ';--' -- a\n", "select ';--'"),
        ("/* ; */ select $$;$$ ;;", "/* ; */ select $$;$$"),
        ('select 1 as ";"', 'select 1 as ";"'),
    ],
)
def test_a_semicolon_at_the_end_and_those_in_texts_and_remarks_are_none_between_statements(
    query, kept
):
    assert one_statement(query) == kept


@pytest.mark.parametrize("query", ["", " ; ", "-- only a remark", "select 1\0"])
def test_what_is_no_statement_is_refused(query):
    with pytest.raises(QueryRefusedError):
        one_statement(query)


WRITES = [
    "copy (select 1) to 'out.csv'", "attach 'other.db'", "load httpfs", "install httpfs", "pragma database_list",
    "set threads = 1", "create table t (x int)", "insert into k values (1)", "call pragma_version()", "export database 'x'",
    "explain select 1", "checkpoint", "vacuum",
]  # fmt: skip


@pytest.mark.parametrize("query", WRITES)
def test_duckdb_runs_nothing_but_a_select(embedded, query):
    with pytest.raises(QueryRefusedError, match="as DuckDB reads it"):
        rows_of(embedded, query)


@pytest.mark.parametrize(
    "query",
    [
        "attach 'other.db' as o", "pragma writable_schema = 1", "insert into k values (1, 2, 3)", "drop table k",
        "create table t (x)", "vacuum into 'copy.db'", "select * from pragma_table_info('k')",
        "select load_extension('x')", "delete from k returning *", "begin", "query plan select 1",
    ],
)  # fmt: skip
def test_sqlite_runs_nothing_but_a_select(sqlite, root, query):
    with pytest.raises((QueryRefusedError, SourceError)):
        rows_of(sqlite, query)
    assert rows_of(sqlite, "select * from k") == [("a.x", "2025-01-01", 1)]
    assert sorted(os.listdir(root)) == ["inside.csv", "kpis.db"]


def test_sqlite_lets_its_authorizer_compile_no_other_statement(sqlite):
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        sqlite._connection.execute("insert into k values (1, 2, 3)")


def test_sqlite_opens_its_file_for_reading(sqlite):
    sqlite._connection.set_authorizer(None)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        sqlite._connection.execute("insert into k values (1, 2, 3)")


@pytest.mark.parametrize(
    "query", ["select 1) union (select 2", "select 1 /*", "select 1) as a, (select 2"]
)
def test_a_query_cannot_close_the_parenthesis_around_it(embedded, sqlite, query):
    for driver in (embedded, sqlite):
        with pytest.raises((QueryRefusedError, SourceError)):
            rows_of(driver, query)


def test_a_remark_at_the_end_does_not_swallow_what_is_around_the_query(embedded, sqlite):
    for driver in (embedded, sqlite):
        assert list(driver.answer("select 1 as x -- the end", 10).rows) == [(1,)]


def test_a_with_that_writes_is_refused(root):
    database = root / "d.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table k as select 1 as x")
    driver = DuckDbDriver.connected(source_url("duckdb:d.duckdb", {}), root)
    with pytest.raises((SourceError, QueryRefusedError)):
        rows_of(driver, "with t as (insert into k values (2) returning *) select * from t")
    assert rows_of(driver, "select x from k") == [(1,)]
    driver.close()


# --- Nothing but the workspace's folder


def test_duckdb_reads_files_of_the_workspace(embedded, root):
    assert rows_of(embedded, f"select value from '{root}/inside.csv'") == [(7,)]


@pytest.mark.parametrize(
    "query",
    [
        "select * from '{outside}/secret.csv'",
        "select * from read_text('{outside}/secret.csv')",
        "select * from read_text('{root}/../secret.csv')",
        "select * from read_text('{root}/link.csv')",
        "select * from read_text('{root}/folder/secret.csv')",
        "select * from read_text('{root}-evil/secret.csv')",
        "select * from glob('{outside}/*')",
        "select * from sniff_csv('{outside}/secret.csv')",
        "select * from read_blob('/proc/self/environ')",
        "select * from read_json('https://example.com/x.json')",
    ],
)
def test_duckdb_reads_nothing_outside_of_it(embedded, root, query):
    outside = root.parent
    (root / "link.csv").symlink_to(outside / "secret.csv")
    (root / "folder").symlink_to(outside)
    (outside / "workspace-evil").mkdir()
    (outside / "workspace-evil" / "secret.csv").write_text("a\n1\n")
    with pytest.raises(SourceError):
        rows_of(embedded, query.format(root=root, outside=outside))


def test_duckdbs_settings_are_locked(embedded):
    for setting in ("enable_external_access = true", "lock_configuration = false"):
        with pytest.raises(duckdb.Error):
            embedded._connection.execute(f"set {setting}")


def test_a_tables_name_means_no_variable_of_the_program(embedded, monkeypatch):
    numpy = pytest.importorskip("numpy")
    held = {"value": numpy.array([42])}
    monkeypatch.setattr(duckdb_driver, "held", held, raising=False)
    with pytest.raises(SourceError, match="held"):
        rows_of(embedded, "select * from held")
    switched_on = "select current_setting('python_enable_replacements')"
    assert rows_of(embedded, switched_on) == [(False,)]  # not by the lock on files alone


def test_the_process_of_duckdb_can_write_no_file(root):
    pytest.importorskip("resource")
    code = (
        "import sys; from pathlib import Path; from bsctui.exchange.sources.worker import prepare\n"
        "prepare('duckdb', Path(sys.argv[1])); Path('out.csv').write_text('x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, root], capture_output=True, text=True, check=False
    )
    assert "File too large" in done.stderr


def test_the_process_of_an_embedded_engine_cannot_take_all_memory(root):
    pytest.importorskip("resource")
    code = (
        "import sys; from pathlib import Path; from bsctui.exchange.sources.worker import prepare\n"
        "prepare('sqlite', Path(sys.argv[1])); bytearray(4_000_000_000)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, root], capture_output=True, text=True, check=False
    )
    assert "MemoryError" in done.stderr


def test_a_lane_beside_is_locked_in_like_the_connection(embedded, root):
    lane = embedded.beside()
    assert rows_of(lane, f"select value from '{root}/inside.csv'") == [(7,)]
    switched_on = "select current_setting('python_enable_replacements')"
    assert rows_of(lane, switched_on) == [(False,)]
    with pytest.raises(SourceError):
        rows_of(lane, f"select * from '{root.parent}/secret.csv'")
    with pytest.raises(duckdb.Error):
        lane._connection.execute("set lock_configuration = false")


INDIRECT = [
    "select * from query('copy (select 1) to ''x.csv''')",  # a statement in a text
    "select * from read_csv('file://{outside}/secret.csv')",
    "select * from read_text('/{outside}/secret.csv')",
    "select * from '/proc/self/cwd/../secret.csv'",
    "select * from query_table(['{outside}/secret.csv'])",
    "select * from sqlite_scan('{outside}/other.db', 't')",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "select * from enable_logging()",
    "select getenv('HOME')",
    "pivot (select 1 as a) on a using sum(a)",  # becomes several statements
]


@pytest.mark.parametrize("query", INDIRECT)
def test_no_detour_leads_out_of_a_select_or_the_folder(embedded, root, query):
    with sqlite3.connect(root.parent / "other.db") as connection:
        connection.execute("create table t (x)")
    before = sorted(root.parent.rglob("*"))
    with pytest.raises((SourceError, QueryRefusedError)):
        rows_of(embedded, query.format(outside=root.parent))
    assert sorted(root.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["link.sql", "../outside.sql", "folder/outside.sql"])
def test_a_querys_file_is_one_of_the_workspace(root, name):
    (root.parent / "outside.sql").write_text("select 1")
    (root / "link.sql").symlink_to(root.parent / "outside.sql")
    (root / "folder").symlink_to(root.parent)
    with pytest.raises(QueryFileError, match="leads out"):
        query_file(root, name)
    with pytest.raises(QueryFileError, match="leads out"):
        query_file(root, str(root.parent / "outside.sql"))


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_a_database_that_is_a_link_out_of_the_workspace_is_refused(root, engine):
    table(root.parent, [("a.x", "2025-01-01", 1)], "other.db")
    (root / "kpis.db").symlink_to(root.parent / "other.db")
    url = source_url(f"{engine}:kpis.db", {})
    with pytest.raises(SourceError, match="leads out"):
        SqliteDriver(url, root, 5) if engine == "sqlite" else DuckDbDriver.connected(url, root)


def test_no_file_of_the_workspace_is_taken_for_a_module(root):
    for name in ("sqlite3.py", "json.py", "duckdb.py"):
        (root / name).write_text("open('executed', 'w').close()\n")
    (root / "bsctui").mkdir()
    (root / "bsctui" / "__init__.py").write_text("open('executed', 'w').close()\n")
    table(root, [("a.x", "2025-01-01", 1)])
    here = os.getcwd()
    os.chdir(root)
    try:
        list(run_queries(source_url("sqlite:kpis.db", {}), root, 5, [SourceQuery("select 1", 5)]))
    finally:
        os.chdir(here)
    assert not (root / "executed").exists()


def test_an_engines_process_finds_no_secret_in_its_environment():
    variables = {
        "PATH": "/bin",
        "AWS_SECRET_ACCESS_KEY": "x",
        "GITHUB_TOKEN": "x",
        "PGPASSWORD": "x",
        "PYTHONPATH": ".",
    }
    assert environment("spark", variables) == {
        "PATH": "/bin",
        "PYTHONPATH": "",
    }
    assert "PGPASSWORD" in environment("postgresql", variables)
    assert "GITHUB_TOKEN" not in environment("postgresql", variables)


# --- Nothing that was not trusted


def test_nothing_runs_before_it_was_trusted(tmp_path, monkeypatch, capsys):
    folder = workspace(tmp_path, toml=SQLITE)
    table(folder, [("a.x", "2025-03-01", 1)])
    monkeypatch.setattr(pulling, "run_queries", no_query)
    assert run_cli(["pull", "--yes", "-C", str(folder)]) == 1
    assert "1 query is new or changed and not trusted" in capsys.readouterr().err


def no_query(*_):
    """Stands in for what would run a query."""
    raise AssertionError("a query was run")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("select kpi, period, value from k", "select kpi, period, value + 1 from k"),
        ("sqlite:kpis.db", "sqlite:other.db"),
        ("[sources.db]", "[sources.db2]"),
    ],
)
def test_a_query_url_or_name_that_was_changed_since_is_trusted_no_longer(
    tmp_path, monkeypatch, old, new
):
    folder = workspace(tmp_path, toml=SQLITE)
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    workspace(tmp_path, toml=SQLITE.replace(old, new))
    monkeypatch.setattr(pulling, "run_queries", no_query)
    assert run_cli(["pull", "--yes", "-C", str(folder)]) == 1


def test_another_folder_with_the_same_query_is_not_trusted(tmp_path, monkeypatch):
    first, second = (workspace(tmp_path / name, toml=SQLITE) for name in ("first", "second"))
    assert run_cli(["trust", "--yes", "-C", str(first)]) == 0
    monkeypatch.setattr(pulling, "run_queries", no_query)
    assert run_cli(["pull", "--yes", "-C", str(second)]) == 1


def test_a_file_that_is_swapped_after_it_was_looked_at_is_not_what_runs(tmp_path, monkeypatch):
    toml = SQLITE.replace('"select kpi, period, value from k"', '"kpis.sql"')
    folder = workspace(tmp_path, toml=toml, kpis_sql="select kpi, period, value from k")
    table(folder, [("a.x", "2025-03-01", 9)])
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    as_ever = pulling.trusted_hashes

    def swapped(*arguments):
        (folder / "kpis.sql").write_text("select kpi, period, 666 from k")
        return as_ever(*arguments)

    monkeypatch.setattr(pulling, "trusted_hashes", swapped)
    assert run_cli(["pull", "--yes", "-C", str(folder)]) in {0, 1}
    assert "666" not in text(folder)


def test_a_file_that_is_swapped_between_trust_and_run_is_not_what_runs(tmp_path, monkeypatch):
    toml = SQLITE.replace('"select kpi, period, value from k"', '"kpis.sql"')
    folder = workspace(tmp_path, toml=toml, kpis_sql="select kpi, period, value from k")
    table(folder, [("a.x", "2025-03-01", 9)])
    as_ever = pulling.run_queries

    def swapped(*arguments):
        (folder / "kpis.sql").write_text("select kpi, period, 666 from k")
        return as_ever(*arguments)

    monkeypatch.setattr(pulling, "run_queries", swapped)
    assert pulled(folder, "--yes") == 0
    assert "actual 2025-01: 5 6 9" in text(folder)


@pytest.mark.slow
def test_no_other_command_touches_a_source(tmp_path):
    toml = SQLITE + '[sources.away]\nurl = "postgresql://127.0.0.1:1/x"\nquery = "select 1"\n'
    folder = workspace(tmp_path, toml=toml)
    code = (
        "import sys; from bsctui.__main__ import run_cli\n"
        "for words in (['check'], ['score'], ['fmt', '--check'], ['report'], ['set', 'a.x', 'target', '11']):\n"
        "    run_cli([*words, '-C', sys.argv[1]])\n"
        "sys.stderr.write(' '.join(name for name in sys.modules if 'sources' in name or 'sqlite3' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False
    )
    assert done.stderr.split("\n")[-1] == ""


# --- Nothing is hidden


def test_blanks_and_empty_lines_hide_no_part_of_a_query():
    query = "select 1" + " " * 300 + "union select 2\n" + "\n" * 100 + "-- \x1b[2K\u202eend"
    assert list(query_lines(query)) == [
        "select 1 [300 blanks] union select 2",
        "[100 empty lines]",
        "-- \\x1b[2K\\u202eend",
    ]


def test_trust_shows_the_whole_query_and_the_url_without_its_password(tmp_path, capsys):
    toml = f'[sources.pg]\nurl = "postgresql://kpi:{PASSWORD}@db/kpis"\nquery = "select 1, 2, 3"\n'
    assert run_cli(["trust", "-C", str(workspace(tmp_path, toml=toml))]) == 1
    shown = capsys.readouterr()
    assert "pg: postgresql://kpi:***@db/kpis" in shown.out
    assert "    select 1, 2, 3" in shown.out
    assert PASSWORD not in shown.out + shown.err


# --- Secrets


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kpi:${SECRET}@db/kpis",
        "postgresql://${SECRET}@db/kpis",
        "postgresql://db/kpis?password=${SECRET}",
        f"postgresql://kpi:{PASSWORD}@db/kpis",
        f"sqlalchemy+mysql://db/kpis?passwd={PASSWORD}",
    ],
)
def test_no_message_of_an_engine_shows_a_secret(url):
    secrets = source_url(url, {"SECRET": PASSWORD}).secrets
    assert PASSWORD not in hidden(
        f"could not connect as {PASSWORD} with url ...{PASSWORD}@db", secrets
    )


def test_a_password_is_hidden_as_the_url_writes_it_and_as_it_is():
    secrets = source_url("postgresql://kpi:${SECRET}@db", {"SECRET": "a b/c@d"}).secrets
    assert hidden("a b/c@d a%20b%2Fc%40d", secrets) == "*** ***"


def test_a_password_with_signs_of_a_url_changes_no_other_part_of_it():
    url = source_url("postgresql://kpi:${SECRET}@db/kpis", {"SECRET": "x@evil.example/?a=#"})
    assert url.text == "postgresql://kpi:x%40evil.example%2F%3Fa%3D%23@db/kpis"


@pytest.mark.parametrize("password", [PASSWORD, "${SECRET}"])
def test_no_second_host_hides_in_what_looks_like_a_password(
    tmp_path, monkeypatch, capsys, password
):
    """Libpq reads `u:p@evil:5432,@db` as the hosts `evil` and `@db`; with the password hidden it would look as before."""
    monkeypatch.setenv("SECRET", PASSWORD)
    toml = '[sources.pg]\nurl = "postgresql://kpi:{}@db/kpis"\nquery = "select 1, 2, 3"\n'
    folder = workspace(tmp_path, toml=toml.format(password))
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    (folder / "bsctui.toml").write_text(toml.format(f"{password}@evil.example:5432,"))
    monkeypatch.setattr(running, "Child", None)
    capsys.readouterr()
    assert run_cli(["pull", "--yes", "-C", str(folder)]) == 1
    assert run_cli(["check", "-C", str(folder)]) == 0
    shown = capsys.readouterr()
    assert "two `@`" in shown.err + shown.out
    assert PASSWORD not in shown.out + shown.err


def test_no_output_of_a_pull_shows_a_secret(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SECRET", PASSWORD)
    toml = '[sources.db]\nurl = "sqlite:${SECRET}.db"\nquery = "select kpi, period, value from k"\n'
    folder = workspace(tmp_path, toml=toml)
    assert pulled(folder, "--dry-run") == 1
    shown = capsys.readouterr()
    assert "there is no file `***.db`" in shown.err
    assert PASSWORD not in shown.out + shown.err


def test_a_password_in_bsctui_toml_is_a_warning_of_check(tmp_path, capsys):
    toml = f'[sources.pg]\nurl = "postgresql://kpi:{PASSWORD}@db/kpis"\n'
    run_cli(["check", "-C", str(workspace(tmp_path, bsc=HEAD, toml=toml))])
    shown = capsys.readouterr().out
    assert "bsctui.toml:2:1: warning[W104]" in shown
    assert '  2 | url = "postgresql://kpi:***@db/kpis"' in shown
    assert PASSWORD not in shown
