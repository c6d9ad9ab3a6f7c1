"""How a statement is compared and shown: its meaning without its spelling, its text without its keyword and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.text.expressions import formula_or_none, references
from bsctui.text.form_row import SlotType, slot_type
from bsctui.text.forms import ROWS
from bsctui.text.lines import code_part
from bsctui.text.literals import ESTIMATED, number, string

if TYPE_CHECKING:
    from collections.abc import Container, Hashable

    from bsctui.model.periods import FiscalYear
    from bsctui.text.lines import Statement

_MULTIPLES: Final = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


def statement_meaning(
    statement: Statement, home: str, fiscal: FiscalYear, without: Container[str]
) -> Hashable:
    """What a statement says: equal for `26M` and `26_000_000`, for `until 2025` and `until 2025-Q4`, for `cost` and `home.cost`."""
    form = statement.form
    facts: list[Hashable] = [form.name]
    for slot, places in form.slots.items():
        if slot in without:
            continue
        indices = (places,) if isinstance(places, int) else places
        facts += [
            (slot, _part(form.name, slot, statement.parts[place], home, fiscal))
            for place in indices
        ]
    return tuple(facts)


def _part(form: str, slot: str, text: str, home: str, fiscal: FiscalYear) -> Hashable:
    kind = slot_type(ROWS[form], slot)
    match kind:
        case SlotType.NUMBER:
            return cell_meaning(text)
        case SlotType.TEXT:
            return string(text) if text.startswith('"') else text
        case SlotType.FORMULA:
            return qualified_formula(text, home)
        case SlotType.ADDRESS if slot == "ref" and form != "was":
            return qualified_ref(text, home)
        case SlotType.END:
            return _end(text, fiscal)
        case SlotType.START:
            return _start(text, fiscal)
        case _:
            return text


def cell_meaning(text: str) -> Hashable:
    """What a number says: that a value is missing, its size, or its size and that it is an estimate."""
    if text == "-":
        return "-"
    size = number(text.removeprefix(ESTIMATED))
    return (ESTIMATED, size) if text.startswith(ESTIMATED) else size


def qualified_ref(ref: str, home: str) -> str:
    """A ref with its scorecard."""
    return ref if "." in ref or not home else f"{home}.{ref}"


def qualified_formula(text: str, home: str) -> str:
    """A formula's text without blanks and with whole refs; as it is where it does not read."""
    expression = formula_or_none(text)
    if expression is None:
        return text
    refs = sorted(references(expression), key=lambda ref: -ref.column)
    for ref in refs:
        text = (
            text[: ref.column] + qualified_ref(ref.name, home) + text[ref.column + len(ref.name) :]
        )
    return "".join(text.split())


def _end(text: str, fiscal: FiscalYear) -> Hashable:
    period = fiscal.parse(text)
    return text if period is None else fiscal.end(period.grain, period.ordinal)


def _start(text: str, fiscal: FiscalYear) -> Hashable:
    period = fiscal.parse(text)
    return text if period is None else fiscal.end(period.grain, period.ordinal - 1) + 1


def statement_body(raw: str, statement: Statement) -> str:
    """A statement as it is written, without keyword, reason and comment."""
    text = code_part(raw).strip()
    text = text.removeprefix(statement.form.keyword).strip()
    reason = statement.get("reason")
    if reason and text.endswith(reason):
        text = text.removesuffix(reason).strip()
    return " ".join(text.split()) if '"' not in text else text


def written_number(value: float) -> str:
    """A number as a person would write it, exact: `26M`, `0.5`, `1200`."""
    size = abs(value)
    for step, letter in _MULTIPLES:
        short = value / step
        if size >= step and short * step == value and len(repr(short)) <= 6 and size >= 10_000:
            return f"{int(short)}{letter}" if short == int(short) else f"{short!r}{letter}"
    return str(int(value)) if value == int(value) and size < 1e15 else repr(value)
