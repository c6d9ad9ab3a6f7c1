"""`bsctui forecast`: every KPI continued from its history, with a range, and what that makes of the scores."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    GRAINS,
    calendar_or_refused,
    format_option,
    load_workspace,
    period_named,
    report_errors,
    require_files,
    resolved_address,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.outlook import Outlook
    from bsctui.model.entities import Kpi
    from bsctui.model.model import Model
    from bsctui.model.periods import Period
    from bsctui.model.workspace_settings import Calendar


@click.command("forecast", cls=BsctuiCommand)
@click.argument("refs", nargs=-1, metavar="[REF]...")
@workspace_option
@click.option(
    "--until",
    "until",
    metavar="P",
    help="the last period to forecast (default: the calendar's last)",
)
@click.option(
    "--period",
    metavar="P",
    help="use only what was known at the end of P (default: everything entered)",
)
@click.option("--grain", type=click.Choice(GRAINS), help="a coarser view of that period")
@click.option(
    "--runs",
    type=click.IntRange(100, 100_000),
    help="how many futures are drawn (default: 2000; in workspaces of over 2,500 KPIs fewer)",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--backtest",
    is_flag=True,
    help="forecast past periods from what was known before them, and compare",
)
@format_option("table", "json", "csv")
@click.pass_context
def command(
    context: click.Context,
    refs: tuple[str, ...],
    root: str | None,
    until: str | None,
    period: str | None,
    grain: str | None,
    runs: int | None,
    seed: int,
    backtest: bool,
    form: str,
) -> None:
    """Continue every KPI from its own history, with a range, and roll it up: where REF (default: all) will stand."""
    from bsctui.analysis.outlook import OutlookError, outlook, usual_runs
    from bsctui.model.current_period import current_period
    from bsctui.scoring.evaluate import GrainError

    workspace = load_workspace(root)
    require_files(workspace)
    model = workspace.model
    calendar = calendar_or_refused(model)
    if backtest:
        from bsctui.cli.backtesting import write_backtest

        write_backtest(model, [resolved_address(model, ref) for ref in refs], form)
        context.exit(report_errors(model))
    runs = runs or usual_runs(model)
    known_until = _known_period(calendar, period)
    current = known_until.ordinal if known_until is not None else current_period(model)
    try:
        target_period = _until(calendar, current, until, grain)
        forecast = outlook(
            model, target_period, known_until, seed=seed, runs=runs, watch=_with_progress_bar
        )
    except (GrainError, OutlookError) as error:
        raise CommandError(str(error)) from None
    _write(form, forecast, _chosen_addresses(model, forecast, refs), runs, seed)
    context.exit(report_errors(model))


PROGRESS_FROM = 1000
"""More KPIs than this take long enough for a progress bar."""


def _with_progress_bar(kpis: Sequence[Kpi]) -> Iterator[Kpi]:
    """The same KPIs, with a bar on a terminal while they are simulated."""
    if len(kpis) < PROGRESS_FROM or not sys.stderr.isatty():
        yield from kpis
        return
    with click.progressbar(kpis, label="KPIs simulated", file=sys.stderr) as bar:
        yield from bar


def _until(calendar: Calendar, current: int, text: str | None, grain: str | None) -> Period:
    """The period looked out to, in the grain of the view; by default the calendar's last, or a year on where that has come."""
    from bsctui.model.periods import (
        IN_A_YEAR,
        Grain,
        Period,
    )

    if text is None:
        late = calendar.last if calendar.last > current else current + IN_A_YEAR[calendar.grain]
        period = Period(calendar.grain, late)
    else:
        period = period_named(calendar.fiscal, text)
    if grain is None:
        return period
    view_grain = Grain.of(grain)
    if view_grain < period.grain:
        return calendar.fiscal.last(view_grain, period)
    return calendar.fiscal.containing(view_grain, period)


def _known_period(calendar: Calendar, text: str | None) -> Period | None:
    """The last calendar period of which values are taken."""
    if text is None:
        return None
    period = period_named(calendar.fiscal, text)
    if period.grain < calendar.grain:
        raise CommandError(
            f"`{text}` is finer than the calendar, which has {calendar.grain.plural}"
        )
    last = calendar.fiscal.last(calendar.grain, period)
    if not calendar.first <= last.ordinal <= calendar.last:
        raise CommandError(f"`{text}` is not in the calendar")
    return last


def _chosen_addresses(model: Model, outlook: Outlook, refs: tuple[str, ...]) -> list[str]:
    """The nodes to print: those that a REF names and what stands below them, in order of display."""
    tops = {resolved_address(model, ref) for ref in refs}
    parents = {node.address: node.parent for node in outlook.scores.nodes}
    for top in tops:
        if top not in parents and top not in outlook.forecasts:
            raise CommandError(f"`{top}` has neither a score nor a forecast")
    if not tops:
        return list(parents)
    chosen: set[str] = set()
    for address, parent in parents.items():
        if address in tops or parent in chosen:
            chosen.add(address)
    return [address for address in parents if address in chosen] + sorted(tops - chosen)


def _write(form: str, outlook: Outlook, addresses: list[str], runs: int, seed: int) -> None:
    from bsctui.cli.outlooks import outlook_document, outlook_table, write_outlook_rows

    if form == "table":
        click.echo("\n".join(outlook_table(outlook, addresses, runs, seed)))
        return
    if form == "csv":
        write_outlook_rows(outlook, addresses)
        return
    from bsctui.cli.writing import write_json

    write_json(outlook_document(outlook, addresses, runs, seed))
