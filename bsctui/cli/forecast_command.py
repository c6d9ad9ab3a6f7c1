"""`bsctui forecast`: every KPI continued from its history, with a range, and what that makes of the scores."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    GRAINS,
    address_of,
    calendar_of,
    format_option,
    load,
    need_files,
    tell_errors,
    workspace_option,
    written_period,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.outlook import Outlook
    from bsctui.model.entities import Calendar, Kpi
    from bsctui.model.model import Model
    from bsctui.model.periods import Period


@click.command("forecast", cls=BsctuiCommand)
@click.argument("refs", nargs=-1, metavar="[REF]...")
@workspace_option
@click.option(
    "--until", "until", metavar="P", help="the period to look out to (default: the calendar's last)"
)
@click.option(
    "--period",
    metavar="P",
    help="take only what was known at its end (default: all that is entered)",
)
@click.option("--grain", type=click.Choice(GRAINS), help="a coarser view of that period")
@click.option("--runs", type=click.IntRange(100, 100_000), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "--backtest",
    is_flag=True,
    help="forecast what is known from what was known before, and compare",
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
    runs: int,
    seed: int,
    backtest: bool,
    form: str,
) -> None:
    """Continue every KPI from its own history, with a range, and roll it up: where REF (default: all) will stand."""
    from bsctui.analysis.outlook import OutlookError, outlook
    from bsctui.model.current_period import current_period
    from bsctui.scoring.evaluate import GrainError

    workspace = load(root)
    need_files(workspace)
    model = workspace.model
    calendar = calendar_of(model)
    if backtest:
        from bsctui.cli.backtesting import write_backtest

        write_backtest(model, [address_of(model, ref) for ref in refs], form)
        context.exit(tell_errors(model))
    known = _known(calendar, period)
    current = known.ordinal if known is not None else current_period(model)
    try:
        wanted = _until(calendar, current, until, grain)
        found = outlook(model, wanted, known, seed=seed, runs=runs, watch=_watched)
    except (GrainError, OutlookError) as error:
        raise CommandError(str(error)) from None
    _write(form, found, _wanted(model, found, refs), runs, seed)
    context.exit(tell_errors(model))


SLOW = 1000
"""More KPIs than this take long enough for a progress bar."""


def _watched(kpis: Sequence[Kpi]) -> Iterator[Kpi]:
    """The same KPIs, with a bar on a terminal while they are simulated."""
    if len(kpis) < SLOW or not sys.stderr.isatty():
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
        found = Period(calendar.grain, late)
    else:
        found = written_period(calendar.fiscal, text)
    if grain is None:
        return found
    wanted = Grain.of(grain)
    if wanted < found.grain:
        return calendar.fiscal.last(wanted, found)
    return calendar.fiscal.containing(wanted, found)


def _known(calendar: Calendar, text: str | None) -> Period | None:
    """The last calendar period of which values are taken."""
    if text is None:
        return None
    found = written_period(calendar.fiscal, text)
    if found.grain < calendar.grain:
        raise CommandError(
            f"`{text}` is finer than the calendar, which has {calendar.grain.plural}"
        )
    last = calendar.fiscal.last(calendar.grain, found)
    if not calendar.first <= last.ordinal <= calendar.last:
        raise CommandError(f"`{text}` is not in the calendar")
    return last


def _wanted(model: Model, found: Outlook, refs: tuple[str, ...]) -> list[str]:
    """The nodes to print: those that a REF names and what stands below them, in order of display."""
    tops = {address_of(model, ref) for ref in refs}
    parents = {node.address: node.parent for node in found.scores.nodes}
    for top in tops:
        if top not in parents and top not in found.forecasts:
            raise CommandError(f"`{top}` has neither a score nor a forecast")
    if not tops:
        return list(parents)
    kept: set[str] = set()
    for address, parent in parents.items():
        if address in tops or parent in kept:
            kept.add(address)
    return [address for address in parents if address in kept] + sorted(tops - kept)


def _write(form: str, found: Outlook, wanted: list[str], runs: int, seed: int) -> None:
    from bsctui.cli.outlooks import document, table, write_nodes

    if form == "table":
        click.echo("\n".join(table(found, wanted, runs, seed)))
        return
    if form == "csv":
        write_nodes(found, wanted)
        return
    from bsctui.cli.writing import write_json

    write_json(document(found, wanted, runs, seed))
