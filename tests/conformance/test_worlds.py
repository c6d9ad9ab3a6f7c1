"""The small workspaces of `worlds.txt`: what they score, what is wrong in them, which period is current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate
from bsctui.text.document import read_document
from tests.conformance.test_conformance import EXPECTS, field, same

WORLDS = dict(
    part.split("\n", 1)
    for part in (Path(__file__).parent / "worlds.txt").read_text("utf-8").split("\n=== ")[1:]
)


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_scores_as_worked_out_by_hand(name):
    text = WORLDS[name]
    model = build({"world.bsc": read_document("world.bsc", text.encode())})
    errors = [problem.code for problem in model.diagnostics if problem.code.startswith("E")]
    assert errors == re.findall(r"# error (\S+)", text)
    period_of = model.settings.calendar.fiscal.parse
    shown = evaluate(model)
    for current in re.findall(r"# current (\S+)", text):
        assert shown.periods[shown.current] == period_of(current)
    differing = {}
    for period, address, what, value in EXPECTS.findall(text):
        scores = evaluate(model, period_of(period).grain)
        at = scores.periods.index(period_of(period))
        figure = figure_of(scores, scores.row[address], at, what)
        if not (figure == value if isinstance(figure, str) else same(figure, value)):
            differing[f"{period} {address} {what}"] = f"{figure}, by hand {value}"
    assert differing == {}


def figure_of(scores, row, at, what):
    """As in the plain cases; and the upper end of a band."""
    return float(scores.target_high[row, at]) if what == "high" else field(scores, row, at, what)


def test_every_world_says_something_that_can_be_wrong():
    silent = [
        name
        for name, text in WORLDS.items()
        if not EXPECTS.search(text) and "# current" not in text
    ]
    assert silent == []
