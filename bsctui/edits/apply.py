"""Making an edit: plan it, re-read, and accept it only if nothing but the intended change happened."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.edits.edit import Compound, Edit, Plan, Refused, Texts
from bsctui.edits.line_ops import ANYWHERE
from bsctui.model.names import declaration
from bsctui.model.update import update
from bsctui.model.vocabulary import ENTITY_HEADERS
from bsctui.text.document import Document
from bsctui.text.edits import LineEdit, apply, inverse
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Problem
    from bsctui.text.document import Record


class Step(NamedTuple):
    """One plan carried out: the line edits, and those that undo them."""

    line_edits: tuple[LineEdit, ...]
    inverse: tuple[LineEdit, ...]


class Outcome(NamedTuple):
    """What an edit made: the new texts and their model, and the way there."""

    texts: Texts
    steps: tuple[Step, ...]
    description: str
    touched: frozenset[str]


def run(edit: Edit, texts: Texts) -> Outcome:
    """Carry an edit out on texts, without changing them.

    Raises:
        Refused: It cannot be planned, adds an error, or did something else than it intended.
    """
    steps: list[Step] = []
    touched: frozenset[str] = frozenset()
    descriptions: list[str] = []
    readdressed: dict[str, str] = {}
    now = texts
    for part in _parts(edit):
        plan = part.plan(now)
        before, now = now, carried_out(plan.line_edits, now)
        _check_outside(before, now, plan.line_edits)
        _check_intent(before, now, plan)
        steps.append(Step(plan.line_edits, _inverse(before, plan.line_edits)))
        touched |= plan.intent.added | plan.intent.removed | plan.intent.changed
        readdressed |= plan.intent.readdressed
        descriptions.append(plan.description)
    if not getattr(edit, "may_add_errors", False):
        _check_errors(texts.model, now.model, readdressed)
    whole = edit.description if isinstance(edit, Compound) and edit.description else None
    return Outcome(now, tuple(steps), whole or "; ".join(dict.fromkeys(descriptions)), touched)


def _parts(edit: Edit) -> Iterator[Edit]:
    if isinstance(edit, Compound):
        for part in edit.edits:
            yield from _parts(part)
    else:
        yield edit


def carried_out(line_edits: Iterable[LineEdit], texts: Texts) -> Texts:
    """The texts after line edits, with what they mean."""
    documents = apply_all(texts, line_edits)
    return Texts(documents, update(texts.model, documents))


def apply_all(texts: Texts, line_edits: Iterable[LineEdit]) -> dict[str, Document]:
    """The documents after line edits; a path that is new becomes a new document."""
    documents = dict(texts.documents)
    by_path: dict[str, list[LineEdit]] = {}
    for edit in line_edits:
        by_path.setdefault(edit.path, []).append(edit)
    for path, edits in by_path.items():
        documents[path] = apply(documents.get(path) or Document(path, (), bom=False), edits)
    return documents


def _inverse(before: Texts, line_edits: Iterable[LineEdit]) -> tuple[LineEdit, ...]:
    by_path: dict[str, list[LineEdit]] = {}
    for edit in line_edits:
        by_path.setdefault(edit.path, []).append(edit)
    found: list[LineEdit] = []
    for path, edits in by_path.items():
        found += inverse(before.documents.get(path) or Document(path, (), bom=False), edits)
    return tuple(found)


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
        if _expected(old, edits) != "".join(after.documents[path].lines):
            raise Refused(
                "this edit would change bytes outside of its lines",
                "nothing was changed; please report this",
            )


def _expected(old: list[str], edits: list[LineEdit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += old[at : edit.first - 1]
        parts += edit.lines
        at = edit.last
    return "".join(parts + old[at:])


def _check_intent(before: Texts, after: Texts, plan: Plan) -> None:
    """Second promise: re-reading gives just the intended change."""
    intent = plan.intent
    if ANYWHERE in intent.changed:
        return
    paths = {edit.path for edit in plan.line_edits}
    kept = _identities(before, paths) & _identities(after, paths)
    old, new = _said(before, paths, kept), _said(after, paths, kept)
    if (
        frozenset(new) - frozenset(old) != intent.added
        or frozenset(old) - frozenset(new) != intent.removed
    ):
        raise Refused(
            "this edit would read otherwise than intended",
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
                "this line would read otherwise than intended",
                "nothing was changed; edit the text instead",
            )


def _identities(texts: Texts, paths: set[str]) -> set[int]:
    """Records are immutable: the very same one before and after says the same."""
    return {
        id(record)
        for path in paths & texts.documents.keys()
        for record in texts.documents[path].records
    }


def _said(texts: Texts, paths: set[str], kept: set[int]) -> dict[str, list[Record]]:
    """The declared records in some files that are not the `kept` ones, by address."""
    found: dict[str, list[Record]] = {}
    for path in paths & texts.documents.keys():
        for record in texts.documents[path].records:
            header = record.header
            if id(record) in kept:
                continue
            if header is not None and header.form.name in ENTITY_HEADERS:
                found.setdefault(declaration(path, record).address, []).append(record)
    return found


def _records(texts: Texts, address: str) -> list[Record]:
    found = texts.model.record_of(address)
    return [found[1]] if found is not None else []


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


def _check_errors(before: Model, after: Model, readdressed: Mapping[str, str]) -> None:
    """An edit is refused only for an error that it adds; one that stands already may say a new name."""
    if before.problems == after.problems:
        return
    known = Counter(sameness(_renamed(problem, readdressed)) for problem in before.problems)
    for problem in after.problems:
        if not problem.code.startswith("E"):
            continue
        same = sameness(_renamed(problem, readdressed))
        if known[same]:
            known[same] -= 1
        else:
            raise Refused(f"{problem.message} [{problem.code}]", problem.help)


def _renamed(problem: Problem, readdressed: Mapping[str, str]) -> Problem:
    """A problem that names by their new addresses what is called otherwise after the edit."""
    if not readdressed:
        return problem
    message = _ADDRESS.sub(lambda name: readdressed.get(name[0], name[0]), problem.message)
    return replace(problem, message=message)


_ADDRESS: Final = re.compile(r"[^\W\d_]\w*(?:\.[^\W\d_]\w*)?")


def sameness(problem: Problem) -> tuple[str, str, str]:
    """What makes two errors the same one, wherever their lines have moved to."""
    return problem.code, problem.message, problem.path
