"""Who names whom: every line that refers to an address, for renaming, deleting and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.entities import Origin
from bsctui.model.names import home_scorecard
from bsctui.text.expressions import formula_or_none, references
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Mapping

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement


MANY: Final = 50
"""With more names than this each record is read rather than the text searched for each name."""


class Reference(NamedTuple):
    """One mention: the address meant, the text of it in the line, and the slot it stands in."""

    address: str
    text: str
    slot: str
    origin: Origin


def references_of(
    path: str, record: Record, forms: Container[str] | None = None
) -> Iterator[Reference]:
    """Every mention in one record, in order; or only those in lines of some forms."""
    header = record.header
    home = home_scorecard(header)
    for statement in (header, *record.statements) if header is not None else record.statements:
        if forms is None or statement.form.name in forms:
            yield from _mentions(statement, home, Origin(path, record, statement.line))


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


def records_that_may_name(
    documents: Mapping[str, Document], addresses: Collection[str]
) -> Iterator[tuple[str, Record]]:
    """All records that name one of some addresses, and perhaps others, in file order."""
    for path, document in documents.items():
        records = document.records_naming(addresses) if len(addresses) <= MANY else document.records
        for record in records:
            yield path, record


def lines_naming(documents: Mapping[str, Document], addresses: Collection[str]) -> Iterator[Origin]:
    """Every line that names one of some addresses, in file order."""
    for path, record in records_that_may_name(documents, addresses):
        lines = {
            mention.origin.line: mention.origin
            for mention in references_of(path, record)
            if mention.address in addresses
        }
        yield from lines.values()
