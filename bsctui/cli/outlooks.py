"""An outlook as it is printed: a table for people, one JSON document, csv rows."""

from __future__ import annotations

import shutil
from math import floor, isnan, log10
from typing import TYPE_CHECKING, Any

from bsctui.analysis.forecast import FEWEST
from bsctui.cli.figures import number_text, period_text, plain, span_text
from bsctui.cli.tables import cut, depths_of, is_unicode
from bsctui.cli.writing import write_rows
from bsctui.model.entities import Kind
from bsctui.model.periods import Period
from bsctui.numbers import chance
from bsctui.scoring.result import COLOURS
from bsctui.scoring.status import bands_of
from bsctui.text.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.analysis.forecast import Forecast
    from bsctui.analysis.outlook import Outlook, Spread

COLUMNS = (
    ("now", "score as it is known"),
    ("then", "middle of the simulated scores: as many lie above as below"),
    ("80%", "between these two lie 8 of 10 simulated scores (values); KPIs are drawn independently of each other"),
    ("chance", "KPI: how likely it meets its target; above KPIs: how likely it is in its best colour"),
)  # fmt: skip
"""Every column with its line of explanation."""

METHOD = (
    "A KPI goes on as its own history did: exponential smoothing with trend and season where the data speak for them,",
    "many models averaged; the range is made from their errors. What it rests on: `bsctui forecast --backtest`.",
)
"""Where the figures come from, for people."""

NARROW, WIDE = 80, 120
VALUES_FROM = 110
"""So wide a terminal shows the values of KPIs beside their scores, a narrower one below."""


# --- For people


def table(found: Outlook, wanted: Sequence[str], runs: int, seed: int) -> list[str]:
    """The scores then, beside those now, and for KPIs the values behind them."""
    width = min(max(shutil.get_terminal_size((WIDE, 24)).columns, NARROW), WIDE)
    beside = width >= VALUES_FROM
    then, now = period_text(found.scores, found.at), period_text(found.now, found.now_at)
    lines = [
        f"{found.scores.grain.word} {then}, from what is known at {now} ({runs} runs, seed {seed})"
    ]
    if found.left_out:
        lines.append(_left_out(found.left_out, now))
    rows = [found.scores.row[address] for address in wanted if address in found.scores.row]
    depths = depths_of(found.scores)
    least = min((depths[found.scores.nodes[row].address] for row in rows), default=0)
    label_width = 34
    head = f"{cut('', label_width)}{'now':>6}{'then':>7}  {'80%':<13} {'chance':<11}"
    lines.append((head + ("value: now, then, 80%, target" if beside else "")).rstrip())
    for row in rows:
        node = found.scores.nodes[row]
        label = "  " * (depths[node.address] - least) + printable(node.label)
        line = f"{cut(label, label_width)}{_score(_now(found, row))}{_score(found.score.middle[row], 7)}  "
        line += (
            f"{_range(found.score, row, ranged=found.ranged[row]):<13} {_chance(found, row):<11}"
        )
        values = _values(found, row) if node.kind is Kind.KPI else ""
        lines.append((line + (values if beside else "")).rstrip())
        if values and not beside:
            lines.append(f"{'  ' * (depths[node.address] - least)}  {values}")
    lines += [
        _measure_line(found, address) for address in wanted if address not in found.scores.row
    ]
    if not rows and not lines[2:]:
        lines.append("nothing to show")
    return [*lines, *_remarks(found, rows)]


def _left_out(count: int, known: str) -> str:
    if count == 1:
        return f"1 figure of a period that ends after {known} is left out"
    return f"{count} figures of periods that end after {known} are left out"


def _now(found: Outlook, row: int) -> float:
    address = found.scores.nodes[row].address
    known = found.now.row.get(address)
    return float("nan") if known is None else float(found.now.score[known, found.now_at])


def _score(number: float, width: int = 6) -> str:
    return f"{'-' if isnan(number) else f'{number:.1f}':>{width}}"


def _range(spread: Spread, row: int, *, ranged: bool) -> str:
    if not ranged or isnan(spread.middle[row]):
        return ""
    return f"{spread.low[row]:.1f}..{spread.high[row]:.1f}"


def _chance(found: Outlook, row: int) -> str:
    if found.scores.nodes[row].kind is Kind.KPI:
        return "" if isnan(found.met[row]) else chance(found.met[row])
    best = _best(found, row)
    return "" if best is None else f"{best[0]} {chance(best[1])}"


def _best(found: Outlook, row: int) -> tuple[str, float] | None:
    """The best colour of a node's bands, and how likely it is."""
    if isnan(found.colours[row, 0]):
        return None
    node = found.scores.nodes[row]
    colour = bands_of(found.scores.layout, node.address, node.kind)[-1].colour
    return colour, float(found.colours[row, COLOURS.index(colour)])


def _values(found: Outlook, row: int) -> str:
    """`38.4 → 36.1 (34.2..38.0), target 33.6 minutes`."""
    scores, known = found.scores, found.now.row.get(found.scores.nodes[row].address)
    if isnan(found.value.middle[row]):
        return ""
    now = float("nan") if known is None else float(found.now.value[known, found.now_at])
    arrow = "→" if is_unicode() else "->"
    text = f"{_short(now)} {arrow} {_short(found.value.middle[row])}"
    if found.ranged[row]:
        text += f" ({_short(found.value.low[row])}..{_short(found.value.high[row])})"
    low, high = float(scores.target_low[row, found.at]), float(scores.target_high[row, found.at])
    if not isnan(low):
        text += f", target {span_text(low, high)}"
    unit = scores.model.kpis[scores.nodes[row].address].definition.unit
    return text + (f" {printable(unit)}" if unit else "")


