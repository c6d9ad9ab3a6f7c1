"""What `bsctui forecast --backtest` prints."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from bsctui.analysis.backtest import backtest
from bsctui.analysis.backtest_scores import backtest_scores
from bsctui.analysis.forecast import MIN_VALUES
from bsctui.cli import CommandError
from bsctui.cli.figures import json_number
from bsctui.cli.writing import write_json, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.backtest import Trials
    from bsctui.analysis.backtest_scores import ScoreTrials
    from bsctui.model.model import Model

COLUMNS = (
    ("forecasts", "values that were forecast from what was measured before them, from up to 12 origins a KPI"),
    ("scores", "objectives and top scorecards, one or two periods ahead, from up to 10 origins"),
    ("in range", "how many came within their 80% range; 70% to 90% is as it should be"),
    ("error", "mean absolute scaled error: 1 is the usual change from one measurement to the next"),
    ("carried", "the same if the last value is simply carried forward"),
    ("ratio", "error / carried: below 1 the forecast is the better guess"),
)  # fmt: skip
"""Every column with its line of explanation."""


def write_backtest(model: Model, addresses: Sequence[str], form: str) -> None:
    """Print how good forecasts of these items (default: all) would have been.

    Raises:
        CommandError: Something named has no values of its own.
    """
    for address in addresses:
        quantity = model.quantity(address)
        if quantity is None or not quantity.actuals:
            raise CommandError(
                f"`{address}` has no measured values of its own to try a forecast on"
            )
    trials = backtest(model, addresses or None)
    rows = [_row(name, kind, trials_of_part) for name, kind, trials_of_part in _parts(trials)]
    if not addresses:
        rows += [_score_row(part) for part in backtest_scores(model) if part.tried]
    if form == "json":
        write_json({"version": 1, "backtest": rows})
    elif form == "csv":
        write_rows(list(rows[0]), [list(row.values()) for row in rows])
    else:
        click.echo("\n".join(_table(rows)))


def _parts(trials: Trials) -> Iterator[tuple[str, str, Trials]]:
    yield "all", "all", trials
    for group in dict.fromkeys(trials.groups.tolist()):
        yield group, "grain", trials.where(trials.groups == group)
    for low, high in ((1, 1), (2, 3), (4, 6), (7, 12)):
        ahead = trials.where((trials.steps >= low) & (trials.steps <= high))
        if len(ahead.steps):
            yield (f"{low}" if low == high else f"{low} to {high}") + " ahead", "steps", ahead


def _row(name: str, kind: str, trials: Trials) -> dict[str, Any]:
    has_trials = len(trials.steps) > 0
    return {
        "part": name,
        "by": kind,
        "forecasts": len(trials.steps),
        "in_range": json_number(trials.coverage),
        "error": float(np.mean(trials.error)) if has_trials else None,
        "carried": float(np.mean(trials.naive_error)) if has_trials else None,
        "ratio": json_number(trials.ratio),
    }


def _score_row(part: ScoreTrials) -> dict[str, Any]:
    """Of scores only how often they came within their range: their errors are no multiples of a KPI's changes."""
    return {
        "part": part.part,
        "by": "scores",
        "forecasts": part.tried,
        "in_range": part.coverage,
        "error": None,
        "carried": None,
        "ratio": None,
    }


def _table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    if not rows[0]["forecasts"]:
        yield f"nothing to try a forecast on: a KPI needs more than {MIN_VALUES} values"
        return
    yield f"{'':15}forecasts  in range   error  carried   ratio"
    for row in rows:
        error, carried, ratio = (_decimal(row[key]) for key in ("error", "carried", "ratio"))
        yield f"{row['part']:15}{row['forecasts']:9}  {100 * row['in_range']:7.1f}% {error:>7}  {carried:>7}  {ratio:>6}"
    yield ""
    for word, text in COLUMNS:
        yield f"  {word:<9} {text}"


def _decimal(number: float | None) -> str:
    return "-" if number is None or isnan(number) else f"{number:.3f}"
