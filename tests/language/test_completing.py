"""What is offered at a place, as cases in the language; and that it may always stand there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bsctui.language.completion import complete
from bsctui.language.cursor import TextCursor
from bsctui.model.build import build
from bsctui.text.document import read_document
from bsctui.workspace import Workspace
from tests.budget import budget
from tests.language.cases import BASE, cases, here, model_of

SAMPLE = Workspace.load(Path(__file__).parents[2] / "samples" / "skyline")
WRONG_NAMES = {"E107", "E110", "E201", "E301", "E302"}


@pytest.mark.parametrize("case", cases("completion.txt"), ids=lambda case: case.name)
def test_completion(case):
    offered = [proposal.text for proposal in complete(model_of(BASE), here(case.text))]
    shown = " ".join(offered)
    if case.offered.endswith("…"):
        assert shown.startswith(case.offered.removesuffix("…"))
    else:
        assert shown == case.offered


@st.composite
def places(draw):
    """A place in a file of the sample: at the beginning or within a word of any line, the rest of it gone or not."""
    document = SAMPLE.documents[draw(st.sampled_from(sorted(SAMPLE.documents)))]
    lines = [raw.rstrip("\r\n") for raw in document.lines]
    row = draw(st.integers(0, len(lines) - 1))
    column = draw(st.integers(0, len(lines[row])))
    if draw(st.booleans()):
        lines[row] = lines[row][:column]
    return document.path, lines, row, column


@given(place=places(), data=st.data())
@settings(max_examples=budget(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_offered_may_stand_there(place, data):
    path, lines, row, column = place
    offered = complete(SAMPLE.model, TextCursor(lines, row, column))
    if not offered:
        return
    chosen = data.draw(st.sampled_from(offered))
    line = lines[row]
    lines[row] = line[: chosen.start] + chosen.text + line[chosen.end :]
    text = "\n".join(lines).encode("utf-8", "surrogateescape")
    documents = {**SAMPLE.documents, path: read_document(path, text)}
    wrong = [
        problem
        for problem in build(documents).diagnostics
        if (problem.path, problem.line) == (path, row + 1)
        and problem.code in WRONG_NAMES
        and problem.column <= chosen.start + len(chosen.text)
        and problem.end_column > chosen.start + 1
    ]
    assert not wrong, (lines[row], chosen, wrong)


def test_a_thousand_names_are_cut_to_what_can_be_read():
    many = "".join(f'kpi k{at} "Measure {at}" in skyline.profit\n' for at in range(1000))
    found = complete(model_of(BASE + many), here("kpi x in skyline.profit\n  like k‸"))
    assert len(found) == 200
    assert found[0].text == "k0"
