"""Dataclasses that type checkers hold to be frozen, and that run without a guard.

Every field of a frozen instance is set through a guard, which makes it cost three times as much; of the values that
a large workspace has by the hundred thousand the types alone forbid a change. What compares, hashes and shows them
is shared too: made for each class, as `dataclasses` does, it is a third of what importing them takes.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool, slots: bool = False, kw_only: bool = False
    ) -> Callable[[type], type]:
        """As `dataclasses.dataclass`; a frozen one is equal and hashed by value."""

        def make(plain: type) -> type:
            value_class = dataclasses.dataclass(slots=slots, kw_only=kw_only, eq=False, repr=False)(
                plain
            )
            _compare_by_value(
                value_class, attrgetter(*(field.name for field in dataclasses.fields(value_class)))
            )
            value_class.__repr__ = _shown
            return value_class

        if not frozen:
            raise TypeError("these are values")
        return make


def _compare_by_value(value_class: Any, values_of: Callable[[object], object]) -> None:
    def is_equal(self: object, other: object) -> Any:
        if type(other) is not type(self):
            return NotImplemented
        return values_of(self) == values_of(other)

    value_class.__eq__ = is_equal
    value_class.__hash__ = lambda self: hash(values_of(self))


def _shown(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self))
    return f"{type(self).__qualname__}({', '.join(shown)})"


__all__ = ("dataclass",)
