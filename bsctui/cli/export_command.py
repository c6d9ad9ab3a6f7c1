"""`bsctui export`: a workspace in the forms of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    load_workspace,
    period_options,
    print_notice,
    report_errors,
    viewed_scores,
    workspace_option,
)

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace

KINDS: Final = ("csv", "json", "toml", "xlsx")


@click.command("export", cls=BsctuiCommand)
@click.argument("file", metavar="FILE")
@workspace_option
@period_options
@click.option("--filter", "query", metavar="QUERY", help="csv: only what matches")
@click.option("--format", "form", type=click.Choice([*KINDS, "tables"]), help="the kind, where FILE's ending does not say it; `tables` writes csv files and their SQL into a folder")  # fmt: skip
@click.pass_context
def command(
    context: click.Context, file: str, root: str | None, period: str | None, grain: str | None, query: str | None,
    form: str | None,
) -> None:  # fmt: skip
    """Write scores and figures (csv), the whole model (json, toml), or a workbook that calculates (xlsx) into FILE."""
    workspace = load_workspace(root)
    kind = form or Path(file).suffix.lower().lstrip(".")
    if kind not in {*KINDS, "tables"}:
        raise CommandError(f"`{file}` ends in none of .{', .'.join(KINDS)}; `--format` says which is meant")  # fmt: skip
    if query and kind != "csv":
        raise CommandError("`--filter` is for csv: a model or a cascade without some of its parts would be another one")  # fmt: skip
    if kind in {"json", "toml"}:
        _write(Path(file), _model(workspace, kind))
        print_notice("comments are not in it; whatever the language says is")
    elif kind == "csv":
        _write(Path(file), _csv(workspace, period, grain, query))
    elif kind == "xlsx":
        _write_workbook(Path(file), *viewed_scores(workspace, period, grain))
    else:
        _write_tables(Path(file), viewed_scores(workspace, period, grain)[0])
    context.exit(report_errors(workspace.model))


def _write(file: Path, content: str | bytes) -> None:
    from bsctui.storage.atomic_write import write_atomically

    write_atomically(file, content if isinstance(content, bytes) else content.encode())


def _model(workspace: Workspace, kind: str) -> str:
    from bsctui.cli.options import require_files
    from bsctui.escaping import json_document, toml_document
    from bsctui.exchange.model_document import model_document

    require_files(workspace)
    document = model_document(workspace.documents)
    if kind == "json":
        import json

        return json_document(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"
    import tomli_w

    return toml_document(tomli_w.dumps(document))


def _csv(workspace: Workspace, period: str | None, grain: str | None, query: str | None) -> str:
    from bsctui.exchange.exporting.as_csv import scores_csv

    scores, at = viewed_scores(workspace, None if period == "all" else period, grain)
    columns = [at] if period not in {None, "all"} else list(range(len(scores.periods)))
    return scores_csv(scores, columns, _matching(scores, at, query) if query else None)


def _matching(scores: Scores, at: int, query: str) -> frozenset[str]:
    from bsctui.filters import FilterError, find_addresses
    from bsctui.preferences import load_preferences

    try:
        return frozenset(find_addresses(query, scores.model, scores, at, load_preferences().me))
    except FilterError as error:
        raise CommandError(str(error)) from None


def _write_workbook(file: Path, scores: Scores, at: int) -> None:
    try:
        from bsctui.exchange.exporting.as_workbook import TooLargeForASheet, workbook_bytes
    except ImportError:
        raise CommandError("writing a workbook takes `pip install 'bsctui[excel]'`") from None
    try:
        _write(file, workbook_bytes(scores, at))
    except TooLargeForASheet as error:
        raise CommandError(str(error)) from None


def _write_tables(folder: Path, scores: Scores) -> None:
    from bsctui.exchange.exporting.as_tables import tables

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables(scores).items():
        _write(folder / name, text)
