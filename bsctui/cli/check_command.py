"""`bsctui check`: every error, then alignment advice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    format_option,
    load_workspace,
    print_notice,
    workspace_option,
)
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.config import Config
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.workspace import Workspace

CODES = "CODES"


@click.command("check", cls=BsctuiCommand)
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@workspace_option
@format_option("text", "json", "github", "sarif")
@click.option("--strict", is_flag=True, help="exit status 1 for advice and warnings too")
@click.option(
    "--select",
    multiple=True,
    metavar=CODES,
    help="only these codes, with commas between them; a part of one, such as A, means all that begin with it",
)
@click.option(
    "--all", "everything", is_flag=True, help="all advice, not only the first five of each code"
)
@click.option("--since", metavar="REV", help="only advice and warnings that REV did not have")
@click.option("--ignore", multiple=True, metavar=CODES, help="leave these codes out")
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    root: str | None,
    form: str,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    since: str | None,
    everything: bool,
) -> None:
    """Report every error of the workspace, then advice on alignment. Exit status 1 with errors (`--strict`: with anything)."""
    from bsctui.storage.workspace_files import nothing_written, workspaces_below

    status, is_any_read = 0, False
    found_problems: list[tuple[Workspace, Diagnostic]] = []
    for path in paths or (None,):
        workspace = load_workspace(str(path) if path is not None else root)
        config = _config(workspace, select, ignore, strict=strict)
        is_any_read |= bool(workspace.documents)
        if not workspace.documents:
            reason = nothing_written(workspace.root)
            if workspaces_below(workspace.root):
                raise CommandError(reason)  # else a gate that stands in the wrong folder passes
            print_notice(reason)
        problems = _problems(workspace, config, path)
        if since is not None:
            problems = _new_since(workspace, problems, since)
        found_problems += [(workspace, problem) for problem in problems]
        errors = any(problem.is_error for problem in problems)
        is_short = workspace.unread_file is not None
        status = max(status, int(errors or is_short or (config.strict and bool(problems))))
    found_problems = list(dict.fromkeys(found_problems))
    if form == "text":
        _write_text(found_problems, everything=everything)
        if found_problems or is_any_read:
            _write_count([problem for _, problem in found_problems])
    else:
        _write(form, found_problems)
    context.exit(status)


def _config(
    workspace: Workspace, select: tuple[str, ...], ignore: tuple[str, ...], *, strict: bool
) -> Config:
    """The workspace's own settings; what the command line says goes before them."""
    from dataclasses import replace

    from bsctui.config import load_config

    config = load_config(workspace.root)
    chosen, left_out = _codes(select), _codes(ignore)
    return replace(
        config,
        select=chosen or config.select,
        ignore=left_out or config.ignore,
        strict=strict or config.strict,
    )


def _codes(texts: tuple[str, ...]) -> tuple[str, ...]:
    from bsctui.config import CODE_FORMS

    codes = tuple(code.strip() for text in texts for code in text.split(",") if code.strip())
    for code in codes:
        if not _is_known(code):
            raise CommandError(f"`{code}` is not a code; {CODE_FORMS}")
    return codes


def _is_known(code: str) -> bool:
    """Whether a code, or the beginning of one, is any that can be told."""
    from bsctui.codes import CODES

    return any(known.startswith(code) for known in CODES)


def _problems(workspace: Workspace, config: Config, path: str | None) -> list[Diagnostic]:
    """What was asked for; of a file or folder inside a workspace only what stands there."""
    from bsctui.check import diagnose_workspace, selected_diagnostics

    problems = selected_diagnostics(diagnose_workspace(workspace, config), config)
    home = workspace.home
    if path is None or home is None or home.start is None:
        return problems
    inside = home.start.relative_to(home.root).as_posix()
    return [
        problem
        for problem in problems
        if problem.path == inside or problem.path.startswith(f"{inside}/")
    ]


def _new_since(workspace: Workspace, problems: list[Diagnostic], revision: str) -> list[Diagnostic]:
    """Errors, and of the rest what a revision had not."""
    from bsctui.advice.advise import advise
    from bsctui.cli.diff_command import revision_pair
    from bsctui.review.alignment import AlignedSides
    from bsctui.review.new_problems import new_problems
    from bsctui.scoring.evaluate import GrainError, evaluate

    old = revision_pair(workspace, revision, None).old.model
    before = list(old.diagnostics)
    with suppress(GrainError):
        before += advise(old, evaluate(old))
    names = AlignedSides(old, workspace.model).names
    new = set(map(id, new_problems(before, problems, names)))
    return [problem for problem in problems if problem.is_error or id(problem) in new]


def _write(form: str, problems: list[tuple[Workspace, Diagnostic]]) -> None:
    writers = {
        "json": _write_json,
        "github": _write_github,
        "sarif": _write_sarif,
    }
    writers[form](problems)


