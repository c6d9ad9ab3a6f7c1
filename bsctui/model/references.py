"""Who names whom: every line that refers to an address, for renaming, deleting and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Origin
from bsctui.text.expressions import formula_or_none, references
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.model import Model
    from bsctui.text.document import Record
    from bsctui.text.lines import Statement


class Reference(NamedTuple):
    """One mention: the address meant, the text of it in the line, and the slot it stands in."""

    address: str
    text: str
    slot: str
    origin: Origin


def references_of(path: str, record: Record) -> Iterator[Reference]:
    """Every mention in one record, in order; of a dotted one the scorecard is mentioned too."""
    header = record.header
    home = _home(header)
    for statement in (header, *record.statements) if header is not None else record.statements:
        yield from _mentions(statement, home, Origin(path, record, statement.line))


def _home(header: Statement | None) -> str:
    if header is None:
        return ""
    if header.form.name == "scorecard":
        return header.parts[0]
    return (header.get("parent") or "").partition(".")[0]


def _mentions(statement: Statement, home: str, origin: Origin) -> Iterator[Reference]:
    form = statement.form.name
    if form == "formula":
        formula = statement.get("expression") or ""
        expression = formula_or_none(formula)
        for ref in references(expression) if expression is not None else ():
            yield Reference(_full_address(ref.name, home), ref.name, "expression", origin)
        return
    row = ROWS[form]
    slot = row.reference
    text = statement.get(slot) if slot else None
    if slot is None or text is None:
        return
    if row.refers[slot] == ("scorecard",):
        yield Reference(text, text, slot, origin)
    else:
        yield Reference(_full_address(text, home), text, slot, origin)


def _full_address(text: str, home: str) -> str:
    return text if "." in text else f"{home}.{text}"


def referrers(model: Model) -> dict[str, list[Origin]]:
    """By address: the lines that name it."""
    by_address: dict[str, list[Origin]] = {}
    for path, document in model.documents.items():
        for record in document.records:
            for mention in references_of(path, record):
                lines = by_address.setdefault(mention.address, [])
                if not lines or lines[-1] != mention.origin:
                    lines.append(mention.origin)
    return by_address
