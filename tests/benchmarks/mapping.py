"""How long a strategy map takes to lay out and to draw, as ratios to loading its workspace: `python -m tests.benchmarks.mapping`."""

from __future__ import annotations

import random

from bsctui.exchange.maps.as_svg import strategy_map_svg
from bsctui.exchange.maps.as_text import strategy_map_runs
from bsctui.exchange.maps.pens import UNICODE
from bsctui.exchange.maps.strategy import strategy_map
from bsctui.layout.plan import plan
from bsctui.layout.shapes import Link, Node
from bsctui.workspace import Workspace
from tests.benchmarks.scoring import say, seconds

LANES = ("financial", "customer", "process", "learning")
SIZES = (12, 25, 50, 100)


def written(objectives: int, seed: int = 1) -> str:
    """A scorecard: every cause under an effect near it, some under two, some two lanes away."""
    chance = random.Random(seed)
    lines = ["calendar quarters 2025-Q1..2026-Q4", 'scorecard s "Benchmark"']
    rows: list[list[str]] = []
    for lane, name in enumerate(LANES):
        rows.append([f"{name[0]}{number}" for number in range(lane, objectives, len(LANES))])
        for at, each in enumerate(rows[lane]):
            lines.append(f'objective {each} "Objective {each} of many" in s.{name}')
            lines += [f"  drives {other} after 2 quarters" for other in effects(rows, at, chance)]
            lines += [f"kpi k_{each} in s.{each}", "  baseline 0", "  target 100"]
            lines.append(f"  actual 2025-Q1: {chance.randint(0, 100)} {chance.randint(0, 100)}")
    return "\n".join(lines) + "\n"


def effects(rows: list[list[str]], at: int, chance: random.Random) -> list[str]:
    """What the objective at a place of the last row drives."""
    if len(rows) == 1:
        return []
    above = rows[-2]
    found = {
        above[min(at, len(above) - 1)],
        above[max(0, min(at + chance.choice([-1, 0, 1]), len(above) - 1))],
    }
    if len(rows) > 2 and chance.random() < 0.15:
        found.add(chance.choice(rows[-3]))
    return sorted(found)


def main() -> None:
    """Print the figures."""
    say("reference: reading and scoring the same workspace")
    for objectives in SIZES:
        source = {"a.bsc": written(objectives)}
        workspace = Workspace.from_texts(source)
        found = strategy_map(workspace.model, workspace.scores(), "s", 0)
        nodes = [Node(box.address, box.lane) for box in found.boxes]
        links = [Link(arrow.start, arrow.end, 2) for arrow in found.arrows]
        made = plan(nodes, links, len(LANES))
        loading = seconds(lambda source=source: Workspace.from_texts(source).scores())
        say(f"{objectives} objectives, {len(links)} links, {made.crossings} crossings")
        for name, took in (
            ("layout", seconds(lambda n=nodes, li=links: plan(n, li, len(LANES)))),
            ("text", seconds(lambda found=found: strategy_map_runs(found, 200, UNICODE))),
            ("svg", seconds(lambda found=found: strategy_map_svg(found))),
        ):
            say(f"{name:>10}: {took / loading:7.2f} x loading ({took * 1000:.1f} ms)")


if __name__ == "__main__":
    main()
