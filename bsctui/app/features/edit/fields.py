"""The form and the field in place: the written lines of a record as editable texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core import relations
from bsctui.app.core.drafts import draft_of, restore_draft
from bsctui.app.core.form_field import FormField, written_field
from bsctui.app.features.edit.field_help import record_help
from bsctui.app.features.edit.hints import field_hint
from bsctui.app.features.edit.item_command import ItemCommand, preview_spans, preview_verdict
from bsctui.app.ui.form import FormEntry, FormLayer
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import Compound, RewriteLine, SetField, SetLinkWeight, UnsetField
from bsctui.escaping import printable
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.drafts import EditableField
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.form import Answers
    from bsctui.edits import Edit

OFFERED: dict[Kind, tuple[str, ...]] = {
    Kind.SCORECARD: ("owner", "weight", "score", "vision", "mission"),
    Kind.OBJECTIVE: ("owner", "weight", "supports", "drives", "score"),
    Kind.KPI: (
        *("owner", "weight", "unit", "better", "baseline", "target", "tolerance"),
        *("every", "aggregate", "reporter"),
    ),
    Kind.MEASURE: ("owner", "unit", "every", "aggregate", "reporter"),
    Kind.INITIATIVE: ("owner", "start", "due", "state", "progress", "budget", "spent"),
}
"""Fields that the form offers where they are not written yet."""


def form_fields(session: Session, address: str) -> list[FormField]:
    """The label, the record's own lines, then what could be written besides."""
    entity = session.entity(address)
    if entity is None:
        return []
    own = [line for line in relations.written_lines(session, address) if line.own]
    lines = [written_field(session, line) for line in own if line.text]
    present = {line.keyword for line in own}
    offered = OFFERED.get(session.kind(address), ())
    return [
        FormField("label", entity.label or ""),
        *lines,
        *(FormField(keyword, "") for keyword in offered if keyword not in present),
    ]


def fields_edit(address: str, typed: Iterable[tuple[FormField, str]]) -> Compound | None:
    """One edit that makes lines say what was typed; None where they say so already.

    Lines are replaced where they stand, so that their comments stay; then lines go, then new ones
    come: so no edit moves the place of another.
    """
    rewritten: list[Edit] = []
    removed: list[Edit] = []
    added: list[Edit] = []
    pairs = [(field, text.strip()) for field, text in typed]
    for field, wanted in pairs:
        if wanted == field.text:
            continue
        if field.keyword == "label" or (not field.text and wanted):
            added.append(SetField(address, field.keyword, wanted))
        elif not wanted:
            removed.append(UnsetField(address, field.keyword, field.text))
        elif field.snapshot is not None:
            rewritten.append(RewriteLine(*field.snapshot, field.keyword, wanted))
    if _needs_direction(pairs):
        added.append(SetField(address, "better", "higher"))
    edits = (*rewritten, *removed, *added)
    return Compound(edits, f"{address}: {_summary(edits)}") if edits else None


def _needs_direction(typed: Sequence[tuple[FormField, str]]) -> bool:
    """Whether a first target is written, and nothing says which way is better: then it is said as it is read."""
    texts = {field.keyword: wanted for field, wanted in typed}
    is_new = any(field.keyword == "target" and not field.text for field, _ in typed)
    others = ("baseline", "like", "same", "better")
    silent = not any(texts.get(keyword) for keyword in others)
    return is_new and silent and bool(texts.get("target")) and ".." not in texts["target"]


def _summary(edits: Sequence[Edit]) -> str:
    return "one field changed" if len(edits) == 1 else f"{len(edits)} fields changed"


