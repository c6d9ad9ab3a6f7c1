"""Hostile text in files, names of files and commits: no command lets it through, in no form."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from bsctui.__main__ import run_cli
from tests.review.repositories import git

LABEL = '"=1+1 \u202egnp\u061c\u2060\u00ad @anna #9 :tada: https://e.vil 👩\u200d🚀"'
TEXT = """\
calendar quarters 2025-Q1..2025-Q4
tier organization L
tier unit L
perspective financial L
person anna L L
status red L below 40
status green L
scorecard s L
  owner L
  vision L
objective a L in s.financial
  drives b after 1 quarter
  note L
  assess red 2025-Q1 L
objective b L in s.financial
kpi k L in s.a
  unit L
  baseline 1 at 2024-Q4 L
  target 9 by 2025-Q4 L
  meta x L
  actual 2025-Q1: 2 3 L
kpi k2 L in s.b
  reporter L
  target 9
  weight 50% L
  actual 2025-Q1: 2 4
initiative i L in s.a
  cause L
  due 2025-01-31
  budget 5
  spent 6
  unit L
scorecard u L under s
objective a L in u.financial
  supports s.a weight 2 L
  aligns s.nothing
""".replace("L\n", f"{LABEL}\n").replace(" L ", f" {LABEL} ")
BROKEN = f"measure m {LABEL} in s\n  weight 1\n  unit {LABEL[:-1]}\n"

NAMES = (b"a\x1b[31m\x07.bsc", b"caf\xe9,x:%1.bsc")
"""A name that steers a terminal, and one that is no UTF-8 and ends a property of a workflow command."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in zip(NAMES, (TEXT, BROKEN), strict=True):
        try:
            with open(os.path.join(os.fsencode(folder), name), "w", encoding="utf-8") as file:
                file.write(text)
        except (OSError, UnicodeError):
            pytest.skip("this file system has no such names")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "subject \x1b[31m \u202e #9", author="ev\x07il \u202e")
    path = folder / os.fsdecode(NAMES[0])
    path.write_text(path.read_text("utf-8").replace("target 9 by", "target 8 by"), "utf-8")
    return folder


@pytest.fixture
def there(hostile, monkeypatch):
    monkeypatch.chdir(hostile)


COMMANDS = {
    "check": ("text", "json", "github", "sarif"),
    "score": ("table", "json", "csv", "toml"),
    "explain s.k": ("text", "json"),
    "explain s --since 2025-Q1": ("text", "json"),
    "whatif s.k=9": ("table", "json", "csv"),
    "goal s 90 --by s.k": ("text", "json"),
    "sensitivity": ("table", "json"),
    "map s": ("text", "svg", "dot", "mermaid"),
    "forecast --until 2025-Q4": ("table", "json", "csv"),
    "links": ("table", "json", "csv"),
    "report": ("markdown", "html"),
    "diff": ("text", "json", "markdown"),
    "log s.k": ("text", "json"),
    "blame s.k": ("text", "json"),
}
"""What prints, with its forms."""

PLAIN = ("fmt --check", "fmt --diff", "score s.x\x1b[31m\u202e", "check nowhere\x07.bsc")
"""What has one form."""

WAYS = [
    *PLAIN,
    *(f"{command} --format {form}" for command, forms in COMMANDS.items() for form in forms),
]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("way", WAYS)
def test_no_command_prints_what_steers_or_hides(way, capsys):
    run_cli(way.split(" "))
    printed = capsys.readouterr()
    assert "internal error" not in printed.err
    assert printed.out + printed.err
    assert not UNSEEN.search(printed.out + printed.err)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("way", [way for way in WAYS if way.endswith("csv")])
def test_no_cell_of_csv_is_a_formula(way, capsys):
    run_cli(way.split(" "))
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.e-]*", cell)]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert way.startswith("links") or any(cell.startswith("'=1+1") for cell in cells)


@pytest.mark.usefixtures("there")
def test_what_programs_read_has_the_text_as_it_is(capsys):
    label = LABEL.strip('"')
    run_cli(["score", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["nodes"][0]["label"] == label
    run_cli(["score", "--format", "toml"])
    assert tomllib.loads(capsys.readouterr().out)["nodes"][0]["label"] == label


@pytest.mark.usefixtures("there")
def test_an_annotation_names_the_very_file(capsys):
    run_cli(["check", "--format", "github", "--select", "E"])
    named = set(re.findall(r"^::error file=([^,]*),", capsys.readouterr().out, re.MULTILINE))
    assert {unquote_to_bytes(name) for name in named} == set(NAMES)
    run_cli(["check", "--format", "sarif", "--select", "E"])
    (found,) = json.loads(capsys.readouterr().out)["runs"]
    places = [place for one in found["results"] for place in one["locations"]]
    uris = {place["physicalLocation"]["artifactLocation"]["uri"] for place in places}
    assert {unquote_to_bytes(uri) for uri in uris} == set(NAMES)


@pytest.mark.skipif(sys.platform == "win32", reason="no name has a line's end there")
@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x0c"])
def test_a_line_end_in_a_files_name_starts_no_other_line(end, tmp_path, capsys):
    (tmp_path / f"a{end}::error b.bsc").write_text(f"{TEXT}nonsense\n", "utf-8")
    assert run_cli(["score", "-C", str(tmp_path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "::error b.bsc:" in line
    assert not line.startswith("::")


def test_a_workspace_with_such_names_can_be_written(hostile, tmp_path, capsys):
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in map(os.fsdecode, NAMES):
        (copy / name).write_bytes((hostile / name).read_bytes())
    assert run_cli(["set", "-C", str(copy), "s.k", "owner", "anna"]) in {0, 1}
    assert run_cli(["fmt", str(copy)]) in {0, 1}
    assert not UNSEEN.search("".join(capsys.readouterr()))
    assert "owner anna" in Path(copy / os.fsdecode(NAMES[0])).read_text("utf-8")
