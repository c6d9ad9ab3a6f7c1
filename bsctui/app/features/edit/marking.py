"""Marking items, and editing all that are marked as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.spans import Span, Spans, clean
from bsctui.app.features.edit.bulk import Many, Shared, many, shared_fields
from bsctui.app.features.edit.fields import accepted, begun
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.form import Entry, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.commands import Outcome
    from bsctui.app.core.session import Session
    from bsctui.app.shell import Shell
    from bsctui.edits import Refusal

JUDGED_AS_TYPED = 200
"""So many records are tried with every key; more only when the form is accepted."""


class Mark(Command):
    """v."""

    id = "mark"
    keys = "v"
    title = "Mark"
    help = "marks or unmarks the item and goes down; e then edits all that are marked at once"
    section = Section.EDIT

    def enabled(self, shell: Shell) -> bool:
        """Something must be selected."""
        return shell.session.selected is not None

    def run(self, shell: Shell) -> Outcome:
        """Toggle, and on to the next row."""
        session, pane = shell.session, shell.view.pane
        if session.selected is not None:
            session.marked ^= {session.selected}
        if pane is not None and shell.view.listed():
            shell.view.move_to(pane.cursor + 1)
        return None


class MarkShown(Command):
    """V."""

    id = "mark.shown"
    keys = "V"
    title = "Mark all that show"
    help = "marks every row that shows; where all are marked, unmarks them"
    section = Section.EDIT

    def run(self, shell: Shell) -> Outcome:
        """All or none."""
        session, shown = shell.session, set(shell.view.listed())
        if shown <= session.marked:
            session.marked -= shown
            shell.say(f"{len(shown):,} unmarked")
        else:
            session.marked |= shown
            shell.say(f"{len(shown):,} marked: e edits them at once, V unmarks them")
        return None


class UnmarkAll(Command):
    """Palette only."""

    id = "mark.none"
    title = "Unmark all"
    help = "takes every mark away"
    section = Section.EDIT

    def enabled(self, shell: Shell) -> bool:
        """Where something is marked."""
        return bool(shell.session.marked)

    def run(self, shell: Shell) -> Outcome:
        """None left."""
        shell.say(f"{len(shell.session.marked):,} unmarked")
        shell.session.marked.clear()
        return None


async def edit_marked(shell: Shell, items: Sequence[str]) -> None:
    """Ask for the fields that the items share, tell what cannot be changed, and change the rest as one."""
    session = shell.session
    fields = shared_fields(session, items)

    def verdict(texts: tuple[str, ...]) -> Spans | None:
        if len(items) > JUDGED_AS_TYPED or not _typed(fields, texts):
            return None
        return _told(session, many(session, items, zip(fields, texts, strict=True)))

    entries = [Entry(field.keyword, field.text, field.hint) for field in fields]
    key = " ".join(items)
    title = f"{len(items):,} marked items at once"
    form = Form(title, entries, verdict, begun(shell, key, fields))
    answers = await shell.ask(form)
    if answers is None or not accepted(shell, key, fields, answers):
        return
    if not _typed(fields, answers.texts):
        return
    found = many(session, items, zip(fields, answers.texts, strict=True))
    if found.refused and not await _go_on(shell, found):
        shell.say("nothing was changed")
        return
    if found.edit is not None:
        shell.edit(found.edit)


def _typed(fields: Sequence[Shared], texts: Sequence[str]) -> bool:
    return any(text.strip() != field.text for field, text in zip(fields, texts, strict=True))


def _told(session: Session, found: Many) -> Spans:
    """How many change; of those that cannot the first, with the reason."""
    if not found.refused:
        return (Span(f"{found.changed} change", "gain" if found.changed else "dim"),)
    first = found.refused[0]
    label = clean(session.label(first.address))
    return (
        Span(f"{found.changed} change, ", "dim"),
        Span(f"{len(found.refused)} cannot", "warning"),
        Span(f": {label}: {clean(first.reason)}", "dim"),
    )


async def _go_on(shell: Shell, found: Many) -> bool:
    """Show what cannot be changed, and why; ask whether the rest shall be."""
    lines = [_refusal(shell.session, refusal) for refusal in found.refused]
    options = [Option(value=False, text="stay: nothing is changed", key="s")]
    if found.edit is not None:
        count = f"{found.changed} other{'' if found.changed == 1 else 's'}"
        options.append(Option(value=True, text=f"change the {count}", key="c"))
    title = f"{len(found.refused)} cannot be changed"
    choice: Choice[bool] = Choice(title, options, lines)
    answer: bool | None = await shell.ask(choice)
    return bool(answer)


def _refusal(session: Session, refusal: Refusal) -> Spans:
    label = clean(session.label(refusal.address))
    return (Span(f" {label}  "), Span(clean(refusal.reason), "warning"))


MARKING: Commands = (Mark, MarkShown, UnmarkAll)
