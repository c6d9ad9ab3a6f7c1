"""Whole records: adding, deleting and reordering them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts
from bsctui.edits.line_ops import (
    INDENT,
    insert_lines,
    line_ending_of,
    with_comments,
)
from bsctui.edits.typed_values import text_token
from bsctui.model.graph import reachable_from
from bsctui.model.names import declared_address
from bsctui.model.references import lines_naming
from bsctui.text.document import HEADERS
from bsctui.text.edits import LineEdit
from bsctui.text.forms import DATA_HEADERS, MARGIN_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Origin
    from bsctui.text.document import Document, Record


def descendants(texts: Texts, address: str) -> list[str]:
    """Everything below a record, in order of declaration: what would be nowhere without it."""
    below: dict[str, list[str]] = {}
    for item in texts.model.names.declared.values():
        if item.parent is not None:
            below.setdefault(item.container, []).append(item.address)
    return reachable_from([address], lambda at: below.get(at, ()))[1:]


@dataclass(frozen=True, slots=True)
class AddRecord:
    """A new record: behind its last sibling in the file, else behind its parent."""

    kind: str
    name: str
    label: str | None
    parent: str | None
    statements: tuple[str, ...] = ()
    after: str | None = None
    """The address behind whose record (and what is below it) the new one stands; left out: found."""
    file: str | None = None
    """The file at whose end it stands, new where there is none; left out: with its siblings, else its parent."""

    def plan(self, texts: Texts) -> EditPlan:
        """One insertion."""
        header = self._header()
        if HEADERS.read(header + "\n", 0) is None:
            raise Refused(
                f"`{self.name}` is not a valid name",
                "names are letters, digits and `_`, and begin with a letter",
            )
        address = (
            self.name
            if self.kind == "scorecard"
            else f"{(self.parent or '').partition('.')[0]}.{self.name}"
        )
        if texts.model.names.kind(address) is not None:
            raise Refused(f"`{address}` is taken", "names are unique within a scorecard")
        lines = [header, *(INDENT + statement for statement in self.statements)]
        edit = self._insertion(texts, lines)
        return EditPlan(
            f"{address} added",
            (edit,),
            Intent(added=frozenset({address}), says=((address, header),)),
        )

    def _header(self) -> str:
        label = f" {text_token(self.label)}" if self.label else ""
        word = "under" if self.kind == "scorecard" else "in"
        place = f" {word} {self.parent}" if self.parent else ""
        return f"{self.kind} {self.name}{label}{place}"

    def _insertion(self, texts: Texts, lines: list[str]) -> LineEdit:
        place = self._place(texts) if self.file is None else None
        if place is None:
            path = self.file or next(reversed(list(texts.documents)), "scorecard.bsc")
            document = texts.documents.get(path)
            if document is None or not document.records:
                return LineEdit(path, 1, 0, tuple(line + "\n" for line in lines))
            last = document.records[-1]
            return _insert_after(document, path, last, lines)
        path, record = place
        return _insert_after(texts.documents[path], path, record, lines)

    def _place(self, texts: Texts) -> tuple[str, Record] | None:
        """The record behind which the new one stands."""
        anchor = self.after or self._last_sibling(texts) or self._parent_record(texts)
        if anchor is None or texts.model.record_of(anchor) is None:
            return None
        path, record = texts.record(anchor)
        inner = (
            {anchor, *descendants(texts, anchor)}
            if self.after or anchor != self._parent_record(texts)
            else {anchor}
        )
        records = texts.documents[path].records
        at = next(index for index, other in enumerate(records) if other is record)
        while at + 1 < len(records) and declared_address(records[at + 1].header) in inner:
            at += 1
        return path, records[at]

    def _last_sibling(self, texts: Texts) -> str | None:
        siblings = [
            item.address
            for item in texts.model.names.declared.values()
            if item.kind == self.kind and item.parent == self.parent
        ]
        return siblings[-1] if siblings else None

    def _parent_record(self, texts: Texts) -> str | None:
        if self.parent is None:
            return None
        if texts.model.names.kind(self.parent) == "perspective":
            return self.parent.partition(".")[0]
        return self.parent


def _insert_after(document: Document, path: str, record: Record, lines: list[str]) -> LineEdit:
    """An empty line and new lines behind what a record says; the blank lines after it stay after the new ones."""
    at = document.start_of(record) + record.last_nonblank_line
    return insert_lines(document, path, at, ["", *lines])


def _referring(texts: Texts, origin: Origin) -> str:
    """Who names something, and where: `skyline.profit` (main.bsc:7)."""
    path, line = texts.model.place(origin)
    address = declared_address(origin.record.header)
    return f"`{address}` ({path}:{line})" if address else f"{path}:{line}"


@dataclass(frozen=True, slots=True)
class DeleteRecord:
    """`delete REF`: the record with its own data; with references also what is below it and the lines that name it."""

    address: str
    with_references: bool = False

    def plan(self, texts: Texts) -> EditPlan:
        """Whole records and single lines go, each with its comments.

        Raises:
            Refused: Something refers to it, and it was not said that this goes too.
        """
        texts.record(self.address)
        gone = [self.address, *descendants(texts, self.address)]
        if len(gone) > 1 and not self.with_references:
            shown = ", ".join(f"`{address}`" for address in gone[1:6]) + (
                " …" if len(gone) > 6 else ""
            )
            raise Refused(
                f"`{self.address}` cannot be deleted while it contains something: {shown}",
                "`--with-references` deletes that too",
            )
        naming = list(self._naming(texts, frozenset(gone)))
        if naming and not self.with_references:
            shown = ", ".join(_referring(texts, origin) for origin in naming[:6]) + (
                " …" if len(naming) > 6 else ""
            )
            raise Refused(
                f"`{self.address}` cannot be deleted while something refers to it: {shown}",
                "`--with-references` deletes those lines too",
            )
        edits = [
            *self._records(texts, frozenset(gone)),
            *(_delete_line(texts, origin) for origin in naming),
        ]
        changed = frozenset(
            address for origin in naming if (address := declared_address(origin.record.header))
        )
        return EditPlan(
            f"{self.address} deleted",
            tuple(dict.fromkeys(edits)),
            Intent(removed=frozenset(gone), changed=changed),
        )

    def _records(self, texts: Texts, gone: frozenset[str]) -> Iterator[LineEdit]:
        """The records of what goes, and its data wherever they stand."""
        for path, document in texts.documents.items():
            for record in document.records:
                header = record.header
                if header is None:
                    continue
                start = document.start_of(record)
                if declared_address(record.header) in gone or (
                    header.form.name in MARGIN_HEADERS and header.parts[0] in gone
                ):
                    yield LineEdit(path, start, start + len(record.lines) - 1, ())
                elif header.form.name == "actuals":
                    for statement in record.statements:
                        if statement.parts[0] in gone:
                            yield LineEdit(
                                path,
                                start + with_comments(record, statement.line),
                                start + statement.line,
                                (),
                            )

    def _naming(self, texts: Texts, gone: frozenset[str]) -> Iterator[Origin]:
        """Lines of other records that name what goes (its own data aside)."""
        for origin in lines_naming(texts.documents, gone):
            header = origin.record.header
            is_data = header is None or header.form.name in DATA_HEADERS
            if not is_data and declared_address(origin.record.header) not in gone:
                yield origin


def _delete_line(texts: Texts, origin: Origin) -> LineEdit:
    path, at = texts.model.place(origin)
    first = with_comments(origin.record, origin.line)
    return LineEdit(path, at - (origin.line - first), at, ())


@dataclass(frozen=True, slots=True)
class ReorderRecord:
    """A record changes places with its next (1) or previous (-1) sibling in the same file, each with what is below it."""

    address: str
    delta: int

    def plan(self, texts: Texts) -> EditPlan:
        """Two blocks of lines, exchanged; the blank lines between them stay."""
        path, _ = texts.record(self.address)
        item = texts.model.names.declared[self.address]
        siblings = [
            other.address for other in texts.model.names.declared.values()
            if other.kind == item.kind and other.parent == item.parent and other.origin.path == path
        ]  # fmt: skip
        at = siblings.index(self.address) + self.delta
        if not 0 <= at < len(siblings):
            where = "after" if self.delta > 0 else "before"
            raise Refused(f"no sibling stands {where} `{self.address}` in {path}")
        upper, lower = (
            (self.address, siblings[at]) if self.delta > 0 else (siblings[at], self.address)
        )
        document = texts.documents[path]
        first, second = _block(texts, path, upper), _block(texts, path, lower)
        lines = document.lines
        between = lines[first[1] : second[0] - 1]
        new = [*lines[second[0] - 1 : second[1]], *between, *lines[first[0] - 1 : first[1]]]
        new = _ended_alike(new, lines[first[0] - 1 : second[1]])
        edit = LineEdit(path, first[0], second[1], tuple(new))
        return EditPlan(
            f"{self.address} moved {'down' if self.delta > 0 else 'up'}", (edit,), Intent()
        )


def _block(texts: Texts, path: str, address: str) -> tuple[int, int]:
    """First and last line (from 1) of a record and of what is below it right behind it, without blank lines at the end."""
    record = texts.record(address)[1]
    document = texts.documents[path]
    inner = frozenset(descendants(texts, address))
    records = document.records
    at = next(index for index, other in enumerate(records) if other is record)
    first = document.start_of(record)
    while at + 1 < len(records) and declared_address(records[at + 1].header) in inner:
        at += 1
    return first, document.start_of(records[at]) + records[at].last_nonblank_line


def _ended_alike(new: list[str], old: list[str]) -> list[str]:
    """Where the last line of the file has no end, the new last line has none either."""
    if not line_ending_of(old[-1]):
        end = next((end for raw in old if (end := line_ending_of(raw))), "\n")
        new = [raw if line_ending_of(raw) else raw + end for raw in new]
        new[-1] = new[-1].removesuffix(end)
    return new
