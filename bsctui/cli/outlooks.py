"""An outlook as it is printed: a table for people, one JSON document, csv rows."""

from __future__ import annotations

from math import floor, isnan, log10
from typing import TYPE_CHECKING, Any

from bsctui.analysis.forecast import MIN_VALUES
from bsctui.cli.figures import json_number, number_text, period_text, quantity_number, quantity_span
from bsctui.cli.tables import depths_of, fit_to_cells
from bsctui.cli.terminal import is_unicode, line_width
from bsctui.cli.writing import write_rows
from bsctui.escaping import printable
from bsctui.kpi_text import short_unit, with_unit
from bsctui.model.entities import Kind
from bsctui.model.periods import Period
from bsctui.numbers import format_chance
from bsctui.phrases import count_phrase, first_few
from bsctui.scoring.estimates import is_estimated
from bsctui.scoring.result import COLOURS
from bsctui.scoring.status import bands_of_node, status_label
from bsctui.text.literals import ESTIMATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.outlook import Outlook, Quantiles
    from bsctui.model.entities import Quantity

COLUMNS = (
    ("now", "score as it is known"),
    ("then", "middle of the simulated scores: half of them are above it"),
    ("80%", "8 of 10 simulated scores (values) are between these two; KPIs whose errors moved together so far are drawn together"),
    ("chance", "KPI: how likely it meets its target; above KPIs: how likely it has its best status"),
)  # fmt: skip
"""Every column with its line of explanation."""

METHOD = (
    "Each KPI is continued from its own history: exponential smoothing with trend and season where the data support them,",
    "many models averaged; the range is made from their errors. What it rests on: `bsctui forecast --backtest`.",
)
"""Where the figures come from, for people."""

NAMED = 3
"""KPIs that are named in one line."""

NARROW, WIDE = 80, 120
VALUES_FROM = 110
"""So wide a terminal shows the values of KPIs beside their scores, a narrower one below."""


# --- For people


def outlook_table(outlook: Outlook, addresses: Sequence[str], runs: int, seed: int) -> list[str]:
    """The scores then, beside those now, and for KPIs the values behind them."""
    width = line_width(NARROW, WIDE, WIDE)
    beside = width >= VALUES_FROM
    then, now = period_text(outlook.scores, outlook.at), period_text(outlook.now, outlook.now_at)
    lines = [
        f"{outlook.scores.grain.word} {then}, from what is known at {now} ({runs} runs, seed {seed})"
    ]
    if outlook.left_out:
        lines.append(left_out_text(outlook.left_out, now))
    if outlook.estimates:
        lines.append(estimates_left_out(outlook.estimates))
    lines += unlearned_lines(outlook.forecasts.values())
    rows = [outlook.scores.row[address] for address in addresses if address in outlook.scores.row]
    depths = depths_of(outlook.scores)
    least = min((depths[outlook.scores.nodes[row].address] for row in rows), default=0)
    label_width = 34
    head = f"{fit_to_cells('', label_width)}{'now':>6}{'then':>7}  {'80%':<13} {'chance':<11}"
    lines.append((head + ("value: now, then, 80%, target" if beside else "")).rstrip())
    for row in rows:
        node = outlook.scores.nodes[row]
        label = "  " * (depths[node.address] - least) + printable(node.label)
        line = f"{fit_to_cells(label, label_width)}{_score(_now(outlook, row))}{_score(outlook.score.middle[row], 7)}  "
        line += f"{_range(outlook.score, row, ranged=outlook.ranged[row]):<13} {_chance(outlook, row):<11}"
        values = _values(outlook, row) if node.kind is Kind.KPI else ""
        lines.append((line + (values if beside else "")).rstrip())
        if values and not beside:
            lines.append(f"{'  ' * (depths[node.address] - least)}  {values}")
    lines += [
        _measure_line(outlook, address)
        for address in addresses
        if address not in outlook.scores.row
    ]
    if not rows and not lines[2:]:
        lines.append("nothing to show")
    return [*lines, *_remarks(outlook, rows)]


def left_out_text(count: int, known: str) -> str:
    """How many figures after the last known period are not looked at."""
    if count == 1:
        return f"1 figure of a period that ends after {known} is left out"
    return f"{count} figures of periods that end after {known} are left out"


