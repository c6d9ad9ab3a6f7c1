"""Editing the tree: add, copy, delete, move, rename, reorder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core import item_kinds
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit.item_command import ItemCommand, preview_verdict
from bsctui.app.features.edit.new_kpi import add_kpi
from bsctui.app.features.edit.workspace_lines import WORKSPACE_LINES, add_scorecard
from bsctui.app.features.files import offer_deletion
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import (
    AddRecord,
    DeleteRecord,
    DropLink,
    MoveRecord,
    Refused,
    RenameRecord,
    ReorderRecord,
)
from bsctui.edits.new_names import name_and_label
from bsctui.escaping import printable
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.prompt import Verdict
    from bsctui.edits import Edit

NO_RECORD = "a perspective has no record of its own; {} its objectives instead"


class NewRecord(NamedTuple):
    """What is to be added, and where."""

    kind: Kind
    parent: str | None
    after: str | None
    statements: tuple[str, ...] = ()


CHILD = {
    Kind.SCORECARD: Kind.SCORECARD,
    Kind.PERSPECTIVE: Kind.OBJECTIVE,
    Kind.OBJECTIVE: Kind.KPI,
    Kind.KPI: Kind.INITIATIVE,
}
"""What `A` adds below what."""


class AddCommand(ItemCommand):
    """What adding a sibling, a child and a copy share."""

    def enabled(self, shell: AppContext) -> bool:
        """In an empty workspace too: there it begins one."""
        return True

    async def run(self, shell: AppContext) -> None:
        """Where nothing is selected, what is missing is the scorecard itself."""
        if shell.session.model.scorecards:
            await super().run(shell)
        else:
            await add_scorecard(shell, None)

    async def change(self, shell: AppContext, address: str) -> None:
        """Ask for a label; the name is made from it. For a KPI ask for all that it needs."""
        new = self.new_record(shell.session, address)
        if isinstance(new, str):
            shell.say(new, "warning")
            return
        if new.kind is Kind.KPI and new.parent is not None and not new.statements:
            await add_kpi(shell, new.parent, new.after)
            return
        taken = item_kinds.names_taken(shell.session.model, new.kind, new.parent)

        def edit_of(text: str) -> Edit:
            name, label = name_and_label(text, taken)
            return AddRecord(new.kind.value, name, label, new.parent, new.statements, new.after)

        below = f" in {shell.session.label(new.parent)}" if new.parent else ""
        prompt = Prompt(f"New {new.kind.word}{below}", verdict=_named(shell, edit_of))
        text = await shell.ask(prompt)
        if text is not None and text.strip() and shell.edit(edit_of(text)):
            name, _ = name_and_label(text, taken)
            shell.session.visit(item_kinds.new_address(new.kind, new.parent, name))

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """What would be added; or why nothing can be."""
        raise NotImplementedError


def _named(shell: AppContext, edit_of: Callable[[str], Edit]) -> Verdict:
    judge = preview_verdict(shell, "", edit_of)

    def verdict(text: str) -> Spans | None:
        refused = judge(text)
        if refused or not text.strip():
            return refused or (
                StyledSpan('a label, or a name and a label: revenue "Seat revenue"', "dim"),
            )
        edit = edit_of(text)
        return (StyledSpan("named ", "dim"), StyledSpan(getattr(edit, "name", ""), "strong"))

    return verdict


class AddSibling(AddCommand):
    id = "edit.add-sibling"
    keys = "a"
    title = "Add a sibling"
    help = "adds a record of the same kind after this one"

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """After the selected one, with the same parent."""
        kind = session.kind(address)
        if kind is Kind.PERSPECTIVE:
            return NO_RECORD.format("add")
        return NewRecord(kind, item_kinds.header_parent(session.model, address), address)


class AddChild(AddCommand):
    id = "edit.add-child"
    keys = "A"
    title = "Add a child"
    help = "adds an item below: a scorecard, objective, KPI or initiative"
    place: str | None = None
    """Below a scorecard: the perspective that gets an objective, or itself for a scorecard under it."""

    async def change(self, shell: AppContext, address: str) -> None:
        """Below a scorecard stand objectives and scorecards, and a perspective without objectives has no row of its own."""
        model, self.place = shell.session.model, None
        if address in model.scorecards:
            places = {f"{address}.{each.name}": each for each in model.settings.perspectives}
            options = [
                Option(place, f"an objective in {each.label or each.name}", str(at))
                for at, (place, each) in enumerate(places.items(), 1)
            ]
            options.append(Option(address, "a scorecard under it", "s"))
            self.place = await shell.ask(Choice("Add below this scorecard", options))
            if self.place is None:
                return
        await super().change(shell, address)

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """Below the selected one."""
        kind = session.kind(address)
        if self.place is not None and self.place != address:
            return NewRecord(Kind.OBJECTIVE, self.place, None)
        if kind not in CHILD:
            return f"nothing can be added below {kind.article} {kind}"
        return NewRecord(CHILD[kind], address, None)


class AddObjective(AddCommand):
    """Palette only: a perspective without objectives has no row that `A` could stand on."""

    id = "edit.add-objective"
    title = "Add an objective"
    help = "adds an objective to the scorecard, in the perspective you choose"
    place: str | None = None

    async def change(self, shell: AppContext, address: str) -> None:
        """Ask in which perspective first."""
        card = address.partition(".")[0]
        perspectives = shell.session.model.settings.perspectives
        options = [
            Option(f"{card}.{perspective.name}", shell.session.label(f"{card}.{perspective.name}"))
            for perspective in perspectives
        ]
        self.place = await shell.ask(Choice("In which perspective", options))
        if self.place is not None:
            await super().change(shell, address)

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """In the perspective chosen."""
        return NewRecord(Kind.OBJECTIVE, self.place, None)


class AddInitiative(AddCommand):
    id = "edit.add-initiative"
    title = "Add an initiative"
    help = "adds an initiative to an objective or a KPI"

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """For the selected one."""
        if session.kind(address) not in {Kind.OBJECTIVE, Kind.KPI}:
            return "an initiative belongs to an objective or a KPI"
        return NewRecord(Kind.INITIATIVE, address, None)


class AddPart(AddCommand):
    id = "edit.add-part"
    title = "Add a part of a KPI"
    help = "adds a part to a KPI, such as a line or a region, with its own score"

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """In the selected KPI."""
        kpi = session.model.kpis.get(address)
        if kpi is None or kpi.same is not None:
            return "a KPI with `same` has no parts of its own: add the part to the original"
        return NewRecord(Kind.KPI, address, None, (f"like {address}",))


class AddMeasure(AddCommand):
    id = "edit.add-measure"
    title = "Add a measure"
    help = "adds a measure to the scorecard"

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """In the selected one's scorecard."""
        return NewRecord(Kind.MEASURE, address.partition(".")[0], None)


