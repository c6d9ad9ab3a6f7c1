"""`bsctui explain`: where a number comes from, down to file and line; and why it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.figures import json_number, number_text, period_text, span_text
from bsctui.cli.options import (
    format_option,
    load_workspace,
    period_options,
    report_errors,
    resolved_address,
    viewed_scores,
    workspace_option,
)
from bsctui.cli.source_lines import place_of, source_as_json, source_line
from bsctui.text.literals import ESTIMATED

if TYPE_CHECKING:
    from bsctui.explain.attribution import Change
    from bsctui.explain.contributions import Explanation
    from bsctui.model.entities import Measure
    from bsctui.scoring.result import Scores


@click.command("explain", cls=BsctuiCommand)
@click.argument("ref")
@workspace_option
@period_options
@click.option("--since", metavar="P", help="why it changed since that period")
@format_option("text", "json")
@click.pass_context
def command(
    context: click.Context,
    ref: str,
    root: str | None,
    period: str | None,
    grain: str | None,
    since: str | None,
    form: str,
) -> None:
    """Say where the score of REF comes from: members, weights, points, and for a KPI (or a measure) the lines of text."""
    from bsctui.explain.attribution import attributed_changes
    from bsctui.explain.contributions import explain

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    address = resolved_address(workspace.model, ref)
    before = _column(scores, since, at) if since is not None else None
    measure = workspace.model.measures.get(address)
    if measure is not None:
        _tell_measure(scores, measure, at, before, form)
        context.exit(report_errors(workspace.model))
    if address not in scores.row:
        raise CommandError(f"`{address}` has no score to explain")
    explanation = explain(scores, address, at)
    moved = attributed_changes(scores, address, before, at) if before is not None else ()
    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(_document(scores, explanation, at, before, moved))
    else:
        click.echo("\n".join(_text(scores, explanation, at, before, moved)))
    context.exit(report_errors(workspace.model))


def _tell_measure(scores: Scores, measure: Measure, at: int, before: int | None, form: str) -> None:
    from bsctui.cli.explain_measure import measure_document, measure_text

    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(measure_document(scores, measure, at, before))
    else:
        click.echo("\n".join(measure_text(scores, measure, at, before)))


def _column(scores: Scores, since: str, at: int) -> int:
    """The index of an earlier period of the view."""
    fiscal = scores.calendar.fiscal
    period = fiscal.parse(since)
    if period is None:
        raise CommandError(f"there is no period `{since}`")
    if period.grain > scores.grain:
        period = fiscal.last(scores.grain, period)
    if period not in scores.periods:
        raise CommandError(f"`{since}` is not in this view of {scores.grain.plural}")
    column = scores.periods.index(period)
    if column >= at:
        raise CommandError(f"`--since {since}` is not before the period that is explained")
    return column


# --- As JSON


def _document(
    scores: Scores, explanation: Explanation, at: int, before: int | None, moved: tuple[Change, ...]
) -> dict[str, Any]:
    from bsctui.cli.nodes import NodeWriter

    document: dict[str, Any] = {
        "version": 1,
        "address": explanation.address,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "node": NodeWriter(scores, [at]).node(scores.row[explanation.address]),
        "worst": explanation.worst,
        "members": [
            {
                "address": member.address,
                "kind": member.kind.value,
                "label": member.label,
                "weight": member.weight,
                "share": member.share,
                "score": json_number(member.score),
                "points": member.points,
            }
            for member in explanation.members
        ],
        "sources": [source_as_json(scores, source) for source in explanation.sources],
    }
    if before is not None:
        row = scores.row[explanation.address]
        document["since"] = period_text(scores, before)
        document["change"] = json_number(float(scores.score[row, at] - scores.score[row, before]))
        document["changes"] = [
            {"address": change.address, "cause": change.cause.value, "points": change.points}
            for change in moved
        ]
    return document


# --- As text


def _text(
    scores: Scores, explanation: Explanation, at: int, before: int | None, moved: tuple[Change, ...]
) -> list[str]:
    from bsctui.escaping import printable

    row = scores.row[explanation.address]
    lines = [
        f"{explanation.address}  {printable(explanation.label)}",
        f"  {period_text(scores, at)}: {_headline(scores, row, at)}",
    ]
    place = place_of(scores, explanation.origin)
    if place:
        lines.append(f"  declared in {printable(place[0])}:{place[1]}")
    lines += _figures(scores, explanation, row, at)
    if explanation.members:
        how = "its worst member" if explanation.worst else "the weighted mean of its members"
        lines += [
            "",
            f"  made of {how}:",
            f"    {'points':>7}  {'score':>6}  {'weight':>6}  {'share':>6}",
        ]
        lines += [
            f"    {member.points:7.2f}  {number_text(member.score, _bounds(scores, scores.row[member.address])):>6}  {member.weight:6g}  {100 * member.share:5.1f}%  {member.address}  {printable(member.label)}"
            for member in explanation.members
        ]
    if before is not None:
        lines += _changes(scores, row, at, before, moved)
    return lines


def _bounds(scores: Scores, row: int) -> tuple[float, ...]:
    """The scores at which another status of a node begins."""
    from bsctui.scoring.status import band_bounds, bands_of_node

    node = scores.nodes[row]
    return band_bounds(bands_of_node(scores.structure, node.address, node.kind))


def _headline(scores: Scores, row: int, at: int) -> str:
    from bsctui.escaping import printable
    from bsctui.scoring.status import shown_status

    if not scores.in_force[row, at]:
        return "not in force"
    words = [f"score {number_text(float(scores.score[row, at]), _bounds(scores, row))}"]
    words += [
        word
        for word in (printable(shown_status(scores, row, at)), scores.trend_word(row, at))
        if word
    ]
    words.append(f"coverage {scores.coverage[row, at]:.0f}%")
    if scores.judged[row, at]:
        words.append("judged by a person")
    if scores.broken[row, at]:
        words.append("rests on a broken line")
    return ", ".join(words)


def _shown(scores: Scores, address: str, row: int, at: int) -> tuple[str, str, str]:
    """Target, value and baseline, by the KPI's own decimals where it has some."""
    from bsctui.kpi_text import kpi_text, missed_limits

    definition, text = scores.model.kpis[address].definition, kpi_text(scores, address, at)
    if definition.decimals is not None:
        return text.target or "none", text.value or "none", text.baseline or "none"
    low, high = float(scores.target_low[row, at]), float(scores.target_high[row, at])
    value, baseline = float(scores.value[row, at]), float(scores.baseline[row, at])
    mark = ESTIMATED if text.value.startswith(ESTIMATED) else ""
    missed = list(missed_limits(definition, value, low, high))
    return span_text(low, high), mark + number_text(value, missed), number_text(baseline)


