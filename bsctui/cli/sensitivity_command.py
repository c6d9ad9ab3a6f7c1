"""`bsctui sensitivity`: the points of a score that each KPI carries, and those still to be had."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.figures import json_number, period_text
from bsctui.cli.options import (
    format_option,
    load_workspace,
    period_options,
    report_errors,
    resolved_address,
    viewed_scores,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.sensitivity import Sensitivity
    from bsctui.scoring.result import Scores

COLUMNS = (
    ("score", "the KPI's own score"),
    ("share", "how much of the score above is made from it, along all paths: at 5% a point gained here adds 0.05 there"),
    ("contributes", "points of the score above that it gives now, share x score; together they are that score"),
    ("potential", "points the score above would gain with this KPI at its full score (100, its cap, its scale's highest point), all else as it is"),
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
    """Say how many points of REF (default: each top scorecard) every KPI contributes, and how many it could still contribute."""
    from bsctui.analysis.sensitivity import sensitivities

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    model = workspace.model
    tops = [card.address for card in model.tops]
    if ref is not None:
        tops = [resolved_address(model, ref)]
        if tops[0] not in scores.row:
            raise CommandError(f"`{tops[0]}` has no score for a KPI to carry points of")
    by_top = [
        (
            top,
            sorted(
                sensitivities(scores, top, at).values(), key=lambda sensitivity: -sensitivity.open
            ),
        )
        for top in tops
    ]
    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(_document(scores, at, by_top))
    else:
        click.echo("\n".join(_table(scores, at, by_top)))
    context.exit(report_errors(model))


LeveragesByTop = list[tuple[str, "list[Sensitivity]"]]


def _document(scores: Scores, at: int, by_top: LeveragesByTop) -> dict[str, Any]:
    return {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "tops": [
            {
                **_named(scores, top),
                "score": json_number(float(scores.score[scores.row[top], at])),
                "kpis": [_entry(scores, kpi) for kpi in kpis],
            }
            for top, kpis in by_top
        ],
    }


def _named(scores: Scores, address: str) -> dict[str, Any]:
    return {"address": address, "label": scores.nodes[scores.row[address]].label}


def _entry(scores: Scores, kpi: Sensitivity) -> dict[str, Any]:
    return {
        **_named(scores, kpi.address),
        "score": json_number(kpi.score),
        "full": kpi.full,
        "share": kpi.share,
        "points": kpi.points,
        "open": kpi.open,
        "won": kpi.won,
        "lost": kpi.lost,
        "limits": [limit.value for limit in kpi.limits],
    }


def _table(scores: Scores, at: int, by_top: LeveragesByTop) -> list[str]:
    lines = [f"{scores.grain.word} {period_text(scores, at)}"]
    for top, kpis in by_top:
        lines += ["", *_of_top(scores, at, top, kpis)]
    from bsctui.analysis.sensitivity import LIMIT_TEXTS

    limits_shown = {limit for _, kpis in by_top for kpi in kpis for limit in kpi.limits}
    words = [
        *COLUMNS,
        *((limit.value, text) for limit, text in LIMIT_TEXTS.items() if limit in limits_shown),
    ]
    return [*lines, "", *(f"  {word:<10} {text}" for word, text in words)]


TOGETHER = "together"
"""The row of the sums."""


def _of_top(scores: Scores, at: int, top: str, kpis: Sequence[Sensitivity]) -> list[str]:
    from bsctui.cli.tables import fit_to_cells
    from bsctui.escaping import cell_width, printable
    from bsctui.scoring.status import shown_score

    score = shown_score(scores, scores.row[top], at)
    label = printable(scores.nodes[scores.row[top]].label)
    title = f"{label} ({top}): {'no score' if isnan(score) else f'{score:.1f}'}"
    scored = [kpi for kpi in kpis if not isnan(kpi.score)]
    if not scored:
        return [title, "  no KPI below it has a score"]
    width = min(40, max(map(cell_width, (TOGETHER, *(kpi.address for kpi in scored)))))
    lines = [title, f"  {fit_to_cells('', width)}   score   share  contributes  potential"]
    for kpi in scored:
        remark = ", ".join(limit.value for limit in kpi.limits)
        line = f"  {fit_to_cells(kpi.address, width)} {shown_score(scores, scores.row[kpi.address], at):7.1f} {100 * kpi.share:6.2f}% {kpi.points:12.2f}  {kpi.open:9.2f}  {remark}"
        lines.append(line.rstrip())
    lines.append(
        f"  {fit_to_cells(TOGETHER, width)} {'':7} {'':7} {sum(kpi.points for kpi in kpis):12.2f}"
    )
    missing = len(kpis) - len(scored)
    if missing:
        noun = (
            "KPI without a score contributes" if missing == 1 else "KPIs without a score contribute"
        )
        lines.append(f"  {missing} {noun} nothing")
    return lines