def unlearned_lines(forecasts: Iterable[Forecast]) -> Iterator[str]:
    """Which KPIs have values that no forecast learns from, because they cannot be right or lie far off."""
    from bsctui.analysis.outliers import believable

    counts = {forecast.address: int((~believable(forecast.past)).sum()) for forecast in forecasts}
    shown = [f"{count} of `{address}`" for address, count in counts.items() if count]
    if shown:
        more = f" and of {len(shown) - NAMED} more" if len(shown) > NAMED else ""
        yield f"left out as outliers: {', '.join(shown[:NAMED])}{more}"


def estimates_left_out(count: int) -> str:
    """That provisional figures are no measurements."""
    if count == 1:
        return "1 estimate (`~`) is left out of the histories"
    return f"{count} estimates (`~`) are left out of the histories"


def _now(outlook: Outlook, row: int) -> float:
    address = outlook.scores.nodes[row].address
    row_now = outlook.now.row.get(address)
    return float("nan") if row_now is None else float(outlook.now.score[row_now, outlook.now_at])


def _score(number: float, width: int = 6) -> str:
    return f"{'-' if isnan(number) else f'{number:.1f}':>{width}}"


def _range(spread: Quantiles, row: int, *, ranged: bool) -> str:
    if not ranged or isnan(spread.middle[row]):
        return ""
    return f"{spread.low[row]:.1f}..{spread.high[row]:.1f}"


def _chance(outlook: Outlook, row: int) -> str:
    if outlook.scores.nodes[row].kind is Kind.KPI:
        return "" if isnan(outlook.met[row]) else format_chance(outlook.met[row])
    best = _best(outlook, row)
    return "" if best is None else f"{best[0]} {format_chance(best[1])}"


def _best(outlook: Outlook, row: int) -> tuple[str, float] | None:
    """The best status of a node's bands, and how likely it is."""
    if isnan(outlook.colours[row, 0]):
        return None
    node = outlook.scores.nodes[row]
    best = bands_of_node(outlook.scores.structure, node.address, node.kind)[-1]
    chance = float(outlook.colours[row, COLOURS.index(best.colour)])
    return printable(status_label(best.colour, (best,))), chance


def _values(outlook: Outlook, row: int) -> str:
    """`38.4 → 36.1 (34.2..38.0), target 33.6 minutes`."""
    scores, row_now = outlook.scores, outlook.now.row.get(outlook.scores.nodes[row].address)
    if isnan(outlook.value.middle[row]):
        return ""
    kpi = scores.model.kpis[scores.nodes[row].address]
    now = float("nan") if row_now is None else float(outlook.now.value[row_now, outlook.now_at])
    mark = ESTIMATED if not isnan(now) and is_estimated(outlook.now, kpi.address, outlook.now_at) else ""  # fmt: skip
    arrow = "→" if is_unicode() else "->"
    text = f"{mark}{_short(now, kpi)} {arrow} {_short(outlook.value.middle[row], kpi)}"
    if outlook.ranged[row]:
        text += f" ({_short(outlook.value.low[row], kpi)}..{_short(outlook.value.high[row], kpi)})"
    low, high = (
        float(scores.target_low[row, outlook.at]),
        float(scores.target_high[row, outlook.at]),
    )
    if not isnan(low):
        text += f", target {quantity_span(kpi, low, high)}"
    return with_unit(text, printable(short_unit(kpi.definition.unit)))


def _short(number: float, quantity: Quantity) -> str:
    """A forecast has no more than four digits to show, or the decimals that are asked for."""
    if quantity.definition.decimals is not None and not isnan(number):
        return quantity_number(quantity, float(number))
    if isnan(number) or number == 0:
        return number_text(number) if number == 0 else "none"
    return number_text(round(number, 3 - floor(log10(abs(number)))))


def _measure_line(outlook: Outlook, address: str) -> str:
    forecast = outlook.forecasts[address]
    low, middle, high = (forecast.quantile(p)[-1] for p in (0.1, 0.5, 0.9))
    fiscal = outlook.scores.timeline.fiscal
    when = fiscal.format(Period(forecast.grain, int(forecast.ordinals[-1])))
    measure = outlook.scores.model.measures[address]
    text = f"{printable(address)} in {when}: {_short(middle, measure)}"
    span = f" ({_short(low, measure)}..{_short(high, measure)})" if forecast.has_range else ""
    return text + span


