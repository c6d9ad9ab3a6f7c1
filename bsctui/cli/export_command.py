"""`bsctui export`: a workspace in the forms of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    load_workspace,
    period_options,
    print_notice,
    report_errors,
    require_files,
    viewed_scores,
    workspace_option,
)
from bsctui.exchange.exporting.by_kind import FILE_KINDS, CannotExport, model_file, scores_file

if TYPE_CHECKING:
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace


@click.command("export", cls=BsctuiCommand)
@click.argument("file", metavar="FILE")
@workspace_option
@period_options
@click.option("--filter", "query", metavar="QUERY", help="csv: only what matches")
@click.option("--format", "form", type=click.Choice([*FILE_KINDS, "tables"]), help="the format, if FILE's extension does not show it; `tables` writes csv files and their SQL into a folder")  # fmt: skip
@click.pass_context
def command(
    context: click.Context, file: str, root: str | None, period: str | None, grain: str | None, query: str | None,
    form: str | None,
) -> None:  # fmt: skip
    """Write scores and figures (csv), the whole model (json, toml), or a workbook that calculates (xlsx) into FILE."""
    workspace = load_workspace(root)
    kind = form or Path(file).suffix.lower().lstrip(".")
    if kind not in {*FILE_KINDS, "tables"}:
        raise CommandError(f"`{file}` ends in none of .{', .'.join(FILE_KINDS)}; `--format` says which is meant")  # fmt: skip
    if query and kind != "csv":
        raise CommandError("`--filter` is for csv: a model or a cascade without some of its parts would be another one")  # fmt: skip
    if kind in {"json", "toml"}:
        require_files(workspace)
        _write(Path(file), model_file(workspace.documents, kind))
        print_notice("comments are not in it; whatever the language says is")
    elif kind == "tables":
        _write_tables(Path(file), viewed_scores(workspace, period, grain)[0])
    else:
        _write(Path(file), _scores(workspace, period, grain, query, kind))
    context.exit(report_errors(workspace.model))


def _write(file: Path, content: bytes) -> None:
    from bsctui.storage.atomic_write import write_atomically

    write_atomically(file, content)


def _scores(
    workspace: Workspace, period: str | None, grain: str | None, query: str | None, kind: str
) -> bytes:
    """Every period in csv where none is named; the workbook is of one."""
    scores, at = viewed_scores(workspace, None if period == "all" else period, grain)
    columns = [at] if period not in {None, "all"} else list(range(len(scores.periods)))
    addresses = _matching(scores, at, query) if query else None
    try:
        return scores_file(scores, at, kind, columns, addresses)
    except CannotExport as error:
        raise CommandError(str(error)) from None


def _matching(scores: Scores, at: int, query: str) -> frozenset[str]:
    from bsctui.filters import FilterError, find_addresses
    from bsctui.preferences import load_preferences

    try:
        return frozenset(find_addresses(query, scores.model, scores, at, load_preferences().me))
    except FilterError as error:
        raise CommandError(str(error)) from None


def _write_tables(folder: Path, scores: Scores) -> None:
    from bsctui.exchange.exporting.as_tables import tables

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables(scores).items():
        _write(folder / name, text.encode())
