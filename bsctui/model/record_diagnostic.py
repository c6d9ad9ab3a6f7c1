"""A problem of meaning before it has a place: which line of which record, and what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bsctui.model.entities import Origin


REPORTED_ELSEWHERE: Final = ""
"""The code of a problem that only breaks: what is wrong is told where it is, not again where it is referred to."""


class RecordDiagnostic(NamedTuple):
    """One problem of meaning.

    `slot` is the value that is underlined (None: the whole statement), `related` are other lines that the
    message names, `breaks` the addresses that have no right to a number because of it.
    """

    code: str
    message: str
    origin: Origin
    slot: str | None = None
    help: str | None = None
    related: tuple[Origin, ...] = ()
    breaks: frozenset[str] = frozenset()
    columns: tuple[int, int] | None = None
    """The span in the line (from 1) where no slot tells it: a ref in a formula, a cell of a series."""

    @property
    def is_error(self) -> bool:
        """Whether what it breaks has no right to a number; a warning breaks nothing."""
        return self.code == REPORTED_ELSEWHERE or self.code.startswith("E")
