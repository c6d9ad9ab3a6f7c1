"""A new KPI by one form: label, unit, direction, baseline, target and how periods are brought together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from bsctui.app.core import item_kinds
from bsctui.app.core.form_field import FormField
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit.field_help import header_help
from bsctui.app.features.edit.fields import form_accepted, restored_texts
from bsctui.app.features.edit.hints import field_hint
from bsctui.app.features.edit.item_command import refusal_spans
from bsctui.app.ui.form import FormEntry, FormLayer
from bsctui.edits import AddRecord, Refused
from bsctui.edits.new_names import name_and_label
from bsctui.edits.typed_values import read_field
from bsctui.model.entities import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.spans import Spans

FIELDS: Final = ("label", "unit", "better", "baseline", "target", "aggregate")
"""What is asked for, in the order of the form; what is left empty is not written."""

LABEL_HINT: Final = 'a label, or a name and a label: revenue "Seat revenue"'


async def add_kpi(shell: AppContext, parent: str, after: str | None) -> None:
    """Ask for all of it at once, and write what was filled in.

    Args:
        shell: The app.
        parent: The address of the objective.
        after: The address behind which it stands; None for behind its last sibling.
    """
    session = shell.session
    taken = item_kinds.names_taken(session.model, Kind.KPI, parent)
    persons = session.model.settings.persons

    def edit_of(texts: Sequence[str]) -> AddRecord:
        name, label = name_and_label(texts[0], taken)
        statements = tuple(_statements(texts, persons))
        return AddRecord(Kind.KPI.value, name, label, parent, statements, after)

    def verdict(texts: tuple[str, ...]) -> Spans | None:
        if not texts[0].strip():
            return (StyledSpan("a KPI needs a label", "error" if any(texts) else "dim"),)
        try:
            edit = edit_of(texts)
            session.workspace.preview(edit)
        except Refused as refused:
            return refusal_spans(refused)
        return (StyledSpan("named ", "dim"), StyledSpan(edit.name, "strong"))

    fields = [FormField(keyword, "") for keyword in FIELDS]
    header = f"kpi new in {parent}"
    entries = [
        FormEntry(
            keyword,
            "",
            LABEL_HINT if keyword == "label" else field_hint(session, keyword),
            partial(header_help, session, header, keyword),
        )
        for keyword in FIELDS
    ]
    key = f"a new KPI in {parent}"
    title = f"New KPI in {session.label(parent)}"
    answers = await shell.ask(
        FormLayer(title, entries, verdict, restored_texts(shell, key, fields))
    )
    if answers is None or not form_accepted(shell, key, fields, answers):
        return
    if answers.texts[0].strip() and shell.edit(edit_of(answers.texts)):
        name, _ = name_and_label(answers.texts[0], taken)
        session.visit(item_kinds.new_address(Kind.KPI, parent, name))


def _statements(texts: Sequence[str], persons: Collection[str]) -> Iterator[str]:
    """The lines of the fields that were filled in.

    Raises:
        Refused: One of them cannot be read.
    """
    for keyword, text in zip(FIELDS[1:], texts[1:], strict=True):
        if text.strip():
            yield read_field(keyword, text, "kpi", persons).text