def _figures(scores: Scores, explanation: Explanation, row: int, at: int) -> list[str]:
    from bsctui.escaping import printable
    from bsctui.score_rule import score_rule
    from bsctui.scoring.estimates import is_estimated

    if explanation.address not in scores.model.kpis:
        return []
    unit = scores.model.kpis[explanation.address].definition.unit
    target, value, baseline = _shown(scores, explanation.address, row, at)
    tail = f" {printable(unit)}" if unit and value != "none" else ""
    notes = []
    if is_estimated(scores, explanation.address, at):
        notes.append("an estimate")
    if scores.partial[row, at]:
        notes.append("partial")
    if scores.stale[row, at] > 0:
        notes.append(f"measured {scores.grain.counted(round(scores.stale[row, at]))} ago")
    remark = f" ({', '.join(notes)})" if notes else ""
    lines = [
        f"  value {value}{tail}{remark}, target {target}, baseline {baseline}, raw {number_text(float(scores.raw[row, at]))}, progress {number_text(float(scores.progress[row, at]))}",
    ]
    rule = score_rule(scores, explanation.address, at)
    lines += [
        *([f"  scored: {printable(rule)}"] if rule is not None else []),
        "",
        "  comes from:",
    ]
    limits = (float(scores.target_low[row, at]), float(scores.target_high[row, at]))
    lines += [source_line(scores, source, limits) for source in explanation.sources]
    return lines


def _changes(
    scores: Scores, row: int, at: int, before: int, moved: tuple[Change, ...]
) -> list[str]:
    then, now = float(scores.score[row, before]), float(scores.score[row, at])
    lines = [
        "",
        f"  since {period_text(scores, before)}: {number_text(then)} to {number_text(now)}",
    ]
    lines += [
        f"    {change.points:+7.2f}  {change.cause.value:20}  {change.address}" for change in moved
    ]
    return lines if moved else [*lines, "    nothing moved"]
