"""Circles: values that look at themselves, and KPIs that are `like` or the `same` as themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from bsctui.model.graph import cycles_in
from bsctui.model.record_diagnostic import RecordDiagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """One problem a circle, at the line where its first member looks on; it names the circle whole."""
    yield from _circles(
        value_arrows(model),
        "E321",
        "a value that depends on itself",
        "delete one of these lines",
    )
    yield from _circles(
        written_arrows(model, "like"),
        "E322",
        "`like` lines that form a circle",
        "give one of these KPIs a definition of its own",
    )
    yield from _circles(
        written_arrows(model, "same"),
        "E322",
        "`same` lines that form a circle",
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
