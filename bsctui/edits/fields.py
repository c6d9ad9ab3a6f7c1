"""Setting and taking away what a record says: the field is the keyword, the value the text behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts, duplicate_refusal
from bsctui.edits.line_ops import (
    ANYWHERE,
    INDENT,
    indent_of,
    insert_lines,
    with_columns,
    with_comments,
)
from bsctui.edits.typed_values import possible_readings, read_field, text_token
from bsctui.edits.values import is_series, plan_series
from bsctui.model.names import declared_address
from bsctui.text.columns import part_spans, rewritten_line
from bsctui.text.document import STATEMENTS, is_blank_or_comment
from bsctui.text.edits import LineEdit
from bsctui.text.form_row import SLOT_TYPES, FactEffect, SlotType
from bsctui.text.forms import ROWS, statements_in
from bsctui.text.lines import code_part
from bsctui.text.literals import number

if TYPE_CHECKING:
    from bsctui.edits.typed_values import TypedField
    from bsctui.text.document import Record
    from bsctui.text.form_row import FormRow
    from bsctui.text.lines import Statement


@dataclass(frozen=True, slots=True)
class SetField:
    """`set REF FIELD VALUE`: one line of a record, replaced or added."""

    address: str
    field: str
    value: str

    def plan(self, texts: Texts) -> EditPlan:
        """One line edit (several where a series' cells stand in several lines)."""
        if texts.model.names.kind(self.address) == "perspective":
            return _perspective_field(self, texts)
        path, record = texts.record(self.address)
        if self.field == "label":
            return set_label(texts, self.address, self.value)
        statement, text = self._read(texts, record)
        if is_series(statement):
            return plan_series(texts, self.address, statement)
        existing = self._existing(texts, path, record, statement)
        if existing is not None:
            at = texts.start(path, record) + existing.line
            return _rewritten_plan(self.address, path, at, record.lines[existing.line], text)
        edit = _new_line_edit(texts, path, record, statement, text)
        intent = Intent(changed=frozenset({self.address}), says=((self.address, text),))
        return EditPlan(f"{self.address}: {text}", (edit,), intent)

    def _read(self, texts: Texts, record: Record) -> TypedField:
        """The statement that field and value make."""
        kind = record.header.form.name if record.header else ""
        typed = read_field(self.field, self.value, kind, texts.model.settings.persons)
        if typed.statement.form.name not in statements_in(kind):
            homes = ", ".join(f"`{each}`" for each in ROWS[typed.statement.form.name].records)
            raise Refused(
                f"`{self.field}` is not allowed in the record of `{kind}`",
                f"it belongs in the record of {homes}",
            )
        return typed

    def _existing(
        self, texts: Texts, path: str, record: Record, new: Statement
    ) -> Statement | None:
        """The line that gives way to the new one.

        Raises:
            Refused: It stands twice, so that changing one would leave the other.
        """
        key = identifying_slots(ROWS[new.form.name])
        candidates = [
            statement
            for statement in record.statements
            if _same_line(new, statement)
            and all(self._means(statement, slot) == self._means(new, slot) for slot in key)
        ]
        if len(candidates) > 1 and not _is_remark(ROWS[new.form.name]):
            start = texts.start(path, record)
            raise duplicate_refusal(
                f"`{self.field}`", [(path, start + each.line) for each in candidates]
            )
        return candidates[0] if candidates else None

    def _means(self, statement: Statement, slot: str) -> tuple[str, ...]:
        """What stands in a slot; `o` in a record of `s` is `s.o`."""
        scorecard = self.address.partition(".")[0]
        return _meant(statement, slot, scorecard)


@dataclass(frozen=True, slots=True)
class RewriteLine:
    """A line of a record says something else of its field: the form, and a field edited in place."""

    path: str
    line: int
    raw: str
    field: str
    value: str

    def plan(self, texts: Texts) -> EditPlan:
        """One line, where it still stands as it was seen."""
        document = texts.documents.get(self.path)
        record = document.record_at(self.line) if document is not None else None
        at = self.line - texts.start(self.path, record) if record is not None else 0
        if record is None or record.header is None or record.lines[at] != self.raw:
            raise Refused("this line changed meanwhile", "look at it again")
        persons = texts.model.settings.persons
        text = read_field(self.field, self.value, record.header.form.name, persons).text
        address = declared_address(record.header) or ANYWHERE
        return _rewritten_plan(address, self.path, self.line, self.raw, text)


def _rewritten_plan(address: str, path: str, line: int, raw: str, text: str) -> EditPlan:
    """One line that says another statement, of which nothing but the changed tokens is rewritten."""
    new = rewritten_line(raw, text)
    intent = Intent(changed=frozenset({address}), says=((address, code_part(new).strip()),))
    summary = line_change_summary(code_part(raw).strip(), text)
    return EditPlan(f"{address}: {summary}", (LineEdit(path, line, line, (new,)),), intent)


def _same_line(new: Statement, old: Statement) -> bool:
    """Whether two statements say the same thing of a record, so that one takes the other's place."""
    row, other = ROWS[new.form.name], ROWS[old.form.name]
    alike = (row.states, row.told_by, row.is_series) == (
        other.states,
        other.told_by,
        other.is_series,
    )
    return alike or _takes_place_of(new, old)


def identifying_slots(row: FormRow) -> tuple[str, ...]:
    """The slots that tell which of several lines of a form is meant; of a series each period stands for itself."""
    if row.is_series:
        return ()
    return (*row.told_by, "from_", "until") if row.is_dated else row.told_by


def _is_remark(row: FormRow) -> bool:
    """Whether two such lines say nothing more, and nothing else, than one."""
    return row.repeatable and row.effect is FactEffect.NONE


def line_change_summary(before: str, after: str) -> str:
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
        and not identifying_slots(ROWS[new.form.name])
        and not ROWS[new.form.name].repeatable
    )


