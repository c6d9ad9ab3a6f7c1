"""What `import` and `new --from` share: ask what is in doubt, show what would change, write all of it or nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import click

from bsctui.cli import CommandError
from bsctui.cli.editing import EditRefusedError
from bsctui.cli.options import print_notice
from bsctui.cli.review_text import echo_review
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bsctui.exchange.importing.model_records import BringModel
    from bsctui.exchange.importing.outcome import ImportOptions, ImportResult
    from bsctui.exchange.importing.plan import BringRows
    from bsctui.exchange.reading.findings import Findings, ImportQuestion
    from bsctui.exchange.reading.mapping import ImportMapping
    from bsctui.exchange.tables.grid import Sheet
    from bsctui.workspace import Workspace
    from bsctui.workspace.workspace import Preview

LISTED: Final = 20
"""So many cells or KPIs of one kind are listed; the rest is counted."""
LONG: Final = 20_000
"""More rows than that take long enough for a progress bar."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How an import goes about it.

    Attributes:
        dry_run: Whether nothing is written.
        assents: Whether it is written without being asked.
        mapping_file: Where the mapping is kept.
    """

    dry_run: bool = False
    assents: bool = False
    mapping_file: Path | None = None

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked."""
        return not self.assents and sys.stdin.isatty() and sys.stderr.isatty()


def bring_in(
    workspace: Workspace,
    paths: Sequence[Path],
    mapping: ImportMapping,
    options: ImportOptions,
    manner: Manner,
    sheet: str | None = None,
) -> int:
    """Import tables into a workspace; returns the exit status.

    Raises:
        CommandError: They cannot be read, or leave a doubt that nobody settled; nothing was written.
    """
    from bsctui.workspace import garbage_collector_paused

    if workspace.unread_file is not None:
        raise CommandError(
            f"nothing is changed while `{workspace.unread_file}` cannot be read; allow reading it, then try again"
        )
    with garbage_collector_paused():
        return _bring_in(workspace, paths, mapping, options, manner, sheet)


def _bring_in(
    workspace: Workspace,
    paths: Sequence[Path],
    mapping: ImportMapping,
    options: ImportOptions,
    manner: Manner,
    sheet: str | None,
) -> int:
    from bsctui.exchange.importing.plan import BringRows

    documents = [path for path in paths if path.suffix.lower() in {".json", ".toml"}]
    if documents:
        return _bring_models_in(workspace, paths, documents, manner)
    findings, understood = _understood(workspace, _tables(paths, mapping, sheet), mapping, manner)
    _show_mapping(understood, findings)
    if manner.mapping_file is not None:
        _keep_mapping(manner.mapping_file, understood, paths)
    edit = BringRows(findings, understood, options)
    preview = _previewed(workspace, edit)
    is_nothing = _show_and_write(workspace, edit, preview, manner)
    _summary(findings, edit.result, preview, is_done=is_nothing or not manner.dry_run)
    return 0


def _previewed(workspace: Workspace, edit: BringRows | BringModel) -> Preview:
    from bsctui.edits import Refused

    try:
        return workspace.preview(edit)
    except Refused as refused:
        hint = f"; {refused.help}" if refused.help else ""
        raise EditRefusedError(f"{refused.message}{hint}") from None


def _show_and_write(
    workspace: Workspace, edit: BringRows | BringModel, preview: Preview, manner: Manner
) -> bool:
    """Show what changes, and write it unless that is not wanted; returns whether nothing changes at all.

    Raises:
        CommandError: Nobody agreed.
    """
    if not preview.change.line_edits:
        return True
    _show_changes(workspace, preview, edit.result)
    if not manner.dry_run:
        if not (manner.assents or (manner.can_ask and _is_agreed())):
            raise CommandError("nothing was written; `--yes` writes it")
        workspace.accept(preview)
        _save(workspace)
    return False


def _bring_models_in(
    workspace: Workspace, paths: Sequence[Path], documents: Sequence[Path], manner: Manner
) -> int:
    """Import documents that `export` wrote: the model whole."""
    from bsctui.exchange.importing.model_records import BringModel

    if len(documents) != len(paths):
        raise CommandError("tables and documents of a model cannot be imported at once; do it one after the other")  # fmt: skip
    texts: dict[str, str] = {}
    for path in documents:
        texts |= _model_texts(path)
    edit = BringModel(texts)
    preview = _previewed(workspace, edit)
    is_nothing = _show_and_write(workspace, edit, preview, manner)
    verb = "would be " if manner.dry_run and not is_nothing else ""
    created, updated = len(edit.result.created), len(edit.result.updated)
    click.echo(
        f"{count_phrase(created, 'record')} {verb}made, {updated} changed, {edit.result.unchanged} unchanged"
    )
    return 0


