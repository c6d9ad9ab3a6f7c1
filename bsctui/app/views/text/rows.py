"""The lines of a file as rows: number, sign of a problem, text in its colours, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.spans import Span
from bsctui.app.views.text.colouring import spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.app.core.spans import Spans
    from bsctui.app.views.text.judging import Remark


class FileRows:
    """The rows; lines are coloured when they come into view."""

    def __init__(self, lines: Sequence[str], remarks: Mapping[int, Remark]) -> None:
        self.lines = lines
        self.remarks = remarks
        self._digits = len(str(len(lines)))

    def __len__(self) -> int:
        """How many lines; at least one row."""
        return max(1, len(self.lines))

    def line(self, index: int, width: int) -> Spans:
        """Number, sign, text, and behind it what is wrong."""
        if not self.lines:
            return (Span(" This file is empty; i begins to write.", "dim"),)
        remark = self.remarks.get(index)
        sign = Span("!", remark.look) if remark else Span(" ")
        said = (Span(f"   {remark.message}", remark.look),) if remark else ()
        number = Span(f" {index + 1:{self._digits}}", "dim")
        return (number, sign, Span(" "), *_tabbed(spans_of(self.lines[index])), *said)


def _tabbed(spans: Spans) -> Spans:
    """Tabs as the editor shows them."""
    return tuple(span._replace(text=span.text.replace("\t", "  ")) for span in spans)