def _meant(statement: Statement, slot: str, scorecard: str) -> tuple[str, ...]:
    """What stands in a slot, addresses whole: a name alone is one of its own scorecard."""
    texts = statement.all(slot)
    if SLOT_TYPES[slot] is not SlotType.ADDRESS:
        return texts
    return tuple(text if "." in text else f"{scorecard}.{text}" for text in texts)


def _new_line_edit(texts: Texts, path: str, record: Record, new: Statement, text: str) -> LineEdit:
    """A new line behind the last of its kind, else behind the last of the record."""
    start = texts.start(path, record)
    alike = [
        statement.line
        for statement in record.statements
        if statement.form.keyword == new.form.keyword
    ]
    after = alike[-1] if alike else _last_line(record)
    higher = [each.line for each in record.statements if _is_higher_band(each, new)]
    if higher:
        after = with_comments(record, higher[0]) - 1
    model_line = record.statements[-1].line if record.statements else None
    indent = indent_of(record.lines[model_line]) if model_line is not None else INDENT
    return insert_lines(texts.documents[path], path, start + after, [indent + text])


def _is_higher_band(band: Statement, new: Statement) -> bool:
    """Whether a status band is one that a new one must stand before: bands ascend, and the last has no end."""
    if band.form.name != "band" or new.form.name != "band" or not new.all("below"):
        return False
    end = band.all("below")
    return not end or number(end[0]) > number(new.all("below")[0])


def _last_line(record: Record) -> int:
    """The last line that says something; a comment behind it may speak of what follows."""
    last = record.last_nonblank_line
    if not is_blank_or_comment(record.lines[last]):
        return last
    return record.statements[-1].line if record.statements else record.header_line or 0


def set_label(texts: Texts, address: str, value: str) -> EditPlan:
    """The label stands in the header; an empty one is taken away."""
    _, _, _, (path, record, _), header = texts.declaration(address)
    raw = record.lines[header.line]
    spans = part_spans(raw)
    bare = value.strip()
    text = bare if STATEMENTS.read(f"  cause {bare}\n", 0) is not None else text_token(bare)
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
    at = texts.start(path, record) + header.line
    intent = Intent(changed=frozenset({address}), says=((address, code_part(new).strip()),))
    return EditPlan(
        f"{address}: label {text or 'removed'}", (LineEdit(path, at, at, (new,)),), intent
    )


