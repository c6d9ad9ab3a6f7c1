"""`bsctui map`: a scorecard's strategy map for a terminal, a slide, Graphviz or markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    format_option,
    load_workspace,
    period_options,
    report_errors,
    resolved_address,
    viewed_scores,
    workspace_option,
)
from bsctui.cli.terminal import is_plain, is_unicode, line_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.exchange.maps.grid import TextRuns
    from bsctui.exchange.maps.strategy import StrategyMap
    from bsctui.model.model import Model


@click.command("map", cls=BsctuiCommand)
@click.argument("ref", required=False)
@workspace_option
@period_options
@format_option("text", "svg", "dot", "mermaid")
@click.option("--ascii", "plain", is_flag=True, help="only ASCII characters")
@click.pass_context
def command(
    context: click.Context,
    ref: str | None,
    root: str | None,
    period: str | None,
    grain: str | None,
    form: str,
    plain: bool,
) -> None:
    """Draw the strategy map of a scorecard REF (default: the one top scorecard): perspectives, objectives with their scores, and what drives what."""
    from bsctui.exchange.maps.strategy import strategy_map
    from bsctui.exchange.maps.verdicts import verdicts_of

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    model = workspace.model
    card = _scorecard(model, ref)
    strategy = strategy_map(model, scores, card, at, verdicts_of(workspace.scores(), card))
    if form == "text":
        _write_text(strategy, plain=plain)
    else:
        click.echo(_map_text(strategy, form), nl=False)
    context.exit(report_errors(model))


def _scorecard(model: Model, ref: str | None) -> str:
    """The scorecard that REF means: itself, or the one that holds it.

    Raises:
        CommandError: Nothing has this name, or none was given and there is more than one.
    """
    if ref is not None:
        return resolved_address(model, ref).partition(".")[0]
    tops = [card.address for card in model.tops]
    if not tops:
        raise CommandError(
            'there is no scorecard in this workspace yet: write a line such as `scorecard NAME "Label"`'
        )
    if len(tops) > 1:
        names = ", ".join(f"`{name}`" for name in tops[:6])
        raise CommandError(f"which scorecard? the top ones are {names}")
    return tops[0]


def _map_text(strategy: StrategyMap, form: str) -> str:
    if form == "svg":
        from bsctui.exchange.maps.as_svg import strategy_map_svg

        return strategy_map_svg(strategy)
    if form == "dot":
        from bsctui.exchange.maps.as_dot import strategy_map_dot

        return strategy_map_dot(strategy)
    from bsctui.exchange.maps.as_mermaid import strategy_map_mermaid

    return strategy_map_mermaid(strategy)


def _write_text(strategy: StrategyMap, *, plain: bool) -> None:
    from bsctui.exchange.maps import pens
    from bsctui.exchange.maps.as_text import strategy_map_runs

    pen = pens.ASCII if plain or not is_unicode() else pens.UNICODE
    width = line_width(1, 1000, 120)
    click.echo("\n".join(_coloured(strategy_map_runs(strategy, width, pen))))


def _coloured(lines: Iterable[TextRuns]) -> Iterable[str]:
    from bsctui.cli.tables import COLOURS

    codes = {} if is_plain() else {**COLOURS, "dim": "2", "strong": "1", "title": "1"}
    for line in lines:
        text = "".join(
            f"\x1b[{codes[run.look]}m{run.text}\x1b[0m" if run.look in codes else run.text
            for run in line
        )
        yield text.rstrip()
