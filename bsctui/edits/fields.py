"""Setting and taking away what a record says: the field is the keyword, the value the text behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bsctui.edits.edit import Intent, Plan, Refused, Texts
from bsctui.edits.raw import (
    INDENT,
    indent_of,
    inserted,
    last_said,
    replaced,
    with_columns,
    with_comments,
)
from bsctui.edits.values import is_series, plan_series
from bsctui.model import vocabulary
from bsctui.text.diagnosis import fault_of
from bsctui.text.document import HEADERS, STATEMENTS
from bsctui.text.edits import LineEdit
from bsctui.text.lines import code_part
from bsctui.text.spans import part_spans
from bsctui.text.values import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.document import Record
    from bsctui.text.lines import Statement

PICKED_BY: Final = {
    "perspective_weight": ("name", "from_", "until"),
    "supports": ("ref", "from_", "until"),
    "supporter": ("ref", "from_", "until"),
    "aligns": ("ref", "from_", "until"),
    "drives": ("ref", "from_", "until"),
    "feeds": ("ref", "from_", "until"),
    "weight": ("from_", "until"),
    "target": ("from_", "until"),
    "target_band": ("from_", "until"),
    "tolerance": ("from_", "until"),
    "tolerance_relative": ("from_", "until"),
    "target_by": ("period",),
    "assess": ("period",),
    "meta": ("name",),
    "band": ("colour",),
    "was": ("ref",),
    "tag": ("names",),
    "note": ("period", "text"),
}
"""Among repeatable statements, the parts that tell which line is meant."""

SAME_LINE: Final = {"leading": "role", "lagging": "role", "tolerance_relative": "tolerance"}
"""Forms that take each other's place."""


@dataclass(frozen=True, slots=True)
class SetField:
    """`set REF FIELD VALUE`: one line of a record, replaced or added."""

    address: str
    field: str
    value: str

    def plan(self, texts: Texts) -> Plan:
        """One line edit (several where a series' cells stand in several lines)."""
        if texts.model.names.kind(self.address) == "perspective":
            return _perspective_field(self, texts)
        path, record = texts.record(self.address)
        if self.field == "label":
            return set_label(texts, self.address, self.value)
        statement, text = self._read(texts, record)
        if is_series(statement):
            return plan_series(texts, self.address, statement)
        start = texts.start(path, record)
        existing = self._existing(record, statement)
        says = ((self.address, text),)
        intent = Intent(changed=frozenset({self.address}), says=says)
        if existing is not None:
            raw = record.lines[existing.line]
            at = start + existing.line
            edit = LineEdit(path, at, at, (replaced(raw, text),))
            said = told_change(code_part(raw).strip(), text)
        else:
            edit = _added(texts, path, record, statement, text)
            said = text
        return Plan(f"{self.address}: {said}", (edit,), intent)

    def _read(self, texts: Texts, record: Record) -> tuple[Statement, str]:
        """The statement that field and value make; a text may be bare where nothing else can stand."""
        kind = record.header.form.name if record.header else ""
        for text in _readings(self.field, self.value.strip()):
            statement = STATEMENTS.read(f"{INDENT}{text}\n", 0)
            if statement is None or statement.form.keyword != self.field:
                continue
            if statement.form.name in {"owner", "reporter"} and "person" in statement.form.slots:
                persons = texts.model.settings.persons
                if statement.parts[0] not in persons:
                    continue
            if statement.form.name not in vocabulary.STATEMENTS.get(kind, frozenset()):
                raise Refused(f"`{self.field}` cannot stand in the record of `{kind}`")
            return statement, code_part(text).strip()
        raise _unreadable(self.field, self.value, kind)

    def _existing(self, record: Record, new: Statement) -> Statement | None:
        """The line that gives way to the new one."""
        form = new.form.name
        same = SAME_LINE.get(form, form)
        for statement in record.statements:
            other = statement.form.name
            if SAME_LINE.get(other, other) != same and not _takes_place_of(new, statement):
                continue
            key = PICKED_BY.get(form, ())
            if all(_texts(statement, slot) == _texts(new, slot) for slot in key):
                return statement
        return None


def told_change(before: str, after: str) -> str:
    """What a line said and says, with what both say once: `target 30 → 28 by 2026-Q4`."""
    old, new = before.split(), after.split()
    shared = 0
    while shared < min(len(old), len(new)) - 2 and old[-1 - shared] == new[-1 - shared]:
        shared += 1
    was, becomes = old[1 : len(old) - shared], new[1 : len(new) - shared]
    if old[:1] != new[:1] or not was or not becomes or was == becomes:
        return after
    return " ".join([new[0], *was, "→", *becomes, *new[len(new) - shared :]])


def _takes_place_of(new: Statement, old: Statement) -> bool:
    """Forms of one keyword that stand at most once replace each other: `baseline N` and `baseline N at P`."""
    return (
        new.form.keyword == old.form.keyword
        and new.form.name not in PICKED_BY
        and new.form.name not in vocabulary.REPEATABLE
    )


def _texts(statement: Statement, slot: str) -> tuple[str, ...]:
    return statement.all(slot)


