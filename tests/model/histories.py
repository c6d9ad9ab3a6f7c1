"""Workspaces, often broken ones, that are edited again and again: run as a program it prints what each state is.

`python -m tests.model.histories SEED COUNT` prints a digest of every state of so many histories, as updated and as
read afresh; nothing in it may depend on the hash seed.
"""

from __future__ import annotations

import hashlib
import random
import sys
from typing import TYPE_CHECKING

from bsctui.model.build import build
from bsctui.model.update import update_model
from bsctui.text.document import Document, read_document
from bsctui.text.edits import LineEdit, apply_line_edits, inverse_line_edits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.model import Model

NAMES = ("a", "b", "c", "d")
HEADERS = (
    "scorecard {card}", "scorecard {card} under {other}", "objective {name} in {card}.process", "kpi {name} in {card}.{other}",
    "measure {name} in {card}", "initiative {name} in {card}.{other}", "actuals 2025-Q{quarter}",
    "actual {card}.{name} 2025-Q{quarter}: 3 - 4", "target {card}.{name} 2025-Q1: 5 6", "kpi {name} n {card}.{other}",
    "tier low", "tier top", "perspective process", "perspective green Green", "calendar quarters 2025-Q1..2025-Q4",
    "calendar months 2025-01..2025-12", "coverage 60%", "status red below 40", 'person anna "Anna"', "bsc 1", "<<<<<<< ours", ">>>>>>> theirs",
)  # fmt: skip
STATEMENTS = (
    "  actual 2025-Q{quarter}: 3 - 4", "  actual 2025-0{quarter}: 1 2", "  target {quarter}5", "  target 1..2", "  tolerance 3",
    "  baseline 1 at 2024-Q4", "  target 9 by 2025-Q{quarter}", "  better lower", "  unit %", "  unit EUR", "  target 85%", "  every month",
    "  every year", "  carry", "  over 2", "  aggregate sum", "  aggregate recompute", "  scale 1:0 2:100", "  like {name}", "  like {card}.{name}",
    "  same {card}.{name}", "  formula {name} + {card}.{other}", "  formula prev({name}, 2)", "  rollup sum", "  feeds {name}",
    "  feeds {card}.{name} weight 2", "  supports {card}.{name}", "  supporter {card}.{name} weight 2", "  drives {name} after 2 quarters",
    "  tier low", "  weight 2 from 2025-Q{quarter}", "  owner anna", "  {card}.{name} {quarter}", "  from 2025-Q{quarter}",
    "  until 2025-Q1", "  targt 3", "  status red below 20", '  note "x', "", "# a comment",
)  # fmt: skip
START = """\
calendar quarters 2025-Q1..2025-Q4
scorecard a
scorecard b under a
objective a in a.process
objective b in b.process
  supports a.a
kpi c in a.a
  target 10
  actual 2025-Q1: 3 4 5
kpi d in b.b
  like a.c
  actual 2025-Q1: 3 4
"""


def _line(chance: random.Random) -> str:
    form = chance.choice(HEADERS if chance.random() < 0.3 else STATEMENTS)
    words = {word: chance.choice(NAMES) for word in ("card", "name", "other")}
    return form.format(quarter=chance.randint(1, 4), **words) + "\n"


def _edit(chance: random.Random, path: str, document: Document) -> LineEdit:
    count = len(document.lines)
    first = chance.randint(1, count + 1)
    last = first - 1 if first > count or chance.random() < 0.5 else min(count, first + chance.choice((0, 0, 2)))  # fmt: skip
    keeps = chance.random() < 0.2 and last >= first
    return LineEdit(path, first, last, () if keeps else (_line(chance),))


def history(seed: int, steps: int = 12) -> Iterator[tuple[Model, Model]]:
    """The model after each step, as updated from the one before, and as read afresh."""
    chance = random.Random(seed)
    texts = {
        "a.bsc": START if chance.random() < 0.7 else "",
        "b/c.bsc": "".join(_line(chance) for _ in range(6)),
    }
    documents = {path: read_document(path, text.encode()) for path, text in texts.items()}
    model = build(documents)
    undo: list[list[LineEdit]] = []
    for _ in range(steps):
        if undo and chance.random() < 0.25:
            back = undo.pop()
        else:
            path = chance.choice(list(documents))
            back = [_edit(chance, path, documents[path])]
            undo.append(inverse_line_edits(documents[path], back))
        documents = {**documents, back[0].path: apply_line_edits(documents[back[0].path], back)}
        model = update_model(model, documents)
        yield model, build(documents)


def shown(model: Model) -> list[str]:
    """All that a model says, in its order."""
    groups = (model.names.declared, model.scorecards, model.objectives, model.kpis, model.measures, model.initiatives)  # fmt: skip
    found = [f"{address} {entity!r}" for group in groups for address, entity in group.items()]
    rested, fed = (
        repr(sorted((at, sorted(others)) for at, others in arrows.items()))
        for arrows in (model.dependents, model.feeders)
    )
    more = [
        repr(model.settings),
        repr(sorted(model.broken)),
        repr(sorted(model.names.erroneous)),
        rested,
        fed,
        repr(sorted(model.undefined)),
    ]
    lines = [*found, *more, *map(repr, model.diagnostics)]
    return [_without_places(line) for line in lines]


def _without_places(line: str) -> str:
    """Without the addresses in memory of records."""
    return " ".join(word for word in line.split() if not word.startswith("0x"))


def main() -> None:
    """Print the digests."""
    first, count = map(int, sys.argv[1:])
    for seed in range(first, first + count):
        for models in history(seed):
            told = "\n".join(line for model in models for line in shown(model))
            sys.stdout.write(f"{seed} {hashlib.sha256(told.encode()).hexdigest()}\n")


if __name__ == "__main__":
    main()
