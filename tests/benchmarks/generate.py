"""A large workspace made up by seed: `python -m tests.benchmarks.generate FOLDER [--kpis N]`.

At 10,000 KPIs about 92,000 lines in several files: three tiers, gaps in the series, numbers of all lengths,
formulas, rollups, supports, notes and comments. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PERSPECTIVES = ("financial", "customer", "process", "learning")
IN_A_CARD = 24
IN_AN_OBJECTIVE = 6
CARDS_IN_A_FILE = 24
FIRST_UNITS = 13
"""Scorecards below the top one; the teams are below those."""


class Generator:
    """Writes one workspace."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def files(self, kpis: int) -> dict[str, str]:
        """The files of a workspace with about so many KPIs."""
        cards = max(1, kpis // IN_A_CARD)
        settings = [
            "bsc 1",
            "",
            "calendar quarters 2025-Q1..2026-Q4",
            "  closed 2026-Q2",
            "",
            'person ann "Ann Example"',
            "",
        ]
        found = {"settings.bsc": "\n".join(settings)}
        for start in range(0, cards, CARDS_IN_A_FILE):
            lines: list[str] = []
            for card in range(start, min(cards, start + CARDS_IN_A_FILE)):
                lines += self.scorecard(card)
            found[f"cards/part-{start // CARDS_IN_A_FILE:03}.bsc"] = "\n".join(lines) + "\n"
        return found

    def scorecard(self, card: int) -> Iterator[str]:
        """One scorecard with its objectives and KPIs."""
        above = None if card == 0 else 0 if card < FIRST_UNITS else 1 + card % (FIRST_UNITS - 1)
        yield f'scorecard s{card} "Scorecard {card}"' + (
            "" if above is None else f" under s{above}"
        )
        yield "  owner ann" if card % 3 else f'  owner "Head of {card}"'
        yield ""
        for objective in range(IN_A_CARD // IN_AN_OBJECTIVE):
            yield f'objective o{objective} "Objective {objective} of {card}" in s{card}.{PERSPECTIVES[objective % 4]}'
            if above is not None:
                yield f"  supports s{above}.o{objective} weight {1 + objective % 3}"
            if objective % 4:
                yield f"  drives o{objective - 1} after {1 + objective % 3} quarters"
            yield ""
            for step in range(IN_AN_OBJECTIVE):
                yield from self.kpi(card, objective, objective * IN_AN_OBJECTIVE + step)

    def kpi(self, card: int, objective: int, number: int) -> Iterator[str]:
        """One KPI, its kind by its number."""
        if number % 12 == 0:
            yield "# Looked at every month"
        yield f'kpi k{number} "Measure {number} of {card}, {self.random.choice(("cost", "speed", "quality"))}" in s{card}.o{objective}'
        if number % 16 == 9:
            yield from (
                "  unit USD",
                f"  formula k{number - 1} / 2 + k{number - 2}",
                "  aggregate last",
                "  target 1",
                "  tolerance 100% of target",
                "",
            )
            return
        if number % 24 == 11:
            yield from (
                "  unit USD",
                "  every month",
                "  rollup average",
                "  target 1",
                "  tolerance 1",
                "",
            )
            return
        yield "  leading" if number % 2 else "  lagging"
        yield "  unit USD"
        size = 10 ** self.random.uniform(0, 7)
        yield f"  baseline {written(size)} at 2024-12"
        yield f"  target {written(size * 1.5)} by 2026-12"
        for year, months in ((2025, 12), (2026, 6)):
            yield f"  actual {year}-01: {self.series(size * (1 + (year - 2024.5) / 6), months)}"
        if number % 24 == 10:
            yield f"  feeds k{number + 1} weight {1 + number % 5}"
        if number % 5 == 0:
            yield f'  note 2025-Q{1 + number % 4} "Looked at {number} times"'
        if number % 7 == 0:
            yield f"  weight {1 + number % 4}  # as agreed"
        yield ""

    def series(self, size: float, count: int) -> str:
        """Values of months around a size, with gaps; quarters set apart now and then."""
        cells = [
            written(size * self.random.uniform(0.9, 1.1)) if self.random.random() > 0.08 else "-"
            for _ in range(count)
        ]
        if self.random.random() < 0.3:
            return " | ".join(" ".join(cells[at : at + 3]) for at in range(0, count, 3))
        return " ".join(cells)


def written(value: float) -> str:
    """A number as people write it: digits, groups or a multiple, by its size."""
    if value < 100:
        return f"{value:.2f}"
    if value < 10_000:
        return f"{value:.0f}"
    return f"{value:_.0f}" if value < 1_000_000 else f"{value / 1e6:.3f}M"


def generate(folder: Path, kpis: int, seed: int = 1) -> int:
    """Write a workspace; returns its number of lines."""
    lines = 0
    for name, text in Generator(seed).files(kpis).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        lines += text.count("\n")
    (folder / "bsctui.toml").write_text("", encoding="utf-8")
    return lines


def ledger(path: Path, lines: int, seed: int = 1) -> None:
    """Write a beancount ledger of about so many lines: transactions of two postings."""
    chance = random.Random(seed)
    found = ['option "operating_currency" "USD"', ""]
    found += [
        f"2020-01-01 open {kind}:A{at} USD" for at in range(100) for kind in ("Assets", "Expenses")
    ]
    day = 0
    while len(found) < lines:
        day += 1
        found += [
            f'{2021 + day // 40_000 % 5}-{1 + day // 28 % 12:02}-{1 + day % 28:02} * "Payee {day % 500}" "Purchase {day}"',
            f"  Assets:A{day % 100}  {(amount := chance.randint(1, 10**6) / 100):.2f} USD",
            f"  Expenses:A{day * 7 % 100}  {-amount:.2f} USD",
            "",
        ]
    path.write_text("\n".join(found) + "\n", encoding="utf-8")


def main() -> None:
    """Write a workspace where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kpis", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    lines = generate(arguments.folder, arguments.kpis, arguments.seed)
    sys.stdout.write(f"{lines} lines in {arguments.folder}\n")


if __name__ == "__main__":
    main()
