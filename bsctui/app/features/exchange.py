"""Tables in, files out: the questions of an import as screens, its rows as one edit that can be taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.difference import as_explanation, difference_lines
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import SetField
from bsctui.edits.typed_values import text_token
from bsctui.escaping import printable
from bsctui.exchange.exporting.by_kind import FILE_KINDS, CannotExport, model_file, scores_file
from bsctui.exchange.tables.grid import UnreadableTable
from bsctui.storage.atomic_write import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.spans import Spans
    from bsctui.exchange.importing.plan import BringRows
    from bsctui.exchange.reading.findings import Findings, ImportQuestion
    from bsctui.exchange.reading.mapping import ImportMapping

LISTED: Final = 6
"""So many cells or KPIs of one kind are listed before the rest is counted."""


TABLE_ENDINGS: Final = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm"})
"""Files that hold tables, by the ending of their names."""


class ImportTable(Command):
    id = "exchange.import"
    title = "Import…"
    help = "imports a table (csv, tsv, xlsx) as one edit: asks what is unclear, shows what changes"
    section = Section.FILE
    edits = True

    async def run(self, shell: AppContext) -> None:
        """Ask for the file, then whatever it leaves in doubt."""
        verdict = partial(_verdict_of_table, shell.session.workspace.root)
        text = await shell.ask(Prompt("Import file", verdict=verdict))
        if text is None or not text.strip():
            return
        path = _target(text)
        beside = shell.session.workspace.root / path
        await import_file(shell, path if path.exists() or not beside.exists() else beside)


async def import_file(
    shell: AppContext, path: Path, name: str | None = None, owner: str = ""
) -> None:
    """Import one file as one edit.

    Args:
        shell: The app.
        path: The file.
        name: For a scorecard that no row names (default: the file's).
        owner: Who answers for a top scorecard that says nothing of it; empty for nobody.
    """
    from bsctui.exchange.importing.outcome import ImportOptions
    from bsctui.exchange.importing.plan import BringRows

    try:
        findings, mapping = await _settled_findings(shell, path) or (None, None)
    except (OSError, UnreadableTable) as error:
        shell.say(f"nothing is imported: {printable(str(error))}", "error")
        return
    if findings is None or mapping is None:
        return
    edit = BringRows(findings, mapping, ImportOptions(name or path.stem))
    changes = await _changes(shell, edit)
    if changes is None:
        return
    lines = [*edit.result.understood(), *changes]
    if await _is_agreed(shell, findings, path, lines) and shell.edit(edit):
        result = edit.result
        if owner:
            _give_owner(shell, owner)
        shell.say(
            f"{len(result.created)} KPIs new, {len(result.updated)} changed, {result.unchanged} unchanged{shell.undo_hint}"
        )
        shell.sync()


def _give_owner(shell: AppContext, owner: str) -> None:
    """The one top scorecard gets its owner, where the tables name none."""
    tops = shell.session.model.tops
    if len(tops) == 1 and tops[0].owner is None:
        shell.edit(SetField(tops[0].address, "owner", text_token(owner)))


async def _changes(shell: AppContext, edit: BringRows) -> list[str] | None:
    """What the import would change, by its meaning; None where there is nothing to ask: it is said why."""
    from bsctui.edits import Refused

    workspace = shell.session.workspace
    try:
        preview = await asyncio.to_thread(workspace.preview, edit)
    except Refused as refused:
        shell.say(f"nothing is imported: {printable(refused.message)}", "error")
        return None
    if not preview.change.line_edits:
        shell.say("nothing is imported: the table says what is known already")
        return None
    if not edit.result.is_readable or not workspace.model.scorecards:
        return list(edit.result.counts())
    return await asyncio.to_thread(difference_lines, workspace, preview, "import")


async def _settled_findings(shell: AppContext, path: Path) -> tuple[Findings, ImportMapping] | None:
    """What the tables say once every doubt is settled; None where somebody left a question."""
    from bsctui.exchange.importing.known_rows import settle_with_known
    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.importing.settings_lines import written_fiscal_year
    from bsctui.exchange.reading.extract import extract
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.tables.opening import open_tables

    mapping = ImportMapping()
    fiscal = written_fiscal_year(shell.session.model)
    matching = RowMatching(shell.session.model)
    sheets = await asyncio.to_thread(open_tables, [path])
    while True:
        findings, understood = await asyncio.to_thread(
            extract, sheets, mapping, fiscal, new_rows=matching.new_rows
        )
        settle_with_known(findings, mapping, matching)
        if not findings.questions:
            return findings, understood
        answer = await _answer(shell, findings.questions[0], findings)
        if answer is None:
            shell.say("nothing is imported")
            return None
        mapping = replace(mapping, **answer)


async def _answer(
    shell: AppContext, question: ImportQuestion, findings: Findings
) -> Mapping[str, Any] | None:
    """One question as a screen: its answers as a list, or a line to type."""
    if question.choices:
        lines = (question.text, *(f"- {line}" for line in question.details))
        explain = [*((StyledSpan(printable(line)),) for line in lines), *_unread_lines(findings)]
        options = [
            Option(number, printable(choice.name)) for number, choice in enumerate(question.choices)
        ]
        typed = question.typed
        if typed is not None:
            options.append(Option(len(question.choices), "something else: type it"))
        chosen = await shell.ask(Choice("Import: what is meant?", options, explain))
        if chosen is None:
            return None
        if chosen < len(question.choices):
            return question.choices[chosen].changes
    return await _typed_answer(shell, question)


async def _typed_answer(shell: AppContext, question: ImportQuestion) -> Mapping[str, Any] | None:
    typed = question.typed
    if typed is None:
        return None

    def verdict(text: str) -> Spans | None:
        try:
            typed(text)
        except (ValueError, KeyError):
            return (StyledSpan(printable(question.text), "error"),)
        return (StyledSpan(printable(question.text), "dim"),)

    text = await shell.ask(Prompt(question.topic.value, verdict=verdict))
    return typed(text) if text is not None else None


async def _is_agreed(
    shell: AppContext, findings: Findings, path: Path, changes: Sequence[str]
) -> bool:
    """Show what was read and left out, and what it changes, and ask."""
    explain: list[Spans] = [
        (StyledSpan(f"{len(findings.rows)} KPIs with {findings.values} values in {printable(path.name)}"),),
        *_unread_lines(findings),
    ]  # fmt: skip
    lines = [f"left out: {skipped.place}: {skipped.what}" for skipped in findings.skipped]
    explain += [(StyledSpan(printable(line), "dim"),) for line in lines[:LISTED]]
    if len(lines) > LISTED:
        explain.append((StyledSpan(f"and {len(lines) - LISTED} more are left out", "dim"),))
    explain += as_explanation(changes)
    options = [Option("yes", "import it, as one edit"), Option("no", "leave everything as it is")]
    return await shell.ask(Choice("Import", options, explain)) == "yes"


def _unread_lines(findings: Findings) -> list[Spans]:
    unread = findings.unread
    lines: list[Spans] = [
        (StyledSpan(printable(f"not understood: {each.place}: {each.text[:40]} ({each.why})"), "warning"),)
        for each in unread[:LISTED]
    ]  # fmt: skip
    if len(unread) > LISTED:
        lines.append((StyledSpan(f"and {len(unread) - LISTED} more cells", "warning"),))
    return lines


def _verdict_of_table(root: Path, text: str) -> Spans | None:
    if not text.strip():
        return (StyledSpan("the path of a csv, tsv or xlsx file", "dim"),)
    path = _target(text)
    if not path.is_file() and not (root / path).is_file():
        return (StyledSpan("there is no such file", "error"),)
    return None


class ExportFile(Command):
    id = "exchange.export"
    title = "Export…"
    help = "writes scores as csv, the model as json or toml, or a workbook that calculates (xlsx)"
    section = Section.FILE

    async def run(self, shell: AppContext) -> None:
        """Ask for the file; its ending says the kind."""
        text = await shell.ask(Prompt("Export to", "scorecard.xlsx", verdict=_verdict_of_target))
        if text is None or not text.strip():
            return
        path = _target(text)
        session = shell.session
        try:
            content = _content(shell, _kind(path))
            write_atomically(path, content)
        except (OSError, CannotExport) as error:
            shell.say(f"nothing is written: {printable(str(error))}", "error")
            return
        shell.say(f"written: {printable(str(path))}, {session.period_text}")


def _content(shell: AppContext, kind: str) -> bytes:
    session = shell.session
    if kind in {"json", "toml"}:
        return model_file(session.workspace.documents, kind)
    if session.model.settings.calendar is None:
        raise CannotExport("without a calendar there are no scores; json and toml hold the model")
    scores = session.present_scores
    return scores_file(scores, session.column_in(scores), kind, range(len(scores.periods)), None)


def _target(text: str) -> Path:
    return Path(text.strip()).expanduser()


def _kind(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def _verdict_of_target(text: str) -> Spans | None:
    if not text.strip():
        return (StyledSpan("the path of a file", "dim"),)
    path = _target(text)
    if _kind(path) not in FILE_KINDS:
        return (StyledSpan(f"its name ends in .{', .'.join(FILE_KINDS)}", "error"),)
    if path.exists():
        return (StyledSpan(f"{printable(path.name)} already exists, and is replaced", "warning"),)
    return (StyledSpan(f"writes {printable(path.name)}", "dim"),)


EXCHANGE_COMMANDS: Commands = (ImportTable, ExportFile)
