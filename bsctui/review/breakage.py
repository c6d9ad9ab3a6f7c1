"""What the new side broke: a KPI or measure with a line that cannot be read or is wrong has no score, whatever it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.build import spread_breakage, unreadable_records
from bsctui.review.changes import ChangeKind, ChangeLocation, StrategyChange
from bsctui.review.facts import ChangeClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.model.model import Model
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.facts import FactKey

BROKEN: Final[FactKey] = ("broken", "")
"""The key of such a change: no fact of the language, since it may be of any line."""


def breakages(sides: AlignedSides) -> Iterator[StrategyChange]:
    """What was sound on the old side and is broken on the new one, by a line of its own."""
    if not sides.new.broken:
        return
    messages = {address: (text, place) for address, text, place in _breaking_errors(sides.new)}
    for address, (message, place) in messages.items():
        old = sides.matching.old_of.get(address)
        quantity = sides.new.quantity(address)
        if old is None or quantity is None or old in sides.old.broken:
            continue
        yield StrategyChange(
            sides.matching.new[address].kind, address, quantity.display_name, ChangeKind.CHANGED, ChangeClass.RULES, place, old,
            field=BROKEN[0], new=message, key=BROKEN,
        )  # fmt: skip


def with_broken(model: Model, changes: Iterable[StrategyChange]) -> frozenset[str]:
    """What is broken in a model of the old side with some changes."""
    addresses = {change.old_address or "" for change in changes if change.key == BROKEN}
    if not addresses:
        return model.broken
    broken = {*model.broken, *addresses}
    spread_breakage(model, broken)
    return frozenset(broken)


def _breaking_errors(model: Model) -> Iterator[tuple[str, str, ChangeLocation]]:
    """Address, message and place of what breaks something by itself; what is told last is what stands."""
    for diagnostic in reversed(model.record_diagnostics):
        if diagnostic.is_error:
            place = ChangeLocation(*model.place(diagnostic.origin))
            for address in sorted(diagnostic.breaks):
                yield address, diagnostic.message, place
    for address, path, record in unreadable_records(model.documents):
        unread = record.diagnostics[0]
        start = model.documents[path].start_of(record)
        yield address, unread.message, ChangeLocation(path, start + unread.line)
