"""Editing numbers: the target in force, the first missing value, a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bsctui.app.features.edit import first_missing
from bsctui.app.features.edit.item_command import ItemCommand, preview_verdict
from bsctui.app.features.edit.targets import TargetPlace, TargetQuestion, target_place
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import Compound, RecordValue, SetField
from bsctui.edits.doubts import entered_doubts

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.edits import Edit


class EditTarget(ItemCommand):
    """t."""

    id = "edit.target"
    keys = "t"
    title = "Change the target"
    help = "changes the target in force: constant, next waypoint, the plan's cell or the band"

    async def change(self, shell: AppContext, address: str) -> None:
        """Find the line, ask for a value, write it."""
        place = target_place(shell.session, address)
        if isinstance(place, str):
            shell.say(place, "warning")
            return
        own = False
        if place.ask is TargetQuestion.LIKE:
            answer = await shell.ask(_like_choice(shell, place))
            if answer is None:
                return
            own = answer == "own"

        def edit_of(text: str) -> Edit:
            return _target_edit(address, place, text, own=own)

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(_label(place), place.text, verdict=verdict))
        if text is not None and text.strip() and (own or text.strip() != place.text):
            shell.edit(edit_of(text))


def _label(place: TargetPlace) -> str:
    where = f"{place.before}{place.after}".strip(": ")
    return f"Target {where}".strip()


def _like_choice(shell: AppContext, place: TargetPlace) -> Choice[str]:
    label = shell.session.label(place.address)
    return Choice(
        "This target is taken over by `like`",
        [
            Option("original", f"the original's, {label}: it changes there too", "1"),
            Option("own", "an own one here, with the other's tolerance copied", "2"),
        ],
    )


def _target_edit(address: str, place: TargetPlace, text: str, *, own: bool) -> Edit:
    """The edit; an own target beside `like` needs the tolerance that it would otherwise replace."""
    if not own:
        return SetField(place.address, "target", place.value(text))
    edits: list[Edit] = [SetField(address, "target", place.value(text))]
    if place.tolerance is not None:
        edits.append(SetField(address, "tolerance", place.tolerance))
    return Compound(tuple(edits))


class RecordMissingValue(ItemCommand):
    """r."""

    id = "edit.record"
    keys = "r"
    title = "Record a value"
    help = 'records the first missing period; a note may follow: 47 "strike"'
    footer = "record"

    async def change(self, shell: AppContext, address: str) -> None:
        """Ask for the value of the first missing period."""
        session = shell.session
        period = first_missing.first_missing(session, address)
        if period is None:
            shell.say("no values are entered here: it is computed, or it is no KPI", "warning")
            return
        written = session.format(period)
        quantity = session.model.kpis.get(address) or session.model.measures[address]
        unit = f" {quantity.definition.unit}" if quantity.definition.unit else ""

        def edit_of(text: str) -> Edit | None:
            value, note = value_and_note(text)
            return RecordValue(address, written, value, note)

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(f"{written}{unit}", verdict=verdict))
        if text is None or not text.strip():
            return
        before = session.model
        if shell.edit(RecordValue(address, written, *value_and_note(text))):
            for doubt in entered_doubts(before, session.model):
                shell.say(f"{doubt}{shell.undo_hint}", "warning")


_NOTED = re.compile(r'\s*(\S+)\s+"(.*)"\s*')


def value_and_note(text: str) -> tuple[str, str | None]:
    """`47 "strike"` as value and note."""
    match = _NOTED.fullmatch(text)
    if match is None:
        return text.strip(), None
    return match[1], match[2].replace('\\"', '"')


def note_string(text: str) -> str:
    """A text as the language writes strings."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class AddNote(ItemCommand):
    """o."""

    id = "edit.note"
    keys = "o"
    title = "Add a note"
    help = "adds a note on the period in view"

    async def change(self, shell: AppContext, address: str) -> None:
        """Ask for the text."""
        session = shell.session
        if session.entity(address) is None:
            shell.say("a perspective has no record of its own to note on", "warning")
            return
        period = session.period_text

        def edit_of(text: str) -> Edit:
            return SetField(address, "note", f"{period} {note_string(text.strip())}".strip())

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(f"Note {period}", verdict=verdict))
        if text is not None and text.strip():
            shell.edit(edit_of(text))


VALUES: Commands = (EditTarget, RecordMissingValue, AddNote)
