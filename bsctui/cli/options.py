"""What several commands share: the workspace, the viewed period, output."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bsctui.cli import CommandError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.model.entities import Calendar
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear, Grain, Period
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace

F = TypeVar("F", bound="Callable[..., Any]")

CSV = "in csv a text that a spreadsheet would take for a formula begins with an apostrophe"
"""What a reader of csv must know."""

GRAINS = ("week", "month", "quarter", "half", "year")


def workspace_option(function: F) -> F:
    """`-C PATH`."""
    return click.option(
        "-C",
        "root",
        metavar="PATH",
        help="the workspace (default: the nearest folder upward with a bsctui.toml, else this one)",
    )(function)


def period_options(function: F) -> F:
    """`--period` and `--grain`."""
    function = click.option("--grain", type=click.Choice(GRAINS), help="a coarser view")(function)
    return click.option(
        "--period", metavar="P", help="the period to look at (default: the current one)"
    )(function)


def format_option(*forms: str) -> Callable[[F], F]:
    """`--format`, one of some forms; the first is the one that nobody has to ask for."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=CSV if "csv" in forms else None,
    )


def load(root: str | None) -> Workspace:
    """The workspace that `-C` means.

    Raises:
        CommandError: It cannot be read.
    """
    from bsctui.storage.workspace_files import WorkspaceError, default_path
    from bsctui.workspace import Workspace

    try:
        workspace = Workspace.load(Path(root) if root is not None else default_path())
    except WorkspaceError as error:
        raise CommandError(str(error)) from None
    for line in workspace.left_out:
        say(line)
    gc.disable()  # a command ends before there is anything to collect
    return workspace


def say(text: str) -> None:
    """A diagnostic, on standard error."""
    from bsctui.text.diagnostics import printable

    click.echo("\n".join(printable(line) for line in text.splitlines()), err=True)


def is_plain() -> bool:
    """Whether output must be plain: no terminal, or NO_COLOR is set."""
    return bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()


def has_errors(model: Model) -> bool:
    """Whether a workspace has errors."""
    return any(problem.code.startswith("E") for problem in model.problems)


def tell_errors(model: Model) -> int:
    """The exit status of a command that reads: 1 with errors, of which standard error tells."""
    errors = [problem for problem in model.problems if problem.code.startswith("E")]
    if not errors:
        return 0
    first = errors[0]
    noun = "error" if len(errors) == 1 else "errors"
    say(
        f"{len(errors)} {noun} in this workspace, the first in {first.path}:{first.line}: {first.message}; `bsctui check` shows all"
    )
    return 1


def address_of(model: Model, text: str) -> str:
    """The address that a REF means.

    Raises:
        CommandError: Nothing has it.
    """
    found = model.resolve(text)
    if found is not None:
        return found
    hint = f"; a workspace is named by `-C {text}`" if os.path.exists(text) else ""
    raise CommandError(model.nothing_called(text) + hint)


def calendar_of(model: Model) -> Calendar:
    """The workspace's calendar.

    Raises:
        CommandError: It has none.
    """
    calendar = model.settings.calendar
    if calendar is None:
        raise CommandError(
            "this workspace has no calendar yet: write a line such as `calendar quarters 2025-Q1..2026-Q4`"
        )
    return calendar


def written_period(fiscal: FiscalYear, text: str) -> Period:
    """The period that a text means.

    Raises:
        CommandError: The text is no period.
    """
    found = fiscal.parse(text)
    if found is None:
        raise CommandError(
            f"there is no period `{text}`; periods look like 2025, 2025-H1, 2025-Q1, 2025-03 or 2025-W07"
        )
    return found


def period_of(
    model: Model, period: str | None, grain: str | None
) -> tuple[Period | None, Grain | None]:
    """The period and the view that `--period` and `--grain` mean, for models that need not have them.

    Raises:
        CommandError: The text is no period.
    """
    from bsctui.model.periods import FiscalYear, Grain

    calendar = model.settings.calendar
    fiscal = calendar.fiscal if calendar is not None else FiscalYear()
    view = Grain.of(grain) if grain else None
    if period is None:
        return None, view
    found = written_period(fiscal, period)
    if view is None and calendar is not None and found.grain > calendar.grain:
        view = found.grain
    return found, view


def need_files(workspace: Workspace) -> None:
    """Refuse a workspace in which nothing is written yet.

    Raises:
        CommandError: It has no file.
    """
    if not workspace.documents:
        raise CommandError(
            f"there is no `.bsc` file in `{workspace.root}`; `bsctui new` writes a workspace to start from"
        )


def view_of(workspace: Workspace, period: str | None, grain: str | None) -> tuple[Scores, int]:
    """The scores in the view that `--period` and `--grain` mean, and the index of the period.

    Raises:
        CommandError: There is no such view or period.
    """
    need_files(workspace)
    return view_in(workspace.model, workspace.scores, period, grain)


def view_in(
    model: Model, scored: Callable[[Grain | None], Scores], period: str | None, grain: str | None
) -> tuple[Scores, int]:
    """The same for a model that `scored` scores.

    Raises:
        CommandError: There is no such view or period.
    """
    from bsctui.model.periods import Grain
    from bsctui.scoring.evaluate import GrainError

    calendar = calendar_of(model)
    wanted: Grain | None = Grain.of(grain) if grain else None
    found: Period | None = None
    if period is not None:
        found = written_period(calendar.fiscal, period)
        if wanted is None:
            wanted = found.grain
    try:
        scores = scored(wanted)
    except GrainError as error:
        raise CommandError(str(error)) from None
    if found is None:
        return scores, scores.current
    if found.grain > scores.grain:
        found = calendar.fiscal.last(scores.grain, found)
    if found not in scores.periods:
        first, last = (calendar.fiscal.format(p) for p in (scores.periods[0], scores.periods[-1]))
        raise CommandError(f"`{period}` is not in this view, which has {first} to {last}")
    return scores, scores.periods.index(found)
