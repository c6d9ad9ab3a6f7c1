"""The plain cases of this folder: what is reported, and what things score."""

from __future__ import annotations

import re
from math import isnan
from pathlib import Path

import pytest

from bsctui.advice import advise
from bsctui.cascade.evaluate import evaluate
from bsctui.codes import CODES
from bsctui.model.build import build
from bsctui.text.document import read_document
from bsctui.text.keywords import HEADERS, STATEMENTS

HERE = Path(__file__).parent
ERRORS = sorted((HERE / "errors").glob("*.bsc"))
SCORES = sorted((HERE / "scores").glob("*.bsc"))
SAYS = re.compile(r"# (error|warning) (\d+): ([EWA]\d{3})")
EXPECTS = re.compile(r"# expect (\S+) (\S+) (\w+) (\S+)")
NUMBERS = {
    "value",
    "baseline",
    "raw",
    "progress",
    "stale",
    "weight",
    "score",
    "lead",
    "lag",
    "coverage",
    "own",
    "cascaded",
}
OF_FILES = {"E101", "E113", "E205", "W102"}
"""Codes whose cases are no plain text of a workspace: they have tests of their own."""


def read(path):
    return {"case.bsc": read_document("case.bsc", path.read_bytes())}


def reported(model):
    problems = list(model.problems)
    if model.settings.calendar is not None:
        problems += advise(model, evaluate(model))
    return [("error" if p.code.startswith("E") else "warning", p.line, p.code) for p in problems]


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_exactly_what_the_case_says_is_reported(path):
    said = [
        (kind, int(line), code)
        for kind, line, code in SAYS.findall(path.read_text(encoding="utf-8"))
    ]
    found = reported(build(read(path)))
    if not any(kind == "warning" for kind, _, _ in said):
        found = [one for one in found if one[0] == "error"]
    assert sorted(found) == sorted(said)


def test_every_code_has_a_case():
    said = {
        code for path in ERRORS for _, _, code in SAYS.findall(path.read_text(encoding="utf-8"))
    }
    assert set(CODES) - said - OF_FILES == set()


def expectations():
    for path in SCORES:
        for period, address, name, value in EXPECTS.findall(path.read_text(encoding="utf-8")):
            yield pytest.param(
                path, period, address, name, value, id=f"{path.stem}-{period}-{address}-{name}"
            )


@pytest.mark.parametrize(("path", "period", "address", "name", "value"), list(expectations()))
def test_a_case_scores_as_calculated_by_hand(path, period, address, name, value):
    model = build(read(path))
    assert [p for p in model.problems if p.code.startswith("E")] == []
    wanted = model.settings.calendar.fiscal.parse(period)
    scores = evaluate(model, wanted.grain)
    found = field(scores, scores.row[address], scores.periods.index(wanted), name)
    assert found == value if isinstance(found, str) else same(found, value)


def field(scores, row, at, name):
    if name == "status":
        return scores.status_word(row, at) or "none"
    if name == "trend":
        return scores.trend_word(row, at) or "none"
    if name in {"partial", "judged", "broken"}:
        return str(bool(getattr(scores, name)[row, at])).lower()
    if name == "target":
        return float(scores.target_low[row, at])
    assert name in NUMBERS
    return float(getattr(scores, name)[row, at])


def same(found, value):
    return isnan(found) if value == "none" else found == pytest.approx(float(value), abs=5e-4)


def test_every_form_of_the_language_stands_in_a_case():
    forms = set()
    for path in (*ERRORS, *SCORES):
        for record in read(path)["case.bsc"].records:
            if record.header is not None:
                forms.add(record.header.form.name)
            forms |= {statement.form.name for statement in record.statements}
    assert forms == set(HEADERS) | set(STATEMENTS)
