"""What an import did or would do, for its summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

READABLE: Final = 300
"""More changed KPIs than that are counted by scorecard: nobody reads a comparison of that length."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How an import treats the workspace.

    Attributes:
        name: What a scorecard is called that no row names.
        actuals_only: Whether nothing but actuals of known KPIs is written.
        restates: Whether values of closed periods may be overwritten.
    """

    name: str = "scorecard"
    actuals_only: bool = False
    restates: bool = False


class Left(NamedTuple):
    """Something that was understood and is not written, with the reason."""

    what: str
    why: str


@dataclass
class ImportResult:
    """What an import would do.

    Attributes:
        created: Addresses of new KPIs.
        updated: Those of known KPIs whose cells change.
        unchanged: How many known KPIs say already what the table says.
        cells: How many values of known KPIs change or are added.
        absent: Known KPIs of the same scorecards that are in no row, where there are new ones.
        without_direction: New KPIs with a target of which nothing says which way is better.
        without_target: New KPIs without a target.
        noun: What is counted: KPIs of a table, or the records of a whole model.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    cells: int = 0
    absent: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    without_direction: list[str] = field(default_factory=list)
    without_target: list[str] = field(default_factory=list)
    noun: str = "KPI"

    @property
    def touched(self) -> int:
        """How many KPIs are made or changed."""
        return len(self.created) + len(self.updated)

    @property
    def is_readable(self) -> bool:
        """Whether somebody would read what becomes of each KPI."""
        return self.touched <= READABLE

    def counts(self) -> Iterator[str]:
        """What becomes of each scorecard, a line each, in the place of a comparison that is too long."""
        counts: dict[str, list[int]] = {}
        for at, addresses in enumerate((self.created, self.updated)):
            for address in addresses:
                counts.setdefault(address.partition(".")[0], [0, 0])[at] += 1
        for card, (new, updated) in counts.items():
            parts = [count_phrase(new, f"new {self.noun}")] * bool(new)
            parts += [f"{count_phrase(updated, self.noun)} with new values"] * bool(updated)
            yield f"{card}: {', '.join(parts)}"
