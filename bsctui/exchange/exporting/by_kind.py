"""What a file of each kind holds: the one table that the command and the app look up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.phrases import install_phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bsctui.scoring.result import Scores
    from bsctui.text.document import Document

FILE_KINDS: Final = ("csv", "json", "toml", "xlsx")
"""Kinds by the ending of a file's name."""


class CannotExport(Exception):
    """Why a file cannot be made; the message says what to do."""


def model_file(documents: Mapping[str, Document], kind: str) -> bytes:
    """The model whole, as json or toml."""
    from bsctui.escaping import json_document, toml_document
    from bsctui.exchange.model_document import model_document

    document = model_document(documents)
    if kind == "json":
        import json

        return (json_document(json.dumps(document, ensure_ascii=False, indent=1)) + "\n").encode()
    import tomli_w

    return toml_document(tomli_w.dumps(document)).encode()


def scores_file(
    scores: Scores, at: int, kind: str, columns: Sequence[int], addresses: Collection[str] | None
) -> bytes:
    """Scores as csv (of some periods and nodes), or the workbook of one period.

    Raises:
        CannotExport: A workbook cannot be written here, or would be too large.
    """
    if kind == "csv":
        from bsctui.exchange.exporting.as_csv import scores_csv

        return scores_csv(scores, columns, addresses).encode()
    try:
        from bsctui.exchange.exporting.as_workbook import TooLargeForASheet, workbook_bytes
    except ImportError:
        raise CannotExport(f"to write a workbook {install_phrase('excel')}") from None
    try:
        return workbook_bytes(scores, at)
    except TooLargeForASheet as error:
        raise CannotExport(str(error)) from None
