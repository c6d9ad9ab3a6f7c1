"""Spark in local mode, as the distributed engine: run where `BSCTUI_SPARK` is set, since it takes a minute to start."""

from __future__ import annotations

import os

import pytest

from bsctui.exchange.sources.cells import SourceCellKind
from bsctui.exchange.sources.running import AnswerRows, QueryFailure, SourceQuery, run_queries
from bsctui.exchange.sources.urls import source_url

if not os.environ.get("BSCTUI_SPARK"):
    pytest.skip("Spark is tried where BSCTUI_SPARK is set", allow_module_level=True)
pytest.importorskip("pyspark", reason="the extra `spark` is not installed")

MEANS = """
select date '2025-01-01' + make_interval(0, cast(id % 12 as int)) as period,
  cast(avg(cast(id as decimal(18, 4))) as decimal(18, 6)) as value
from range(0, 1000000) group by 1 order by 1
"""

REFUSED = [
    "select reflect('java.lang.System', 'getenv', 'HOME')",
    "select java_method('java.lang.System', 'getenv', 'HOME')",
    "select try_reflect('java.lang.System', 'getenv', 'HOME')",
    "select `reflect`('java.lang.System', 'getenv', 'HOME')",
    "select * from csv.`/etc/passwd`",
    "select * from text.`/etc/passwd`",
    "create table t as select 1 as x",
    "insert into t values (1)",
    "set spark.sql.runSQLOnFiles = true",
    "add jar '/tmp/x.jar'",
    "select 1) union (select 2",
]


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What one session says to all queries here: starting it takes longest."""
    orders = [SourceQuery(query, 100) for query in (MEANS, *REFUSED)]
    url = source_url("spark:local[2]", {})
    happened: dict[int, list[object]] = {}
    for at, what in run_queries(url, tmp_path_factory.mktemp("spark"), 120, orders):
        happened.setdefault(at, []).append(what)
    return happened


def test_a_million_rows_come_back_as_twelve_exact_means(said):
    rows, _ = said[0]
    assert isinstance(rows, AnswerRows)
    assert len(rows.rows) == 12
    period, value = rows.rows[0]
    assert period.text == "2025-01-01"
    # 0, 12, 24, … 999996: their mean is half the last one
    assert (value.kind, value.text) == (SourceCellKind.NUMBER, "499998.000000")


@pytest.mark.parametrize("query", REFUSED)
def test_spark_runs_nothing_but_a_select_and_reaches_nowhere(said, query):
    (failure,) = said[1 + REFUSED.index(query)]
    assert isinstance(failure, QueryFailure)
