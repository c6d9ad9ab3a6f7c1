"""Edits of links: on the row of a supporter, weight and delete mean the link, not the objective."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts
from bsctui.edits.line_ops import with_columns, with_comments
from bsctui.text.columns import part_spans
from bsctui.text.document import STATEMENTS
from bsctui.text.edits import LineEdit

if TYPE_CHECKING:
    from bsctui.model.entities import Dated, EntityLink, Objective


def _links(
    texts: Texts, supporter: str, supported: str
) -> tuple[Objective, list[Dated[EntityLink]], list[Dated[EntityLink]]]:
    """The giver's `supports` lines and the receiver's `supporter` lines of a link."""
    giver, receiver = texts.model.objectives.get(supporter), texts.model.objectives.get(supported)
    if giver is None or receiver is None:
        raise Refused(f"`{supporter}` and `{supported}` are not two objectives")
    gives = [line for line in giver.supports if line.value.target == supported]
    if not gives:
        raise Refused(f"`{supporter}` does not support `{supported}`")
    return giver, gives, [line for line in receiver.supporters if line.value.target == supporter]


@dataclass(frozen=True, slots=True)
class SetLinkWeight:
    """The weight of a support, where it is said: the receiver's `supporter` line if there is one, else the giver's."""

    supporter: str
    supported: str
    weight: str

    def plan(self, texts: Texts) -> EditPlan:
        """One line."""
        _, gives, takes = _links(texts, self.supporter, self.supported)
        line = (takes or gives)[-1]
        holder = self.supported if takes else self.supporter
        raw, statement = line.origin.record.lines[line.origin.line], line.origin.statement
        spans = part_spans(raw)
        place = statement.form.slots.get("value")
        text = self.weight.strip()
        if STATEMENTS.read(f"  weight {text}\n", 0) is None or " " in text:
            raise Refused(
                f"`{text}` is not a weight", "a number of 0 or more, such as `2` or `30%`"
            )
        if isinstance(place, int):
            new = with_columns(raw, [(*spans[place], text)])
        else:
            _, end = spans[0]
            new = with_columns(raw, [(end, end, f" weight {text}")])
        path, at = texts.model.place(line.origin)
        intent = Intent(changed=frozenset({holder}))
        return EditPlan(
            f"{self.supporter} supports {self.supported} with weight {text}",
            (LineEdit(path, at, at, (new,)),),
            intent,
        )


@dataclass(frozen=True, slots=True)
class DropLink:
    """The support itself goes: the giver's lines, and the receiver's word on their weight."""

    supporter: str
    supported: str

    def plan(self, texts: Texts) -> EditPlan:
        """A few lines, each with its comments."""
        _, gives, takes = _links(texts, self.supporter, self.supported)
        edits = []
        for line in (*gives, *takes):
            path, at = texts.model.place(line.origin)
            first = with_comments(line.origin.record, line.origin.line)
            edits.append(LineEdit(path, at - (line.origin.line - first), at, ()))
        intent = Intent(changed=frozenset({self.supporter, self.supported}))
        return EditPlan(
            f"{self.supporter} no longer supports {self.supported}", tuple(edits), intent
        )
