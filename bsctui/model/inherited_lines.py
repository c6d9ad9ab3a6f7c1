"""Lines that a KPI takes over by `like`: what is wrong with them there is an error of that KPI, never of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.entities import Origin
from bsctui.model.names import declared_address
from bsctui.model.record_reader import RecordReader
from bsctui.model.series import RecordStatement
from bsctui.text.forms import MARGIN_HEADERS
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.model.inheritance import DefinitionLines
    from bsctui.model.record_diagnostic import RecordDiagnostic
    from bsctui.text.lines import Statement

DiagnosticKey = tuple[str, str, int, int]
"""What makes two problems one, whichever KPI a line is read for: the code and the line."""


LONGEST_SHOWN: Final = 60
"""Characters of a line that a help repeats."""


class InheritedReader(RecordReader):
    """Reads the lines of one record for a KPI that takes them over."""

    def __init__(self, source: RecordReader, taker: str) -> None:
        super().__init__(source.path, source.record, source.header, taker, source.scope)
        self.forms = source.forms


def inherited_lines(
    written: DefinitionLines, own: DefinitionLines, taker: str
) -> tuple[DefinitionLines, list[InheritedReader]]:
    """The lines of a KPI, those that are not its own each with a reader of their own."""
    readers: dict[int, InheritedReader] = {}
    inherited: DefinitionLines = {}
    for group, lines in written.items():
        if lines is own.get(group):
            inherited[group] = lines
            continue
        for line in lines:
            if id(line.reader) not in readers:
                readers[id(line.reader)] = InheritedReader(line.reader, taker)
        inherited[group] = [
            RecordStatement(readers[id(line.reader)], line.statement) for line in lines
        ]
    return inherited, list(readers.values())


def diagnostic_key(diagnostic: RecordDiagnostic) -> DiagnosticKey:
    """By what a problem of a line is told from others."""
    origin = diagnostic.origin
    return diagnostic.code, origin.path, id(origin.record), origin.line


def diagnostic_keys(diagnostics: Iterable[RecordDiagnostic]) -> frozenset[DiagnosticKey]:
    """All of them."""
    return frozenset(map(diagnostic_key, diagnostics))


def at_like_line(diagnostic: RecordDiagnostic, like: Origin) -> RecordDiagnostic:
    """A problem of a line that was taken over, told by the KPI that took it."""
    record = diagnostic.origin.record
    source, line = (
        _source(diagnostic.origin),
        code_part(record.lines[diagnostic.origin.line]).strip(),
    )
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
    return diagnostic._replace(
        message=f"what comes from `{source}` does not fit here: {diagnostic.message}",
        origin=like,
        slot="ref",
        columns=None,
        help=f"`{shown}` is written there; a line of its own here overrides it",
        related=(diagnostic.origin,),
    )


def is_own(origin: Origin, record: object, address: str) -> bool:
    """Whether a line stands in a KPI's record, or outside of it but for it."""
    return origin.record is record or _source(origin) == address


def like_origin(origin: Origin) -> Origin | None:
    """The `like` line of the record of a header."""
    like_lines: Iterable[Statement] = (s for s in origin.record.statements if s.form.name == "like")
    return next((Origin(origin.path, origin.record, s.line) for s in like_lines), None)


def _source(origin: Origin) -> str:
    """Whose line it is."""
    header = origin.record.header
    if header is None:
        return ""
    if header.form.name in MARGIN_HEADERS:
        return header.parts[0]
    return declared_address(header) or ""
