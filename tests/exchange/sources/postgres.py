"""A PostgreSQL server of the tests' own, on the loopback, gone when they are."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER, READER = "owner-secret", "reader-secret"
"""Passwords of the superuser `kpi` and of `reader`, who may read one table."""

TABLE = """
create table k (kpi text, period date, value numeric(12, 4));
insert into k values ('a.x', '2025-03-01', 7.5000), ('a.y', '2025-01-01', null);
create role reader login password '{reader}';
grant select on k to reader;
"""


def programs() -> Path | None:
    """Where the server's programs are; None: there is no server on this machine."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else []
    places += [Path(place) for place in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return next((place for place in places if (place / "initdb").exists()), None)


def account() -> dict[str, object]:
    """Root may not run the server: then Debian's user does."""
    return (
        {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    )


@contextmanager
def server(place: Path) -> Iterator[int]:
    """A running server; gives its port."""
    folder = Path(tempfile.mkdtemp(prefix="bsctui-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, word = folder / "data", folder / "word"
    word.write_text(OWNER)
    word.chmod(0o644)
    options = {"capture_output": True, "cwd": folder, **account()}
    subprocess.run(
        [place / "initdb", "-D", data, "-U", "kpi", "-A", "scram-sha-256", "--pwfile", word, "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True, **options,
    )  # fmt: skip
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = (
        f"-p {port} -c listen_addresses=127.0.0.1 -k '' -c fsync=off -c log_min_messages=panic"
    )
    control = [place / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", settings, "-l", folder / "log", "start"], check=True, **options)
    try:
        yield port
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, **options)
        shutil.rmtree(folder, ignore_errors=True)
