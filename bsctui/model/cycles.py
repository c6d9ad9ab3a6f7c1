"""Circles: values that look at themselves, and KPIs that are `like` or the `same` as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from bsctui.model.record_diagnostic import RecordDiagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.entities import Origin
    from bsctui.model.model import Model

Arrows = dict[str, list[tuple[str, "Origin"]]]
"""From an address to those it looks at, with the line that says so."""


LONGEST_SHOWN: Final = 20
"""Members of a circle that a message names; of a longer one those at both ends."""

T = TypeVar("T")


def shown_circle(circle: list[str]) -> str:
    """A circle from its first member round to it, in the middle cut where it is long."""
    left_out = len(circle) - LONGEST_SHOWN
    names = list(first_and_last(circle))
    if left_out > 0:
        names.insert(LONGEST_SHOWN // 2, f"… {left_out} more …")
    return " → ".join([*names, circle[0]])


def first_and_last(members: list[T]) -> list[T]:
    """The first and the last of many."""
    half = LONGEST_SHOWN // 2
    return members if len(members) <= LONGEST_SHOWN else [*members[:half], *members[-half:]]


def find_cycles(model: Model) -> Iterator[RecordDiagnostic]:
    """One flaw a circle, at the line where its first member looks on; it names the circle whole."""
    yield from _circles(
        value_arrows(model),
        "E321",
        "a value that depends on itself",
        "take one of these lines away",
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
    from bsctui.model.entities import Origin

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


def _circles(arrows: Arrows, code: str, message: str, hint: str) -> Iterator[RecordDiagnostic]:
    for circle in cycles_in(
        {address: [other for other, _ in targets] for address, targets in arrows.items()}
    ):
        lines = [_line(arrows, a, b) for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)]
        yield RecordDiagnostic(
            code,
            f"{message}: {shown_circle(circle)}",
            lines[0],
            None,
            hint,
            tuple(first_and_last(lines)[1:]),
            frozenset(circle),
        )


def _line(arrows: Arrows, address: str, other: str) -> Origin:
    return next(origin for target, origin in arrows[address] if target == other)


def cycles_in(arrows: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Circles, at least one of every knot, each node in one at most; linear, without recursion.

    Depth first: an arrow to a node on the open path closes a circle, which is the path from there.
    Each begins with its member that comes first among the arrows.
    """
    order = {address: rank for rank, address in enumerate(arrows)}
    done: set[str] = set()
    for start in arrows:
        if start not in done:
            yield from _Search(arrows, order, done).circles_from(start)


class _Search:
    """One walk, with the path that is open."""

    def __init__(
        self, arrows: Mapping[str, list[str]], order: Mapping[str, int], done: set[str]
    ) -> None:
        self.arrows = arrows
        self.order = order
        self.done = done
        self.path: list[str] = []
        self.place: dict[str, int] = {}
        self.last_reported: list[int] = []
        """For each place on the path the last one up to it that is in a circle given before; -1 for none."""

    def circles_from(self, start: str) -> Iterator[list[str]]:
        steps = [self._enter(start)]
        while steps:
            for other in steps[-1]:
                if other in self.place:
                    if self.last_reported[-1] < self.place[other]:
                        yield self._circle(self.place[other])
                elif other not in self.done and other in self.arrows:
                    steps.append(self._enter(other))
                    break
            else:
                steps.pop()
                self._leave()

    def _enter(self, node: str) -> Iterator[str]:
        self.place[node] = len(self.path)
        self.last_reported.append(self.last_reported[-1] if self.path else -1)
        self.path.append(node)
        return iter(self.arrows[node])

    def _leave(self) -> None:
        node = self.path.pop()
        self.last_reported.pop()
        del self.place[node]
        self.done.add(node)

    def _circle(self, begin: int) -> list[str]:
        for at in range(begin, len(self.path)):
            self.last_reported[at] = at
        circle = self.path[begin:]
        first = min(range(len(circle)), key=lambda at: self.order[circle[at]])
        return circle[first:] + circle[:first]
