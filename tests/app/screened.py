"""A program in a terminal whose screen is read: what is sent may be no more than the cells that changed."""

from __future__ import annotations

import re
import time

import pexpect

SEQUENCE = re.compile(
    r"\x1b\[(?P<codes>[?<>=\d;]*)[ $]?(?P<kind>[@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b[^\[\]P]"
    r"|(?P<sign>[^\x1b])",
    re.DOTALL,
)
UNFINISHED = re.compile(r"\x1b(?:\[[^@-~]*|[\]P][^\x07\x1b]*\x1b?)?\Z")


class TerminalScreen:
    """As much of a terminal as tells where a text stands: places, line feeds, clearing, the other screen."""

    def __init__(self):
        self.rows = {}
        self.x = self.y = 0
        self.touched = set()
        """Rows that were written to and not seen yet."""
        self._rest = ""

    def feed(self, text):
        """Take what the program sends."""
        text = self._rest + text
        unfinished = UNFINISHED.search(text)
        self._rest = unfinished.group() if unfinished else ""
        for match in SEQUENCE.finditer(text, 0, len(text) - len(self._rest)):
            if match["sign"]:
                self._put(match["sign"])
            elif match["kind"] == "H":
                self.y, self.x = (
                    int(code or 1) - 1 for code in (match["codes"] or "1;1").split(";")
                )
            elif match["kind"] == "J" or match["codes"] == "?1049":
                self.rows.clear()

    def _put(self, sign):
        if sign == "\n":
            self.y += 1
        elif sign == "\r":
            self.x = 0
        elif sign >= " ":
            row = self.rows.setdefault(self.y, {})
            row[self.x] = sign
            self.touched.add(self.y)
            self.x += 1

    def find(self, pattern):
        """Whether a pattern stands in a row that was written to; such a row has been seen then."""
        rows = [y for y in sorted(self.touched) if re.search(pattern, self._text(y))]
        self.touched.difference_update(rows)
        return bool(rows)

    def fresh(self):
        """The rows that were written to, whole."""
        return "\n".join(self._text(y) for y in sorted(self.touched))

    def _text(self, y):
        row = self.rows.get(y, {})
        return "".join(row.get(x, " ") for x in range(max(row, default=-1) + 1))


class ScreenedProgram(pexpect.spawn):
    """As pexpect's, but a text is expected in rows that were written to, not in what was sent for them."""

    def __init__(self, *arguments, **options):
        self.screen = TerminalScreen()
        super().__init__(*arguments, **options)

    def expect(self, pattern, timeout=-1, **options):
        """Read until a pattern stands on the screen; all else is pexpect's own."""
        if not isinstance(pattern, str):
            return super().expect(pattern, timeout, **options)
        end = time.monotonic() + (self.timeout if timeout == -1 else timeout)
        while not self.screen.find(pattern):
            if time.monotonic() > end:
                raise pexpect.TIMEOUT(f"{pattern!r} is not on the screen:\n{self.screen.fresh()}")
            self._read(end)
        return 0

    def _read(self, end):
        try:
            self.screen.feed(self.read_nonblocking(4096, max(0, end - time.monotonic())))
        except pexpect.TIMEOUT:
            return
