"""The same change to many records at once: one step of undoing, and a trial that tells which of them refuse it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.apply import diagnostic_identity, texts_after
from bsctui.edits.edit import Edit, EditPlan, Intent, Refused, Texts
from bsctui.model.names import declared_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class EditBatch:
    """Edits of different records, all planned on the same texts and carried out at once.

    As many edits one after the other would re-read and resolve as often; this costs as much as one.
    """

    edits: tuple[Edit, ...]
    description: str

    def plan(self, texts: Texts) -> EditPlan:
        """All their lines, and all that they intend.

        Raises:
            Refused: One of them is.
        """
        plans = [edit.plan(texts) for edit in dict.fromkeys(self.edits)]
        lines = {line_edit for plan in plans for line_edit in plan.line_edits}
        placed = sorted(lines, key=lambda edit: (edit.path, edit.first, edit.last))
        intents = [plan.intent for plan in plans]
        intent = Intent(
            frozenset().union(*(intent.added for intent in intents)),
            frozenset().union(*(intent.removed for intent in intents)),
            frozenset().union(*(intent.changed for intent in intents)),
            tuple(line for intent in intents for line in intent.says),
        )
        return EditPlan(self.description, tuple(placed), intent)


class Refusal(NamedTuple):
    """Why a record cannot be changed."""

    address: str
    reason: str


class BatchTrial(NamedTuple):
    """What of a change to many records can be made.

    Attributes:
        accepted: The edits that can be made together, by the record's address.
        refused: Why the others cannot.
    """

    accepted: Mapping[str, Edit]
    refused: tuple[Refusal, ...]


def try_edits(edits: Mapping[str, Edit], texts: Texts) -> BatchTrial:
    """Try edits of many records, one each, without making them.

    First each is planned by itself; then all are carried out on a copy, and those whose records have errors
    that were not there before are left out, until none is added.
    """
    accepted: dict[str, Edit] = {}
    refused: list[Refusal] = []
    for address, edit in edits.items():
        try:
            edit.plan(texts)
        except Refused as reason:
            refused.append(Refusal(address, _reason_text(reason.message, reason.help)))
        else:
            accepted[address] = edit
    while accepted:
        bad = _with_errors(accepted, texts)
        if not bad:
            break
        refused += [Refusal(address, reason) for address, reason in bad.items()]
        accepted = {address: edit for address, edit in accepted.items() if address not in bad}
    return BatchTrial(accepted, tuple(refused))


def _with_errors(edits: Mapping[str, Edit], texts: Texts) -> dict[str, str]:
    """The edits that add errors, with the first one each; of an error elsewhere those that add it alone."""
    after = _after_edit(EditBatch(tuple(edits.values()), ""), texts)
    reasons: dict[str, str] = {}
    elsewhere: list[Diagnostic] = []
    for diagnostic in _added_errors(texts.model, after.model):
        address = _address(after, diagnostic)
        if address is not None and address in edits:
            reasons.setdefault(address, _reason_text(diagnostic.message, diagnostic.help))
        else:
            elsewhere.append(diagnostic)
    if reasons or not elsewhere:
        return reasons
    for address, edit in edits.items():
        error = next(_added_errors(texts.model, _after_edit(edit, texts).model), None)
        if error is not None:
            reasons[address] = _reason_text(error.message, error.help)
    return reasons or dict.fromkeys(edits, _reason_text(elsewhere[0].message, elsewhere[0].help))


def _after_edit(edit: Edit, texts: Texts) -> Texts:
    return texts_after(edit.plan(texts).line_edits, texts)


def _added_errors(before: Model, after: Model) -> Iterator[Diagnostic]:
    """The errors that were not there before."""
    counts = Counter(diagnostic_identity(diagnostic) for diagnostic in before.diagnostics)
    for diagnostic in after.diagnostics:
        if not diagnostic.is_error:
            continue
        if counts[diagnostic_identity(diagnostic)]:
            counts[diagnostic_identity(diagnostic)] -= 1
        else:
            yield diagnostic


def _address(texts: Texts, diagnostic: Diagnostic) -> str | None:
    """The address of the record that a problem stands in."""
    document = texts.documents.get(diagnostic.path)
    record = document.record_at(diagnostic.line) if document is not None else None
    return declared_address(record.header) if record is not None else None


def _reason_text(message: str, help_text: str | None) -> str:
    return f"{message}; {help_text}" if help_text else message
