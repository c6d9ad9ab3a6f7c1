"""Making an edit: plan it, re-read, and accept it only if nothing but the intended change happened."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.edits.edit import Compound, Edit, EditPlan, Refused, Texts
from bsctui.edits.line_ops import ANYWHERE
from bsctui.model.names import declared_address
from bsctui.model.update import update_model
from bsctui.text.document import Document
from bsctui.text.edits import LineEdit, apply_line_edits, inverse_line_edits
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Record


class EditStep(NamedTuple):
    """One plan carried out: the line edits, and those that undo them."""

    line_edits: tuple[LineEdit, ...]
    inverse: tuple[LineEdit, ...]


class EditOutcome(NamedTuple):
    """What an edit made: the new texts and their model, and the way there."""

    texts: Texts
    steps: tuple[EditStep, ...]
    description: str
    touched: frozenset[str]


def apply_edit(edit: Edit, texts: Texts) -> EditOutcome:
    """Carry an edit out on texts, without changing them.

    Raises:
        Refused: It cannot be planned, adds an error, or did something else than it intended.
    """
    steps: list[EditStep] = []
    touched: frozenset[str] = frozenset()
    descriptions: list[str] = []
    readdressed: dict[str, str] = {}
    now = texts
    for part in _parts(edit):
        plan = part.plan(now)
        before, now = now, texts_after(plan.line_edits, now)
        _check_outside(before, now, plan.line_edits)
        _check_intent(before, now, plan)
        steps.append(EditStep(plan.line_edits, _inverse(before, plan.line_edits)))
        touched |= plan.intent.added | plan.intent.removed | plan.intent.changed
        readdressed |= plan.intent.readdressed
        descriptions.append(plan.description)
    if not getattr(edit, "may_add_errors", False):
        _check_errors(texts.model, now, readdressed, is_of_one=len(touched) == 1)
    whole = edit.description if isinstance(edit, Compound) and edit.description else None
    return EditOutcome(now, tuple(steps), whole or "; ".join(dict.fromkeys(descriptions)), touched)


def _parts(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Compound):
        for part in edit.edits:
            yield from _parts(part)
    else:
        yield edit


def texts_after(line_edits: Iterable[LineEdit], texts: Texts) -> Texts:
    """The texts after line edits, with what they mean."""
    documents = documents_after(texts, line_edits)
    return Texts(documents, update_model(texts.model, documents))


def documents_after(texts: Texts, line_edits: Iterable[LineEdit]) -> dict[str, Document]:
    """The documents after line edits; a path that is new becomes a new document."""
    documents = dict(texts.documents)
    by_path: dict[str, list[LineEdit]] = {}
    for edit in line_edits:
        by_path.setdefault(edit.path, []).append(edit)
    for path, edits in by_path.items():
        documents[path] = apply_line_edits(
            documents.get(path) or Document(path, (), bom=False), edits
        )
    return documents


def _inverse(before: Texts, line_edits: Iterable[LineEdit]) -> tuple[LineEdit, ...]:
    by_path: dict[str, list[LineEdit]] = {}
    for edit in line_edits:
        by_path.setdefault(edit.path, []).append(edit)
    inverse_edits: list[LineEdit] = []
    for path, edits in by_path.items():
        inverse_edits += inverse_line_edits(
            before.documents.get(path) or Document(path, (), bom=False), edits
        )
    return tuple(inverse_edits)


def _check_outside(before: Texts, after: Texts, line_edits: Iterable[LineEdit]) -> None:
    """First promise: every byte outside of the edited lines is as it was."""
    paths = {edit.path for edit in line_edits}
    for path, document in before.documents.items():
        if path not in paths and after.documents.get(path) is not document:
            raise Refused(f"this edit would touch `{path}`, which it must not")
    for path in paths:
        edits = sorted(
            (edit for edit in line_edits if edit.path == path), key=lambda edit: edit.first
        )
        old = before.documents[path].lines if path in before.documents else []
        if _expected_text(old, edits) != "".join(after.documents[path].lines):
            raise Refused(
                "this edit would change bytes outside of its lines",
                "nothing was changed; please report this",
            )


def _expected_text(old: list[str], edits: list[LineEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += old[at : edit.first - 1]
        parts += edit.lines
        at = edit.last
    return "".join(parts + old[at:])


def _check_intent(before: Texts, after: Texts, plan: EditPlan) -> None:
    """Second promise: re-reading gives just the intended change."""
    intent = plan.intent
    if ANYWHERE in intent.changed:
        return
    paths = {edit.path for edit in plan.line_edits}
    unchanged = _identities(before, paths) & _identities(after, paths)
    old, new = (
        _declared_records(before, paths, unchanged),
        _declared_records(after, paths, unchanged),
    )
    if (
        frozenset(new) - frozenset(old) != intent.added
        or frozenset(old) - frozenset(new) != intent.removed
    ):
        raise Refused(
            "the edited text would not mean what was intended",
            "nothing was changed; edit the text instead",
        )
    for address in old.keys() & new.keys() - intent.changed:
        if old[address] != new[address] and _content(old[address]) != _content(new[address]):
            raise Refused(
                f"this edit would change `{address}` as well",
                "nothing was changed; edit the text instead",
            )
    for address, text in intent.says:
        if text not in {line for record in _records(after, address) for line in _lines(record)}:
            raise Refused(
                "the edited line would not mean what was intended",
                "nothing was changed; edit the text instead",
            )


def _identities(texts: Texts, paths: set[str]) -> set[int]:
    """Records are immutable: the very same one before and after says the same."""
    return {
        id(record)
        for path in paths & texts.documents.keys()
        for record in texts.documents[path].records
    }


def _declared_records(
    texts: Texts, paths: set[str], unchanged: set[int]
) -> dict[str, list[Record]]:
    """The declared records in some files that are not the `unchanged` ones, by address."""
    by_address: dict[str, list[Record]] = {}
    for path in paths & texts.documents.keys():
        for record in texts.documents[path].records:
            if id(record) not in unchanged:
                address = declared_address(record.header)
                if address is not None:
                    by_address.setdefault(address, []).append(record)
    return by_address


def _records(texts: Texts, address: str) -> list[Record]:
    place = texts.model.record_of(address)
    return [place[1]] if place is not None else []


def _content(records: list[Record]) -> list[tuple[str, tuple[str, ...]]]:
    """What records say, apart from their layout."""
    return [
        (statement.form.name, statement.parts)
        for record in records
        for statement in (record.header, *record.statements)
        if statement is not None
    ]


def _lines(record: Record) -> Iterator[str]:
    for raw in record.lines:
        yield code_part(raw).strip()


def _check_errors(
    before: Model, texts: Texts, readdressed: Mapping[str, str], *, is_of_one: bool
) -> None:
    """An edit is refused only for an error that it adds; one that stands already may say a new name.

    An edit of many records names the one that is in error: nothing else tells which it is.
    """
    after = texts.model
    if before.diagnostics == after.diagnostics:
        return
    counts = Counter(
        diagnostic_identity(_renamed(diagnostic, readdressed)) for diagnostic in before.diagnostics
    )
    for diagnostic in after.diagnostics:
        if not diagnostic.is_error:
            continue
        identity = diagnostic_identity(_renamed(diagnostic, readdressed))
        if counts[identity]:
            counts[identity] -= 1
        else:
            where = "" if is_of_one else _named_before(diagnostic, texts)
            raise Refused(f"{where}{diagnostic.message} [{diagnostic.code}]", diagnostic.help)


def _named_before(diagnostic: Diagnostic, texts: Texts) -> str:
    document = texts.documents.get(diagnostic.path)
    record = document.record_at(diagnostic.line) if document is not None else None
    address = declared_address(record.header) if record is not None else None
    return "" if address is None or f"`{address}`" in diagnostic.message else f"`{address}`: "


def _renamed(diagnostic: Diagnostic, readdressed: Mapping[str, str]) -> Diagnostic:
    """A diagnostic that names by their new addresses what is called otherwise after the edit."""
    if not readdressed:
        return diagnostic
    message = _ADDRESS.sub(lambda name: readdressed.get(name[0], name[0]), diagnostic.message)
    return replace(diagnostic, message=message)


_ADDRESS: Final = re.compile(r"[^\W\d_]\w*(?:\.[^\W\d_]\w*)?")


def diagnostic_identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two errors the same one, wherever their lines have moved to."""
    return diagnostic.code, diagnostic.message, diagnostic.path
