"""Pages that lead through commands do what they say: every `$` line is carried out, in order, beside the page's own files."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bsctui.__main__ import run_cli
from tests.review.repositories import ENVIRONMENT

SAMPLES = Path(__file__).parents[2] / "samples"
PAGES = {
    "tutorial": {
        "bsctui score": ["50.0", "55.0", "60.0"],
        "bsctui diff main...softer": [
            "target 10000 → 9500",
            "+8.3",
            "The new road keeps people away",
        ],
    },
    "howto/monthly-reporting": {"bsctui score --period 2026-03": ["Bakery"]},
    "howto/review-a-change": {"bsctui diff main...softer": ["1 goalpost moved", "easier"]},
    "howto/in-a-browser": {
        "bsctui report --format html -C strategy": ["<!doctype html>"],
        "bsctui report -C strategy": ["# Our company", "## How to read this"],
    },
    "howto/in-your-editor": {"bsctui check ferry.bsc --select E": []},
    "howto/several-workspaces": {
        "bsctui score -C sales": ["month 2026-02", "Orders signed"],
        "bsctui score -C support": ["quarter 2026-Q1", "Answered within a day"],
        "bsctui git-setup -C support --yes": ["checks one more workspace"],
    },
    "explanation/how-a-score-is-made": {
        "bsctui score": ["68.0 ▼ ◆ amber", "73.3 ▲ ■ green         75%", "60.0 ▼ ◆ amber        100%"],
        "bsctui explain ferry.guests": ["53.33      80       2   66.7%", "20.00      60       1   33.3%"],
        "bsctui explain ferry --since 2025-Q1": ["69.333 to 68", "-13.33", "+12.00"],
    },
    "explanation/what-a-goalpost-is": {
        "bsctui score": ["70.0"],
        "bsctui diff main...softer": [
            "results +5.0, rules +5.0 (75.0 under the old rules)",
            "target 10000 by 2025-Q4 → 9600 by 2025-Q4: easier",
            "effect: +10.0 here, +5.0 at Ferry line",
            "no reason given",
            "restated after the close",
            "Late tickets counted",
        ],
        "bsctui diff main...lighter": ["mixed, lifts ferry +3.3"],
        "bsctui diff main...later": [
            "effect: 0.0 here",
            "future targets, 2026-Q1..2026-Q4: -2500, -5.6%",
        ],
        "bsctui diff main...harder --fail-on goalposts": ["target 20 → 18: harder"],
    },
    "explanation/merging-by-meaning": {},
    "explanation/why-text": {
        "git diff --numstat": ["1\t1\tferry.bsc"],
        "bsctui diff": ["target 10000 → 9600", "easier", "A bridge opens in May"],
    },
}  # fmt: skip
"""By page what its commands must show, as the page says; its figures are worked out by hand there."""
CONFLICT = "bsctui merge base.bsc ours.bsc other.bsc"
STATUSES = {CONFLICT: 1}
"""Steps that end with another status than 0, as their page says."""


def text_of(page):
    return (SAMPLES / page / "README.md").read_text("utf-8")


def in_one_line(text):
    """Without what a table's columns and a narrow terminal's line ends add."""
    return " ".join(text.split())


def shown_by(step, folder, capsys):
    """What a step prints; it must end as the page says."""
    words = shlex.split(step)
    if words[0] == "bsctui":
        status = run_cli(words[1:])
        said = capsys.readouterr()
        assert status == STATUSES.get(step, 0), (step, said.err)
        return said.out + said.err
    done = subprocess.run(words, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)
    return done.stdout.decode()


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Goes to a copy of a page's folder, and carries out its steps there."""
    monkeypatch.chdir(tmp_path)

    def files_of(page):
        pages_own = shutil.ignore_patterns("README.md")
        shutil.copytree(SAMPLES / page, tmp_path, ignore=pages_own, dirs_exist_ok=True)

    return files_of


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("nobodys_configuration")
def test_every_step_of_a_page_does_what_it_says(page, beside, tmp_path, capsys):
    beside(page)
    shown = {}
    for step in re.findall(r"^\$ (.+)$", text_of(page), re.MULTILINE):
        shown[step] = shown.get(step, "") + shown_by(step, tmp_path, capsys)
    for step, promised in PAGES[page].items():
        for text in promised:
            assert in_one_line(text) in in_one_line(shown[step]), (step, text)


def test_every_page_below_samples_is_tried():
    pages = {str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.glob("**/README.md")}
    assert pages - set(PAGES) == {"howto/from-a-spreadsheet", "howto/from-a-warehouse"}


def test_every_link_of_a_page_leads_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", text_of(page)):
            assert (SAMPLES / page / target).exists(), (page, target)


def test_a_merge_leaves_the_text_that_its_page_shows(beside, tmp_path, capsys):
    page = "explanation/merging-by-meaning"
    beside(page)
    (merged,) = re.findall(r"```bsc\n(.*?)```", text_of(page), re.DOTALL)
    (disputed,) = re.findall(r"```\n(<<<<<<< .*?)```", text_of(page), re.DOTALL)
    shown_by("bsctui merge base.bsc ours.bsc theirs.bsc", tmp_path, capsys)
    assert (tmp_path / "ours.bsc").read_text() == merged
    shown_by(CONFLICT, tmp_path, capsys)
    assert (tmp_path / "ours.bsc").read_text().endswith(disputed)


def test_the_editors_page_shows_the_error_of_its_typo(beside, tmp_path, capsys):
    page = "howto/in-your-editor"
    beside(page)
    path = tmp_path / "ferry.bsc"
    path.write_text(path.read_text().replace('" in ferry.guests\n', '" in ferry.gests\n'))
    assert run_cli(["check", "ferry.bsc", "--select", "E"]) == 1
    told = capsys.readouterr().out
    for line in re.findall(r"^    (.+)$", text_of(page), re.MULTILINE):
        assert line.strip() in told
