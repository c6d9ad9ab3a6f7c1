"""What `new` writes is a workspace without a problem, with a word to those who edit it."""

from __future__ import annotations

import re

import pytest

from bsctui.__main__ import run_cli
from bsctui.cli import run_command


def test_a_starter_checks_clean_and_tells_agents_how_to_edit_it(tmp_path, capsys):
    assert run_command(["new", str(tmp_path / "plan")]) == 0
    assert run_command(["check", str(tmp_path / "plan")]) == 0
    assert "AGENTS.md" in capsys.readouterr().out
    told = (tmp_path / "plan" / "AGENTS.md").read_text(encoding="utf-8")
    for word in ("bsctui check", "bsctui set", "bsctui record", "Never raise a score"):
        assert word in told


def test_every_command_that_agents_are_told_of_exists():
    from bsctui.cli import COMMANDS
    from bsctui.starter import AGENTS

    named = re.findall(r"`bsctui ([a-z]+)", AGENTS)
    assert len(named) > 5
    assert set(named) <= set(COMMANDS)


def test_a_repository_keeps_its_own_word_to_agents(tmp_path):
    (tmp_path / "AGENTS.md").write_text("ours\n", encoding="utf-8")
    assert run_command(["new", str(tmp_path)]) == 0
    assert (tmp_path / "AGENTS.md").read_text(encoding="utf-8") == "ours\n"


@pytest.mark.parametrize("own", [None, "ours\n"])
def test_a_workspace_that_is_made_of_a_table_has_a_word_to_agents_too(tmp_path, own):
    from bsctui.starter import AGENTS

    table, agents = tmp_path / "t.csv", tmp_path / "AGENTS.md"
    table.write_text("KPI,2024,2025\nTrips,50,40\n")
    if own is not None:
        agents.write_text(own, encoding="utf-8")
    assert run_cli(["new", str(tmp_path), "--from", str(table), "--yes"]) == 0
    assert agents.read_text(encoding="utf-8") == (own or AGENTS)


@pytest.mark.parametrize(
    "option", [("--name", "Krume"), ("--owner", "Ann"), ("--months",), ("--empty",)]
)
def test_what_speaks_of_the_example_is_refused_beside_a_table(tmp_path, capsys, option):
    table = tmp_path / "t.csv"
    table.write_text("KPI,2024,2025\nTrips,50,40\n")
    folder = tmp_path / "new"
    assert run_cli(["new", str(folder), "--from", str(table), *option]) == 2
    assert f"`{option[0]}` cannot be combined with `--from`" in capsys.readouterr().err
    assert not folder.exists()
