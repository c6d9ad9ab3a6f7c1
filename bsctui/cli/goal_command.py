"""`bsctui goal`: what value a KPI must take for a score to be reached; says so where it cannot be."""

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
    from bsctui.analysis.goal_seek import Answer
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
    """Say what value KPI must take for REF to reach SCORE, all else as it is; or the best it can do."""
    from bsctui.analysis.assumptions import AssumptionError
    from bsctui.analysis.goal_seek import GoalError, goal

    workspace = load(root)
    scores, at = view_of(workspace, period, grain)
    model = workspace.model
    address, by = address_of(model, ref), address_of(model, kpi)
    if address not in scores.row:
        raise CommandError(f"`{address}` has no score to reach")
    wanted = _score(score)
    try:
        answer = goal(scores, at, address, wanted, by)
    except (GoalError, AssumptionError) as error:
        raise CommandError(str(error)) from None
    if form == "json":
        from bsctui.cli.writing import write_json

        write_json(_document(scores, at, address, wanted, by, answer))
    else:
        click.echo("\n".join(_text(scores, at, address, wanted, by, answer)))
    context.exit(tell_errors(model))


def _score(text: str) -> float:
    from bsctui.text.literals import NUMBER, number

    if not NUMBER.fullmatch(text):
        raise CommandError(f"`{text}` is no score; scores run from 0 to 100, or to a KPI's `cap`")
    found = number(text)
    if found < 0:
        raise CommandError(f"no score lies below 0, so `{text}` cannot be reached")
    return found


def _document(
    scores: Scores, at: int, ref: str, wanted: float, by: str, answer: Answer
) -> dict[str, Any]:
    fiscal = scores.timeline.fiscal
    return {
        "version": 1,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "address": ref,
        "wanted": wanted,
        "by": by,
        "outcome": answer.outcome.value,
        "value": plain(answer.shown),
        "present": plain(answer.present),
        "score": plain(answer.score),
        "present_score": plain(answer.present_score),
        "own": [{"period": fiscal.format(one), "value": answer.value} for one in answer.periods],
    }


# --- As text


def _text(scores: Scores, at: int, ref: str, wanted: float, by: str, answer: Answer) -> list[str]:
    from bsctui.text.diagnostics import printable

    label = printable(scores.nodes[scores.row[ref]].label)
    now = _points(answer.present_score)
    lines = [f"{label} ({ref}) at {wanted:g} in {period_text(scores, at)}, now {now}"]
    if answer.score == answer.present_score and answer.outcome.value == "unreachable":
        return [*lines, f"  cannot be reached by {by}: no value of it does better than now"]
    if abs(answer.score - answer.present_score) <= 1e-9 and answer.outcome.value == "reached":
        return [*lines, f"  is reached already, with {by} at {_number(answer.present)}"]
    lines += [f"  {_verdict(scores, by, answer)}", *_own(scores, by, answer)]
    return [*lines, "", f"  try it: {_trial(scores, at, by, answer)}", f"  {EXPLAINED}"]


EXPLAINED = (
    "the nearest such value to the present one; every other value, target and weight stays as it is"
)
"""The line of explanation for the user."""


def _verdict(scores: Scores, by: str, answer: Answer) -> str:
    unit = _unit(scores, by)
    shown = f"{_number(answer.shown)}{unit}"
    there = f"(now {_number(answer.present)})"
    reached = _points(answer.score)
    if answer.outcome.value == "reached":
        return f"needs {by} at {shown} {there}"
    if answer.outcome.value == "passed":
        return f"is jumped over: {by} at {shown} {there} makes it {reached} at once"
    return f"cannot be reached by {by}: the best is {reached}, at {shown} {there}"


def _unit(scores: Scores, by: str) -> str:
    from bsctui.text.diagnostics import printable

    quantity = scores.model.quantity(by)
    unit = quantity.definition.unit if quantity is not None else None
    return "" if not unit else "%" if unit == "%" else f" {printable(unit)}"


def _own(scores: Scores, by: str, answer: Answer) -> list[str]:
    """Where the figure shown is made from several own periods: what they must be."""
    fiscal = scores.timeline.fiscal
    names = [fiscal.format(one) for one in answer.periods]
    value = f"{_number(answer.value)}{_unit(scores, by)}"
    if len(names) > 1:
        return [f"  that is {value} in each of {', '.join(names)}: {names[-1]} alone cannot do it"]
    if answer.shown != answer.value:
        return [f"  that is {value} in {names[0]}, with the other periods as they are"]
    return []


def _trial(scores: Scores, at: int, by: str, answer: Answer) -> str:
    """The command that shows all scores as they would be."""
    fiscal = scores.timeline.fiscal
    words = [f"{by}@{fiscal.format(one)}={_exact(answer.value)}" for one in answer.periods]
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


def _number(value: float) -> str:
    return "none" if isnan(value) else f"{value + 0.0:,.10g}"


def _points(score: float) -> str:
    return "without a score" if isnan(score) else f"{score:.1f}"
