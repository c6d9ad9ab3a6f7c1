"""Reading text into statements alone, a line, against beancount's C parser alone: `python -m tests.benchmarks.reading`.

The reference builds its directives as beancount does (`grammar.Builder`), from a ledger of as many lines.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.text.document import read_document
from tests.benchmarks.figures import note
from tests.benchmarks.generate import Generator, ledger

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 7


def best(run: Callable[[], object]) -> float:
    """The best time of several runs, without garbage collection."""
    found = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        begun = time.perf_counter()
        kept = run()
        found = min(found, time.perf_counter() - begun)
        gc.enable()
        del kept
    return found


def beancount_parser(path: Path) -> Callable[[], object]:
    """Beancount's C parser with its own builder."""
    from beancount.parser import _parser, grammar

    def parse() -> object:
        builder = grammar.Builder()
        with path.open("rb") as file:
            _parser.Parser(builder).parse(file, filename=str(path), lineno=1)
        return builder.finalize()

    return parse


def main() -> None:
    """Print both and their ratio."""
    files = {name: text.encode() for name, text in Generator(1).files(10_000).items()}
    lines = sum(content.count(b"\n") for content in files.values())
    ours = best(lambda: [read_document(name, content) for name, content in files.items()]) / lines
    sys.stdout.write(f"{lines} lines; reference: beancount's C parser with its builder\n")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.beancount"
        ledger(path, lines)
        theirs = best(beancount_parser(path)) / lines
    sys.stdout.write(
        f"  reading: {ours / theirs:.2f} x ({ours * 1e6:.2f} against {theirs * 1e6:.2f} microseconds a line)\n"
    )
    note("reading, a line", "10,000 KPIs", "beancount 3's C parser", ours / theirs)


if __name__ == "__main__":
    main()
