"""`bsctui goal`: what value a KPI must take for a score to be reached; says so where it cannot be."""

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
from bsctui.numbers import format_decimals

if TYPE_CHECKING:
    from bsctui.analysis.goal_seek import GoalSeekResult
    from bsctui.model.entities import Quantity
    from bsctui.scoring.result import Scores


@click.command("goal", cls=BsctuiCommand)
@click.argument("ref")
@click.argument("score")
@click.option("--by", "kpi", required=True, metavar="KPI", help="the KPI whose value may change")
@workspace_option
@period_options
@format_option("text", "json")
@click.pass_context
def command(
    context: click.Context,
    ref: str,
    score: str,
    kpi: str,
    root: str | None,
    period: str | None,
    grain: str | None,
    form: str,
) -> None:  # fmt: skip
    """Say what value KPI must take for REF to reach SCORE, all else unchanged; or the best that it can reach."""
    from bsctui.analysis.assumptions import AssumptionError
    from bsctui.analysis.goal_seek import GoalError, goal_seek

    workspace = load_workspace(root)
    scores, at = viewed_scores(workspace, period, grain)
    model = workspace.model
    address, by = resolved_address(model, ref), resolved_address(model, kpi)
    if address not in scores.row:
        raise CommandError(f"`{address}` has no score to reach")
    target_score = _score(score)
    try:
        answer = goal_seek(scores, at, address, target_score, by)
    except (GoalError, AssumptionError) as error:
        raise CommandError(str(error)) from None
    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(_document(scores, at, address, target_score, by, answer))
    else:
        click.echo("\n".join(_text(scores, at, address, target_score, by, answer)))
    context.exit(report_errors(model))


def _score(text: str) -> float:
    from bsctui.text.bounds import LARGEST
    from bsctui.text.literals import NUMBER, number

    if not NUMBER.fullmatch(text) or number(text) > LARGEST:
        raise CommandError(
            f"`{text[:40]}` is not a score; scores run from 0 to 100, or to a KPI's `cap`"
        )
    score = number(text)
    if score < 0:
        raise CommandError(f"no score is below 0, so `{text}` cannot be reached")
    return score


def _document(
    scores: Scores, at: int, ref: str, target_score: float, by: str, answer: GoalSeekResult
) -> dict[str, Any]:
    fiscal = scores.timeline.fiscal
    return {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "address": ref,
        "wanted": target_score,
        "by": by,
        "outcome": answer.outcome.value,
        "value": json_number(answer.shown),
        "present": json_number(answer.present),
        "score": json_number(answer.score),
        "present_score": json_number(answer.present_score),
        "own": [
            {"period": fiscal.format(period), "value": answer.value} for period in answer.periods
        ],
    }


# --- As text


def _text(
    scores: Scores, at: int, ref: str, target_score: float, by: str, answer: GoalSeekResult
) -> list[str]:
    from bsctui.escaping import printable

    label = printable(scores.nodes[scores.row[ref]].label)
    now = _points(scores, ref, answer.present_score)
    lines = [f"{label} ({ref}) at {target_score:g} in {period_text(scores, at)}, now {now}"]
    if answer.score == answer.present_score and answer.outcome.value == "unreachable":
        return [*lines, f"  cannot be reached by {by}: no value of it does better than now"]
    if abs(answer.score - answer.present_score) <= 1e-9 and answer.outcome.value == "reached":
        return [*lines, f"  is reached already, with {by} at {_number(answer.present)}"]
    lines += [f"  {_verdict(scores, ref, by, answer)}", *_own_periods(scores, by, answer)]
    return [*lines, "", f"  try it: {_whatif_command(scores, at, by, answer)}", f"  {FOOTNOTE}"]


FOOTNOTE = (
    "the nearest such value to the present one; every other value, target and weight stays as it is"
)
"""The line of explanation for the user."""


def _verdict(scores: Scores, ref: str, by: str, answer: GoalSeekResult) -> str:
    unit = _unit(scores, by)
    quantity = scores.model.quantity(by)
    shown = f"{_number(answer.shown)}{unit}"
    present = f"(now {_present(quantity, answer.present)})"
    reached = _points(scores, ref, answer.score)
    if answer.outcome.value == "reached":
        return f"needs {by} at {shown} {present}"
    if answer.outcome.value == "passed":
        return f"is jumped over: {by} at {shown} {present} makes it {reached} at once"
    return f"cannot be reached by {by}: the best is {reached}, at {shown} {present}"


def _unit(scores: Scores, by: str) -> str:
    from bsctui.escaping import printable

    quantity = scores.model.quantity(by)
    unit = quantity.definition.unit if quantity is not None else None
    return "" if not unit else "%" if unit == "%" else f" {printable(unit)}"


def _own_periods(scores: Scores, by: str, answer: GoalSeekResult) -> list[str]:
    """Where the figure shown is made from several own periods: what they must be."""
    fiscal = scores.timeline.fiscal
    names = [fiscal.format(period) for period in answer.periods]
    value = f"{_number(answer.value)}{_unit(scores, by)}"
    if len(names) > 1:
        return [
            f"  that is {value} in each of {', '.join(names)}: {names[-1]} is not enough by itself"
        ]
    if answer.shown != answer.value:
        return [f"  that is {value} in {names[0]}, with the other periods as they are"]
    return []


def _whatif_command(scores: Scores, at: int, by: str, answer: GoalSeekResult) -> str:
    """The command that shows all scores as they would be."""
    fiscal = scores.timeline.fiscal
    words = [
        f"{by}@{fiscal.format(own_period)}={_exact(answer.value)}" for own_period in answer.periods
    ]
    period = "" if at == scores.current else f" --period {period_text(scores, at)}"
    calendar = scores.timeline.calendar.grain
    grain = "" if scores.grain is calendar else f" --grain {scores.grain.word}"
    return f"bsctui whatif {' '.join(words)}{period}{grain}"


def _exact(value: float) -> str:
    """As the language writes numbers: digits, never a power of ten."""
    text = repr(value).removesuffix(".0")
    if "e" in text:
        from decimal import Decimal

        text = f"{Decimal(text):f}"
    return text


def _present(quantity: Quantity | None, value: float) -> str:
    """What it is: with the decimals that its unit asks for. What it must be is said in full."""
    if quantity is None or quantity.definition.decimals is None or isnan(value):
        return _number(value)
    return format_decimals(value, quantity.definition.decimals)


def _number(value: float) -> str:
    return "none" if isnan(value) else f"{value + 0.0:,.10g}"


def _points(scores: Scores, ref: str, score: float) -> str:
    from bsctui.scoring.status import round_to_status

    return (
        "without a score"
        if isnan(score)
        else f"{round_to_status(scores, scores.row[ref], score):.1f}"
    )
