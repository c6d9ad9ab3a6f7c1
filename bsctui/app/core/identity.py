"""Large values compared by identity, to tell whether something has to be made again."""

from __future__ import annotations


class ByIdentity:
    """Equal to another that holds the very same value.

    Holding it keeps its identity from being given to a later value, as a bare `id()` would not.
    """

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByIdentity) and self._value is other._value

    def __hash__(self) -> int:
        return id(self._value)
