"""How far formulas and windows look back: the axes begin early enough for all of them."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from bsctui.model.periods import IN_A_YEAR
from bsctui.scoring.dependencies import direct_inputs
from bsctui.text.expressions import Binary, Call, Compare, Neg, Num

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.text.expressions import Expression

FARTHEST = 60
"""Years: chains that reach farther back begin there."""


def years_looked_back(model: Model) -> int:
    """Whole years before the first value or calendar period that some value may depend on."""
    years_by_address: dict[str, float] = {}
    windows = [0.0]
    for quantity in model.quantities():
        if quantity.definition.over is not None:
            windows.append((quantity.definition.over.window or 1) / _year(quantity))
        if quantity.formula is not None and quantity.address not in years_by_address:
            _follow(model, quantity, years_by_address)
    years = max(windows) + max(years_by_address.values(), default=0.0)
    return min(FARTHEST, ceil(years))


def _follow(model: Model, quantity: Quantity, years_by_address: dict[str, float]) -> None:
    """Find how many years a formula and all behind it look back, without recursion."""
    waiting = [quantity]
    opened: set[str] = set()
    while waiting:
        top = waiting[-1]
        if top.address in years_by_address:
            waiting.pop()
            continue
        opened.add(top.address)
        sources = [
            source for source in map(model.quantity, direct_inputs(top)) if source is not None
        ]
        inner = [
            source
            for source in sources
            if source.address not in years_by_address and source.address not in opened
        ]
        if inner:
            waiting += inner
            continue
        waiting.pop()
        before = max((years_by_address.get(source.address, 0.0) for source in sources), default=0.0)
        own = 0 if top.formula is None else steps_back((top.formula.expression,))
        years_by_address[top.address] = min(float(FARTHEST), before + own / _year(top))


def steps_back(expressions: Iterable[Expression]) -> int:
    """How many periods expressions look back at most (`ytd` stays within whole years, which the axes hold)."""
    return max(map(_steps, expressions), default=0)


def _steps(expression: Expression) -> int:
    match expression:
        case Call(function, arguments):
            return _own_steps(function, arguments) + steps_back(arguments)
        case Binary(_, left, right) | Compare(_, left, right):
            return steps_back((left, right))
        case Neg(operand):
            return _steps(operand)
        case _:
            return 0


def _own_steps(function: str, arguments: tuple[Expression, ...]) -> int:
    if function not in {"prev", "rolling"}:
        return 0
    count = arguments[1] if len(arguments) > 1 else None
    return int(count.value) if isinstance(count, Num) else 1


def _year(quantity: Quantity) -> int:
    return IN_A_YEAR[quantity.definition.grain]
