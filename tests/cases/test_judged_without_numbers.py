"""Complaints about other programs, as workspaces: a judgement speaks for its period."""

from __future__ import annotations

from pathlib import Path

from bsctui.advice.advise import advise
from bsctui.model.build import build
from bsctui.report.gather import gather_report
from bsctui.report.markdown import markdown_report
from bsctui.report.reading import ScoreReader
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document

TEXT = (Path(__file__).parent / "07-judged-without-numbers.bsc").read_text(encoding="utf-8")


def model(text=TEXT):
    return build({"a.bsc": read_document("a.bsc", text.encode())})


def codes(text):
    made = model(text)
    return {told.code for told in advise(made, evaluate(made)) if "quarantined" in told.message}


def test_what_a_person_judged_is_asked_for_neither_target_nor_values():
    assert not codes(TEXT) & {"A105", "A106"}


def test_the_judgement_speaks_for_its_own_period_alone():
    assert {"A105", "A106"} <= codes(TEXT.replace("amber 2022-09", "amber 2022-08"))


def test_it_is_judged_and_not_newly_scored():
    scores = evaluate(model())
    report = gather_report(ScoreReader(scores, scores.current), ())
    text = markdown_report(report)
    assert "newly scored" not in text
    assert "1 status changed since 2022-08: 1 judged." in text
    (shift,) = report.shifts
    assert shift.direction == "judged"


def test_a_judgement_that_ends_is_no_lost_score():
    scores = evaluate(model())
    report = gather_report(ScoreReader(scores, scores.current + 1), ())
    assert [shift.direction.value for shift in report.shifts if "quarantined" in shift.label] == [
        "no longer judged"
    ]
