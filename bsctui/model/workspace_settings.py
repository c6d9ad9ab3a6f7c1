"""What a workspace sets for all its records: the calendar, tiers, perspectives, status bands and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.entities import Dated, Weight
    from bsctui.model.periods import FiscalYear, Grain


@dataclass(frozen=True, slots=True)
class Band:
    """A status colour and the score it lies below (None for the last)."""

    colour: str
    label: str | None
    below: float | None


DEFAULT_BANDS = (Band("red", None, 40.0), Band("amber", None, 70.0), Band("green", None, None))


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of the organization; the top one comes first."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Perspective:
    """One of the scorecards' perspectives, in the workspace's order."""

    name: str
    label: str
    weights: tuple[Dated[Weight], ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who owns or reports."""

    name: str
    full_name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The span of reporting: ordinals `first` to `last` of `grain`, both included."""

    grain: Grain
    first: int
    last: int
    fiscal: FiscalYear
    closed: int | None = None
    """The last calendar period whose results are final, if written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole workspace."""

    calendar: Calendar | None
    """None: neither written nor to be told from the facts (a problem says so)."""
    coverage: float
    tiers: tuple[Tier, ...]
    perspectives: tuple[Perspective, ...]
    bands: tuple[Band, ...]
    persons: Mapping[str, Person]
