"""A line on the terminal while something takes long, gone once it is done."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG: Final = 1.0
"""Seconds after which somebody wonders whether anything happens."""
ERASED: Final = "\r\x1b[K"


@contextmanager
def notice_while_waiting(text: str) -> Iterator[None]:
    """Show `text` on standard error if what is done inside takes long, and erase it afterwards; only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    lock, is_shown, is_done = Lock(), False, False

    def show() -> None:
        nonlocal is_shown
        with lock:
            if not is_done:
                is_shown = True
                sys.stderr.write(text)
                sys.stderr.flush()

    timer = Timer(LONG, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            is_done = True
            if is_shown:
                sys.stderr.write(ERASED)
                sys.stderr.flush()