class CopyByLike(AddCommand):
    id = "edit.copy"
    keys = "c"
    title = "Copy a KPI by like"
    help = "adds a KPI that takes over this one's definition"

    def new_record(self, session: Session, address: str) -> NewRecord | str:
        """After the selected KPI."""
        kpi = session.model.kpis.get(address)
        if kpi is None:
            return "only a KPI can be copied by `like`"
        return NewRecord(Kind.KPI, kpi.parent, address, (f"like {address}",))


class Delete(ItemCommand):
    id = "edit.delete"
    keys = "d,delete"
    title = "Delete"
    help = "deletes this (on a supporter's row the link); lists what refers to it first"

    async def change(self, shell: AppContext, address: str) -> None:
        """At once where nothing refers to it: undo brings it back."""
        session = shell.session
        if session.link_above is not None:
            shell.edit(DropLink(address, session.link_above))
            return
        if session.kind(address) is Kind.PERSPECTIVE:
            shell.say(NO_RECORD.format("delete"), "warning")
            return
        place = session.model.record_of(address)
        try:
            session.workspace.preview(DeleteRecord(address, with_references=False))
        except Refused as refused:
            if not await self._with_references(shell, address, refused):
                return
            shell.edit(DeleteRecord(address, with_references=True))
        else:
            shell.edit(DeleteRecord(address, with_references=False))
        if place is not None and session.model.record_of(address) is None:
            await offer_deletion(shell, place[0])

    async def _with_references(self, shell: AppContext, address: str, refused: Refused) -> bool:
        lines: list[Spans] = [(StyledSpan(f" {refused.message}"),)]
        for origin in shell.session.model.references_to(address):
            path, line = shell.session.model.place(origin)
            text = shell.session.line_text(origin).strip()
            lines.append((StyledSpan(f"  {path}:{line}  ", "dim"), StyledSpan(printable(text))))
        options: list[Option[bool]] = [
            Option(value=False, text="stay", key="s"),
            Option(value=True, text="delete, with the lines that refer to it", key="x"),
        ]
        title = f"Delete {printable(shell.session.label(address))}"
        choice: Choice[bool] = Choice(title, options, lines)
        answer: bool | None = await shell.ask(choice)
        return bool(answer)


class MoveItem(ItemCommand):
    id = "edit.move"
    keys = "m"
    title = "Move elsewhere"
    help = "gives it another parent; what is below it moves along, references follow"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        kind = session.kind(address)
        if kind is Kind.PERSPECTIVE:
            shell.say(NO_RECORD.format("move"), "warning")
            return
        options = [
            Option(place, f"{place}  {printable(session.label(place))}")
            for place in item_kinds.possible_parents(session.model, kind)
            if place not in {address, item_kinds.header_parent(session.model, address)}
        ]
        place = await shell.ask(Picker(f"move {session.label(address)} to", options))
        if place is not None and shell.edit(MoveRecord(address, place)):
            scorecard = place.partition(".")[0]
            name = address.rpartition(".")[2]
            session.selected = address if kind is Kind.SCORECARD else f"{scorecard}.{name}"


class Rename(ItemCommand):
    id = "edit.rename"
    keys = "R"
    title = "Rename"
    help = "gives it another name everywhere, and remembers the old one by `was`"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        if session.kind(address) is Kind.PERSPECTIVE:
            shell.say("perspectives are named in the workspace's settings", "warning")
            return
        head, _, name = address.rpartition(".")

        def edit_of(text: str) -> Edit:
            return RenameRecord(address, text.strip())

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt("Name", name, verdict=verdict))
        if text and text.strip() != name and shell.edit(edit_of(text)):
            session.selected = f"{head}.{text.strip()}" if head else text.strip()


class ReorderDown(ItemCommand):
    id = "edit.down"
    keys = "alt+down"
    title = "Move down in the file"
    help = "swaps with the next sibling in the same file"
    delta = 1

    async def change(self, shell: AppContext, address: str) -> None:
        shell.edit(ReorderRecord(address, self.delta))


class ReorderUp(ReorderDown):
    id = "edit.up"
    keys = "alt+up"
    title = "Move up in the file"
    help = "swaps with the previous sibling in the same file"
    delta = -1


STRUCTURE: Commands = (
    AddSibling,
    AddChild,
    AddObjective,
    AddInitiative,
    AddPart,
    AddMeasure,
    CopyByLike,
    Delete,
    MoveItem,
    Rename,
    ReorderUp,
    ReorderDown,
    *WORKSPACE_LINES,
)
