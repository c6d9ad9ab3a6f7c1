"""A pilot settles by event: when nothing is left to run, not when the processor has been idle for a while.

Textual's pilot sleeps at least 40 ms after every key and takes the app for idle once its process is.
Thousands of keys are pressed here, and a machine that is busy elsewhere makes that guess a wrong one.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

import textual.app
import textual.pilot
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from textual.css.model import RuleSet

SOON: Final = 0.06
"""Seconds: a timer due by then belongs to what was done before it; one due later is none's answer to a key."""
STEP: Final = 0.002
WAITING: Final[list[Callable[[], None]]] = []
"""What will draw the screen once nothing else is left to run; at most one."""


class CountingExecutor(ThreadPoolExecutor):
    """Threads that know how many calls they have not finished."""

    def __init__(self) -> None:
        super().__init__(max_workers=4)
        self.open = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As in any executor."""
        self.open += 1
        future = super().submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        self.open -= 1


def count_threads() -> None:
    """From now on the running loop knows of what it handed to threads."""
    asyncio.get_running_loop().set_default_executor(CountingExecutor())


async def settle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until no callback is ready, no thread at work and no timer due soon; `max_sleep` seconds at most."""
    del min_sleep
    loop: Any = asyncio.get_running_loop()
    end = monotonic() + max_sleep
    while monotonic() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if getattr(loop._default_executor, "open", 0):
            await asyncio.sleep(STEP)
            continue
        if WAITING:
            WAITING.pop()()
            continue
        due = min((h._when for h in loop._scheduled if not h._cancelled), default=None)
        if due is None or due - loop.time() > SOON:
            return
        await asyncio.sleep(max(0.0, due - loop.time()))


def settle_by_event() -> None:
    """Every pilot of this process settles so."""
    textual.pilot.wait_for_idle = settle
    textual.app.wait_for_idle = settle


def draw_once_settled() -> None:
    """Between two keys one frame is drawn, of what stands in the end: most of an app's time goes into frames."""
    draw = Screen._compositor_refresh

    def draw_later(screen: Screen[Any]) -> None:
        def draw_now() -> None:
            with screen.app._context():
                draw(screen)

        WAITING[:] = [draw_now]

    Screen._compositor_refresh = draw_later


def parse_styles_once() -> None:
    """Apps of this process share what was parsed of their style sheets: a fifth of the time to a first frame."""
    parse, parsed = Stylesheet._parse_rules, {}

    def parse_rules(sheet: Stylesheet, *css: object, **where: object) -> list[RuleSet]:
        key = (*sorted(sheet._variables.items()), css, *sorted(where.items()))
        if key not in parsed:
            parsed[key] = parse(sheet, *css, **where)
        return parsed[key]

    Stylesheet._parse_rules = parse_rules
