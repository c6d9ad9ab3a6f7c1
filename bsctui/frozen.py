"""Dataclasses that type checkers hold to be frozen, and that run without a guard.

Every field of a frozen instance is set through a guard, which makes it cost three times as much; of the values that
a large workspace has by the hundred thousand the types alone forbid a change.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool, slots: bool = False, kw_only: bool = False
    ) -> Callable[[type], type]:
        """As `dataclasses.dataclass`: equal and hashed by value."""
        return dataclasses.dataclass(slots=slots, kw_only=kw_only, unsafe_hash=frozen)


__all__ = ("dataclass",)
