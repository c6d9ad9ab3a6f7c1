"""What an import did or would do, for its summary."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bsctui.model.entities import Better

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
        directions: How many new KPIs are better higher and lower.
        perspectives: The workspace's labels of perspectives by what the rows call them, where that is another word.
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
    directions: Counter[Better] = field(default_factory=Counter)
    perspectives: Mapping[str, str] = field(default_factory=dict)
    noun: str = "KPI"

    @property
    def touched(self) -> int:
        """How many KPIs are made or changed."""
        return len(self.created) + len(self.updated)

    @property
    def is_readable(self) -> bool:
        """Whether somebody would read what becomes of each KPI."""
        return self.touched <= READABLE

    def understood(self) -> Iterator[str]:
        """Directions and perspectives of new KPIs, a line each: who imports should see how words were taken."""
        counts = [
            f"{word} is better for {count}" for word, count in sorted(self.directions.items())
        ]
        counts += [f"open for {len(self.without_direction)}"] * bool(self.without_direction)
        if counts:
            yield f"directions: {', '.join(counts)}"
        for text, label in self.perspectives.items():
            yield f"perspective `{text}` is imported as `{label}`"

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