def _remarks(outlook: Outlook, rows: Sequence[int]) -> Iterator[str]:
    yield ""
    for word, text in COLUMNS:
        yield f"  {word:<7} {text}"
    yield from (f"  {line}" for line in METHOD)
    shown = {outlook.scores.nodes[row].address for row in rows}
    few = [address for address in outlook.few if address in shown]
    if few:
        count = count_phrase(len(few), "KPI has", "KPIs have")
        verb = "stays at its last one" if len(few) == 1 else "stay at their last one"
        yield f"  too few points: {count} fewer than {MIN_VALUES} values and {verb}, without a range: {_listed(few)}"
    ended = [outlook.scores.nodes[row].address for row in rows if _lost_target(outlook, row)]
    if ended:
        count = count_phrase(len(ended), "KPI has", "KPIs have")
        yield f"  no target then: {count} a value but no score, because no target reaches that far: {_listed(ended)}"


def _lost_target(outlook: Outlook, row: int) -> bool:
    """Scored now, and then no longer, though there is a value."""
    return (
        outlook.scores.nodes[row].kind is Kind.KPI
        and not isnan(_now(outlook, row))
        and not isnan(outlook.value.middle[row])
        and isnan(outlook.score.middle[row])
    )


NAMED_ADDRESSES = 5


def _listed(addresses: Sequence[str]) -> str:
    return first_few([printable(address) for address in addresses], NAMED_ADDRESSES)


# --- For programs


def outlook_document(
    outlook: Outlook, addresses: Sequence[str], runs: int, seed: int
) -> dict[str, Any]:
    """The JSON document: nodes as in `score`, then every series that was continued."""
    keep = set(addresses)
    return {
        "version": 1,
        "period": period_text(outlook.scores, outlook.at),
        "grain": outlook.scores.grain.word,
        "known": period_text(outlook.now, outlook.now_at),
        "runs": runs,
        "seed": seed,
        "nodes": [
            _node(outlook, row)
            for row, node in enumerate(outlook.scores.nodes)
            if node.address in keep
        ],
        "series": [
            _series(outlook, forecast)
            for forecast in outlook.forecasts.values()
            if forecast.address in keep or forecast.address not in outlook.scores.row
        ],
    }


def _node(outlook: Outlook, row: int) -> dict[str, Any]:
    scores, node = outlook.scores, outlook.scores.nodes[row]
    entry: dict[str, Any] = {
        "address": node.address,
        "kind": node.kind.value,
        "label": node.label,
        "parent": node.parent,
        "now": json_number(_now(outlook, row)),
        **_spread("score", outlook.score, row, ranged=bool(outlook.ranged[row])),
        "chances": {
            colour: json_number(float(outlook.colours[row, at]))
            for at, colour in enumerate(COLOURS)
        },
    }
    if node.kind is Kind.KPI:
        low, high = (
            float(scores.target_low[row, outlook.at]),
            float(scores.target_high[row, outlook.at]),
        )
        entry |= {
            **_spread("value", outlook.value, row, ranged=bool(outlook.ranged[row])),
            "target": json_number(low) if low == high or isnan(low) else [low, high],
            "met": json_number(float(outlook.met[row])),
            "unit": scores.model.kpis[node.address].definition.unit,
        }
    return entry


def _spread(name: str, spread: Quantiles, row: int, *, ranged: bool) -> dict[str, float | None]:
    return {
        name: json_number(float(spread.middle[row])),
        f"{name}_low": json_number(float(spread.low[row])) if ranged else None,
        f"{name}_high": json_number(float(spread.high[row])) if ranged else None,
    }


def _series(outlook: Outlook, forecast: Forecast) -> dict[str, Any]:
    fiscal = outlook.scores.timeline.fiscal
    low, middle, high = (forecast.quantile(p).tolist() for p in (0.1, 0.5, 0.9))
    return {
        "address": forecast.address,
        "grain": forecast.grain.word,
        "points": forecast.points,
        "periods": [fiscal.format(Period(forecast.grain, at)) for at in forecast.ordinals.tolist()],
        "value": middle,
        "value_low": low if forecast.has_range else None,
        "value_high": high if forecast.has_range else None,
    }


def write_outlook_rows(outlook: Outlook, addresses: Sequence[str]) -> None:
    """One csv row a node, the keys of the JSON document as columns; chances by colour."""
    keep = set(addresses)
    nodes = [
        _node(outlook, row) for row, node in enumerate(outlook.scores.nodes) if node.address in keep
    ]
    for node in nodes:
        node |= {f"chance_{colour}": part for colour, part in node.pop("chances").items()}
        if isinstance(node.get("target"), list):
            node["target"] = "..".join(str(end) for end in node["target"])
    keys = list(dict.fromkeys(key for node in nodes for key in node))
    period = period_text(outlook.scores, outlook.at)
    write_rows(["period", *keys], ([period, *(node.get(key) for key in keys)] for node in nodes))
