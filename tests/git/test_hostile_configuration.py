"""Git as people have it: whatever is configured, signed or named, the answers are those of a new machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from bsctui.git.command import git_environment
from bsctui.git.committing import PendingFile, diff_against_head, pending_files
from bsctui.git.repository import Repository
from tests.review.repositories import ENVIRONMENT, commit, git, repository

CARD = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top "Top"
scorecard low "Low" under top
objective o "O" in low.financial
kpi k "K" in low.o
  baseline 0
  target 100
  actual 2025-Q1: 40 50
"""

HOSTILE = """\
[log]
  showSignature = true
  follow = true
  decorate = full
  showRoot = false
[color]
  ui = always
[core]
  quotePath = true
  pager = false
[diff]
  noprefix = true
  external = false
  renames = copies
  relative = true
[diff "odd"]
  textconv = "sed s/target/goal/"
  command = false
[format]
  pretty = raw
[blame]
  ignoreRevsFile = IGNORED
[i18n]
  logOutputEncoding = UTF-16
[alias]
  log = !false
  diff = !false
[gpg]
  program = PROGRAM
[commit]
  gpgSign = true
[user]
  signingKey = somebody
"""

GPG = """\
#!/bin/sh
case "$*" in
*--verify*) echo "[GNUPG:] GOODSIG 1 somebody"; echo "gpg: good
signature" >&2 ;;
*) cat >/dev/null; echo "[GNUPG:] SIG_CREATED D" >&2; printf -- "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n" ;;
esac
"""

SUBJECTS = ("a\u2028b", "c\x85d", "e\x0cf", "g\x1eh\u2029i")
"""Of commits: with what Python, though no git, takes for the ends of lines."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A repository with signed commits, strange subjects and a name in latin-1, under a hostile configuration."""
    program = tmp_path / "gpg"
    program.write_text(GPG)
    program.chmod(0o755)
    (tmp_path / "config").write_text(
        HOSTILE.replace("PROGRAM", str(program)).replace("IGNORED", str(tmp_path / "ignored"))
    )
    (tmp_path / "ignored").touch()
    hostile = {
        "GIT_CONFIG_GLOBAL": str(tmp_path / "config"),
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    names = {name: value for name, value in ENVIRONMENT.items() if name.startswith("GIT_")}
    for name, value in (names | hostile).items():
        monkeypatch.setenv(name, value)
    found = repository(tmp_path / "r", {"a.bsc": CARD, ".gitattributes": "*.bsc diff=odd\n"})
    monkeypatch.setitem(ENVIRONMENT, "GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    for at, subject in enumerate(SUBJECTS):
        text = CARD.replace("target 100", f"target {90 - at}")
        commit(found, {"a.bsc": text}, subject, author=f"J\xf6rg {subject}")
    (tmp_path / "ignored").write_text(git(found, "rev-list", "HEAD"))
    strange = os.fsencode(found) + b"/caf\xe9.bsc"
    Path(os.fsdecode(strange)).write_text("scorecard more under top\n")
    git(found, "add", "-A")
    git(found, "commit", "-q", "-m", "a latin-1 name")
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ["log", "low.k"],
        ["log", "low"],
        ["blame", "low.k"],
        ["diff", "HEAD~3..HEAD"],
        ["diff", "HEAD~3...HEAD", "--format", "markdown"],
        ["diff", "HEAD~5"],
        ["score", "--rules", "HEAD~4"],
        ["report", "--since", "HEAD~4"],
    ],
    ids=" ".join,
)
def test_every_answer_is_that_of_a_new_machine(folder, words, monkeypatch, capsys):
    whole = [words[0], "-C", str(folder), *words[1:]]
    assert run_cli(whole) in {0, 1}
    hostile = capsys.readouterr()
    for name in ("GIT_EXTERNAL_DIFF", "GIT_LITERAL_PATHSPECS"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    run_cli(whole)
    assert capsys.readouterr() == hostile
    assert "\x1b" not in hostile.out
    assert "gpg" not in hostile.out + hostile.err


def test_a_log_of_signed_commits_has_every_one_of_them(folder, capsys):
    assert run_cli(["log", "-C", str(folder), "low.k"]) == 0
    assert capsys.readouterr().out.count("2026-03-31") == len(SUBJECTS) + 1


def test_a_name_that_is_no_utf_8_is_committed_and_compared(folder):
    found = Repository.around(folder)
    (path,) = [path for path in found.files(found.commit("HEAD")) if path != "a.bsc"]
    Path(folder, path).write_text("scorecard less under top\n")
    files = pending_files(found, {path})
    assert files == [PendingFile(path, "changed")]
    assert "+scorecard less under top" in diff_against_head(found, files)


def test_a_hook_runs_us_with_places_that_hold_from_every_folder(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    (folder / "sub").mkdir()
    assert git_environment()["GIT_DIR"] == str(folder / ".git")
    assert Repository.around(folder).commit("HEAD")
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder / "sub", env=git_environment(), check=True, capture_output=True)  # fmt: skip
    assert len(done.stdout) == 41


@pytest.mark.usefixtures("nobodys_configuration")
@pytest.mark.parametrize("names", ["commit", "files", "unsaved"])
def test_a_list_of_ignored_commits_that_is_not_there_takes_no_author_away(tmp_path, names):
    repo = Repository.around(repository(tmp_path / "r", {"sub/a.bsc": CARD}))
    commit(repo.top, {"sub/a.bsc": CARD.replace("target 100", "target 90")}, "easier", "Eve")
    of_commit = repo.commit("HEAD") if names == "commit" else None
    unsaved = b"# above\n" + (repo.top / "sub/a.bsc").read_bytes() if names == "unsaved" else None
    before = repo.line_authors("sub/a.bsc", of_commit, unsaved)
    assert set(before) >= {"Eve", "Ines Aldaba"}
    git(repo.top, "config", "blame.ignoreRevsFile", "nowhere")
    assert repo.line_authors("sub/a.bsc", of_commit, unsaved) == before
