"""`bsctui whatif`: the scores with other values, targets or weights, beside the present ones."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.figures import json_number, period_text, quantity_span, span_text
from bsctui.cli.options import (
    format_option,
    load_workspace,
    period_options,
    report_errors,
    viewed_scores,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.assumptions import Assumption
    from bsctui.analysis.whatif import WhatIfDifference
    from bsctui.scoring.result import Scores

FOOTNOTE = (
    "what each score would gain or lose, weights, missing members and `worst` taken as they are"
)
"""The line of explanation for the user."""

FIXED_KEYS = frozenset({"address", "kind", "label", "parent", "tier", "owner", "role", "unit", "file", "line"})  # fmt: skip
"""What nothing that is assumed can change in a node."""


@click.command("whatif", cls=BsctuiCommand)
@click.argument("words", nargs=-1, required=True, metavar="REF[:value|:target|:weight][@PERIOD]=N…")
@workspace_option
@period_options
@format_option("table", "json", "csv")
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    root: str | None,
    period: str | None,
    grain: str | None,
    form: str,
) -> None:
    """Show the scores as they would be with other numbers, next to the present ones; nothing is written.

    REF is a KPI or measure; N replaces its value (the default), however it is computed, or its target, in
    PERIOD: one of its own periods, by default the last one inside the viewed period. Any item has a weight;
    GIVER/RECEIVER:weight is that of a `supports` link. Numbers are as in the language: 26M, 30%.
    """
    from bsctui.analysis.assumptions import AssumptionError, read_assumption
    from bsctui.analysis.whatif import assumed_scores

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    try:
        assumptions = [read_assumption(scores, at, word) for word in words]
    except AssumptionError as error:
        raise CommandError(str(error)) from None
    _check_once(assumptions)
    assumed = assumed_scores(scores, assumptions)
    if form == "table":
        click.echo("\n".join(_table(scores, assumed, assumptions, at)))
    else:
        _write(form, scores, assumed, assumptions, at)
    context.exit(report_errors(workspace.model))


def _check_once(assumptions: Sequence[Assumption]) -> None:
    assumed_facts = set()
    for assumption in assumptions:
        if assumption.fact in assumed_facts:
            raise CommandError(
                f"the {assumption.facet} of `{assumption.address}` is assumed twice; only one can hold"
            )
        assumed_facts.add(assumption.fact)


# --- As a document


def _write(
    form: str, scores: Scores, assumed: Scores, assumptions: Sequence[Assumption], at: int
) -> None:
    from bsctui.cli.nodes import NodeWriter, tier_entries
    from bsctui.cli.writing import write_csv, write_json

    now, then = (NodeWriter(writer_scores, [at]) for writer_scores in (scores, assumed))
    nodes = [
        _beside(now.node(row), then.node(row), flat=form == "csv")
        for row in range(len(scores.nodes))
    ]
    document: dict[str, Any] = {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "current": period_text(scores, scores.current),
        "assumed": [_entry(scores, writer_scores) for writer_scores in assumptions],
        "nodes": nodes,
        "tiers": [
            {**after, "present": before, "points": _points(before["score"], after["score"])}
            for before, after in zip(
                tier_entries(scores, [at]), tier_entries(assumed, [at]), strict=True
            )
        ],
    }
    (write_csv if form == "csv" else write_json)(document)


def _beside(now: dict[str, Any], then: dict[str, Any], *, flat: bool) -> dict[str, Any]:
    """A node as `score` writes it, as assumed, with the present one's numbers beside."""
    present = {key: value for key, value in now.items() if key not in FIXED_KEYS}
    points = {"points": _points(now["score"], then["score"])}
    if flat:
        return {**then, **points, **{f"present_{key}": value for key, value in present.items()}}
    return {**then, **points, "present": present}


