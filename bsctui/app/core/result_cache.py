"""Results that took their time, kept for as long as what they were made for still stands."""

from __future__ import annotations

from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class ResultCache(Generic[Key, Value]):
    """Results by key, all of them made for one basis: the one that was asked about last.

    A thread that was started for an earlier basis may come back late; what it brings is then dropped. So whoever
    starts one takes the basis first, and hands it in with the result. A basis is compared by `==`; large values
    go into it as `ByIdentity`.
    """

    def __init__(self) -> None:
        self._basis: object = None
        self._values: dict[Key, Value] = {}

    def get(self, basis: object, key: Key) -> Value | None:
        """What was made for this basis, which stands now; None where nothing was."""
        if basis != self._basis:
            self._basis, self._values = basis, {}
        return self._values.get(key)

    def keep(self, basis: object, key: Key, value: Value) -> None:
        """Keep a result, unless its basis no longer stands."""
        if basis == self._basis:
            self._values[key] = value
