"""Circles: values that look at themselves, and KPIs that are `like` or the `same` as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.flaws import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.entities import Origin
    from bsctui.model.model import Model

Arrows = dict[str, list[tuple[str, "Origin"]]]
"""From an address to those it looks at, with the line that says so."""


def find_cycles(model: Model) -> Iterator[Flaw]:
    """One flaw a circle, at the line where its first member looks on; it names the circle whole."""
    yield from _circles(
        value_arrows(model), "E321", "a value that looks at itself", "take one of these lines away"
    )
    yield from _circles(
        written_arrows(model, "like"),
        "E322",
        "KPIs that are like each other in a circle",
        "let one of them say for itself what it is",
    )
    yield from _circles(
        written_arrows(model, "same"),
        "E322",
        "KPIs that are the same as each other in a circle",
        "let one of them be the original",
    )


def value_arrows(model: Model) -> Arrows:
    """Who looks at whom for a value: formulas at inputs, rollups at feeders, `same` at the original."""
    arrows: Arrows = {}
    for quantity in model.quantities():
        if quantity.formula is not None:
            origin = quantity.formula.origin
            arrows.setdefault(quantity.address, []).extend(
                (a, origin) for a in dict.fromkeys(quantity.formula.addresses.values())
            )
        for line in quantity.feeds:
            arrows.setdefault(line.value.target, []).append((quantity.address, line.origin))
        same = getattr(quantity, "same", None)
        if same:
            arrows.setdefault(quantity.address, []).append((same, quantity.origin))
    return arrows


def written_arrows(model: Model, form: str) -> Arrows:
    """Who names whom by `like` or `same`, as written (a circle has no end that an entity could name)."""
    from bsctui.model.entities import Origin  # noqa: PLC0415 - made only here

    arrows: Arrows = {}
    for item in model.names.declared.values():
        if item.kind != "kpi":
            continue
        for statement in item.origin.record.statements:
            if statement.form.name == form:
                text = statement.parts[0]
                address = text if "." in text else f"{item.address.partition('.')[0]}.{text}"
                origin = Origin(item.origin.path, item.origin.record, statement.line)
                arrows.setdefault(item.address, []).append((address, origin))
    return arrows


def _circles(arrows: Arrows, code: str, message: str, hint: str) -> Iterator[Flaw]:
    for circle in circles(
        {address: [other for other, _ in found] for address, found in arrows.items()}
    ):
        shown = " → ".join([*circle, circle[0]])
        lines = [_line(arrows, a, b) for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
        yield Flaw(
            code, f"{message}: {shown}", lines[0], None, hint, tuple(lines[1:]), frozenset(circle)
        )


def _line(arrows: Arrows, address: str, other: str) -> Origin:
    return next(origin for target, origin in arrows[address] if target == other)


def circles(arrows: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """One circle of every knot of circles, each node in one at most; linear, without recursion.

    Depth first: an arrow to a node on the open path closes a circle, which is the path from there.
    """
    done: set[str] = set()
    for start in arrows:
        if start in done:
            continue
        path, place = [start], {start: 0}
        steps = [iter(arrows.get(start, ()))]
        while steps:
            for other in steps[-1]:
                if other in place:
                    yield _turned(path[place[other] :], arrows)
                elif other not in done and other in arrows:
                    place[other] = len(path)
                    path.append(other)
                    steps.append(iter(arrows[other]))
                    break
            else:
                steps.pop()
                node = path.pop()
                del place[node]
                done.add(node)


def _turned(circle: list[str], arrows: Mapping[str, list[str]]) -> list[str]:
    """A circle beginning with the member that is declared first."""
    order = {address: rank for rank, address in enumerate(arrows)}
    first = min(range(len(circle)), key=lambda at: order[circle[at]])
    return circle[first:] + circle[:first]