def _write_text(problems: list[tuple[Workspace, Diagnostic]], *, everything: bool) -> None:
    """Errors and advice as people read them; of many alike the first, and how many more there are."""
    from bsctui.text.diagnostics import render_diagnostic

    more: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    many = _many(problems, everything=everything)
    above: tuple[object, ...] = ()
    for workspace, problem in problems:
        kind, most = _kind(problem, everything=everything)
        if shown[kind] < most:
            shown[kind] += 1
            whole = render_diagnostic(problem, _line_text(workspace, problem))
            place = (problem.path, problem.line, problem.column, problem.code, problem.help)
            is_alike = (shown[kind] > 1 and kind in many) or place == above
            click.echo(whole.partition("\n")[0] if is_alike else whole)
            above = place
        else:
            more[kind] += 1
    for line in _more_lines(more):
        click.echo(line)


def _write_count(problems: Sequence[Diagnostic]) -> None:
    errors = sum(problem.is_error for problem in problems)
    rest = len(problems) - errors
    words = [
        count_phrase(count, noun) for count, noun in ((errors, "error"), (rest, "warning")) if count
    ]
    click.echo(", ".join(words) if words else "no problems", err=True)


def _many(problems: Sequence[tuple[Workspace, Diagnostic]], *, everything: bool) -> set[str]:
    """The codes of advice of which not all are written out: of those the first one says what they mean and what to do."""
    from bsctui.text.bounds import ADVICE_SHOWN

    counts = Counter(problem.code for _, problem in problems if not problem.is_error)
    return set() if everything else {code for code, count in counts.items() if count > ADVICE_SHOWN}


def _kind(problem: Diagnostic, *, everything: bool) -> tuple[str, float]:
    """What a problem is counted with, and how many of that are written out."""
    from bsctui.text.bounds import ADVICE_SHOWN, ERRORS_SHOWN

    if problem.is_error:
        return "errors", ERRORS_SHOWN
    return problem.code, inf if everything else ADVICE_SHOWN


def _more_lines(more: Counter[str]) -> Iterator[str]:
    """How many were not written out: errors, and advice of all codes in one line."""
    if more["errors"]:
        yield f"and {count_phrase(more['errors'], 'more error')}; `--format json` has every one"
    advice = [f"{count} more of {code}" for code, count in more.items() if code != "errors"]
    if advice:
        yield f"and {', '.join(advice)}; `--all` shows every one"


def _line_text(workspace: Workspace, problem: Diagnostic) -> str:
    from bsctui.source_settings import without_password

    document = workspace.documents.get(problem.path)
    if document is not None:
        return document.line_text(problem.line)
    try:
        lines = (
            (workspace.root / problem.path)
            .read_text(encoding="utf-8", errors="replace")
            .split("\n")
        )
    except OSError:
        return ""
    return without_password(lines[problem.line - 1]) if problem.line <= len(lines) else ""


def _write_json(problems: list[tuple[Workspace, Diagnostic]]) -> None:
    from bsctui.cli.writing import write_json

    keys = ("code", "severity", "message", "help")
    diagnostics = [
        {key: getattr(problem, key) for key in keys}
        | {
            "file": problem.path,
            "line": problem.line,
            "column": problem.column,
            "end_column": problem.end_column,
        }
        for _, problem in problems
    ]
    write_json({"version": 1, "diagnostics": diagnostics})


def _write_github(problems: list[tuple[Workspace, Diagnostic]]) -> None:
    """Workflow commands: one annotation a problem."""
    from bsctui.escaping import github_data, github_property

    for workspace, problem in problems:
        message = problem.message + (f"\n{problem.help}" if problem.help else "")
        file = github_property(_shown_path(workspace, problem))
        place = f"file={file},line={problem.line},col={problem.column},endColumn={problem.end_column},title={problem.code}"
        click.echo(f"::{problem.severity} {place}::{github_data(message)}")


def _shown_path(workspace: Workspace, problem: Diagnostic) -> str:
    """The path as seen from the current folder, where annotations are looked up."""
    path = workspace.root / problem.path
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):  # elsewhere, or in a folder that was deleted
        return problem.path


def _write_sarif(problems: list[tuple[Workspace, Diagnostic]]) -> None:
    """SARIF 2.1.0, as code scanning reads it."""
    from bsctui import __version__
    from bsctui.cli.writing import write_json
    from bsctui.codes import CODES as KNOWN

    codes = sorted({problem.code for _, problem in problems})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": KNOWN[code].title},
            "help": {"text": KNOWN[code].remedy},
        }
        for code in codes
        if code in KNOWN
    ]
    results = [_sarif_result(workspace, problem) for workspace, problem in problems]
    driver = {"name": "bsctui", "version": __version__, "rules": rules}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    write_json(
        {
            "version": "2.1.0",
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "runs": [run],
        }
    )


def _sarif_result(workspace: Workspace, problem: Diagnostic) -> dict[str, Any]:
    from bsctui.escaping import uri

    region = {
        "startLine": problem.line,
        "startColumn": problem.column,
        "endLine": problem.line,
        "endColumn": problem.end_column,
    }
    place = {"artifactLocation": {"uri": uri(_shown_path(workspace, problem))}, "region": region}
    message = problem.message + (f" ({problem.help})" if problem.help else "")
    return {
        "ruleId": problem.code,
        "level": str(problem.severity),
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }
