"""Where the links of an item lead, and what of it can be copied; pure."""

from __future__ import annotations

import math
import shlex
from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.scoring.status import round_to_status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bsctui.app.core.session import Session
    from bsctui.model.model import Model


class LinkStep(NamedTuple):
    """A way from an item to another."""

    word: str
    address: str


def upward(model: Model, address: str) -> tuple[LinkStep, ...]:
    """What an item serves: what it supports, aligns with, feeds or drives, else what it is part of."""
    links = tuple(_unique(_links_up(model, address)))
    return links or tuple(_parent(model, address))


def _links_up(model: Model, address: str) -> Iterator[LinkStep]:
    objective = model.objectives.get(address)
    if objective is not None:
        for word, lines in (
            ("supports", objective.supports),
            ("aligns with", objective.aligns),
            ("drives", objective.drives),
        ):
            yield from (LinkStep(word, line.value.target) for line in lines)
    kpi = model.kpis.get(address)
    if kpi is not None:
        yield from (LinkStep("is", other) for other in (kpi.same,) if other)
        yield from (LinkStep("drives", line.value.target) for line in kpi.drives)
    quantity = kpi or model.measures.get(address)
    if quantity is not None:
        yield from (LinkStep("feeds", line.value.target) for line in quantity.feeds)


def _parent(model: Model, address: str) -> Iterator[LinkStep]:
    scorecard, _, name = address.rpartition(".")
    if address in model.kpis:
        yield LinkStep("part of", model.kpis[address].parent)
    elif address in model.initiatives:
        yield LinkStep("for", model.initiatives[address].parent)
    elif address in model.scorecards:
        under = model.scorecards[address].under
        yield from (LinkStep("under", under),) if under else ()
    elif name and address not in model.objectives:
        yield LinkStep("part of", scorecard)


def downward(model: Model, address: str) -> tuple[LinkStep, ...]:
    """What serves an item: its supporters, who aligns with or feeds it, the scorecards under one."""
    return tuple(_unique(_links_down(model, address)))


def _links_down(model: Model, address: str) -> Iterator[LinkStep]:
    for objective in model.objectives.values():
        for word, lines in (
            ("supported by", objective.supports),
            ("aligned", objective.aligns),
            ("driven by", objective.drives),
        ):
            if any(line.value.target == address for line in lines):
                yield LinkStep(word, objective.address)
    for quantity in (*model.kpis.values(), *model.measures.values()):
        if any(line.value.target == address for line in quantity.feeds):
            yield LinkStep("fed by", quantity.address)
    for kpi in model.kpis.values():
        if kpi.same == address:
            yield LinkStep("shown as", kpi.address)
        if any(line.value.target == address for line in kpi.drives):
            yield LinkStep("driven by", kpi.address)
    for scorecard in model.scorecards.values():
        if scorecard.under == address:
            yield LinkStep("has under it", scorecard.address)


def _unique(steps: Iterator[LinkStep]) -> Iterator[LinkStep]:
    addresses: set[str] = set()
    for step in steps:
        if step.address not in addresses:
            addresses.add(step.address)
            yield step


def copyable(session: Session) -> list[tuple[str, str]]:
    """What can be copied of the selected item: a word and the text."""
    address = session.selected
    if address is None:
        return []
    texts = [("address", address)]
    row = session.scores.row.get(address)
    if row is not None:
        measured = address in session.model.kpis
        column = (session.scores.value if measured else session.scores.score)[row]
        number = float(column[session.column])
        if not math.isnan(number):
            texts.append(
                (
                    "value",
                    f"{number:.10g}"
                    if measured
                    else numbers.format_score(round_to_status(session.scores, row, number)),
                )
            )
    entity = session.entity(address)
    if entity is not None:
        texts.append(("line", session.line_text(entity.origin)))
        texts.append(("place", session.place()))
    texts.append(("Link", _link(session.workspace.root, address)))
    return texts


def _link(root: Path, address: str) -> str:
    """The command that opens the item, as a shell reads it."""
    return shlex.join(["bsctui", "open", str(root), "--at", address])