def _points(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else then - now


def _entry(scores: Scores, assumption: Assumption) -> dict[str, Any]:
    from bsctui.analysis.whatif import present_ends

    before = present_ends(scores, assumption)
    return {
        "address": assumption.address,
        "supports": assumption.above,
        "what": assumption.facet.value,
        "period": scores.timeline.fiscal.format(assumption.period),
        "present": _ends(*before),
        "assumed": _ends(assumption.low, assumption.high),
    }


def _ends(low: float, high: float) -> float | list[float] | None:
    return json_number(low) if low == high or isnan(low) else [low, high]


# --- As a table


def _table(
    scores: Scores, assumed: Scores, assumptions: Sequence[Assumption], at: int
) -> list[str]:
    from bsctui.analysis.whatif import whatif_differences

    mark = "" if at != scores.current else "  (current)"
    lines = [f"{scores.grain.word} {period_text(scores, at)}{mark}, if"]
    lines += [f"  {_sentence(scores, assumption)}" for assumption in assumptions]
    moves_shown = whatif_differences(scores, assumed, at)
    if not moves_shown:
        return [*lines, "", "no score would be another in this period"]
    return [*lines, "", *_rows(scores, assumed, moves_shown, at)]


def _sentence(scores: Scores, assumption: Assumption) -> str:
    from bsctui.analysis.whatif import is_averaged, present_ends
    from bsctui.escaping import printable
    from bsctui.kpi_text import short_unit

    quantity = scores.model.quantity(assumption.address)
    unit = quantity.definition.unit if quantity is not None else None
    is_weight = assumption.facet.value == "weight"
    tail = f" {printable(short_unit(unit))}" if unit and not is_weight else ""
    period = scores.timeline.fiscal.format(assumption.period)
    subject = (
        f"{assumption.address} in {assumption.above}" if assumption.above else assumption.address
    )
    before = quantity_span(None if is_weight else quantity, *present_ends(scores, assumption))
    averaged = (
        ", averaged with its other periods in view" if is_averaged(scores, assumption) else ""
    )
    now = f"{span_text(assumption.low, assumption.high)}{tail}"
    return f"{subject}: {assumption.facet} of {period} {now} instead of {before}{averaged}"


def _rows(
    scores: Scores, assumed: Scores, moves_shown: Sequence[WhatIfDifference], at: int
) -> list[str]:
    from bsctui.cli.tables import depths_of, fit_to_cells
    from bsctui.escaping import printable

    depths = depths_of(scores)
    least = min(depths[scores.nodes[move.row].address] for move in moves_shown)
    width = 40
    lines = [f"{'':{width}}  present  assumed   points"]
    for move in moves_shown:
        node = scores.nodes[move.row]
        label = "  " * (depths[node.address] - least) + printable(node.label)
        points = "" if isnan(move.points) else f"{move.points + 0.0:+8.2f}"
        line = f"{fit_to_cells(label, width)}  {_score(scores, move.row, at)}  {_score(assumed, move.row, at)} {points:>8}  {_status(scores, assumed, move.row, at)}"
        lines.append(line.rstrip())
    return [*lines, "", f"  points     {FOOTNOTE}"]


def _score(scores: Scores, row: int, at: int) -> str:
    from bsctui.scoring.status import shown_score

    score = shown_score(scores, row, at)
    return f"{'none' if isnan(score) else f'{score:.1f}':>7}"


def _status(scores: Scores, assumed: Scores, row: int, at: int) -> str:
    """The status where it would be another, and a KPI's value and target where they would."""
    from bsctui.escaping import printable
    from bsctui.scoring.status import shown_status

    words = []
    if scores.status_word(row, at) != assumed.status_word(row, at):
        before, after = (printable(shown_status(each, row, at)) for each in (scores, assumed))
        words.append(f"{before or 'no status'} -> {after or 'no status'}")
    for name, low, high in (
        ("value", "value", "value"),
        ("target", "target_low", "target_high"),
        ("weight", "weight", "weight"),
    ):
        now, then = (
            quantity_span(
                None if name == "weight" else scores.model.quantity(scores.nodes[row].address),
                float(getattr(side, low)[row, at]),
                float(getattr(side, high)[row, at]),
            )
            for side in (scores, assumed)
        )
        if now != then:
            words.append(f"{name} {now} -> {then}")
    return ", ".join(words)
