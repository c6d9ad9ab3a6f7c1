"""How fast keys come: what is costly to show waits until they rest, so that a held key stays fluent on a slow link."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RESTS: float = 0.12
"""Seconds after which no further key is expected: longer than a keyboard's repeat, shorter than a look."""


class KeyPace:
    """When the last two keys came.

    Args:
        rests: Seconds after a key in which the next one is said to follow; 0 shows everything at once.
        clock: What the time is taken from.
    """

    def __init__(self, rests: float, clock: Callable[[], float] = monotonic) -> None:
        self.rests = rests
        self._clock = clock
        self._last = self._before = float("-inf")

    def note(self) -> None:
        """A key came."""
        self._before, self._last = self._last, self._clock()

    @property
    def is_running(self) -> bool:
        """Whether keys follow each other: the last one came soon after another, and just now."""
        now = self._clock()
        return self._last - self._before < self.rests and now - self._last < self.rests
