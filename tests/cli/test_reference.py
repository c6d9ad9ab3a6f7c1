"""`help --format json` and the man page: every command, keyword, form, example and code, from the tables themselves."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bsctui.app.key_reference import view_commands
from bsctui.cli import COMMANDS, run_command
from bsctui.cli.man_page import man_page
from bsctui.cli.reference_page import reference_page
from bsctui.codes import CODES
from bsctui.text.document import HEADERS as HEADER_LINES
from bsctui.text.document import STATEMENTS as STATEMENT_LINES
from bsctui.text.forms import ROWS

PAGE = Path(__file__).parents[2] / "grammar" / "man" / "bsctui.1"
REFERENCE = Path(__file__).parents[2] / "grammar" / "reference.md"


def test_every_word_of_the_language_has_help(capsys):
    grammar = (PAGE.parents[1] / "bsc.lark").read_text(encoding="utf-8")
    words = set(re.findall(r'"([a-z]+)" _END', grammar))
    assert {"spread", "under", "partial", "ytd"} <= words
    for word in sorted(words):
        assert run_command(["help", word]) == 0, word
        assert word in capsys.readouterr().out


def test_the_reference_is_whole_and_its_examples_are_what_they_say(capsys):
    assert run_command(["help", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["version"] == 1
    assert [command["name"] for command in found["commands"]] == list(COMMANDS)
    assert {entry["form"] for entry in found["language"]} == ROWS.keys()
    assert {entry["code"] for entry in found["codes"]} == CODES.keys()
    for entry in found["language"]:
        reader, indent = (
            (HEADER_LINES, "") if entry["place"] == "header" else (STATEMENT_LINES, "  ")
        )
        statement = reader.read(f"{indent}{entry['example']}\n", 0)
        assert statement is not None
        assert statement.form.name == entry["form"]
        assert bool(entry["stands_in"]) == (entry["place"] == "statement")


def test_the_reference_page_is_up_to_date_and_has_every_command_code_and_command_of_the_app():
    page = REFERENCE.read_text(encoding="utf-8")
    assert page == reference_page(), "out of date: make generated"
    for name in COMMANDS:
        assert f"\n### {name}\n" in page
    for code in CODES:
        assert f"\n### {code}: " in page
    for commands in view_commands().values():
        for each in commands:
            assert f"| `{each.id}` |" in page


def test_the_reference_is_everything_at_once(capsys):
    assert run_command(["help", "target", "--format", "json"]) == 2
    assert "leave TOPIC out" in capsys.readouterr().err


def test_the_man_page_is_up_to_date():
    told = "the man page is out of date: python -m bsctui.cli.man_page > grammar/man/bsctui.1"
    assert PAGE.read_text(encoding="utf-8") == man_page(), told


def test_the_man_page_has_every_command_and_groff_warns_of_nothing():
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("groff is not installed")
    done = subprocess.run([groff, "-man", "-ww", "-Tascii", "-P-cbou", PAGE], capture_output=True, check=True, text=True)  # fmt: skip
    assert done.stderr == ""
    told = " ".join(done.stdout.split())  # the lines are justified
    for name in COMMANDS:
        assert f"bsctui {name}" in told