def _short(number: float) -> str:
    """A forecast has no more than four digits to show."""
    if isnan(number) or number == 0:
        return number_text(number) if number == 0 else "none"
    return number_text(round(number, 3 - floor(log10(abs(number)))))


def _measure_line(found: Outlook, address: str) -> str:
    one = found.forecasts[address]
    low, middle, high = (one.quantile(p)[-1] for p in (0.1, 0.5, 0.9))
    fiscal = found.scores.timeline.fiscal
    when = fiscal.format(Period(one.grain, int(one.ordinals[-1])))
    text = f"{printable(address)} in {when}: {_short(middle)}"
    return text + (f" ({_short(low)}..{_short(high)})" if one.has_range else "")


def _remarks(found: Outlook, rows: Sequence[int]) -> Iterator[str]:
    yield ""
    for word, text in COLUMNS:
        yield f"  {word:<7} {text}"
    yield from (f"  {line}" for line in METHOD)
    shown = {found.scores.nodes[row].address for row in rows}
    few = [address for address in found.few if address in shown]
    if few:
        noun = "KPI has" if len(few) == 1 else "KPIs have"
        verb = "stays at its last one" if len(few) == 1 else "stay at their last one"
        yield f"  too few points: {len(few)} {noun} fewer than {FEWEST} values and {verb}, without a range: {_listed(few)}"
    ended = [found.scores.nodes[row].address for row in rows if _lost_target(found, row)]
    if ended:
        noun = "KPI has" if len(ended) == 1 else "KPIs have"
        yield f"  no target then: {len(ended)} {noun} a value but no score, because no target reaches so far: {_listed(ended)}"


def _lost_target(found: Outlook, row: int) -> bool:
    """Scored now, and then no longer, though there is a value."""
    return (
        found.scores.nodes[row].kind is Kind.KPI
        and not isnan(_now(found, row))
        and not isnan(found.value.middle[row])
        and isnan(found.score.middle[row])
    )


SHOWN = 5


def _listed(addresses: Sequence[str]) -> str:
    names = ", ".join(printable(address) for address in addresses[:SHOWN])
    more = len(addresses) - SHOWN
    return f"{names} and {more} more" if more > 0 else names


# --- For programs


def document(found: Outlook, wanted: Sequence[str], runs: int, seed: int) -> dict[str, Any]:
    """The JSON document: nodes as in `score`, then every series that was continued."""
    keep = set(wanted)
    return {
        "version": 1,
        "period": period_text(found.scores, found.at),
        "grain": found.scores.grain.word,
        "known": period_text(found.now, found.now_at),
        "runs": runs,
        "seed": seed,
        "nodes": [
            _node(found, row) for row, node in enumerate(found.scores.nodes) if node.address in keep
        ],
        "series": [
            _series(found, one)
            for one in found.forecasts.values()
            if one.address in keep or one.address not in found.scores.row
        ],
    }


def _node(found: Outlook, row: int) -> dict[str, Any]:
    scores, node = found.scores, found.scores.nodes[row]
    entry: dict[str, Any] = {
        "address": node.address,
        "kind": node.kind.value,
        "label": node.label,
        "parent": node.parent,
        "now": plain(_now(found, row)),
        **_spread("score", found.score, row, ranged=bool(found.ranged[row])),
        "chances": {
            colour: plain(float(found.colours[row, at])) for at, colour in enumerate(COLOURS)
        },
    }
    if node.kind is Kind.KPI:
        low, high = (
            float(scores.target_low[row, found.at]),
            float(scores.target_high[row, found.at]),
        )
        entry |= {
            **_spread("value", found.value, row, ranged=bool(found.ranged[row])),
            "target": plain(low) if low == high or isnan(low) else [low, high],
            "met": plain(float(found.met[row])),
            "unit": scores.model.kpis[node.address].definition.unit,
        }
    return entry


def _spread(name: str, spread: Spread, row: int, *, ranged: bool) -> dict[str, float | None]:
    return {
        name: plain(float(spread.middle[row])),
        f"{name}_low": plain(float(spread.low[row])) if ranged else None,
        f"{name}_high": plain(float(spread.high[row])) if ranged else None,
    }


def _series(found: Outlook, one: Forecast) -> dict[str, Any]:
    fiscal = found.scores.timeline.fiscal
    low, middle, high = (one.quantile(p).tolist() for p in (0.1, 0.5, 0.9))
    return {
        "address": one.address,
        "grain": one.grain.word,
        "points": one.points,
        "periods": [fiscal.format(Period(one.grain, at)) for at in one.ordinals.tolist()],
        "value": middle,
        "value_low": low if one.has_range else None,
        "value_high": high if one.has_range else None,
    }


def write_nodes(found: Outlook, wanted: Sequence[str]) -> None:
    """One csv row a node, the keys of the JSON document as columns; chances by colour."""
    keep = set(wanted)
    nodes = [
        _node(found, row) for row, node in enumerate(found.scores.nodes) if node.address in keep
    ]
    for node in nodes:
        node |= {f"chance_{colour}": part for colour, part in node.pop("chances").items()}
        if isinstance(node.get("target"), list):
            node["target"] = "..".join(str(end) for end in node["target"])
    keys = list(dict.fromkeys(key for node in nodes for key in node))
    period = period_text(found.scores, found.at)
    write_rows(["period", *keys], ([period, *(node.get(key) for key in keys)] for node in nodes))
