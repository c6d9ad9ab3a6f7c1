"""What a problem offers to write instead, once it is proved to take the problem away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.update import update_model
from bsctui.text.edits import LineEdit, apply_line_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Document

MOST: Final = 5
"""Offers tried for one problem: who needs more reads the help."""

_OFFER = re.compile(r"(?:did you mean|write|or|it is called) `([^`]+)`")


class Replacement(NamedTuple):
    """The columns that a problem marks, and the text that takes their place."""

    problem: Diagnostic
    text: str

    def line_edit(self, document: Document) -> LineEdit | None:
        """The line with the columns replaced; None where the document has no such line any more."""
        problem = self.problem
        record = document.record_at(problem.line)
        if record is None:
            return None
        raw = record.lines[problem.line - document.start_of(record)]
        new = raw[: problem.column - 1] + self.text + raw[problem.end_column - 1 :]
        return LineEdit(problem.path, problem.line, problem.line, (new,))


def proved_fixes(model: Model, problem: Diagnostic) -> Iterator[Replacement]:
    """Of the texts that a problem offers those that take it away and bring no other error, the first offered first."""
    document = model.documents.get(problem.path)
    if document is None:
        return
    before = _errors(model)
    for text in _offered(problem)[:MOST]:
        replacement = Replacement(problem, text)
        edit = replacement.line_edit(document)
        if edit is not None and _mends(model, problem, edit, before):
            yield replacement


def _offered(problem: Diagnostic) -> list[str]:
    """What a problem's help says to write instead."""
    return list(dict.fromkeys(_OFFER.findall(problem.help or "")))


def _mends(
    model: Model, problem: Diagnostic, edit: LineEdit, before: list[tuple[str, str, int]]
) -> bool:
    after = _errors(update_model(model, after_edit(model.documents, edit)))
    return len(after) < len(before) and (problem.code, problem.path, problem.line) not in after


def after_edit(documents: Mapping[str, Document], edit: LineEdit) -> dict[str, Document]:
    """The documents with some lines of one replaced."""
    return {**documents, edit.path: apply_line_edits(documents[edit.path], [edit])}


def _errors(model: Model) -> list[tuple[str, str, int]]:
    return [
        (diagnostic.code, diagnostic.path, diagnostic.line)
        for diagnostic in model.diagnostics
        if diagnostic.is_error
    ]
