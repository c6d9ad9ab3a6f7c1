"""The plain cases of this folder: what is reported, and what things score."""

from __future__ import annotations

import re
from math import isnan
from pathlib import Path

import pytest

from bsctui.advice.advise import advise
from bsctui.check import diagnose_workspace
from bsctui.codes import CODES
from bsctui.model.build import build
from bsctui.scoring.estimates import is_estimated
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from bsctui.text.forms import HEADERS, STATEMENTS
from bsctui.workspace import Workspace

HERE = Path(__file__).parent
ERRORS = sorted((HERE / "errors").glob("*.bsc"))
SEVERAL = sorted(path for path in (HERE / "errors").iterdir() if path.is_dir())
"""Workspaces of several files."""
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


def read(path):
    return {"case.bsc": read_document("case.bsc", path.read_bytes())}


def said_in(path):
    """What a file of a case says that is reported of it."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return [(kind, int(line), code) for kind, line, code in SAYS.findall(text)]


def reported(model):
    problems = list(model.diagnostics)
    if model.settings.calendar is not None:
        problems += advise(model, evaluate(model))
    return [("error" if p.code.startswith("E") else "warning", p.line, p.code) for p in problems]


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_exactly_what_the_case_says_is_reported(path):
    said = said_in(path)
    found = reported(build(read(path)))
    if not any(kind == "warning" for kind, _, _ in said):
        found = [one for one in found if one[0] == "error"]
    assert sorted(found) == sorted(said)


@pytest.mark.parametrize("folder", SEVERAL, ids=lambda path: path.stem)
def test_exactly_what_the_files_of_a_case_say_is_reported(folder):
    said = [(path.name, *one) for path in folder.iterdir() for one in said_in(path)]
    found = [
        (p.path, "error" if p.code.startswith("E") else "warning", p.line, p.code)
        for p in diagnose_workspace(Workspace.load(folder))
    ]
    assert sorted(found) == sorted(said)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_case_that_is_named_for_it(code):
    cases = [path for path in (*ERRORS, *SEVERAL) if path.stem.startswith(f"{code.lower()}-")]
    files = [file for path in cases for file in (path.iterdir() if path.is_dir() else (path,))]
    assert code in {one for file in files for _, _, one in said_in(file)}


def expectations():
    for path in SCORES:
        for period, address, name, value in EXPECTS.findall(path.read_text(encoding="utf-8")):
            yield pytest.param(
                path, period, address, name, value, id=f"{path.stem}-{period}-{address}-{name}"
            )


@pytest.mark.slow
@pytest.mark.parametrize(("path", "period", "address", "name", "value"), list(expectations()))
def test_a_case_scores_as_calculated_by_hand(path, period, address, name, value):
    model = build(read(path))
    assert [p for p in model.diagnostics if p.code.startswith("E")] == []
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
    if name == "provisional":
        return str(is_estimated(scores, scores.nodes[row].address, at)).lower()
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
