"""Answers that take longer than a moment: they are worked out in turns, so that what is typed meanwhile does not wait."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from bsctui.lsp.session import RequestContext

TURN: Final = 0.03
"""Seconds of work until others are given way."""


class TextChanged(Exception):
    """The text that an answer was being worked out for is another one now."""


class LongAnswer:
    """An answer that is not worked out yet: its steps pause wherever they can be left for a while."""

    def __init__(self, view: RequestContext, steps: Generator[None, None, Any]) -> None:
        self._view = view
        self._document = view.document
        self._steps = steps

    def take_turn(self, clock: Callable[[], float] = time.monotonic) -> Any:
        """Work on for a moment; the answer, or itself while that is not known.

        Raises:
            TextChanged: There is no use in the answer any more.
        """
        if self._view.project.documents.get(self._view.path) is not self._document:
            raise TextChanged
        until = clock() + TURN
        try:
            next(self._steps)
            while clock() < until:
                next(self._steps)
        except StopIteration as finished:
            return finished.value
        return self
