"""The lines of a file as rows: number, sign of a problem, text in its colours, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.spans import StyledSpan
from bsctui.app.views.text.colouring import coloured_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.app.core.spans import Spans
    from bsctui.app.views.text.live_diagnostics import EditorDiagnostic


class FileRows:
    """The rows; lines are coloured when they come into view."""

    def __init__(self, lines: Sequence[str], remarks: Mapping[int, EditorDiagnostic]) -> None:
        self.lines = lines
        self.remarks = remarks
        self._digits = len(str(len(lines)))

    def __len__(self) -> int:
        """How many lines; at least one row."""
        return max(1, len(self.lines))

    def line(self, index: int, width: int) -> Spans:
        """Number, sign, text, and behind it what is wrong."""
        if not self.lines:
            return (StyledSpan(" This file is empty; i begins to write.", "dim"),)
        remark = self.remarks.get(index)
        sign = StyledSpan("!", remark.look) if remark else StyledSpan(" ")
        message = (StyledSpan(f"   {remark.message}", remark.look),) if remark else ()
        number = StyledSpan(f" {index + 1:{self._digits}}", "dim")
        return (
            number,
            sign,
            StyledSpan(" "),
            *_tabbed(coloured_spans(self.lines[index])),
            *message,
        )


def _tabbed(spans: Spans) -> Spans:
    """Tabs as the editor shows them."""
    return tuple(span._replace(text=span.text.replace("\t", "  ")) for span in spans)
