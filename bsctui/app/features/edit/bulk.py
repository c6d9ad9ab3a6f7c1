"""Many records edited at once: which fields they share, and what a text typed for one means for each of them; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.statement_text import value_of
from bsctui.app.features.edit.targets import TargetQuestion, target_place
from bsctui.edits import (
    ChangeTags,
    Compound,
    EditBatch,
    Refusal,
    Refused,
    SetField,
    Texts,
    UnsetField,
    apply_edit,
    try_edits,
)
from bsctui.escaping import printable
from bsctui.model.entities import Kind
from bsctui.phrases import count_phrase, first_few

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bsctui.app.core.session import Session
    from bsctui.edits import Edit

FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.SCORECARD: ("owner", "reporter", "tag", "weight", "score", "from", "until"),
    Kind.PERSPECTIVE: ("weight",),
    Kind.OBJECTIVE: ("owner", "reporter", "tag", "weight", "score", "from", "until"),
    Kind.KPI: (
        *("owner", "reporter", "tag", "weight", "role", "unit", "better", "target", "tolerance"),
        *("baseline", "every", "aggregate", "from", "until"),
    ),
    Kind.MEASURE: ("owner", "reporter", "tag", "unit", "every", "aggregate", "from", "until"),
    Kind.INITIATIVE: (
        *("owner", "reporter", "tag", "state", "start", "due", "progress", "budget", "spent"),
        *("unit", "from", "until"),
    ),
}
"""What may be given to many at once, by their kind."""

ROLES = ("leading", "lagging")
"""Keywords that stand alone: what is typed for the field `role`."""

AWAY = "-"
"""Typed for a field, it takes the field's lines away."""


class SharedField(NamedTuple):
    """A field of many records.

    Attributes:
        keyword: The field.
        text: What all of them say; empty where they differ or say nothing.
        hint: What stands in its place then.
    """

    keyword: str
    text: str
    hint: str


def shared_fields(session: Session, items: Sequence[str]) -> list[SharedField]:
    """The fields that at least one of the items may have."""
    kinds = {session.kind(address) for address in items}
    keywords = dict.fromkeys(keyword for kind in Kind if kind in kinds for keyword in FIELDS[kind])
    return [_shared(session, items, keyword) for keyword in keywords]


def _shared(session: Session, items: Sequence[str], keyword: str) -> SharedField:
    texts = [_text(session, address, keyword) for address in items]
    written = {text for text in texts if text}
    if keyword == "tag":
        return SharedField(keyword, "", f"{_several(written)}; a name adds it, -name removes it")
    if len(written) == 1 and all(texts):
        return SharedField(keyword, texts[0], "")
    if not written:
        return SharedField(keyword, "", "not written")
    return SharedField(keyword, "", f"{_several(written)}; - removes it")


def _several(texts: set[str]) -> str:
    return first_few([printable(text) for text in sorted(texts)], 3) or "none"


def _text(session: Session, address: str, keyword: str) -> str:
    """What an item's own record says; several lines joined."""
    entity = session.entity(address)
    if entity is None:
        return session.weight_of(address) if keyword == "weight" else ""
    record = entity.origin.record
    statements = [statement for statement in record.statements if statement.form.keyword == keyword]
    if keyword == "role":
        words = (statement.form.keyword for statement in record.statements)
        return next((word for word in words if word in ROLES), "")
    return " / ".join(value_of(record.lines[statement.line], keyword) for statement in statements)


class BulkEdit(NamedTuple):
    """What was typed for many records.

    Attributes:
        edit: All that can be changed, as one; None where nothing can or nothing was typed.
        changed: How many records it changes.
        refused: What cannot be changed, and why.
    """

    edit: Compound | None
    changed: int
    refused: tuple[Refusal, ...]


def bulk_edit(
    session: Session, items: Sequence[str], typed: Iterable[tuple[SharedField, str]]
) -> BulkEdit:
    """One edit of what was typed, field after field, for every item that takes it."""
    texts = Texts(session.workspace.documents, session.model)
    steps: list[Edit] = []
    words: list[str] = []
    changed: set[str] = set()
    refused: list[Refusal] = []
    for field, text in typed:
        wanted = text.strip()
        if wanted == field.text:
            continue
        edits, unfit = _edits(session, items, field, wanted or AWAY)
        attempt = try_edits(edits, texts)
        refused += [*unfit, *attempt.refused]
        if attempt.accepted:
            step = EditBatch(tuple(attempt.accepted.values()), f"{field.keyword} {wanted}".strip())
            texts = apply_edit(step, texts).texts
            steps.append(step)
            words.append(_word(field, wanted))
            changed |= attempt.accepted.keys()
    if not steps:
        return BulkEdit(None, 0, tuple(refused))
    count = count_phrase(len(changed), "item")
    return BulkEdit(
        Compound(tuple(steps), f"{count}: {', '.join(words)}"), len(changed), tuple(refused)
    )


def _word(field: SharedField, wanted: str) -> str:
    if field.keyword == "tag":
        return f"tag {wanted}"
    away = wanted in {"", AWAY}
    return f"{field.keyword} removed" if away else f"{field.keyword} {printable(wanted)}"


def _edits(
    session: Session, items: Sequence[str], field: SharedField, wanted: str
) -> tuple[Mapping[str, Edit], list[Refusal]]:
    """What the text means for each item; and why it means nothing for some."""
    edits: dict[str, Edit] = {}
    unfit: list[Refusal] = []
    for address in items:
        kind = session.kind(address)
        if field.keyword not in FIELDS[kind]:
            unfit.append(Refusal(address, f"{kind.article} {kind} has no {field.keyword}"))
            continue
        try:
            edit = _edit(session, address, field.keyword, wanted)
        except Refused as reason:
            unfit.append(Refusal(address, reason.message))
        else:
            if edit is not None:
                edits[address] = edit
    return edits, unfit


def _edit(session: Session, address: str, keyword: str, wanted: str) -> Edit | None:
    """None where there is nothing to do: it says so already.

    Raises:
        Refused: The item has no such line, or another record's line would have to change.
    """
    written = _text(session, address, keyword)
    if keyword == "tag":
        return _retag(address, wanted)
    if wanted == AWAY:
        word = written if keyword == "role" else keyword
        return UnsetField(address, word) if written else None
    if wanted == written:
        return None
    if keyword == "role":
        if wanted not in ROLES:
            raise Refused("a role is leading or lagging")
        return SetField(address, wanted, "")
    if keyword == "target":
        return _target(session, address, wanted)
    return SetField(address, keyword, wanted)


def _retag(address: str, wanted: str) -> ChangeTags:
    words = wanted.replace(",", " ").split()
    added = tuple(word.lstrip("+") for word in words if not word.startswith("-"))
    return ChangeTags(address, added, tuple(word[1:] for word in words if word.startswith("-")))


_BARE = re.compile(r"[-+]?[\d_.]+[KMB]?%?(\.\.[-+]?[\d_.]+[KMB]?%?)?")
"""A number or a band alone: a new value for the target in force, whatever line it stands in."""


def _target(session: Session, address: str, wanted: str) -> Edit:
    if not _BARE.fullmatch(wanted):
        return SetField(address, "target", wanted)
    place = target_place(session, address)
    if isinstance(place, str):
        raise Refused(place)
    if place.address != address:
        how = "from `like`" if place.ask is TargetQuestion.LIKE else "another KPI's"
        raise Refused(f"its target is {how}: {place.address} has it")
    return SetField(address, "target", place.value(wanted))
