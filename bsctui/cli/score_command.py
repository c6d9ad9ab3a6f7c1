"""`bsctui score`: the cascade, for people and for programs."""

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
    viewed_scores_of,
    workspace_option,
)

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.workspace import Workspace


@click.command("score", cls=BsctuiCommand)
@click.argument("refs", nargs=-1, metavar="[REF…]")
@workspace_option
@period_options
@click.option(
    "--depth", type=click.IntRange(min=1), help="levels below each top row, itself included"
)
@click.option("--tier", metavar="T", help="only the scorecards of a tier")
@click.option(
    "--filter", "query", metavar="QUERY", help="only what matches, such as `kind:kpi status:red`"
)
@click.option(
    "--rules",
    metavar="REV",
    help="today's results scored with the targets, weights and links of REV, under its names",
)
@click.option(
    "--data",
    metavar="REV",
    help="the results of REV scored with today's targets, weights and links",
)
@format_option("table", "json", "csv", "toml")
@click.pass_context
def command(
    context: click.Context, refs: tuple[str, ...], root: str | None, period: str | None, grain: str | None,
    depth: int | None, tier: str | None, query: str | None, rules: str | None, data: str | None, form: str,
) -> None:  # fmt: skip
    """Print the cascade: all of it, or REF and what is below it. `--period all` gives every period."""
    workspace = load_workspace(root)
    every = period == "all"
    model = workspace.model if rules is None and data is None else _mixed(workspace, rules, data)
    viewed_period = None if every else period
    if model is workspace.model:
        scores, at = viewed_scores(workspace, viewed_period, grain)
    else:
        scores, at = _view_of_mixed(model, viewed_period, grain)
    addresses = _chosen_addresses(model, scores, at, refs, depth, tier, query)
    columns = None if every else [at]
    if form == "table":
        from bsctui.cli.tables import write_score_table

        write_score_table(scores, range(len(scores.periods)) if every else [at], addresses)
    else:
        _write(form, scores, columns, addresses)
    context.exit(report_errors(model))


def _mixed(workspace: Workspace, rules: str | None, data: str | None) -> Model:
    """The rules of a revision on the results of another; the files where one is not named.

    Raises:
        CommandError: There is no repository, or no such revision.
    """
    from bsctui.git.command import GitError
    from bsctui.review.cross_scoring import crossed_model_at

    try:
        return crossed_model_at(workspace.place, workspace.model, rules, data)
    except GitError as error:
        raise CommandError(str(error)) from None


def _view_of_mixed(model: Model, period: str | None, grain: str | None) -> tuple[Scores, int]:
    from bsctui.scoring.evaluate import evaluate

    return viewed_scores_of(model, lambda wanted: evaluate(model, wanted), period, grain)


def _chosen_addresses(
    model: Model, scores: Scores, at: int, refs: tuple[str, ...], depth: int | None, tier: str | None, query: str | None,
) -> list[str] | None:  # fmt: skip
    """The addresses to print; None for all."""
    if not refs and depth is None and tier is None and query is None:
        return None
    parents = {node.address: node.parent for node in scores.nodes}
    parents |= {initiative.address: initiative.parent for initiative in model.initiatives.values()}
    tops = {resolved_address(model, ref) for ref in refs}
    for top in tops - parents.keys():
        raise CommandError(f"`{top}` has no score: it is a measure")
    addresses = [
        address for address in parents if not tops or _levels(address, parents, tops) is not None
    ]
    if depth is not None:
        starts = tops or {address for address, parent in parents.items() if parent is None}
        addresses = [
            address
            for address in addresses
            if (levels := _levels(address, parents, starts)) is not None and levels < depth
        ]
    if tier is not None:
        tier_name = [tier_name.name for tier_name in model.settings.tiers]
        if tier not in tier_name:
            raise CommandError(f"there is no tier `{tier}`; the tiers are {', '.join(tier_name)}")
        addresses = [
            address
            for address in addresses
            if model.scorecards[address.partition(".")[0]].tier == tier
        ]
    if query is not None:
        addresses = _filtered(model, scores, at, query, addresses)
    return addresses


def _levels(address: str, parents: dict[str, str | None], tops: set[str]) -> int | None:
    """How many levels an address stands below one of the tops; None where it does not."""
    levels, place = 0, address
    while place not in tops:
        above = parents.get(place)
        if above is None:
            return None
        levels, place = levels + 1, above
    return levels


def _filtered(model: Model, scores: Scores, at: int, query: str, addresses: list[str]) -> list[str]:
    from bsctui.filters import FilterError, find_addresses
    from bsctui.preferences import load_preferences

    try:
        matching = set(find_addresses(query, model, scores, at, load_preferences().me))
    except FilterError as error:
        raise CommandError(str(error)) from None
    return [address for address in addresses if address in matching]


def _write(
    form: str, scores: Scores, columns: list[int] | None, addresses: list[str] | None
) -> None:
    from bsctui.cli.nodes import NodeWriter, tier_entries
    from bsctui.cli.writing import write_csv, write_json, write_toml

    fiscal = scores.calendar.fiscal
    periods = [fiscal.format(period) for period in scores.periods]
    document: dict[str, object] = {"version": 1}
    if columns is None:
        document["periods"] = periods
    else:
        document["period"] = periods[columns[0]]
    document["grain"] = scores.grain.word
    document["current"] = periods[scores.current]
    document["nodes"] = NodeWriter(scores, columns).nodes(addresses)
    document["tiers"] = tier_entries(scores, columns)
    writers = {"json": write_json, "toml": write_toml, "csv": write_csv}
    writers[form](document)