def _readings(field: str, value: str) -> Iterator[str]:
    """The ways to read a value: as it stands, and with its rest as a text in quotes."""
    yield f"{field} {value}".strip()
    if value.startswith('"') or "\n" in value:
        return
    words = value.split(None, 2)
    for count in (1, 2):
        if len(words) > count:
            head = " ".join(words[:count])
            rest = (
                value[value.index(words[count - 1]) + len(words[count - 1]) :].strip()
                if count == 1
                else words[2]
            )
            yield f"{field} {head} {quoted(rest)}"
    yield f"{field} {quoted(value)}"


def _unreadable(field: str, value: str, kind: str) -> Refused:
    fault = fault_of(f"{INDENT}{field} {value}\n", "statement")
    if fault is not None and fault.code == "E107":
        return Refused(f"`{field}` is no field of a {kind}", fault.help)
    message = fault.message if fault is not None else f"`{field} {value}` cannot be read"
    return Refused(message, fault.help if fault is not None else None)


def _added(texts: Texts, path: str, record: Record, new: Statement, text: str) -> LineEdit:
    """A new line behind the last of its kind, else behind the last of the record."""
    start = texts.start(path, record)
    alike = [
        statement.line
        for statement in record.statements
        if statement.form.keyword == new.form.keyword
    ]
    after = alike[-1] if alike else last_said(record)
    if record.statements and not alike:
        after = max(
            after
            if record.lines[after].strip() and not record.lines[after].lstrip().startswith("#")
            else 0,
            record.statements[-1].line,
        )
    model_line = record.statements[-1].line if record.statements else None
    indent = indent_of(record.lines[model_line]) if model_line is not None else INDENT
    return inserted(texts.documents[path], path, start + after, [indent + text])


def set_label(texts: Texts, address: str, value: str) -> Plan:
    """The label stands in the header; an empty one is taken away."""
    path, record = texts.record(address)
    header = record.header
    assert header is not None, "only records whose header was read are declared"  # noqa: S101 - tells mypy what the caller knows
    raw = record.lines[header.line]
    spans = part_spans(raw)
    bare = value.strip()
    text = bare if STATEMENTS.read(f"  cause {bare}\n", 0) is not None else quoted(bare)
    if not bare:
        text = ""
    place = header.form.slots.get("label")
    if isinstance(place, int):
        start, end = spans[place]
        if not text:
            start -= 1
        new = with_columns(raw, [(start, end, text)])
    elif text:
        _, end = spans[0]
        new = with_columns(raw, [(end, end, f" {text}")])
    else:
        raise Refused(f"`{address}` has no label")
    if HEADERS.read(new, 0) is None:
        raise Refused("a label cannot hold control characters")
    at = texts.start(path, record) + header.line
    intent = Intent(changed=frozenset({address}), says=((address, code_part(new).strip()),))
    return Plan(
        f"{address}: label {text or 'taken away'}", (LineEdit(path, at, at, (new,)),), intent
    )


def _perspective_field(edit: SetField, texts: Texts) -> Plan:
    """On a perspective only the weight is a scorecard's own to say."""
    card, _, name = edit.address.partition(".")
    if edit.field != "weight":
        raise Refused(
            f"`{edit.address}` is a perspective: only its weight can be set here",
            "perspectives stand in the workspace's settings; edit them as text",
        )
    return SetField(card, "perspective", f"{name} weight {edit.value}").plan(texts)


@dataclass(frozen=True, slots=True)
class UnsetField:
    """`set REF FIELD --unset [CLAUSE]`: all lines of a keyword, or the one that the clause picks."""

    address: str
    field: str
    clause: str | None = None

    def plan(self, texts: Texts) -> Plan:
        """The lines go, with the comments that belong to them."""
        if self.field == "label":
            return set_label(texts, self.address, "")
        path, record = texts.record(self.address)
        start = texts.start(path, record)
        found = self._lines(record)
        if not found:
            wanted = f" {self.clause}" if self.clause else ""
            raise Refused(f"`{self.address}` has no line `{self.field}{wanted}`")
        edits = tuple(
            LineEdit(path, start + with_comments(record, at), start + at, ())
            for at in sorted(found)
        )
        return Plan(
            f"{self.address}: {self.field} taken away",
            edits,
            Intent(changed=frozenset({self.address})),
        )

    def _lines(self, record: Record) -> list[int]:
        lines = [
            statement for statement in record.statements if statement.form.keyword == self.field
        ]
        if self.clause is None:
            return [statement.line for statement in lines]
        clause = " ".join(self.clause.split())
        exact = [
            s.line for s in lines if " ".join(code_part(record.lines[s.line]).split()[1:]) == clause
        ]
        if exact:
            return exact[:1]
        for text in _readings(self.field, self.clause.strip()):
            new = STATEMENTS.read(f"{INDENT}{text}\n", 0)
            if new is None:
                continue
            key = PICKED_BY.get(new.form.name, ())
            picked = [
                s.line
                for s in lines
                if s.form.name == new.form.name
                and key
                and all(_texts(s, k) == _texts(new, k) for k in key)
            ]
            if picked:
                return picked[:1]
        first = self.clause.split()[0] if self.clause.split() else ""
        return [s.line for s in lines if first and first in s.parts][:1]
