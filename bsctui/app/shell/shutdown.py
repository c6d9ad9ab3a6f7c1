"""How the app ends when nobody asked it to, by a fault of its own or a signal: edits kept, terminal restored, one line said."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from textual.worker import WorkerFailed

from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from bsctui.app.shell.terminal_app import TerminalApp

SIGNALS: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)
"""Those that ask a program to end; each ends it with 128 and its number, as shells tell it."""

PATIENCE: Final = 3.0
"""Seconds that the app has to end by itself after a signal: a thread that hangs must not hold the terminal."""

AS_FOUND: Final = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # pastes, wrapping and sizes as they were
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # no reports of the mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # plain keys, the screen before, a cursor, no reports of focus
)
"""What takes a terminal back from the app, where its driver can no longer be asked."""

FAULT: Final = 2


class ShutdownHandler:
    """Ends an app that cannot go on, once.

    Attributes:
        fault: The first error that nobody caught.
        status: The exit status that a signal gives; None where none came.
        is_lent: Whether another program has the terminal: then `ctrl+c` is meant for that one.
        is_asked: Whether the user left: what then breaks in layers that are closed half made is no fault.
    """

    def __init__(self, shell: TerminalApp) -> None:
        self._shell = shell
        self.fault: BaseException | None = None
        self.status: int | None = None
        self.is_lent = False
        self.is_asked = False
        self._fate = ""

    def fail(self, error: Exception) -> None:
        """An error that nobody caught; the first one is told of, those that follow are its echo."""
        if self.fault is None and not self.is_asked:
            self.fault = error.error if isinstance(error, WorkerFailed) else error
            self._keep()

    def _keep(self) -> None:
        """Edits into the journal; nothing that is wrong with them may stop the ending."""
        try:
            is_kept = self._shell.journalling.keep()
        except Exception:
            self._fate = "; unsaved edits could not be kept"
        else:
            kept = "; your edits are kept and will be offered at the next start"
            self._fate = kept if is_kept else "; nothing was unsaved"

    # --- Signals

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """While the app runs, signals end it in order."""
        before = {number: signal.signal(number, self._signalled) for number in SIGNALS}
        try:
            yield
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        """Leave the rest to the loop: where it stands still, to the alarm."""
        loop = self._shell.loop
        if self.is_lent and number == signal.SIGINT:
            return
        if self.status is None:
            self.status = 128 + number
            if hasattr(signal, "setitimer"):
                signal.signal(signal.SIGALRM, self._at_once)
                signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            if loop is not None:
                loop.call_soon_threadsafe(self._in_order)

    def _in_order(self) -> None:
        self._keep()
        self._shell.exit(return_code=self.status or 0)

    def _at_once(self, *_: object) -> None:
        """Past the driver, which may be what hangs; the journal has all but the very last edit."""
        restore_terminal(self._shell)
        os._exit(self.status or 1)

    # --- Afterwards

    def exit_message(self) -> str:
        """The line that says why the app ended; empty where it was asked to."""
        if self.fault is not None:
            fault_text = f"{type(self.fault).__name__}: {self.fault}".removesuffix(": ")
            return f"bsctui: internal error ({printable(fault_text)}): this is a bug in bsctui{self._fate}"
        if self.status is not None:
            return f"bsctui: ended by {signal.Signals(self.status - 128).name}{self._fate}"
        return ""

    def report(self) -> int | None:
        """Tell on standard error, the traceback only where it is asked for; the exit status, None for an ordinary end."""
        if self.fault is not None and os.environ.get("BSCTUI_DEBUG"):
            traceback.print_exception(self.fault)
        if line := self.exit_message():
            with suppress(OSError):  # the terminal may have gone away
                print(line, file=sys.stderr, flush=True)
        return FAULT if self.fault is not None else self.status


def restore_terminal(shell: TerminalApp) -> None:
    """Make the terminal what it was before the app, without the app's help."""
    stream = sys.__stderr__
    if stream is None:
        return
    try:
        os.write(stream.fileno(), AS_FOUND.encode("ascii"))
        attributes = getattr(shell.driver, "attrs_before", None)
        if attributes is not None:
            import termios

            termios.tcsetattr(stream.fileno(), termios.TCSANOW, attributes)
    except (OSError, ValueError):
        return
