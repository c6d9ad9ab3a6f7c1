"""How long scoring takes, as ratios to reading the same workspace: `python -m tests.benchmarks.scoring [KPIS]`."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING

from bsctui.model.build import build
from bsctui.scoring.evaluate import evaluate, update_scores
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OBJECTIVES_IN_A_SCORECARD = 16
KPIS_IN_AN_OBJECTIVE = 4
PERSPECTIVES = ("financial", "customer", "process", "learning")


def workspace(kpis: int, years: int = 2) -> str:
    """The text of a workspace of three tiers with about so many KPIs, measured for so many years less half a one."""
    last = 2024 + years
    lines = [f"calendar months 2025-01..{last}-12", f"  closed {last}-06"]
    cards = max(1, kpis // (OBJECTIVES_IN_A_SCORECARD * KPIS_IN_AN_OBJECTIVE))
    for card in range(cards):
        above = None if card == 0 else 0 if card < 13 else 1 + card % 12
        lines += _scorecard(card, above, last)
    return "\n".join(lines) + "\n"


def _scorecard(card: int, above: int | None, last: int) -> Iterator[str]:
    yield f"scorecard s{card}" + ("" if above is None else f" under s{above}")
    for objective in range(OBJECTIVES_IN_A_SCORECARD):
        yield f"objective o{objective} in s{card}.{PERSPECTIVES[objective % 4]}"
        if above is not None:
            yield f"  supports s{above}.o{objective} weight 2"
        for kpi in range(KPIS_IN_AN_OBJECTIVE):
            yield from _kpi(card, objective * KPIS_IN_AN_OBJECTIVE + kpi, objective, last)


def _kpi(card: int, number: int, objective: int, last: int) -> Iterator[str]:
    yield f"kpi k{number} in s{card}.o{objective}"
    yield f"  baseline {number % 7} at 2024-12"
    yield f"  target {number % 7 + 50} by {last}-12"
    months = 12 * (last - 2025) + 6
    cells = " ".join("-" if (number + at) % 11 == 0 else str(3 * at + 1) for at in range(months))
    yield f"  actual 2025-01: {cells}"
    if number % 5 == 0:
        yield "  aggregate sum"


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """Processor time of the best of several runs: what else runs on the machine makes little difference."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        gc.disable()
        begun = process_time()
        run()
        best = min(best, process_time() - begun)
        gc.enable()
    return best


def say(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the figures of one workspace."""
    kpis = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    data = workspace(kpis).encode()
    document = read_document("a.bsc", data)
    model = build({"a.bsc": document})
    reading = seconds(lambda: read_document("a.bsc", data))
    building = seconds(lambda: build({"a.bsc": document}), 1)
    scores = evaluate(model)
    address, kpi = next(reversed(model.kpis.items()))
    edited = replace(model, kpis={**model.kpis, address: replace(kpi)})
    say(f"{len(model.kpis)} KPIs, {len(scores.periods)} periods; reference: reading the text")
    for name, took in (
        ("read", reading),
        ("build", building),
        ("evaluate", seconds(lambda: evaluate(model))),
        ("update one KPI", seconds(lambda: update_scores(scores, edited))),
    ):
        say(f"{name:>16}: {took / reading:7.3f} x reading ({took * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
