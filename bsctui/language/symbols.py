"""What a name in the text means, where that is declared, and every place that names it."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bsctui.language.cursor import Here, address_of, home_of
from bsctui.language.tokens import tokens
from bsctui.text.keywords import HEADERS, STATEMENTS
from bsctui.text.lines import code_part
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.language.tokens import LineToken
    from bsctui.model.model import Model
    from bsctui.text.document import Record
    from bsctui.text.lines import Statement


class SubjectKind(StrEnum):
    """What kind of name it is."""

    ADDRESS = "address"
    PERSON = "person"
    TIER = "tier"
    PERSPECTIVE = "perspective"


class Subject(NamedTuple):
    """Something that has a name: an address, or the name of a person, tier or perspective."""

    kind: SubjectKind
    name: str


class Mention(NamedTuple):
    """Where in a line a subject is named, in columns from 0; `declares` where it is its own header."""

    subject: Subject
    start: int
    end: int
    declares: bool


class Spot(NamedTuple):
    """Columns of a line of a file; all count from 1, the end one past the last character."""

    path: str
    line: int
    start: int
    end: int


def mentions(raw: str, header: Statement | None) -> Iterator[Mention]:
    """Every name in a line that means something of the workspace, left to right.

    Args:
        raw: The line.
        header: The header of its record (its own, where the line is one).
    """
    home = home_of(header)
    for token in tokens(raw):
        if token.form is not None and token.slot is not None:
            yield from _of(token, home, header)


def _of(token: LineToken, home: str, header: Statement | None) -> Iterator[Mention]:
    start, end, text = token.start, token.end, token.text
    kind = _NAMED.get((token.form or "", token.slot or ""))
    if kind is not None:
        yield Mention(Subject(kind, text), start, end, declares=token.form in _DECLARING)
    elif token.slot == "name" and token.form in HEADERS:
        address = address_of(header)
        if address is not None:
            yield Mention(Subject(SubjectKind.ADDRESS, address), start, end, declares=True)
    elif token.slot in {"ref", "parent", "input"} and token.form != "was" and is_name(text):
        yield from _dotted(token, home)


def _dotted(token: LineToken, home: str) -> Iterator[Mention]:
    """An address; of a dotted one the scorecard is named too."""
    start, end = token.start, token.end
    card, dot, name = token.text.partition(".")
    if not dot:
        whole = card if token.form in {"measure", "scorecard"} else f"{home}.{card}"
        yield Mention(Subject(SubjectKind.ADDRESS, whole), start, end, declares=False)
        return
    middle = start + len(card)
    yield Mention(Subject(SubjectKind.ADDRESS, card), start, middle, declares=False)
    if token.form == "objective":
        subject = Subject(SubjectKind.PERSPECTIVE, name)
    else:
        subject = Subject(SubjectKind.ADDRESS, token.text)
    yield Mention(subject, middle + 1, end, declares=False)


_NAMED = {
    ("owner", "person"): SubjectKind.PERSON,
    ("reporter", "person"): SubjectKind.PERSON,
    ("person", "name"): SubjectKind.PERSON,
    ("tier", "name"): SubjectKind.TIER,
    ("tier_of", "name"): SubjectKind.TIER,
    ("perspective", "name"): SubjectKind.PERSPECTIVE,
    ("perspective_weight", "name"): SubjectKind.PERSPECTIVE,
    ("scorecard", "under"): SubjectKind.ADDRESS,
}
_DECLARING = frozenset({"person", "tier", "perspective"})


def mention_at(here: Here) -> Mention | None:
    """The innermost name that touches a place."""
    found = [
        each for each in mentions(here.line, here.header) if each.start <= here.column <= each.end
    ]
    return found[-1] if found else None


def subject_at(here: Here) -> Subject | None:
    """What the name at a place means."""
    mention = mention_at(here)
    return mention.subject if mention is not None else None


def definition(model: Model, subject: Subject) -> Spot | None:
    """The header that declares a subject; None where nothing does (perspectives that come along, say)."""
    for path, record in _declaring(model, subject):
        for spot in _spots(model, path, record, subject):
            return spot
    return None


def _declaring(model: Model, subject: Subject) -> Iterator[tuple[str, Record]]:
    if subject.kind is SubjectKind.ADDRESS:
        found = model.record_of(subject.name)
        if found is not None:
            yield found
        return
    for path, record in _records(model):
        header = record.header
        named = header is not None and header.form.name == subject.kind
        if header is not None and named and header.parts[0] == subject.name:
            yield path, record


def _records(model: Model) -> Iterator[tuple[str, Record]]:
    for path, document in model.documents.items():
        for record in document.records:
            yield path, record


def _spots(
    model: Model, path: str, record: Record, subject: Subject, *, declaring: bool = True
) -> Iterator[Spot]:
    """Where a record names a subject: as its own header (`declaring`), or anywhere else."""
    header = record.header
    first = model.documents[path].start_of(record)
    lines = [header.line] if declaring and header else _lines_of(record)
    name = subject.name.rpartition(".")[2]
    for line in lines:
        if name not in record.lines[line]:
            continue
        for each in mentions(record.lines[line], header):
            if each.subject == subject and each.declares is declaring:
                yield Spot(path, first + line, each.start + 1, each.end + 1)


def _lines_of(record: Record) -> list[int]:
    header = record.header
    found = [statement.line for statement in record.statements]
    return [header.line, *found] if header is not None else found


def references(model: Model, subject: Subject, within: str | None = None) -> tuple[Spot, ...]:
    """Every place that names a subject, apart from its own header, in file order; of one file alone where it is named."""
    found: list[Spot] = []
    for path, record in _naming(model, subject, within):
        found += _spots(model, path, record, subject, declaring=False)
    return tuple(found)


def _naming(model: Model, subject: Subject, within: str | None) -> Iterator[tuple[str, Record]]:
    """The records that may name a subject: those in whose lines its name stands as a word."""
    name = subject.name.rpartition(".")[2]
    is_named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search
    for path, record in _records(model):
        if (within is None or path == within) and any(
            name in raw and is_named(raw) for raw in record.lines
        ):
            yield path, record


def declaration_line(model: Model, subject: Subject) -> str | None:
    """The header that declares a subject, without its comment."""
    spot = definition(model, subject)
    if spot is None:
        return None
    return code_part(model.documents[spot.path].line_text(spot.line)).strip()


def told(here: Here, model: Model) -> str:
    """One line about what stands at a place: what a keyword means, what a name is called; empty for the rest."""
    subject = subject_at(here)
    if subject is not None:
        return told_of(model, subject)
    for token in tokens(here.line):
        if token.start <= here.column <= token.end and token.form is not None:
            entry = STATEMENTS.get(token.form) or HEADERS.get(token.form)
            return f"{entry.meaning}: `{entry.example}`" if entry else ""
    return ""


def told_of(model: Model, subject: Subject) -> str:
    """One line about a subject: what it is called; empty for what is not known."""
    if subject.kind is SubjectKind.ADDRESS:
        entity = model.entity(subject.name)
        kind = model.names.kind(subject.name)
        return f"{kind} {subject.name}: {entity.shown}" if entity and kind else ""
    groups = {
        SubjectKind.TIER: {tier.name: tier.label for tier in model.settings.tiers},
        SubjectKind.PERSPECTIVE: {p.name: p.label for p in model.settings.perspectives},
        SubjectKind.PERSON: {n: p.full_name for n, p in model.settings.persons.items()},
    }
    label = groups[subject.kind].get(subject.name)
    return f"{subject.kind} {subject.name}: {label}" if label else ""
