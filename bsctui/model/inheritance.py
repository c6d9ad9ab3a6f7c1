"""What a KPI's or measure's records say before anything is resolved: its own lines, and those it takes by `like`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.series import RecordStatement, percent_slot
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from bsctui.model.record_reader import RecordReader
    from bsctui.text.form_row import FormRow

DefinitionLines = dict[str, list[RecordStatement]]
"""The lines that `like` takes over, by what they state."""


def own_definition_lines(reader: RecordReader, margin: list[RecordStatement]) -> DefinitionLines:
    """The definition lines of one record, with the plan lines that stand elsewhere for it."""
    lines: DefinitionLines = {}
    for form, statements in reader.forms.items():
        row = ROWS[form]
        if row.inherited:
            written = [RecordStatement(reader, statement) for statement in statements]
            lines.setdefault(row.states, []).extend(written)
    if margin:
        lines.setdefault("target", []).extend(margin)
    check_exclusive_lines(reader, lines)
    return lines


def override_lines(own: DefinitionLines, other: DefinitionLines) -> DefinitionLines:
    """`like`: the other's lines, overridden kind by kind; a scale and what it stands in place of replace each other."""
    replaced = {fact for lines in own.values() for line in lines for fact in _row(line).replaces}
    return {fact: lines for fact, lines in other.items() if fact not in replaced} | own


def check_exclusive_lines(reader: RecordReader, written: DefinitionLines) -> None:
    """At most one kind of target, or a scale; one way to state each other thing."""
    if all(len(lines) == 1 for lines in written.values()) and not (
        "target" in written and "scale" in written
    ):
        return
    targets = sorted(
        (*written.get("target", ()), *written.get("scale", ())),
        key=lambda line: (line.reader is not reader, line.statement.line),
    )
    for line in _of_other_variants(targets):
        line.reader.diagnose(
            "E207",
            "two kinds of target: a KPI has a constant, waypoints, a plan, a band or a scale, but only one of these",
            line.statement,
            help="keep one kind",
            related=(targets[0].origin,),
        )
    for fact, lines in written.items():
        if fact != "target" and _of_other_variants(lines):
            first, second = lines[0].statement, lines[1].statement
            apart = first.form.keyword != second.form.keyword
            reader.diagnose_duplicate(
                second,
                first,
                f"`{first.form.keyword}` and `{second.form.keyword}` cannot be combined here"
                if apart
                else f"`{first.form.keyword}` appears twice in this record",
            )


def _of_other_variants(lines: list[RecordStatement]) -> list[RecordStatement]:
    """The first line of each other way to state what the first of them states."""
    variants: dict[str, RecordStatement] = {}
    for line in lines:
        variants.setdefault(_row(line).variant, line)
    return list(variants.values())[1:]


def _row(line: RecordStatement) -> FormRow:
    return ROWS[line.statement.form.name]


def check_percent(lines: list[RecordStatement], unit: str | None) -> None:
    """A percent sign on a value only where the unit is `%`."""
    if unit == "%":
        return
    for line in lines:
        slot = percent_slot(line.statement)
        if slot is not None:
            line.reader.diagnose(
                "E411",
                "a value with `%`, but the unit is not `%`",
                line.statement,
                slot,
                help="write `unit %`, or delete the percent sign",
            )
