"""What a name in the text means, where that is declared, and every place that names it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bsctui.language.tokens import tokens
from bsctui.model.names import declared_address, home_scorecard
from bsctui.text.forms import HEADERS, STATEMENTS
from bsctui.text.lines import code_part
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.language.cursor import TextCursor
    from bsctui.language.tokens import LineToken
    from bsctui.model.model import Model
    from bsctui.text.document import Record
    from bsctui.text.lines import Statement


class SymbolKind(StrEnum):
    """What kind of name it is."""

    ADDRESS = "address"
    PERSON = "person"
    TIER = "tier"
    PERSPECTIVE = "perspective"


class LanguageSymbol(NamedTuple):
    """Something that has a name: an address, or the name of a person, tier or perspective."""

    kind: SymbolKind
    name: str


class Mention(NamedTuple):
    """Where in a line a subject is named, in columns from 0; `declares` where it is its own header."""

    symbol: LanguageSymbol
    start: int
    end: int
    declares: bool


class SymbolLocation(NamedTuple):
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
    home = home_scorecard(header)
    for token in tokens(raw):
        if token.form is not None and token.slot is not None:
            yield from _mentions_of_token(token, home, header)


def _mentions_of_token(token: LineToken, home: str, header: Statement | None) -> Iterator[Mention]:
    start, end, text = token.start, token.end, token.text
    kind = _NAMED.get((token.form or "", token.slot or ""))
    if kind is not None:
        yield Mention(LanguageSymbol(kind, text), start, end, declares=token.form in _DECLARING)
    elif token.slot == "name" and token.form in HEADERS:
        address = declared_address(header)
        if address is not None:
            yield Mention(LanguageSymbol(SymbolKind.ADDRESS, address), start, end, declares=True)
    elif token.slot in {"ref", "parent", "input"} and token.form != "was" and is_name(text):
        yield from _dotted(token, home)


def _dotted(token: LineToken, home: str) -> Iterator[Mention]:
    """An address; of a dotted one the scorecard is named too."""
    start, end = token.start, token.end
    card, dot, name = token.text.partition(".")
    if not dot:
        whole = card if token.form in {"measure", "scorecard"} else f"{home}.{card}"
        yield Mention(LanguageSymbol(SymbolKind.ADDRESS, whole), start, end, declares=False)
        return
    middle = start + len(card)
    yield Mention(LanguageSymbol(SymbolKind.ADDRESS, card), start, middle, declares=False)
    if token.form == "objective":
        symbol = LanguageSymbol(SymbolKind.PERSPECTIVE, name)
    else:
        symbol = LanguageSymbol(SymbolKind.ADDRESS, token.text)
    yield Mention(symbol, middle + 1, end, declares=False)


_DECLARING = frozenset({"person", "tier", "perspective"})
_NAMED = {
    **{(header, "name"): SymbolKind(header) for header in _DECLARING},
    **{
        (row.name, slot): SymbolKind(kinds[0])
        for row in STATEMENTS.values()
        for slot, kinds in row.refers.items()
        if slot != row.reference
    },
    ("scorecard", "under"): SymbolKind.ADDRESS,
}
"""By form and slot: names that are no addresses with a scorecard before them."""


def mention_at(cursor: TextCursor) -> Mention | None:
    """The innermost name that touches a place."""
    touched_mentions = [
        each
        for each in mentions(cursor.line, cursor.header)
        if each.start <= cursor.column <= each.end
    ]
    return touched_mentions[-1] if touched_mentions else None


def symbol_at(cursor: TextCursor) -> LanguageSymbol | None:
    """What the name at a place means."""
    mention = mention_at(cursor)
    return mention.symbol if mention is not None else None


def symbol_definition(model: Model, symbol: LanguageSymbol) -> SymbolLocation | None:
    """The header that declares a subject; None where nothing does (perspectives that come along, say)."""
    for path, record in _declaring(model, symbol):
        for location in _symbol_locations(model, path, record, symbol):
            return location
    return None


def _declaring(model: Model, symbol: LanguageSymbol) -> Iterator[tuple[str, Record]]:
    if symbol.kind is SymbolKind.ADDRESS:
        place = model.record_of(symbol.name)
        if place is not None:
            yield place
        return
    for path, record in _records(model):
        header = record.header
        named = header is not None and header.form.name == symbol.kind
        if header is not None and named and header.parts[0] == symbol.name:
            yield path, record


def _records(model: Model) -> Iterator[tuple[str, Record]]:
    for path, document in model.documents.items():
        for record in document.records:
            yield path, record


def _symbol_locations(
    model: Model, path: str, record: Record, symbol: LanguageSymbol, *, declaring: bool = True
) -> Iterator[SymbolLocation]:
    """Where a record names a subject: as its own header (`declaring`), or anywhere else."""
    header = record.header
    first = model.documents[path].start_of(record)
    lines = [header.line] if declaring and header else _lines_of(record)
    name = symbol.name.rpartition(".")[2]
    for line in lines:
        if name not in record.lines[line]:
            continue
        for each in mentions(record.lines[line], header):
            if each.symbol == symbol and each.declares is declaring:
                yield SymbolLocation(path, first + line, each.start + 1, each.end + 1)


def _lines_of(record: Record) -> list[int]:
    header = record.header
    lines = [statement.line for statement in record.statements]
    return [header.line, *lines] if header is not None else lines


def symbol_references(
    model: Model, symbol: LanguageSymbol, within: str | None = None
) -> tuple[SymbolLocation, ...]:
    """Every place that names a subject, apart from its own header, in file order; `within` keeps to one file."""
    locations: list[SymbolLocation] = []
    for path in model.documents if within is None else (within,):
        for record in model.documents[path].records_naming({symbol.name}):
            locations += _symbol_locations(model, path, record, symbol, declaring=False)
    return tuple(locations)


def declaration_line(model: Model, symbol: LanguageSymbol) -> str | None:
    """The header that declares a subject, without its comment."""
    location = symbol_definition(model, symbol)
    if location is None:
        return None
    return code_part(model.documents[location.path].line_text(location.line)).strip()


def hover_text(cursor: TextCursor, model: Model) -> str:
    """One line about what stands at a place: what a keyword means, what a name is called; empty for the rest."""
    symbol = symbol_at(cursor)
    if symbol is not None:
        return symbol_text(model, symbol)
    for token in tokens(cursor.line):
        if token.start <= cursor.column <= token.end and token.form is not None:
            entry = STATEMENTS.get(token.form) or HEADERS.get(token.form)
            return f"{entry.meaning}: `{entry.example}`" if entry else ""
    return ""


def symbol_text(model: Model, symbol: LanguageSymbol) -> str:
    """One line about a subject: what it is called; empty for what is not known."""
    if symbol.kind is SymbolKind.ADDRESS:
        entity = model.entity(symbol.name)
        kind = model.names.kind(symbol.name)
        return f"{kind} {symbol.name}: {entity.display_name}" if entity and kind else ""
    groups = {
        SymbolKind.TIER: {tier.name: tier.label for tier in model.settings.tiers},
        SymbolKind.PERSPECTIVE: {p.name: p.label for p in model.settings.perspectives},
        SymbolKind.PERSON: {n: p.full_name for n, p in model.settings.persons.items()},
    }
    label = groups[symbol.kind].get(symbol.name)
    return f"{symbol.kind} {symbol.name}: {label}" if label else ""
