"""Adding and taking away tags, whichever `tag` line of the record they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Texts
from bsctui.edits.fields import SetField
from bsctui.edits.line_ops import with_comments
from bsctui.text.columns import rewritten_line
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.text.document import Record


@dataclass(frozen=True, slots=True)
class ChangeTags:
    """Tags to be there and tags to be gone; what holds already stays as it is written."""

    address: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    def plan(self, texts: Texts) -> EditPlan:
        """The lines that lose a tag, and a new line for those that come."""
        path, record = texts.record(self.address)
        edits = tuple(self._without(path, record, texts.start(path, record)))
        missing = [tag for tag in self.added if tag not in _tags(record)]
        says: tuple[tuple[str, str], ...] = ()
        if missing:
            plan = SetField(self.address, "tag", " ".join(missing)).plan(texts)
            edits, says = (*edits, *plan.line_edits), plan.intent.says
        words = [*(f"+{tag}" for tag in self.added), *(f"-{tag}" for tag in self.dropped)]
        intent = Intent(changed=frozenset({self.address}), says=says)
        return EditPlan(f"{self.address}: tag {' '.join(words)}", edits, intent)

    def _without(self, path: str, record: Record, start: int) -> Iterator[LineEdit]:
        for statement in record.statements:
            if statement.form.name != "tag":
                continue
            names = statement.all("names")
            left = [name for name in names if name not in self.dropped]
            at = start + statement.line
            if not left:
                yield LineEdit(path, start + with_comments(record, statement.line), at, ())
            elif len(left) < len(names):
                raw = rewritten_line(record.lines[statement.line], f"tag {' '.join(left)}")
                yield LineEdit(path, at, at, (raw,))


def _tags(record: Record) -> set[str]:
    return {
        name
        for statement in record.statements
        if statement.form.name == "tag"
        for name in statement.all("names")
    }
