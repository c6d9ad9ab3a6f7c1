"""What can be done in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.features.edit.external_editor import OpenEditor
from bsctui.app.features.edit.fields import EditForm, EditWeight
from bsctui.app.features.edit.structure import STRUCTURE
from bsctui.app.features.edit.values import VALUES
from bsctui.app.features.explain_score import WHY
from bsctui.app.features.find.find import Find, FindNext, FindPrevious
from bsctui.app.features.find.line_of_sight import Copy, GoHome, SightDown, SightUp
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.cursor_commands import MOVING
from bsctui.app.ui.picker import Picker
from bsctui.escaping import printable
from bsctui.language.symbols import (
    LanguageSymbol,
    mentions,
    symbol_at,
    symbol_definition,
    symbol_references,
)

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.views.text.view import TextView


def _view(shell: AppContext) -> TextView:
    """The view in front, which is the Text wherever these commands are bound."""
    return cast("TextView", shell.view)


class EditText(Command):
    id = "text.edit"
    keys = "i,enter"
    title = "Edit the text"
    help = "edits the record as text (or a whole small file); esc applies it as one edit"
    footer = "edit"
    section = Section.EDIT
    edits = True
    inside = True

    def run(self, shell: AppContext) -> None:
        _view(shell).begin()


class Propose(Command):
    id = "text.complete"
    keys = "ctrl+n,ctrl+@,ctrl+space"
    title = "Suggest what fits here"
    help = "in the editor: lists keywords and names that fit here; tab inserts one"
    footer = "propose"
    section = Section.EDIT
    edits = True
    inside = True

    def enabled(self, shell: AppContext) -> bool:
        """Only while typing."""
        return _view(shell).editing

    def run(self, shell: AppContext) -> None:
        _view(shell).propose()


class SaveTyped(Command):
    id = "text.save"
    keys = "ctrl+s"
    title = "Save, also while typing"
    help = "applies what is typed, and saves"
    footer = "save"
    section = Section.FILE
    edits = True

    async def run(self, shell: AppContext) -> None:
        """What is typed was taken over before."""
        from bsctui.app.features.save import save_workspace

        await save_workspace(shell)


class GoToDefinition(Command):
    id = "text.definition"
    keys = "l,right,f12"
    title = "Go to the definition"
    help = "goes to where the name under the cursor is declared (asks which, where the line has several)"
    footer = "go to"
    section = Section.SIGHT
    inside = True

    async def run(self, shell: AppContext) -> None:
        """Of the name at the cursor; where only lines are walked, of those in the line."""
        view = _view(shell)
        subject = await _subject(shell, "Go to")
        if subject is None:
            shell.say("there is no declared name here")
            return
        view.settle()
        spot = symbol_definition(shell.session.model, subject)
        if spot is None:
            shell.say(f"`{subject.name}` is declared nowhere in this workspace")
        else:
            view.jump(spot.path, spot.line)


class ListReferences(Command):
    id = "text.references"
    keys = "asterisk,shift+f12,f24"
    title = "List who names it"
    help = "lists the lines that use the name under the cursor (on a header: the record); enter goes there"
    footer = "uses"
    section = Section.SIGHT
    inside = True

    async def run(self, shell: AppContext) -> None:
        view = _view(shell)
        subject = await _subject(shell, "Who names", own=True)
        if subject is None:
            shell.say("there is no name here")
            return
        view.settle()
        documents = shell.session.workspace.documents
        spots = symbol_references(shell.session.model, subject)
        if not spots:
            shell.say(f"nothing names `{subject.name}`")
            return
        options = [
            Option(
                spot,
                printable(documents[spot.path].line_text(spot.line).strip()),
                f"{spot.path}:{spot.line}",
            )
            for spot in spots
        ]
        prompt = f"{len(spots)} line{'s' if len(spots) > 1 else ''} with {subject.name}"
        chosen = await shell.ask(Picker(prompt, options))
        if chosen is not None:
            view.jump(chosen.path, chosen.line)


async def _subject(shell: AppContext, title: str, *, own: bool = False) -> LanguageSymbol | None:
    """What is meant: the name at the cursor, or one of those in the line."""
    view = _view(shell)
    cursor = view.text_cursor
    if view.editing:
        return symbol_at(cursor)
    mentioned = list(mentions(cursor.line, cursor.header))
    subjects = dict.fromkeys(each.symbol for each in mentioned if own or not each.declares)
    if own and any(each.declares for each in mentioned):
        return next(each.symbol for each in mentioned if each.declares)
    precise = _most_precise(list(subjects))
    if len(precise) < 2:
        return precise[0] if precise else None
    return await shell.ask(
        Choice(
            title,
            [
                Option(each, each.name, str(at + 1) if at < 9 else "")
                for at, each in enumerate(precise)
            ],
        )
    )


def _most_precise(subjects: list[LanguageSymbol]) -> list[LanguageSymbol]:
    """Without the scorecards that are named only as a part of an address."""
    heads = {each.name.partition(".")[0] for each in subjects if "." in each.name}
    rest = [each for each in subjects if each.name not in heads]
    return rest or subjects


class BackInText(Command):
    id = "text.back"
    keys = "h,left,backspace,ctrl+o"
    title = "Back"
    help = "returns from the last jump"
    section = Section.SIGHT

    def run(self, shell: AppContext) -> None:
        """To the line jumped from, else to the item selected before."""
        if not _view(shell).back() and not shell.session.back():
            shell.say("there is nothing to go back to")


class NextProblem(Command):
    id = "text.problem"
    keys = "f8"
    title = "Next problem in the file"
    help = "goes to the next line with a problem, from the last one to the first"
    section = Section.MOVE
    inside = True

    def run(self, shell: AppContext) -> None:
        if not _view(shell).next_problem():
            shell.say("nothing is wrong in this file")


TEXT_COMMANDS: Commands = (
    *MOVING,
    EditText,
    Propose,
    SaveTyped,
    GoToDefinition,
    ListReferences,
    Find,
    FindNext,
    FindPrevious,
    BackInText,
    NextProblem,
    OpenEditor,
    SightUp,
    SightDown,
    GoHome,
    Copy,
    EditForm,
    EditWeight,
    *VALUES,
    *WHY,
    *STRUCTURE,
)
"""In the order of the help."""
