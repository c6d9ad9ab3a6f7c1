"""The same change to many records at once: one step of undoing, and a trial that tells which of them refuse it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.apply import carried_out, sameness
from bsctui.edits.edit import Edit, Intent, Plan, Refused, Texts
from bsctui.model.names import declaration

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Problem


@dataclass(frozen=True, slots=True)
class Together:
    """Edits of different records, all planned on the same texts and carried out at once.

    As many edits one after the other would re-read and resolve as often; this costs as much as one.
    """

    edits: tuple[Edit, ...]
    description: str

    def plan(self, texts: Texts) -> Plan:
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
        return Plan(self.description, tuple(placed), intent)


class Refusal(NamedTuple):
    """Why a record cannot be changed."""

    address: str
    reason: str


class Trial(NamedTuple):
    """What of a change to many records can be made.

    Attributes:
        accepted: The edits that can be made together, by the record's address.
        refused: Why the others cannot.
    """

    accepted: Mapping[str, Edit]
    refused: tuple[Refusal, ...]


def trial(edits: Mapping[str, Edit], texts: Texts) -> Trial:
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
            refused.append(Refusal(address, _told(reason.message, reason.help)))
        else:
            accepted[address] = edit
    while accepted:
        bad = _with_errors(accepted, texts)
        if not bad:
            break
        refused += [Refusal(address, reason) for address, reason in bad.items()]
        accepted = {address: edit for address, edit in accepted.items() if address not in bad}
    return Trial(accepted, tuple(refused))


def _with_errors(edits: Mapping[str, Edit], texts: Texts) -> dict[str, str]:
    """The edits that add errors, with the first one each; of an error elsewhere those that add it alone."""
    after = _after(Together(tuple(edits.values()), ""), texts)
    found: dict[str, str] = {}
    elsewhere: list[Problem] = []
    for problem in _added(texts.model, after.model):
        address = _address(after, problem)
        if address is not None and address in edits:
            found.setdefault(address, _told(problem.message, problem.help))
        else:
            elsewhere.append(problem)
    if found or not elsewhere:
        return found
    for address, edit in edits.items():
        alone = next(_added(texts.model, _after(edit, texts).model), None)
        if alone is not None:
            found[address] = _told(alone.message, alone.help)
    return found or dict.fromkeys(edits, _told(elsewhere[0].message, elsewhere[0].help))


def _after(edit: Edit, texts: Texts) -> Texts:
    return carried_out(edit.plan(texts).line_edits, texts)


def _added(before: Model, after: Model) -> Iterator[Problem]:
    """The errors that were not there before."""
    known = Counter(sameness(problem) for problem in before.problems)
    for problem in after.problems:
        if not problem.code.startswith("E"):
            continue
        if known[sameness(problem)]:
            known[sameness(problem)] -= 1
        else:
            yield problem


def _address(texts: Texts, problem: Problem) -> str | None:
    """The address of the record that a problem stands in."""
    document = texts.documents.get(problem.path)
    record = document.record_at(problem.line) if document is not None else None
    if record is None or record.header is None:
        return None
    return declaration(problem.path, record).address


def _told(message: str, help_text: str | None) -> str:
    return f"{message}; {help_text}" if help_text else message
