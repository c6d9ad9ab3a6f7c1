"""Every key of a JSON document is explained, and every key explained is in a document."""

from __future__ import annotations

import json
import shlex

import pytest

from bsctui.cli import run_command
from bsctui.cli.json_keys import DOCUMENTS, TABLES
from tests.review.repositories import commit, repository

FILE = """\
calendar quarters 2025-Q1..2026-Q4
  closed 2026-Q2

scorecard a "A"
  owner "Ada"
  vision "Seen from afar"

objective o "O" in a.customer

kpi k "K" in a.o
  leading
  better higher
  baseline 0
  target 100
  actual 2025-Q1: 10 30 20 50 30 60 ~70
  note 2026-Q2 "A large order"

kpi band "Band" in a.o
  unit %
  target 20..25
  tolerance 5
  actual 2025-Q1: 20 21 27 22 23 26

kpi sum "Sum" in a.o
  better higher
  target 100
  rollup sum partial

measure m in a
  feeds sum weight 2
  actual 2025-Q1: 1 2 3 4 5 6

objective p "P" in a.process
  drives o after 1 quarter

kpi q in a.p
  better lower
  target 10
  actual 2025-Q1: 9 8 7 9 8 11

initiative i "I" in a.o
  due 2025-12-31
  budget 10
  spent 5
  progress 40%
  state active
"""
COMMANDS = {
    "score": ["score", "score --period all"],
    "check": ["check"],
    "explain": ["explain a.o --since 2026-Q1", "explain a.sum", "explain a", "explain a.m"],
    "diff": ["diff HEAD~1 HEAD"],
    "log": ["log a", "log a.k"],
    "blame": ["blame a.k"],
    "whatif": ["whatif a.k=80"],
    "goal": ["goal a 60 --by a.k"],
    "sensitivity": ["sensitivity a"],
    "forecast": ["forecast --until 2026-Q4", "forecast --backtest"],
    "links": ["links"],
    "report": ["report --since HEAD~1 --until 2026-Q4", "report"],
}
BY_COLOUR = "nodes[].chances"
NESTED = 4
"""How often a table of keys may stand in another: a KPI in a KPI, and how that stands."""


@pytest.fixture
def two_commits(tmp_path, monkeypatch):
    """The second with another result and another rule."""
    folder = repository(tmp_path / "a", {"a.bsc": FILE})
    changed = FILE.replace("30 60 ~70", "30 65 ~70").replace("target 10\n", "target 12\n")
    commit(folder, {"a.bsc": changed}, "another result, another rule")
    monkeypatch.chdir(folder)


def paths_in(value, path=""):
    """The path of every key of a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            inner_path = f"{path}.{key}" if path else key
            yield inner_path
            yield from paths_in(inner, inner_path)
    elif isinstance(value, list):
        for each in value:
            yield from paths_in(each, f"{path}[]")


def explained(command):
    """The paths that the tables explain, and those on the way to them."""
    keys = {"version": "", **DOCUMENTS[command]}
    for _ in range(NESTED):
        for place, meaning in tuple(keys.items()):
            table = TABLES.get(meaning.rpartition(": ")[2], {})
            keys |= {f"{place}.{key}": inner for key, inner in table.items()}
    keys = set(keys)
    for key in tuple(keys):
        parts = key.split(".")
        keys |= {".".join(parts[:end]) for end in range(1, len(parts))}
    return {key.removesuffix("[]") for key in keys}


@pytest.mark.parametrize("command", DOCUMENTS)
@pytest.mark.usefixtures("nobodys_configuration", "two_commits")
def test_every_key_of_a_document_is_explained_and_there(command, capsys):
    written = set()
    for words in COMMANDS[command]:
        assert run_command([*shlex.split(words), "--format", "json"]) in {0, 1}
        written |= set(paths_in(json.loads(capsys.readouterr().out)))
    written = {path for path in written if not path.startswith(f"{BY_COLOUR}.")}
    told = explained(command)
    assert written - told == set(), "explain it in bsctui/cli/json_keys.py"
    own = {"version", *DOCUMENTS[command]}
    assert {key.removesuffix("[]") for key in own} - written == set(), "no document has it"