def _perspective_field(edit: SetField, texts: Texts) -> EditPlan:
    """On a perspective only the weight is a scorecard's own to say."""
    card, _, name = edit.address.partition(".")
    if edit.field != "weight":
        raise Refused(
            f"`{edit.address}` is a perspective: only its weight can be set here",
            "perspectives are declared in the workspace's settings; edit them as text",
        )
    return SetField(card, "perspective", f"{name} weight {edit.value}").plan(texts)


@dataclass(frozen=True, slots=True)
class UnsetField:
    """`set REF FIELD --unset [CLAUSE]`: all lines of a keyword, or the one that the clause picks."""

    address: str
    field: str
    clause: str | None = None

    def plan(self, texts: Texts) -> EditPlan:
        """The lines go, with the comments that belong to them."""
        if self.field == "label":
            return set_label(texts, self.address, "")
        path, record = texts.record(self.address)
        start = texts.start(path, record)
        edits = tuple(
            LineEdit(path, start + with_comments(record, at), start + at, ())
            for at in sorted(self._lines(record))
        )
        if self.field == "tag" and self.clause is not None:
            edits = self._fewer_tags(path, record, start)
        if not edits:
            raise self._picks_nothing()
        return EditPlan(
            f"{self.address}: {self.field} removed",
            edits,
            Intent(changed=frozenset({self.address})),
        )

    def _fewer_tags(self, path: str, record: Record, start: int) -> tuple[LineEdit, ...]:
        """The named tags go; a line goes with the last of its own."""
        gone = set((self.clause or "").split())
        tagged = [each for each in record.statements if each.form.keyword == "tag"]
        if not gone <= {name for each in tagged for name in each.all("names")}:
            return ()
        edits = []
        for each in tagged:
            names = each.all("names")
            left = [name for name in names if name not in gone]
            if len(left) == len(names):
                continue
            at, raw = start + each.line, record.lines[each.line]
            first = at if left else start + with_comments(record, each.line)
            kept = (rewritten_line(raw, f"tag {' '.join(left)}"),) if left else ()
            edits.append(LineEdit(path, first, at, kept))
        return tuple(edits)

    def _picks_nothing(self) -> Refused:
        clause = f" {self.clause}" if self.clause else ""
        return Refused(f"`{self.address}` has no line `{self.field}{clause}`")

    def _lines(self, record: Record) -> list[int]:
        lines = [
            statement for statement in record.statements if statement.form.keyword == self.field
        ]
        if self.clause is None:
            return [statement.line for statement in lines]
        scorecard = self.address.partition(".")[0]
        clause = " ".join(self.clause.split())
        exact = [
            s.line for s in lines if " ".join(code_part(record.lines[s.line]).split()[1:]) == clause
        ]
        if exact:
            return exact[:1]
        for text in possible_readings(self.field, self.clause.strip()):
            new = STATEMENTS.read(f"{INDENT}{text}\n", 0)
            if new is None:
                continue
            key = identifying_slots(ROWS[new.form.name])
            picked = [
                s.line
                for s in lines
                if s.form.name == new.form.name
                and key
                and all(_meant(s, k, scorecard) == _meant(new, k, scorecard) for k in key)
            ]
            if picked:
                return picked[:1]
        return self._lines_with(record, lines)

    def _lines_with(self, record: Record, lines: list[Statement]) -> list[int]:
        """The line that holds the words of the clause in a row: `by 2026-Q4`.

        Raises:
            Refused: Several do, and nothing says which is meant.
        """
        words = (self.clause or "").split()
        picked = [s.line for s in lines if words and _holds(record.lines[s.line], words)]
        if len(picked) > 1:
            raise Refused(
                f"`{self.clause}` is in {len(picked)} lines `{self.field}` of `{self.address}`",
                "say more of the line that is meant",
            )
        return picked


def _holds(line: str, words: list[str]) -> bool:
    tokens = [word.removesuffix(":") for word in code_part(line).split()[1:]]
    wanted = [word.removesuffix(":") for word in words]
    return any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))
