"""`bsctui links`: every claim of cause and effect against the data."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import click

from bsctui.cli import BsctuiCommand
from bsctui.cli.options import (
    format_option,
    load_workspace,
    report_errors,
    resolved_address,
    viewed_scores,
    workspace_option,
)
from bsctui.cli.terminal import is_unicode, line_width
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.correlation import Correlation, Evidence
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores

COLUMNS = (
    ("r", "Spearman's rank correlation of their changes, the effect's delayed by the lag; above 0 better goes with better"),
    ("needed", "what r must pass to be more than chance: independent series pass it in 5 of 100 cases, on either side"),
    ("points", "pairs of changes; below 8 there is no verdict"),
    ("other lag", "where r is largest elsewhere: the best of many, so a question and no evidence"),
)  # fmt: skip
"""Every column with its line of explanation."""

COMPARED = (
    "KPIs: measured values, turned so that up is better; objectives: scores in the calendar's grain. Where two years",
    "of changes are known, the season is taken out; with less, a season that both have looks like a cause.",
)
"""What the figures are made from, for people."""

NARROW, WIDE = 80, 120
BESIDE_FROM = 110
"""So wide a terminal shows the best other lag in the same line."""


@click.command("links", cls=BsctuiCommand)
@click.argument("refs", nargs=-1, metavar="[REF]...")
@workspace_option
@format_option("table", "json", "csv")
@click.pass_context
def command(context: click.Context, refs: tuple[str, ...], root: str | None, form: str) -> None:
    """Test every `drives` claim (of REF or what is below it; default: all) against the data: correlation at the stated lag, points, verdict."""
    from bsctui.analysis.correlation import evidence, left_out

    workspace = load_workspace(root)
    model = workspace.model
    scores, _ = viewed_scores(workspace, None, None)
    tops = {resolved_address(model, ref) for ref in refs}
    claims = [
        claim for claim in evidence(scores) if not tops or _stands_below(model, claim.cause, tops)
    ]
    if form == "table":
        count = left_out(scores, claims)
        if count:
            click.echo(_figures_left_out(scores, count))
        click.echo("\n".join([*_table(claims), *_left_out(scores, claims)]))
    elif form == "json":
        from bsctui.cli.writing import write_json

        entries = [_entry(model, claim) for claim in claims]
        write_json({"version": 1, "left_out": left_out(scores, claims), "links": entries})
    else:
        _write_rows(model, claims)
    context.exit(report_errors(model))


def _figures_left_out(scores: Scores, count: int) -> str:
    from bsctui.cli.outlooks import left_out_text
    from bsctui.model.current_period import current_period
    from bsctui.model.periods import Period

    calendar = scores.calendar
    current = Period(calendar.grain, current_period(scores.model))
    return left_out_text(count, calendar.fiscal.format(current))


def _stands_below(model: Model, address: str, tops: set[str]) -> bool:
    entity = model.entity(address)
    while entity is not None:
        if entity.address in tops:
            return True
        entity = model.parent(entity)
    return False


def _after(stated: tuple[int, Grain] | None) -> str:
    if stated is None:
        return "at once"
    count, grain = stated
    return grain.counted(count)


def _table(claims: Sequence[Evidence]) -> Iterator[str]:
    from bsctui.cli.tables import fit_to_cells
    from bsctui.escaping import cell_width, printable

    if not claims:
        yield "no claim of cause and effect: write `drives OBJECTIVE after 2 quarters` in an objective, or `drives KPI` in a KPI"
        return
    width = line_width(NARROW, WIDE, WIDE)
    beside = width >= BESIDE_FROM
    arrow = "→" if is_unicode() else "->"
    place = width - 78 if beside else width - 48
    room = max(place, 32)
    yield (
        f"{fit_to_cells('', room)}  {'after':<11} {'r':>5}  needed  points  {'verdict':<15}"
        + ("  other lag" if beside else "")
    ).rstrip()
    for claim in claims:
        name = f"{printable(claim.cause)} {arrow} {printable(claim.effect)}"
        needed = "     -" if isnan(claim.correlation.needed) else f"{claim.correlation.needed:6.2f}"
        other = "" if claim.best is None else f"{_best(claim.best, claim.grain)}"
        if cell_width(name) > room:  # an address is there to be copied: whole, on a line of its own
            yield name
            name = ""
        line = f"{fit_to_cells(name, room)}  {_after(claim.stated):<11} {_coefficient(claim.correlation)}  {needed}  {claim.correlation.points:6}  {claim.verdict.value:<15}"
        yield (line + (f"  {other}" if beside else "")).rstrip()
        if other and not beside:
            yield f"    other lag: {other}"
    yield ""
    for word, text in COLUMNS:
        yield f"  {word:<10}{text}"
    yield from (f"  {line}" for line in COMPARED)
    yield f"  {_summary(claims)}"


def _left_out(scores: Scores, claims: Sequence[Evidence]) -> Iterator[str]:
    """How many provisional values are no evidence yet."""
    count = sum(map(len, scores.model.estimates.values()))
    if claims and count:
        yield f"  {count_phrase(count, 'estimate (`~`) is', 'estimates (`~`) are')} left out"


def _coefficient(correlation: Correlation) -> str:
    return "    -" if isnan(correlation.value) else f"{correlation.value:+5.2f}"


def _best(correlation: Correlation, grain: Grain) -> str:
    return f"{_after((correlation.lag, grain)) if correlation.lag else 'at once'} {correlation.value:+.2f}?"


def _summary(claims: Sequence[Evidence]) -> str:
    from bsctui.analysis.correlation import SIGNIFICANCE, Verdict

    counts = {verdict: sum(claim.verdict is verdict for claim in claims) for verdict in Verdict}
    judged = len(claims) - counts[Verdict.TOO_FEW]
    text = f"{count_phrase(len(claims), 'claim')}: " + ", ".join(
        f"{n} {v.value}" for v, n in counts.items() if n
    )
    if judged:
        text += (
            f"; by chance alone {SIGNIFICANCE * judged:.1f} of {judged} would be called supported"
        )
    return text


def _entry(model: Model, claim: Evidence) -> dict[str, Any]:
    from bsctui.cli.figures import json_number

    path, line = model.place(claim.origin)
    best = claim.best
    return {
        "cause": claim.cause,
        "effect": claim.effect,
        "after": None if claim.stated is None else _after(claim.stated),
        "grain": claim.grain.word,
        "lag": claim.correlation.lag,
        "correlation": json_number(claim.correlation.value),
        "needed": json_number(claim.correlation.needed),
        "points": claim.correlation.points,
        "effective_points": claim.correlation.effective,
        "verdict": claim.verdict.value,
        "best_other_lag": None if best is None else best.lag,
        "best_other_correlation": None if best is None else json_number(best.value),
        "file": path,
        "line": line,
    }


def _write_rows(model: Model, claims: Sequence[Evidence]) -> None:
    from bsctui.cli.writing import write_rows

    keys = [
        "cause", "effect", "after", "grain", "lag", "correlation", "needed", "points", "effective_points",
        "verdict", "best_other_lag", "best_other_correlation", "file", "line",
    ]  # fmt: skip
    entries = (_entry(model, claim) for claim in claims)
    write_rows(keys, ([entry[key] for key in keys] for entry in entries))
