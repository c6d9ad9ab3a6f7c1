"""Where a header that does not say where it belongs would belong: as the records above it do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.text.lines import Statement


class PlacesAbove:
    """The parents that the headers passed so far offer to the next one."""

    def __init__(self) -> None:
        self._scorecard: str | None = None
        self._perspective: str | None = None
        self._objective: str | None = None

    def pass_header(self, header: Statement) -> None:
        """Remembers what stands above."""
        kind, parent = header.form.name, header.get("parent")
        if kind == "scorecard":
            self._scorecard, self._perspective, self._objective = header.get("name"), None, None
        elif kind == "objective" and parent is not None:
            self._scorecard = parent.partition(".")[0]
            self._perspective = parent
            self._objective = f"{self._scorecard}.{header.get('name')}"
        elif kind in {"kpi", "initiative"} and parent is not None:
            self._objective = parent

    def parent_of(self, line: str) -> str | None:
        """The parent of the record that a header without `in` begins; None where nothing above tells."""
        kind = line.split(None, 1)[0]
        if kind == "measure":
            return self._scorecard
        if kind == "objective":
            return self._perspective
        return self._objective
