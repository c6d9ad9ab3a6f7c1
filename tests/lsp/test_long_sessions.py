"""A server runs for weeks: what an edit leaves behind would add up."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from lsprotocol.types import Position, Range, TextDocumentContentChangePartial

from bsctui.lsp.places import Encoding
from bsctui.lsp.project import OpenText, Project
from bsctui.model.model import Model
from bsctui.storage.workspace_files import locate_workspace
from bsctui.text.document import Document, Record

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.slow
def test_words_typed_and_taken_back_leave_nothing_behind():
    """Of documents, records and models as many are there after many words as after the first."""
    project = Project(locate_workspace(SAMPLES / "minimal"), Encoding.UTF_16)
    project.look()
    path, document = next(
        (path, each)
        for path, each in project.documents.items()
        if any(line.startswith("kpi") for line in each.lines)
    )
    project.open(path, "".join(document.lines), OpenText("file:///a", 1))
    header = next(at for at, line in enumerate(document.lines) if line.startswith("kpi"))
    counts = []
    for _ in range(6):
        for at, letter in enumerate("mist"):
            type_at(project, path, header, 4 + at, 4 + at, letter)
            type_at(project, path, header, 1, 2, "x")
            type_at(project, path, header, 1, 2, "p")
        for at in reversed(range(4)):
            type_at(project, path, header, 4 + at, 5 + at, "")
        project.scored(project.model).scores()
        gc.collect()
        counts.append(sum(isinstance(each, Model | Document | Record) for each in gc.get_objects()))
    assert len(set(counts[1:])) == 1


def type_at(project, path, line, first, last, text):
    place = Range(Position(line, first), Position(line, last))
    change = TextDocumentContentChangePartial(range=place, text=text)
    project.change(path, 1, [change])
    assert project.model.documents[path] is project.documents[path]
