"""Commands for the workspace's own lines: scorecards at the top, the calendar, perspectives, persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core import item_kinds
from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit.item_command import refusal_spans
from bsctui.app.features.new_workspace import begin_workspace
from bsctui.app.ui.choice import Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import AddRecord, Refused
from bsctui.edits.new_names import name_and_label, slug
from bsctui.edits.setting_lines import AddPerson, AddPerspective, ClosePeriods, SetCalendar
from bsctui.escaping import printable
from bsctui.model.entities import Kind
from bsctui.model.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.prompt import Verdict
    from bsctui.edits import Edit


async def add_scorecard(shell: AppContext, parent: str | None) -> None:
    """Ask for a label; in a workspace without any text for all that a beginning needs."""
    session = shell.session
    if not any(document.records for document in session.workspace.documents.values()):
        await begin_workspace(shell)
        return
    taken = item_kinds.names_taken(session.model, Kind.SCORECARD, parent)

    def edit_of(text: str) -> Edit:
        name, label = name_and_label(text, taken)
        return AddRecord(Kind.SCORECARD.value, name, label, parent)

    below = f" under {session.label(parent)}" if parent else ""
    text = await _ask(shell, f"New scorecard{below}", "", edit_of, "its label")
    if text is not None and shell.edit(edit_of(text)):
        session.visit(name_and_label(text, taken)[0])


class NewScorecard(Command):
    """Palette, and `a` where there is none."""

    id = "edit.add-scorecard"
    title = "Add a scorecard"
    synonyms = "unit team department new card"
    help = "adds a scorecard at the top or under another one: a unit, a team, a department"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        session = shell.session
        parent: str | None = ""
        if session.model.scorecards:
            options = [Option("", "at the top")]
            options += [
                Option(address, f"{address}  {printable(session.label(address))}")
                for address in session.model.scorecards
            ]
            parent = await shell.ask(Picker("under which scorecard", options))
        if parent is not None:
            await add_scorecard(shell, parent or None)


class ChangeCalendar(Command):
    id = "edit.calendar"
    title = "Change the calendar"
    synonyms = "months quarters weeks year period grain fiscal"
    help = "changes how often values are reported, and for which years: months, quarters, a longer calendar"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        text = await _ask(
            shell,
            "Calendar",
            _calendar(shell.session),
            SetCalendar,
            "as in months 2026-01..2027-12",
        )
        if text is not None:
            shell.edit(SetCalendar(text))


def _calendar(session: Session) -> str:
    """The present calendar as it is written."""
    calendar = session.model.settings.calendar
    if calendar is None:
        return ""
    fiscal, grain = calendar.fiscal, calendar.grain
    ends = (fiscal.format(Period(grain, at)) for at in (calendar.first, calendar.last))
    return f"{grain.plural} {'..'.join(ends)}"


class CloseThePeriod(Command):
    id = "edit.close-period"
    title = "Close a period"
    synonyms = "closed final month end books lock calendar"
    help = "declares results final up to a period; later changes there are reviewed as restatements"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        verdict = _verdict(shell, ClosePeriods, "a period of the calendar")
        text = await shell.ask(Prompt("Final up to", shell.session.period_text, verdict=verdict))
        if text is not None and text.strip():
            shell.edit(ClosePeriods(text.strip()))


class NewPerspective(Command):
    id = "edit.add-perspective"
    title = "Add a perspective"
    synonyms = "lane new"
    help = "adds a perspective to the workspace, below those it has"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        taken = [each.name for each in shell.session.model.settings.perspectives]

        def edit_of(text: str) -> Edit:
            return AddPerspective(*name_and_label(text, taken))

        text = await _ask(shell, "New perspective", "", edit_of, "its label")
        if text is not None:
            shell.edit(edit_of(text))


class NewPerson(Command):
    id = "edit.add-person"
    title = "Add a person"
    synonyms = "owner reporter user colleague name"
    help = "adds somebody who owns or reports: a full name, then an e-mail address"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        taken = shell.session.model.settings.persons

        def edit_of(text: str) -> Edit:
            words = text.split()
            email = words.pop() if len(words) > 1 and "@" in words[-1] else ""
            full_name = " ".join(words)
            return AddPerson(slug(full_name, taken), full_name, email.strip("<>"))

        text = await _ask(shell, "New person", "", edit_of, "Anna Berg anna@example.com")
        if text is not None:
            shell.edit(edit_of(text))


async def _ask(
    shell: AppContext, label: str, value: str, edit_of: Callable[[str], Edit], hint: str
) -> str | None:
    """A line of text that makes an edit; None where nothing was typed."""
    text = await shell.ask(Prompt(label, value, verdict=_verdict(shell, edit_of, hint)))
    return text.strip() if text is not None and text.strip() not in {"", value} else None


def _verdict(shell: AppContext, edit_of: Callable[[str], Edit], hint: str) -> Verdict:
    """What would be refused and why; else what is done, before anything is typed how to write it."""

    def verdict(text: str) -> Spans | None:
        if not text.strip():
            return (StyledSpan(hint, "dim"),)
        try:
            preview = shell.session.workspace.preview(edit_of(text.strip()))
        except Refused as refused:
            return refusal_spans(refused)
        return (StyledSpan(printable(preview.change.description), "dim"),)

    return verdict


WORKSPACE_LINES: Commands = (
    NewScorecard,
    ChangeCalendar,
    CloseThePeriod,
    NewPerspective,
    NewPerson,
)
"""In the order of the help."""
