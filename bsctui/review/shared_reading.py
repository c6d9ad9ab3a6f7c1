"""A revision read beside another one: what both say is read once, and is the very same in both."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from bsctui.merge.versions import raw_lines
from bsctui.model.update import update_model
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits, common_ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.model import Model
    from bsctui.text.document import Document


def model_beside(known: Model, contents: Mapping[str, bytes]) -> Model:
    """The model of some files, which has in common with another one whatever is alike; it says what `build` would say."""
    documents = {
        path: _document(known.documents.get(path), path, content)
        for path, content in contents.items()
    }
    return update_model(known, documents)


def _document(known: Document | None, path: str, content: bytes) -> Document:
    """A file with the records of another version of it where they are alike."""
    if known is not None and known.to_bytes() == content:
        return known
    if known is None or known.bom or content.startswith(BOM_UTF8):
        return read_document(path, content)
    old, new = known.lines, raw_lines(content)
    top, bottom = common_ends(old, new)
    lines = tuple(new[top : len(new) - bottom])
    document = apply_line_edits(known, [LineEdit(path, top + 1, len(old) - bottom, lines)])
    return document if document.to_bytes() == content else read_document(path, content)
