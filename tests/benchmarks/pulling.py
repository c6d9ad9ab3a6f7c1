"""A pull of 23 monthly means from 50 million rows, against the same query in bare DuckDB: `python -m tests.benchmarks.pulling`.

Both are whole processes that take turns, and the best of several rounds counts: one imports duckdb and runs the query,
the other is a source's process as `pull` starts it, with its sandbox, its wrapping and its rows as lines of JSON. The
means are held to be the same to the last digit, and the peak memory of this process, which reads them, is told.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.figures import note

ROWS = 50_000_000
MONTHS = 23
ROUNDS = 3

TABLE = f"""
copy (
  select date '2025-01-01' + to_months(cast(range % {MONTHS} as int)) as month,
    (range * 7919 % 100003) / 7.0 as amount
  from range({ROWS})
) to 'amounts.parquet'
"""
QUERY = "select month, round(avg(amount), 6) as mean from 'amounts.parquet' group by month order by month"

BARE = f"import duckdb; print(duckdb.connect().execute({QUERY!r}).fetchall())"


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def bare(folder: Path) -> tuple[float, list[str]]:
    """Seconds, and the means, of DuckDB alone."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", BARE], cwd=folder, capture_output=True, text=True, check=True
    )
    lasted = time.perf_counter() - begun
    return lasted, [pair.split(", ")[-1] for pair in done.stdout.strip("[]()\n").split("), (")]


def pulled(folder: Path) -> tuple[float, list[str]]:
    """Seconds, and the means, of a source's process."""
    from bsctui.exchange.sources.running import AnswerRows, SourceQuery, run_queries
    from bsctui.exchange.sources.urls import source_url

    begun = time.perf_counter()
    means = [
        row[1].text
        for _, happened in run_queries(
            source_url("duckdb:", {}), folder, 600, [SourceQuery(QUERY, 100)]
        )
        if isinstance(happened, AnswerRows)
        for row in happened.rows
    ]
    return time.perf_counter() - begun, means


def main() -> None:
    """Make the rows once, then take turns."""
    import duckdb

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with duckdb.connect() as connection:
            connection.execute(f"set file_search_path = '{folder}'")
            connection.execute(TABLE.replace("amounts.parquet", f"{folder}/amounts.parquet"))
        size = (folder / "amounts.parquet").stat().st_size / 1e6
        say(f"{ROWS:,} rows in {size:.0f} MB of parquet")
        alone, by_pull = float("inf"), float("inf")
        for _ in range(ROUNDS):
            (seconds, means), (other, same) = bare(folder), pulled(folder)
            assert [float(mean.rstrip(")]")) for mean in means] == [float(mean) for mean in same]
            assert len(same) == MONTHS
            alone, by_pull = min(alone, seconds), min(by_pull, other)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(f"bare DuckDB {alone:.2f} s, pull {by_pull:.2f} s: {by_pull / alone:.2f} times")
        note(
            "`pull` of 23 monthly means",
            f"{ROWS:,} rows of parquet",
            "the same query in bare DuckDB",
            by_pull / alone,
        )
        say(f"peak memory of the process that reads the answer {peak:.0f} MB")


if __name__ == "__main__":
    main()
