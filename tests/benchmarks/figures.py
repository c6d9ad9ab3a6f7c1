"""The README's table of figures, written from one run: `python -m tests.benchmarks.figures` (or `make figures`)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Final, NamedTuple

README: Final = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"
SHOWN: Final = (
    "reading", "commands", "scale", "editing", "arithmetic", "peers", "frames", "starting", "reviewing", "reporting",
    "terminal_bytes",
)  # fmt: skip
"""Benchmarks with a row in the README."""


class Figure(NamedTuple):
    """What was measured, on what, and how many times its reference it took in the same run."""

    what: str
    workspace: str
    reference: str
    ratio: float


FIGURES: Final[list[Figure]] = []
"""Of this run."""


def note(what: str, workspace: str, reference: str, ratio: float) -> None:
    """Keep a figure for the table."""
    FIGURES.append(Figure(what, workspace, reference, ratio))


def table(rows: list[tuple[Figure, str]]) -> str:
    """Figures, each with the benchmark that gives it, as Markdown."""
    lines = ["| what | on | against | times | by |", "| --- | --- | --- | ---: | --- |"]
    lines += [
        f"| {figure.what} | {figure.workspace} | {figure.reference} | {figure.ratio:.2f} | `{name}` |"
        for figure, name in rows
    ]
    return "\n".join(lines) + "\n"


def with_table(page: str, rows: list[tuple[Figure, str]]) -> str:
    """A page with the table between its marks anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table(rows)}{END}{after}"


def main() -> None:
    """Run what is shown, and write it."""
    from tests.benchmarks import figures  # as the benchmarks know it, not as `__main__`

    rows: list[tuple[Figure, str]] = []
    for name in SHOWN:
        figures.FIGURES.clear()
        importlib.import_module(f"tests.benchmarks.{name}").main()
        rows += [(figure, name) for figure in figures.FIGURES]
        sys.stdout.flush()
    README.write_text(with_table(README.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
