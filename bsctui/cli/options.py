"""What several commands share: the workspace, the viewed period, output."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bsctui.cli import CommandError
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear, Grain, Period
    from bsctui.model.workspace_settings import Calendar
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


def load_workspace(root: str | None) -> Workspace:
    """The workspace that `-C` means.

    Raises:
        CommandError: It cannot be read.
    """
    from bsctui.storage.workspace_files import WorkspaceError, default_path
    from bsctui.waiting import notice_while_waiting
    from bsctui.workspace import Workspace

    try:
        with notice_while_waiting("reading the workspace..."):
            workspace = Workspace.load(Path(root) if root is not None else default_path())
    except WorkspaceError as error:
        raise CommandError(str(error)) from None
    for line in workspace.left_out:
        print_notice(line)
    gc.disable()  # a command ends before there is anything to collect
    return workspace


def print_notice(text: str) -> None:
    """A diagnostic on standard error, one line whatever stands in the names that it tells."""
    from bsctui.escaping import printable

    click.echo(printable(text), err=True)


def report_errors(model: Model) -> int:
    """The exit status of a command that reads: 1 with errors, of which standard error tells."""
    errors = [problem for problem in model.diagnostics if problem.is_error]
    if not errors:
        return 0
    first = errors[0]
    print_notice(
        f"{count_phrase(len(errors), 'error')} in this workspace, the first in {first.path}:{first.line}: {first.message}; `bsctui check` shows all"
    )
    return 1


def resolved_address(model: Model, text: str) -> str:
    """The address that a REF means.

    Raises:
        CommandError: Nothing has it.
    """
    address = model.resolve(text)
    if address is not None:
        return address
    hint = f"; a workspace is named by `-C {text}`" if os.path.exists(text) else ""
    if not model.documents:
        hint = "; there is no `.bsc` file here: name a workspace with `-C`"
    raise CommandError(model.unknown_address_message(text) + hint)


def calendar_or_refused(model: Model) -> Calendar:
    """The workspace's calendar.

    Raises:
        CommandError: It has none.
    """
    calendar = model.settings.calendar
    if calendar is None:
        raise NoCalendarError(_no_calendar(model))
    return calendar


def _no_calendar(model: Model) -> str:
    """What to do about a missing calendar: mend what is wrong, or else write one."""
    first = next((each for each in model.diagnostics if each.is_error), None)
    if first is None or first.code == "E400":
        return "this workspace has no calendar yet: write a line such as `calendar quarters 2025-Q1..2026-Q4`"
    hint = f"; {first.help}" if first.help else ""
    return f"this workspace has no calendar that can be read; the first error is in {first.path}:{first.line}: {first.message}{hint}"


class NoCalendarError(CommandError):
    """What is wrong is the workspace, which is said to have an error: exit status 1."""

    exit_code = 1


def period_named(fiscal: FiscalYear, text: str) -> Period:
    """The period that a text means.

    Raises:
        CommandError: The text is not a period.
    """
    parsed = fiscal.parse(text)
    if parsed is None:
        raise CommandError(
            f"there is no period `{text}`; periods look like 2025, 2025-H1, 2025-Q1, 2025-03 or 2025-W07"
        )
    return parsed


def period_and_grain(
    model: Model, period: str | None, grain: str | None
) -> tuple[Period | None, Grain | None]:
    """The period and the view that `--period` and `--grain` mean, for models that need not have them.

    Raises:
        CommandError: The text is not a period.
    """
    from bsctui.model.periods import FiscalYear, Grain

    calendar = model.settings.calendar
    fiscal = calendar.fiscal if calendar is not None else FiscalYear()
    view = Grain.of(grain) if grain else None
    if period is None:
        return None, view
    parsed = period_named(fiscal, period)
    if view is None and calendar is not None and parsed.grain > calendar.grain:
        view = parsed.grain
    return parsed, view


def require_files(workspace: Workspace) -> None:
    """Refuse a workspace in which nothing is written yet.

    Raises:
        CommandError: It has no file.
    """
    from bsctui.storage.workspace_files import nothing_written

    if not workspace.documents:
        raise CommandError(nothing_written(workspace.root))


def viewed_scores(
    workspace: Workspace, period: str | None, grain: str | None
) -> tuple[Scores, int]:
    """The scores in the view that `--period` and `--grain` mean, and the index of the period.

    Raises:
        CommandError: There is no such view or period.
    """
    require_files(workspace)
    return viewed_scores_of(workspace.model, workspace.scores, period, grain)


def viewed_scores_of(
    model: Model, scored: Callable[[Grain | None], Scores], period: str | None, grain: str | None
) -> tuple[Scores, int]:
    """The same for a model that `scored` scores.

    Raises:
        CommandError: There is no such view or period.
    """
    from bsctui.model.periods import Grain
    from bsctui.scoring.evaluate import GrainError

    calendar = calendar_or_refused(model)
    viewed_grain: Grain | None = Grain.of(grain) if grain else None
    parsed: Period | None = None
    if period is not None:
        parsed = period_named(calendar.fiscal, period)
        if viewed_grain is None:
            viewed_grain = parsed.grain
    try:
        scores = scored(viewed_grain)
    except GrainError as error:
        raise CommandError(str(error)) from None
    if parsed is None:
        return scores, scores.current
    if parsed.grain > scores.grain:
        parsed = calendar.fiscal.last(scores.grain, parsed)
    if parsed not in scores.periods:
        first, last = (calendar.fiscal.format(p) for p in (scores.periods[0], scores.periods[-1]))
        raise CommandError(f"`{period}` is not in this view, which has {first} to {last}")
    return scores, scores.periods.index(parsed)