class EditForm(ItemCommand):
    id = "edit.form"
    keys = "e"
    title = "Edit in a form"
    synonyms = "owner unit rename label weight fields"
    help = "edits all fields, of every marked item if some are marked; checked as you type"
    footer = "edit"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        marked = session.marked_items()
        if marked:
            from bsctui.app.features.edit.marking import edit_marked

            await edit_marked(shell, marked)
            return
        fields = form_fields(session, address)
        if not fields:
            await EditWeight().change(shell, address)
            return

        def edit_of(texts: tuple[str, ...]) -> Compound | None:
            return fields_edit(address, zip(fields, texts, strict=True))

        def verdict(texts: tuple[str, ...]) -> Spans | None:
            edit = edit_of(texts)
            return preview_spans(shell, address, edit) if edit else None

        entries = [
            FormEntry(
                field.keyword,
                field.text,
                field_hint(session, field.keyword),
                record_help(session, address, field.keyword),
            )
            for field in fields
        ]
        form = FormLayer(
            session.label(address), entries, verdict, restored_texts(shell, address, fields)
        )
        answers = await shell.ask(form)
        if answers is None or not form_accepted(shell, address, fields, answers):
            return
        edit = edit_of(answers.texts)
        if edit is not None:
            shell.edit(edit)
        else:
            shell.say("nothing to change: no field is different")


def restored_texts(shell: AppContext, key: str, fields: Sequence[EditableField]) -> tuple[str, ...]:
    """What a form starts with: what was typed before it was left, where that still applies; it says where not."""
    texts, dropped = restore_draft(shell.session.drafts.get(key, {}), fields)
    if dropped:
        words = ", ".join(f"{spot.keyword} {printable(spot.text)}".strip() for spot in dropped)
        shell.say(
            f"changed in the meantime, so what you typed there is dropped: {words}", "warning"
        )
    return texts


def form_accepted(
    shell: AppContext, key: str, fields: Sequence[EditableField], answers: Answers
) -> bool:
    """Whether a form was accepted; what was typed into one that was left is kept for the next time."""
    shell.session.drafts.pop(key, None)
    draft = draft_of(fields, answers.texts)
    if not answers.accepted and draft:
        shell.session.drafts[key] = draft
        shell.say("nothing was changed; what you typed is kept for when you open the form again")
    return answers.accepted


class EditField(ItemCommand):
    id = "edit.field"
    keys = "i"
    title = "Edit the field under the cursor"
    help = "edits the detail's line under the cursor in place; in the tree the label"

    async def change(self, shell: AppContext, address: str) -> None:
        """Ask where the field stands on screen."""
        field, at = shell.view.field()
        if field is None:
            shell.say("nothing can be edited on this line", "warning")
            return

        def edit_of(text: str) -> Edit | None:
            return fields_edit(address, [(field, text)])

        verdict = preview_verdict(shell, address, edit_of)
        text = await shell.ask(Prompt(field.keyword, field.text, verdict=verdict, at=at))
        edit = edit_of(text) if text is not None else None
        if edit is not None:
            shell.edit(edit)


class EditWeight(ItemCommand):
    """Palette, and the form on link and perspective rows."""

    id = "edit.weight"
    title = "Change the weight"
    help = "changes the weight: on a supporter's row the link's, on a perspective's row the scorecard's"

    async def change(self, shell: AppContext, address: str) -> None:
        session = shell.session
        above, kind = session.link_above, session.kind(address)
        if kind in {Kind.MEASURE, Kind.INITIATIVE}:
            shell.say(f"{kind.article} {kind} has no weight", "warning")
            return

        def edit_of(text: str) -> Edit:
            return weight_edit(address, kind, above, text.strip())

        verdict = preview_verdict(shell, above or address, edit_of)
        label = "Weight of the link" if above else "Weight"
        text = await shell.ask(Prompt(label, shell.session.weight_text(), verdict=verdict))
        if text and text.strip():
            shell.edit(edit_of(text))


def weight_edit(address: str, kind: Kind, above: str | None, text: str) -> Edit:
    """Where a weight is written: with the link, in the scorecard's `perspective` line, or here."""
    if above is not None:
        return SetLinkWeight(address, above, text)
    if kind is Kind.PERSPECTIVE:
        scorecard, _, name = address.rpartition(".")
        return SetField(scorecard, "perspective", f"{name} weight {text}")
    return SetField(address, "weight", text)


FIELDS: Commands = (EditForm, EditField, EditWeight)
