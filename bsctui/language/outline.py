"""A file's records as a tree, for an outline; and what of a file belongs together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bsctui.model.names import declared_address
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement


@dataclass(slots=True)
class OutlineItem:
    """One record of a file, with those of the same file that belong to it.

    Attributes:
        form: The header's form.
        name: What it declares, as written.
        label: What it is called; empty for nothing.
        address: None where it declares nothing with an address.
        first: Its first line, from 1 (comments above the header included).
        header: The header's line, from 1.
        last: The last line that says something, its own or of what is below it.
        start: Columns of the name in the header, from 1.
        end: One past the last of them.
    """

    form: str
    name: str
    label: str
    address: str | None
    first: int
    header: int
    last: int
    start: int
    end: int
    children: list[OutlineItem] = field(default_factory=list)


def outline(document: Document) -> list[OutlineItem]:
    """The records of a file that have a header: each below the one of the same file that it stands in."""
    tops: list[OutlineItem] = []
    known: dict[str, OutlineItem] = {}
    for record, item in items(document):
        parent = known.get(_above(record) or "")
        (tops if parent is None else parent.children).append(item)
        if item.address is not None and item.address not in known:
            known[item.address] = item
    for item in tops:
        _stretch(item)
    return tops


def items(document: Document) -> Iterator[tuple[Record, OutlineItem]]:
    """The records that have a header, in order, none below another."""
    for start, record in zip(document.starts, document.records, strict=True):
        header = record.header
        if header is not None:
            yield record, _item(start, record, header)


_SECOND = re.compile(r"[^ \t]+[ \t]+([^ \t:#\r\n]+)")
"""The word behind the keyword: what every header is about stands there."""


def _item(start: int, record: Record, header: Statement) -> OutlineItem:
    raw = record.lines[header.line]
    second = _SECOND.match(raw)
    columns = second.span(1) if second else (0, len(header.form.keyword))
    label = header.get("label") or header.get("full")
    return OutlineItem(
        form=header.form.name,
        name=raw[slice(*columns)],
        label=string(label) if label else "",
        address=declared_address(header),
        first=start,
        header=start + header.line,
        last=start + record.last_nonblank_line,
        start=columns[0] + 1,
        end=columns[1] + 1,
    )


def _above(record: Record) -> str | None:
    """The address of what a record stands in: a perspective has no record, so its scorecard."""
    header = record.header
    if header is None:
        return None
    if header.form.name == "objective":
        return (header.get("parent") or "").partition(".")[0]
    return header.get("parent")


def _stretch(top: OutlineItem) -> None:
    """Every record reaches to the end of what is below it; without recursion, as parts may nest deep."""
    order = [top]
    for item in order:
        order += item.children
    for item in reversed(order):
        item.last = max([item.last, *(child.last for child in item.children)])
