"""Complaints about other programs, as workspaces: labels read from right to left, alike, or long."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

from bsctui.__main__ import run_cli
from bsctui.app.core.session import Session
from bsctui.cells import align_label, shorten_label
from bsctui.escaping import isolated, right_to_left_runs
from bsctui.report.html import html_report
from bsctui.workspace import Workspace
from tests.report.examples import of_text

HERE = Path(__file__).parent
RIGHT_TO_LEFT = HERE / "18-right-to-left-labels.bsc"


def test_every_right_to_left_label_is_isolated_in_the_table_of_scores(tmp_path, capsys):
    shutil.copy(RIGHT_TO_LEFT, tmp_path / "a.bsc")
    assert run_cli(["score", "-C", str(tmp_path)]) == 0
    for line in capsys.readouterr().out.splitlines():
        letters = [character for character in line if "\u0590" <= character <= "\u08ff"]
        assert line.count("\u2068") == line.count("\u2069")
        assert bool(letters) == ("\u2068" in line)
        outside = "".join(part.partition("\u2069")[2] for part in ("\u2069" + line).split("\u2068"))
        assert not any("\u0590" <= character <= "\u08ff" for character in outside)


def test_every_right_to_left_label_is_isolated_in_a_page():
    page = html_report(of_text(RIGHT_TO_LEFT.read_text(encoding="utf-8")))
    assert "<bdi>شركة النقل</bdi>" in page
    assert "<bdi>לקוחות חדשים 2025</bdi>" in page
    body = page.partition("<body")[2]
    bare = re.sub(r"<bdi>.*?</bdi>|<title>.*?</title>|[a-z-]+=\"[^\"]*\"", "", body)
    assert not any("\u0590" <= character <= "\u08ff" for character in bare)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Revenue", [("Revenue", False)]),
        ("דנה", [("דנה", True)]),
        ("דנה 2025", [("דנה 2025", True)]),
        ("of דנה כהן: 5", [("of ", False), ("דנה כהן", True), (": 5", False)]),
    ],
)
def test_what_is_read_from_right_to_left_is_told_apart(text, wanted):
    assert right_to_left_runs(text) == wanted


def test_blanks_that_indent_stay_outside_of_an_isolate():
    assert isolated("  דנה") == "  \u2068דנה\u2069"
    assert isolated("  Ann") == "  Ann"


def test_long_labels_are_cut_in_the_middle_so_that_what_differs_stays():
    first = "Percentage of new vehicle registrations that are zero-emission vehicles"
    second = "Percentage of municipal organizations who factored adaptation into their decisions"
    shown = [shorten_label(label, 24) for label in (first, second)]
    assert shown == ["Percentage…sion vehicles", "Percentage…eir decisions"]
    assert shorten_label("Short", 24) == "Short"
    assert shorten_label("Twenty cells of text", 8) == "Twenty…"
    assert cell_len(align_label("漢字漢字漢字漢字漢字", 13)) == 13


def test_supporters_that_are_called_alike_say_whose_they_are():
    text = (HERE / "30-same-name-in-every-unit.bsc").read_text(encoding="utf-8")
    session = Session(workspace=Workspace.from_texts({"a.bsc": text}))
    labels = [session.distinct_label(f"{card}.lifts") for card in ("ra", "rb", "rc", "rd", "re")]
    assert labels == [f"Elevator availability (Railway R{letter})" for letter in "ABCDE"]
    assert session.distinct_label("top.service") == "Service"


RIGHT_TO_LEFT_LETTER = re.compile("[\u0590-\u08ff]")


def outside_of_isolates(text):
    """What of a text stands in no isolate."""
    return re.sub("\u2068[^\u2069]*\u2069", "", text)


def test_every_right_to_left_label_is_isolated_in_a_report_for_people(tmp_path, capsys):
    shutil.copy(RIGHT_TO_LEFT, tmp_path / "a.bsc")
    assert run_cli(["report", "-C", str(tmp_path)]) == 0
    report = capsys.readouterr().out
    assert RIGHT_TO_LEFT_LETTER.search(report)
    assert not RIGHT_TO_LEFT_LETTER.search(outside_of_isolates(report))


def test_every_right_to_left_label_is_isolated_in_a_drawn_map(tmp_path, capsys):
    shutil.copy(RIGHT_TO_LEFT, tmp_path / "a.bsc")
    card = next(iter(Workspace.load(tmp_path).model.scorecards))
    assert run_cli(["map", card, "-C", str(tmp_path), "--format", "svg"]) == 0
    picture = capsys.readouterr().out
    assert RIGHT_TO_LEFT_LETTER.search(picture)
    assert not RIGHT_TO_LEFT_LETTER.search(outside_of_isolates(picture))