def _model_texts(path: Path) -> dict[str, str]:
    import json
    import tomllib

    from bsctui.exchange.model_document import NotADocument, texts_of
    from bsctui.storage.regular_files import read_bounded

    try:
        text = read_bounded(path).decode("utf-8-sig")
        is_json = path.suffix.lower() == ".json"
        return texts_of(json.loads(text) if is_json else tomllib.loads(text))
    except NotADocument as error:
        raise CommandError(f"`{path}` is not a model: {error}; nothing was written") from None
    except (ValueError, RecursionError) as error:
        raise CommandError(f"`{path}` cannot be read: {error}; nothing was written") from None


def _tables(paths: Sequence[Path], mapping: ImportMapping, sheet: str | None) -> list[Sheet]:
    from bsctui.exchange.tables.grid import UnreadableTable
    from bsctui.exchange.tables.opening import open_tables

    try:
        return open_tables(paths, sheet, mapping.encoding)
    except UnreadableTable as error:
        raise CommandError(f"{error}; nothing was written") from None


# --- Asking


def _understood(
    workspace: Workspace, sheets: Sequence[Sheet], mapping: ImportMapping, manner: Manner
) -> tuple[Findings, ImportMapping]:
    """What the tables say, once every doubt is settled."""
    from bsctui.exchange.importing.known_rows import settle_with_known
    from bsctui.exchange.importing.matching import RowMatching
    from bsctui.exchange.importing.settings_lines import written_fiscal_year
    from bsctui.exchange.reading.extract import extract
    from bsctui.exchange.tables.grid import UnreadableTable

    fiscal = written_fiscal_year(workspace.model)
    matching = RowMatching(workspace.model, mapping.scorecard)
    while True:
        try:
            findings, understood = extract(
                sheets, mapping, fiscal, rows_with_bar, matching.new_rows
            )
        except UnreadableTable as error:
            raise CommandError(f"{error}; nothing was written") from None
        settle_with_known(findings, mapping, matching)
        if not findings.questions:
            return findings, understood
        _list_unread(findings)
        if not manner.can_ask:
            raise _refusal(findings.questions)
        for question in findings.questions:
            mapping = replace(mapping, **_answer(question))


def _refusal(questions: Sequence[ImportQuestion]) -> CommandError:
    lines = [
        f"{question.text}{'' if question.text.endswith('?') else ':'} {question.option}"
        for question in questions
    ]
    if len(lines) == 1 and not questions[0].details:
        return CommandError(f"{lines[0]}; nothing was written")
    for question, line in zip(questions, lines, strict=True):
        print_notice(f"? {line}")
        _print_details(question)
    return CommandError(f"{_open_questions(len(lines))} (above); nothing was written")


def _open_questions(count: int) -> str:
    return "one question is open" if count == 1 else f"{count} questions are open"


def _answer(question: ImportQuestion) -> dict[str, Any]:
    """Ask on the terminal until an answer can be read."""
    print_notice("")
    print_notice(question.text)
    _print_details(question)
    for number, choice in enumerate(question.choices, 1):
        print_notice(f"  {number}  {choice.name}")
    hint = f" (or type it: {question.option})" if question.typed and question.choices else ""
    prompt = f"1-{len(question.choices)}{hint}" if question.choices else question.option
    while True:
        answer: str = click.prompt(prompt, prompt_suffix=" > ", err=True).strip()
        if answer.isdigit() and 1 <= int(answer) <= len(question.choices):
            return dict(question.choices[int(answer) - 1].changes)
        if question.typed is not None:
            try:
                return dict(question.typed(answer))
            except (ValueError, KeyError):
                pass
        print_notice(f"`{answer}` is not one of the answers; Ctrl+C leaves, and nothing is written")


def _print_details(question: ImportQuestion) -> None:
    for line in question.details:
        print_notice(f"  - {line}")


def _is_agreed() -> bool:
    return click.confirm("Write this?", default=True, err=True)


