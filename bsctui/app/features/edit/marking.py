"""Marking items, and editing all that are marked as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.features.edit.bulk import (
    FIELDS,
    ROLES,
    BulkEdit,
    SharedField,
    bulk_edit,
    shared_fields,
)
from bsctui.app.features.edit.field_help import record_help
from bsctui.app.features.edit.fields import form_accepted, restored_texts
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.form import FormEntry, FormLayer
from bsctui.app.ui.offers import words_help
from bsctui.escaping import printable
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.session import Session
    from bsctui.app.ui.offers import FieldHelp
    from bsctui.edits import Refusal

JUDGED_AS_TYPED = 200
"""So many records are tried with every key; more only when the form is accepted."""


class ToggleMark(Command):
    id = "mark"
    keys = "v"
    title = "Mark"
    help = "marks or unmarks the item and goes down; e then edits all marked items at once"
    section = Section.EDIT

    def enabled(self, shell: AppContext) -> bool:
        """Something must be selected."""
        return shell.session.selected is not None

    def run(self, shell: AppContext) -> CommandOutcome:
        session, pane = shell.session, shell.view.pane
        if session.selected is not None:
            session.marked ^= {session.selected}
        if pane is not None and shell.view.listed():
            shell.view.move_to(pane.cursor + 1)
        return None


class MarkShown(Command):
    id = "mark.shown"
    keys = "V"
    title = "Mark all visible rows"
    help = "marks every visible row; if all are marked, unmarks them"
    section = Section.EDIT

    def run(self, shell: AppContext) -> CommandOutcome:
        session, shown = shell.session, set(shell.view.listed())
        if shown <= session.marked:
            session.marked -= shown
            shell.say(f"{len(shown):,} unmarked")
        else:
            session.marked |= shown
            shell.say(f"{len(shown):,} marked: e edits them at once, V unmarks them")
        return None


class UnmarkAll(Command):
    id = "mark.none"
    title = "Unmark all"
    help = "removes every mark"
    section = Section.EDIT

    def enabled(self, shell: AppContext) -> bool:
        """Where something is marked."""
        return bool(shell.session.marked)

    def run(self, shell: AppContext) -> CommandOutcome:
        shell.say(f"{len(shell.session.marked):,} unmarked")
        shell.session.marked.clear()
        return None


async def edit_marked(shell: AppContext, items: Sequence[str]) -> None:
    """Ask for the fields that the items share, tell what cannot be changed, and change the rest as one."""
    session = shell.session
    fields = shared_fields(session, items)

    def verdict(texts: tuple[str, ...]) -> Spans | None:
        if len(items) > JUDGED_AS_TYPED or not _typed(fields, texts):
            return None
        return _bulk_verdict(session, bulk_edit(session, items, zip(fields, texts, strict=True)))

    entries = [
        FormEntry(field.keyword, field.text, field.hint, _help(session, items, field.keyword))
        for field in fields
    ]
    key = " ".join(items)
    title = f"{len(items):,} marked items at once"
    form = FormLayer(title, entries, verdict, restored_texts(shell, key, fields))
    answers = await shell.ask(form)
    if answers is None or not form_accepted(shell, key, fields, answers):
        return
    if not _typed(fields, answers.texts):
        return
    bulk = bulk_edit(session, items, zip(fields, answers.texts, strict=True))
    if bulk.refused and not await _go_on(shell, bulk):
        shell.say("nothing was changed")
        return
    if bulk.edit is not None:
        shell.edit(bulk.edit)


def _help(session: Session, items: Sequence[str], keyword: str) -> Callable[[str], FieldHelp]:
    """What the field of the first item that may have it may say."""
    if keyword == "role":
        return words_help(*((word, "") for word in ROLES))
    having = (address for address in items if keyword in FIELDS[session.kind(address)])
    return record_help(session, next(having, items[0]), keyword)


def _typed(fields: Sequence[SharedField], texts: Sequence[str]) -> bool:
    return any(text.strip() != field.text for field, text in zip(fields, texts, strict=True))


def _bulk_verdict(session: Session, bulk: BulkEdit) -> Spans:
    """How many change; of those that cannot the first, with the reason."""
    if not bulk.refused:
        return (StyledSpan(f"{bulk.changed} change", "gain" if bulk.changed else "dim"),)
    first = bulk.refused[0]
    label = printable(session.distinct_label(first.address))
    return (
        StyledSpan(f"{bulk.changed} change, ", "dim"),
        StyledSpan(f"{len(bulk.refused)} cannot", "warning"),
        StyledSpan(f": {label}: {printable(first.reason)}", "dim"),
    )


async def _go_on(shell: AppContext, bulk: BulkEdit) -> bool:
    """Show what cannot be changed, and why; ask whether the rest shall be."""
    lines = [_refusal(shell.session, refusal) for refusal in bulk.refused]
    options = [Option(value=False, text="stay: nothing is changed", key="s")]
    if bulk.edit is not None:
        count = count_phrase(bulk.changed, "other")
        options.append(Option(value=True, text=f"change the {count}", key="c"))
    title = f"{len(bulk.refused)} cannot be changed"
    choice: Choice[bool] = Choice(title, options, lines)
    answer: bool | None = await shell.ask(choice)
    return bool(answer)


def _refusal(session: Session, refusal: Refusal) -> Spans:
    label = printable(session.distinct_label(refusal.address))
    return (StyledSpan(f" {label}  "), StyledSpan(printable(refusal.reason), "warning"))


MARKING: Commands = (ToggleMark, MarkShown, UnmarkAll)
