"""`bsctui whatif`: the scores with other values, targets or weights, beside the present ones."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.figures import period_text, plain, span_text
from bsctui.cli.options import (
    format_option,
    load,
    period_options,
    tell_errors,
    view_of,
    workspace_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.analysis.assumptions import Assumption
    from bsctui.analysis.whatif import Move
    from bsctui.scoring.result import Scores

EXPLAINED = (
    "what each score would gain or lose, weights, missing members and `worst` taken as they are"
)
"""The line of explanation for the user."""

FIXED = frozenset({"address", "kind", "label", "parent", "tier", "owner", "role", "unit", "file", "line"})  # fmt: skip
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
    """Show the scores as they would be with other numbers, beside the present ones; nothing is written.

    REF is a KPI or measure; N takes the place of its value (the default), whatever way that is made, or of
    its target, in PERIOD: one of its own periods, by default the last one inside the viewed period. A weight is
    anybody's; GIVER/RECEIVER:weight is that of a `supports` link. Numbers are as in the language: 26M, 30%.
    """
    from bsctui.analysis.assumptions import AssumptionError, read_assumption
    from bsctui.analysis.whatif import assumed_scores

    workspace = load(root)
    scores, at = view_of(workspace, period, grain)
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
    context.exit(tell_errors(workspace.model))


def _check_once(assumptions: Sequence[Assumption]) -> None:
    seen = set()
    for one in assumptions:
        if one.fact in seen:
            raise CommandError(
                f"the {one.facet} of `{one.address}` is assumed twice; only one can hold"
            )
        seen.add(one.fact)


# --- As a document


def _write(
    form: str, scores: Scores, assumed: Scores, assumptions: Sequence[Assumption], at: int
) -> None:
    from bsctui.cli.nodes import NodeWriter, tiers
    from bsctui.cli.writing import write_csv, write_json

    now, then = (NodeWriter(one, [at]) for one in (scores, assumed))
    nodes = [
        _beside(now.node(row), then.node(row), flat=form == "csv")
        for row in range(len(scores.nodes))
    ]
    document: dict[str, Any] = {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "current": period_text(scores, scores.current),
        "assumed": [_entry(scores, one) for one in assumptions],
        "nodes": nodes,
        "tiers": [
            {**after, "present": before, "points": _points(before["score"], after["score"])}
            for before, after in zip(tiers(scores, [at]), tiers(assumed, [at]), strict=True)
        ],
    }
    (write_csv if form == "csv" else write_json)(document)


def _beside(now: dict[str, Any], then: dict[str, Any], *, flat: bool) -> dict[str, Any]:
    """A node as `score` writes it, as assumed, with the present one's numbers beside."""
    present = {key: value for key, value in now.items() if key not in FIXED}
    points = {"points": _points(now["score"], then["score"])}
    if flat:
        return {**then, **points, **{f"present_{key}": value for key, value in present.items()}}
    return {**then, **points, "present": present}


def _points(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else then - now


def _entry(scores: Scores, one: Assumption) -> dict[str, Any]:
    from bsctui.analysis.whatif import instead_of

    before = instead_of(scores, one)
    return {
        "address": one.address,
        "supports": one.above,
        "what": one.facet.value,
        "period": scores.timeline.fiscal.format(one.period),
        "present": _ends(*before),
        "assumed": _ends(one.low, one.high),
    }


def _ends(low: float, high: float) -> float | list[float] | None:
    return plain(low) if low == high or isnan(low) else [low, high]


# --- As a table


def _table(
    scores: Scores, assumed: Scores, assumptions: Sequence[Assumption], at: int
) -> list[str]:
    from bsctui.analysis.whatif import moves

    mark = "" if at != scores.current else "  (current)"
    lines = [f"{scores.grain.word} {period_text(scores, at)}{mark}, if"]
    lines += [f"  {_sentence(scores, one)}" for one in assumptions]
    found = moves(scores, assumed, at)
    if not found:
        return [*lines, "", "no score would be another in this period"]
    return [*lines, "", *_rows(scores, assumed, found, at)]


def _sentence(scores: Scores, one: Assumption) -> str:
    from bsctui.analysis.whatif import instead_of, is_averaged
    from bsctui.text.diagnostics import printable

    quantity = scores.model.quantity(one.address)
    unit = quantity.definition.unit if quantity is not None else None
    tail = f" {printable(unit)}" if unit and one.facet.value != "weight" else ""
    period = scores.timeline.fiscal.format(one.period)
    whose = f"{one.address} in {one.above}" if one.above else one.address
    before = span_text(*instead_of(scores, one))
    made = ", averaged with its other periods in view" if is_averaged(scores, one) else ""
    now = f"{span_text(one.low, one.high)}{tail}"
    return f"{whose}: {one.facet} of {period} {now} instead of {before}{made}"


def _rows(scores: Scores, assumed: Scores, found: Sequence[Move], at: int) -> list[str]:
    from bsctui.cli.tables import cut, depths_of
    from bsctui.text.diagnostics import printable

    depths = depths_of(scores)
    least = min(depths[scores.nodes[one.row].address] for one in found)
    width = 40
    lines = [f"{'':{width}}  present  assumed   points"]
    for one in found:
        node = scores.nodes[one.row]
        label = "  " * (depths[node.address] - least) + printable(node.label)
        points = "" if isnan(one.points) else f"{one.points + 0.0:+8.2f}"
        line = f"{cut(label, width)}  {_score(one.present)}  {_score(one.assumed)} {points:>8}  {_status(scores, assumed, one.row, at)}"
        lines.append(line.rstrip())
    return [*lines, "", f"  points     {EXPLAINED}"]


def _score(score: float) -> str:
    return f"{'none' if isnan(score) else f'{score:.1f}':>7}"


def _status(scores: Scores, assumed: Scores, row: int, at: int) -> str:
    """The status where it would be another, and a KPI's value and target where they would."""
    words = []
    before, after = scores.status_word(row, at), assumed.status_word(row, at)
    if before != after:
        words.append(f"{before or 'no status'} -> {after or 'no status'}")
    for name, low, high in (
        ("value", "value", "value"),
        ("target", "target_low", "target_high"),
        ("weight", "weight", "weight"),
    ):
        now, then = (
            span_text(float(getattr(one, low)[row, at]), float(getattr(one, high)[row, at]))
            for one in (scores, assumed)
        )
        if now != then:
            words.append(f"{name} {now} -> {then}")
    return ", ".join(words)
