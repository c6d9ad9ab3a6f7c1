"""What is trusted, for whom, and who may say so."""

from __future__ import annotations

import io
import stat

import pytest

from bsctui.__main__ import run_cli
from bsctui.exchange.sources import pulling
from bsctui.exchange.trust import TrustError, trust, trust_file, trusted_hashes
from tests.exchange.sources.workspaces import (
    SQLITE,
    pulled,
    table,
    text,
    without_process,
    workspace,
)

ONE, OTHER = "1" * 64, "2" * 64


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(pulling, "run_queries", without_process)


@pytest.fixture
def folder(tmp_path):
    """A workspace with one query, and a value that it brings."""
    table(workspace(tmp_path / "w", toml=SQLITE), [("a.x", "2025-03-01", 9)])
    return tmp_path / "w"


def listed(folder, capsys) -> list[list[str]]:
    """Hash, word, source and place of each query."""
    capsys.readouterr()
    assert run_cli(["trust", "--list", "-C", str(folder)]) == 0
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_the_list_is_the_users_alone(folder):
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    assert stat.S_IMODE(trust_file().stat().st_mode) == 0o600


def test_a_list_that_others_may_write_is_not_believed(folder):
    trust([(ONE, "one")])
    trust_file().chmod(0o666)
    with pytest.raises(TrustError, match="may be written by others"):
        trusted_hashes(folder, {})


def test_without_a_terminal_nobody_says_yes(folder, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run_cli(["trust", "-C", str(folder)]) == 1
    assert "no terminal to ask on: no" in capsys.readouterr().err
    assert not trust_file().exists()


def test_what_is_trusted_is_asked_once_and_can_be_taken_back(folder, capsys):
    assert run_cli(["trust", "--yes", "-C", str(folder)]) == 0
    assert run_cli(["trust", "-C", str(folder)]) == 0
    assert "every query here is trusted" in capsys.readouterr().out
    assert [line[1] for line in listed(folder, capsys)] == ["trusted"]
    assert run_cli(["trust", "--remove", "-C", str(folder)]) == 0
    assert [line[1] for line in listed(folder, capsys)] == ["new"]


def test_another_password_is_no_other_query(folder, capsys):
    def toml(password: str) -> str:
        return f'[sources.pg]\nurl = "postgresql://kpi:{password}@db/kpis"\nquery = "select 1"\n'

    workspace(folder, toml=toml("one"))
    before = listed(folder, capsys)
    workspace(folder, toml=toml("two"))
    assert listed(folder, capsys) == before


def test_a_job_without_a_user_is_told_a_hash(folder, capsys, monkeypatch):
    (digest, *_) = listed(folder, capsys)[0]
    monkeypatch.setenv("BSCTUI_TRUST", f"{ONE},{digest}")
    assert run_cli(["pull", "--yes", "-C", str(folder)]) == 0
    assert "actual 2025-01: 5 6 9" in text(folder)


def test_a_job_without_a_user_is_told_a_file_of_hashes(folder, tmp_path):
    path = tmp_path / "hashes"
    path.write_text(f"{ONE} warehouse\n\n# {OTHER}\n{OTHER}\n")
    assert trusted_hashes(folder, {"BSCTUI_TRUST": str(path)}) == {ONE, OTHER}


@pytest.mark.parametrize("name", ["hashes", "../w/hashes"])
def test_a_file_of_hashes_inside_the_workspace_is_refused(folder, name):
    (folder / "hashes").write_text(ONE)
    for path in (name, str(folder / "hashes")):
        with pytest.raises(TrustError, match="outside the workspace"):
            trusted_hashes(folder, {"BSCTUI_TRUST": path})


def test_a_file_of_hashes_that_is_missing_is_said(folder, tmp_path):
    with pytest.raises(TrustError, match="no such file"):
        trusted_hashes(folder, {"BSCTUI_TRUST": str(tmp_path / "nowhere")})


def test_trusting_some_leaves_what_was_trusted_before(folder):
    trust([(ONE, "one")])
    trust([(OTHER, "other"), (ONE, "again")])
    assert trust_file().read_text() == f"{ONE} one\n{OTHER} other\n"


def test_only_what_was_asked_for_is_trusted(tmp_path):
    toml = SQLITE + SQLITE.replace("[sources.db]", "[sources.crm]")
    folder = workspace(tmp_path, toml=toml)
    table(folder, [("a.x", "2025-03-01", 9)])
    assert run_cli(["trust", "crm", "--yes", "-C", str(folder)]) == 0
    assert run_cli(["pull", "db", "-C", str(folder)]) == 1
    assert run_cli(["pull", "crm", "--yes", "-C", str(folder)]) == 0


def test_a_source_that_is_none_is_told_those_that_are(folder, capsys):
    assert run_cli(["trust", "bd", "-C", str(folder)]) == 2
    assert "bsctui.toml has no source `bd`; known are `db`" in capsys.readouterr().err
    assert pulled(folder, "--yes") == 0
