"""Lines that a KPI takes over by `like`: what is wrong with them there is an error of that KPI, never of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model import vocabulary
from bsctui.model.entities import Origin
from bsctui.model.names import declaration
from bsctui.model.record_reader import Desk
from bsctui.model.series import Line
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.model.inheritance import Written
    from bsctui.model.record_diagnostic import Flaw
    from bsctui.text.lines import Statement

Finding = tuple[str, str, int, int]
"""What makes two flaws one, whichever KPI a line is read for: the code and the line."""


LONGEST_SHOWN: Final = 60
"""Characters of a line that a help repeats."""


class TakenDesk(Desk):
    """Reads the lines of one record for a KPI that takes them over."""

    def __init__(self, source: Desk, taker: str) -> None:
        super().__init__(source.path, source.record, source.kind, taker, source.scope)
        self.forms = source.forms


def taken(written: Written, own: Written, taker: str) -> tuple[Written, list[TakenDesk]]:
    """The lines of a KPI, those that are not its own read by desks of their own."""
    desks: dict[int, TakenDesk] = {}
    found: Written = {}
    for group, lines in written.items():
        if lines is own.get(group):
            found[group] = lines
            continue
        for line in lines:
            if id(line.desk) not in desks:
                desks[id(line.desk)] = TakenDesk(line.desk, taker)
        found[group] = [Line(desks[id(line.desk)], line.statement) for line in lines]
    return found, list(desks.values())


def finding(flaw: Flaw) -> Finding:
    """By what a flaw of a line is told from others."""
    origin = flaw.origin
    return flaw.code, origin.path, id(origin.record), origin.line


def findings(flaws: Iterable[Flaw]) -> frozenset[Finding]:
    """All of them."""
    return frozenset(map(finding, flaws))


def where_like_stands(flaw: Flaw, like: Origin) -> Flaw:
    """A flaw of a line that was taken over, told by the KPI that took it."""
    record = flaw.origin.record
    source, line = _source(flaw.origin), code_part(record.lines[flaw.origin.line]).strip()
    shown = line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"
    return flaw._replace(
        message=f"what is taken over from `{source}` does not fit here: {flaw.message}",
        origin=like,
        slot="ref",
        columns=None,
        help=f"`{shown}` stands there; a line of its own here overrides it",
        related=(flaw.origin,),
    )


def is_own(origin: Origin, record: object, address: str) -> bool:
    """Whether a line stands in a KPI's record, or outside of it but for it."""
    return origin.record is record or _source(origin) == address


def like_origin(origin: Origin) -> Origin | None:
    """The `like` line of the record of a header."""
    found: Iterable[Statement] = (s for s in origin.record.statements if s.form.name == "like")
    return next((Origin(origin.path, origin.record, s.line) for s in found), None)


def _source(origin: Origin) -> str:
    """Whose line it is."""
    header = origin.record.header
    if header is None:
        return ""
    if header.form.name in vocabulary.MARGIN_HEADERS:
        return header.parts[0]
    return declaration(origin.path, origin.record).address
