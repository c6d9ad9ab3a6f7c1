"""`bsctui sensitivity`: the points of a score that each KPI carries, and those still to be had."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.figures import period_text, plain
from bsctui.cli.options import (
    address_of,
    format_option,
    load,
    period_options,
    tell_errors,
    view_of,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.sensitivity import Leverage
    from bsctui.scoring.result import Scores

COLUMNS = (
    ("score", "the KPI's own score"),
    ("share", "how much of the score above is made from it, along all paths: at 5% a point won here wins 0.05 there"),
    ("carries", "points of the score above that it gives now, share x score; together they are that score"),
    ("to be had", "points the score above would win with this KPI at its full score (100, its cap, its scale's highest point), all else as it is"),
)  # fmt: skip
"""Every column with its line of explanation."""


@click.command("sensitivity", cls=BsctuiCommand)
@click.argument("ref", required=False)
@workspace_option
@period_options
@format_option("table", "json")
@click.pass_context
def command(
    context: click.Context,
    ref: str | None,
    root: str | None,
    period: str | None,
    grain: str | None,
    form: str,
) -> None:
    """Say how many points of REF (default: each top scorecard) every KPI carries, and how many are still to be had."""
    from bsctui.analysis.sensitivity import leverage

    workspace = load(root)
    scores, at = view_of(workspace, period, grain)
    model = workspace.model
    tops = [card.address for card in model.scorecards.values() if card.under is None]
    if ref is not None:
        tops = [address_of(model, ref)]
        if tops[0] not in scores.row:
            raise CommandError(f"`{tops[0]}` has no score for a KPI to carry points of")
    found = [
        (top, sorted(leverage(scores, top, at).values(), key=lambda one: -one.open)) for top in tops
    ]
    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(_document(scores, at, found))
    else:
        click.echo("\n".join(_table(scores, at, found)))
    context.exit(tell_errors(model))


Found = list[tuple[str, "list[Leverage]"]]


def _document(scores: Scores, at: int, found: Found) -> dict[str, Any]:
    return {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "tops": [
            {
                **_named(scores, top),
                "score": plain(float(scores.score[scores.row[top], at])),
                "kpis": [_entry(scores, one) for one in kpis],
            }
            for top, kpis in found
        ],
    }


def _named(scores: Scores, address: str) -> dict[str, Any]:
    return {"address": address, "label": scores.nodes[scores.row[address]].label}


def _entry(scores: Scores, one: Leverage) -> dict[str, Any]:
    return {
        **_named(scores, one.address),
        "score": plain(one.score),
        "full": one.full,
        "share": one.share,
        "points": one.points,
        "open": one.open,
        "won": one.won,
        "lost": one.lost,
        "limits": [limit.value for limit in one.limits],
    }


def _table(scores: Scores, at: int, found: Found) -> list[str]:
    lines = [f"{scores.grain.word} {period_text(scores, at)}"]
    for top, kpis in found:
        lines += ["", *_of_top(scores, at, top, kpis)]
    from bsctui.analysis.sensitivity import REMARKS

    told = {limit for _, kpis in found for one in kpis for limit in one.limits}
    words = [*COLUMNS, *((limit.value, text) for limit, text in REMARKS.items() if limit in told)]
    return [*lines, "", *(f"  {word:<10} {text}" for word, text in words)]


TOGETHER = "together"
"""The row of the sums."""


def _of_top(scores: Scores, at: int, top: str, kpis: Sequence[Leverage]) -> list[str]:
    from bsctui.cli.tables import cut
    from bsctui.text.diagnostics import cell_width, printable

    score = float(scores.score[scores.row[top], at])
    label = printable(scores.nodes[scores.row[top]].label)
    title = f"{label} ({top}): {'no score' if isnan(score) else f'{score:.1f}'}"
    scored = [one for one in kpis if not isnan(one.score)]
    if not scored:
        return [title, "  no KPI below it has a score"]
    width = min(40, max(map(cell_width, (TOGETHER, *(one.address for one in scored)))))
    lines = [title, f"  {cut('', width)}   score   share  carries  to be had"]
    for one in scored:
        remark = ", ".join(limit.value for limit in one.limits)
        line = f"  {cut(one.address, width)} {one.score:7.1f} {100 * one.share:6.2f}% {one.points:8.2f}  {one.open:9.2f}  {remark}"
        lines.append(line.rstrip())
    lines.append(f"  {cut(TOGETHER, width)} {'':7} {'':7} {sum(one.points for one in kpis):8.2f}")
    missing = len(kpis) - len(scored)
    if missing:
        noun = "KPI without a score carries" if missing == 1 else "KPIs without a score carry"
        lines.append(f"  {missing} {noun} nothing")
    return lines
