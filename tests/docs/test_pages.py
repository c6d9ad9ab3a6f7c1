"""Pages that lead through commands do what they say: every `$` line of them is carried out, in order, in an empty folder."""

from __future__ import annotations

import re
import shlex
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
}
"""By page what its commands must show, as the page says."""


def steps(page):
    text = (SAMPLES / page / "README.md").read_text("utf-8")
    return re.findall(r"^\$ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("nobodys_configuration")
def test_every_step_of_a_page_does_what_it_says(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shown = {}
    for step in steps(page):
        words = shlex.split(step)
        if words[0] == "bsctui":
            assert run_cli(words[1:]) == 0, (step, capsys.readouterr().err)
            shown.setdefault(step, "")
            shown[step] += capsys.readouterr().out
        else:
            subprocess.run(words, cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True)
    for step, promised in PAGES[page].items():
        for text in promised:
            assert text in shown[step], (step, text)


def test_every_page_below_samples_is_tried():
    pages = {str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.glob("**/README.md")}
    assert pages - set(PAGES) == {"howto/from-a-spreadsheet", "howto/from-a-warehouse", "howto/in-a-browser"}  # fmt: skip