# --- Showing


def _show_mapping(mapping: ImportMapping, findings: Findings) -> None:
    from bsctui.exchange.reading.mapping import as_toml

    for remark in findings.remarks:
        print_notice(remark)
    click.echo("# as understood; `--write-mapping FILE` keeps it")
    click.echo(as_toml(mapping).rstrip())


def _keep_mapping(file: Path, mapping: ImportMapping, paths: Sequence[Path]) -> None:
    from bsctui.escaping import printable
    from bsctui.exchange.reading.mapping import as_toml
    from bsctui.storage.atomic_write import write_atomically

    names = ", ".join(printable(path.name) for path in paths)
    text = (
        f"# How {names} is read: bsctui import FILE --as {printable(file.name)}\n{as_toml(mapping)}"
    )
    write_atomically(file, text.encode())


def _show_changes(workspace: Workspace, preview: Preview, result: ImportResult) -> None:
    """The semantic diff, or what becomes of each scorecard where that would be too long to be read."""
    click.echo("")
    if not result.is_readable or not workspace.model.scorecards:
        for line in result.counts():
            click.echo(line)
        return
    from bsctui.cli.diff_command import with_progress_bar
    from bsctui.review.comparison import compare

    comparison = compare(workspace.model, preview.model, None, None, with_progress_bar)
    echo_review(comparison, "files", "import")


def _list_unread(findings: Findings) -> None:
    for unread in findings.unread[:LISTED]:
        print_notice(f"not understood: {unread.place}: `{unread.text[:60]}` ({unread.why})")
    if len(findings.unread) > LISTED:
        print_notice(f"not understood: and {len(findings.unread) - LISTED} more cells")


def _summary(findings: Findings, result: ImportResult, preview: Preview, *, is_done: bool) -> None:
    """What was made, read, left out; what a reader should look at."""
    _list_unread(findings)
    _listed("left out", [f"{skipped.place}: {skipped.what}" for skipped in findings.skipped])
    _listed("left as it is", [f"{left.what}: {left.why}" for left in result.left])
    if findings.blank_rows:
        print_notice(f"left out: {count_phrase(findings.blank_rows, 'blank row')}")
    for line in result.understood():
        print_notice(line)
    _listed("in no row", [f"`{address}`" for address in result.absent])
    _listed(
        "without a direction (add `better higher` or `better lower`)",
        [f"`{address}`" for address in result.without_direction],
    )
    _listed("without a target", [f"`{address}`" for address in result.without_target])
    _listed("look at it", _doubtful_values(preview, result))
    verb = "" if is_done else "would be "
    click.echo(
        f"{count_phrase(len(result.created), 'KPI')} {verb}made, {len(result.updated)} changed, {result.unchanged} unchanged; "
        f"{count_phrase(findings.values, 'value')} read, {count_phrase(len(findings.unread), 'cell')} not understood"
    )


def _listed(what: str, lines: Sequence[str]) -> None:
    for line in lines[:LISTED]:
        print_notice(f"{what}: {line}")
    if len(lines) > LISTED:
        print_notice(f"{what}: and {len(lines) - LISTED} more")


def _doubtful_values(preview: Preview, result: ImportResult) -> list[str]:
    """Values that cannot be right, judged by their neighbours (advice A120)."""
    from bsctui.advice.advise import advise
    from bsctui.scoring.evaluate import GrainError

    if not result.touched or not result.is_readable:
        return []
    try:
        problems = advise(preview.model, preview.scores())
    except GrainError:
        return []
    return [
        f"{problem.path}:{problem.line}: {problem.message} [{problem.code}]"
        for problem in problems
        if problem.code == "A120"
    ]


def _save(workspace: Workspace) -> None:
    report = workspace.save()
    if report.conflicts:
        conflict = report.conflicts[0]
        raise CommandError(
            f"`{conflict.path}` changed meanwhile; this version is kept as `{conflict.kept_as}`"
        )


def rows_with_bar(rows: Iterable[int], count: int) -> Iterable[int]:
    """The same rows, with a bar on a terminal where reading them takes over a second."""
    if count < LONG or not sys.stderr.isatty():
        return rows
    return _with_bar(rows, count)


def _with_bar(rows: Iterable[int], count: int) -> Iterator[int]:
    with click.progressbar(rows, length=count, label="rows", file=sys.stderr) as bar:
        yield from bar
