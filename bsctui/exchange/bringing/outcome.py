"""What an import did or would do, for its summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


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
        without_direction: New KPIs with a target of which nothing says which way is better.
        without_target: New KPIs without a target.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    cells: int = 0
    left: list[Left] = field(default_factory=list)
    without_direction: list[str] = field(default_factory=list)
    without_target: list[str] = field(default_factory=list)
