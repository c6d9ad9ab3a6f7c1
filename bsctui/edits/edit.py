"""What an edit is: a plan of line edits, and what it intends to change in the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.model import Model
    from bsctui.model.names import Declaration
    from bsctui.text.document import Document, Record
    from bsctui.text.edits import LineEdit


class Refused(Exception):
    """An edit that is not made: nothing was changed. `help` says what to do instead, if there is something."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def duplicate_refusal(fact: str, places: list[tuple[str, int]]) -> Refused:
    """Why a fact that is given twice is not set: one of the two would still say the old value."""
    first, second = (f"{path}:{line}" for path, line in places[:2])
    return Refused(
        f"{fact} appears twice, in {first} and {second}", "keep one of the two lines first"
    )


class Texts(NamedTuple):
    """What an edit is planned on."""

    documents: Mapping[str, Document]
    model: Model

    def record(self, address: str) -> tuple[str, Record]:
        """The file and record of an address; refused as by `declaration`."""
        origin = self.declaration(address).origin
        return origin.path, origin.record

    def declaration(self, address: str) -> Declaration:
        """What declares an address.

        Raises:
            Refused: Nothing has it, or it has no record of its own.
        """
        declaration = self.model.names.declared.get(address)
        if declaration is not None:
            return declaration
        if self.model.names.kind(address) == "perspective":
            raise Refused(
                f"`{address}` is a perspective; perspectives are declared in the workspace's settings",
                "edit them as text",
            )
        close = self.model.names.closest(
            address, ("scorecard", "objective", "kpi", "measure", "initiative")
        )
        raise Refused(
            f"nothing is named `{address}`", f"did you mean `{close}`?" if close else None
        )

    def start(self, path: str, record: Record) -> int:
        """The line (from 1) on which a record starts."""
        return self.documents[path].start_of(record)


@dataclass(frozen=True, slots=True)
class Intent:
    """What re-reading must show: which addresses appear and go, whose records change; all others stay word for word."""

    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    says: tuple[tuple[str, str], ...] = ()
    """Lines (address, text) that the records must hold afterwards."""
    readdressed: tuple[tuple[str, str], ...] = ()
    """Old addresses with the new ones: an error that names one is the same error under the new name."""


class EditPlan(NamedTuple):
    """Line edits, all placed in the texts as they are, and what they intend."""

    description: str
    line_edits: tuple[LineEdit, ...]
    intent: Intent


class Edit(Protocol):
    """One thing a user wants changed."""

    def plan(self, texts: Texts) -> EditPlan:
        """The lines to replace.

        Raises:
            Refused: It cannot be done; says why.
        """


@dataclass(frozen=True, slots=True)
class Compound:
    """Several edits made as one; each is planned on what the ones before it left."""

    edits: tuple[Edit, ...]
    description: str | None = None

    def plan(self, texts: Texts) -> EditPlan:
        """Not planned as a whole: `apply.apply_edit` takes the parts one by one."""
        raise NotImplementedError(texts)
