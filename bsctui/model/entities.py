"""What a workspace says, as immutable values: settings, scorecards, objectives, KPIs and links.

Everything here is *resolved*: names are addresses, `like` is followed, series are in their KPI's own
grain. Nothing here is a score. Ordinals belong to the grain they stand with (see `periods`).
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from bsctui.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.periods import Grain, Period
    from bsctui.model.workspace_settings import Band
    from bsctui.text.document import Record
    from bsctui.text.expressions import Expression
    from bsctui.text.lines import Statement

T = TypeVar("T")

ALWAYS_AFTER = -(10**9)
ALWAYS_UNTIL = 10**9


class Kind(StrEnum):
    """The kinds of things that stand in a tree of scores."""

    SCORECARD = "scorecard"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"
    KPI = "kpi"
    MEASURE = "measure"
    INITIATIVE = "initiative"

    @property
    def word(self) -> str:
        """How it is called in a sentence."""
        return "KPI" if self is Kind.KPI else self.value

    @property
    def article(self) -> str:
        """What stands before its word in a sentence."""
        return "an" if self.value[0] in "aeiou" else "a"

    @property
    def with_article(self) -> str:
        """One of its kind in a sentence: `a KPI`, `an objective`."""
        return f"{self.article} {self.word}"


class Origin(NamedTuple):
    """The line of text a fact came from; `Model.place` gives its file and line number."""

    path: str
    record: Record
    line: int
    """As in `Statement.line`."""

    @property
    def statement(self) -> Statement:
        """What the line says: facts come from lines that were read."""
        return self.record.read_statement(self.line)


class Span(NamedTuple):
    """When something holds: in a period whose end (`FiscalYear.end`) is > `after` and <= `until`."""

    after: int = ALWAYS_AFTER
    until: int = ALWAYS_UNTIL
    from_period: Period | None = None
    until_period: Period | None = None

    def holds(self, end: int) -> bool:
        """Whether a period that ends at `end` ends inside the span."""
        return self.after < end <= self.until

    @property
    def is_dated(self) -> bool:
        """Whether it limits at all."""
        return self.from_period is not None or self.until_period is not None

    def __reduce__(self) -> str | tuple[type[Span], tuple[object, ...]]:
        """Pickled, `ALWAYS` stays itself: it is told by identity."""
        return "ALWAYS" if self is ALWAYS else (Span, tuple(self))

    def narrowed(self, other: Span) -> Span:
        """When both hold: the later beginning and the earlier end."""
        begin = max(self, other, key=lambda span: span.after)
        end = min(self, other, key=lambda span: span.until)
        return Span(begin.after, end.until, begin.from_period, end.until_period)


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One line of a dated fact; of several, a dated one that holds wins over the undated one."""

    value: T
    span: Span
    origin: Origin
    reason: str | None = None


class Weight(NamedTuple):
    """A relative weight; `percent` tells whether it was written with `%` (advice A108)."""

    value: float
    percent: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """A human judgement of the status in a view of exactly `period`."""

    colour: str
    period: Period
    reason: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Note:
    """A remark, of one period or of none."""

    period: Period | None
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What every record has. `address` is `scorecard.name` (a scorecard's is its name)."""

    address: str
    name: str
    label: str | None
    origin: Origin
    owner: str | None = None
    """As written here: a person's name or free text; `Model.owner` looks upward."""
    reporter: str | None = None
    notes: tuple[Note, ...] = ()
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    was: tuple[str, ...] = ()
    span: Span = ALWAYS
    """Its own `from` and `until`; whether it is *in force* takes its parents' spans too."""

    @property
    def display_name(self) -> str:
        """The label, or the name where there is none."""
        return self.label or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard(Entity):
    """One scorecard. `worst` takes the lowest scored perspective instead of the mean."""

    under: str | None
    tier: str
    weights: tuple[Dated[Weight], ...] = ()
    perspective_weights: Mapping[str, tuple[Dated[Weight], ...]] = field(default_factory=dict)
    worst: bool = False
    vision: str | None = None
    mission: str | None = None
    bands: tuple[Band, ...] | None = None


class Parts(StrEnum):
    """What an objective's score is made from."""

    ALL = "all"
    KPIS = "kpis"
    SUPPORTERS = "supporters"


class EntityLink(NamedTuple):
    """A claim about another objective or KPI: `lag` (count, grain) only on `drives`."""

    target: str
    weight: Weight | None = None
    lag: tuple[int, Grain] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective(Entity):
    """One objective of a scorecard, in one perspective."""

    scorecard: str
    perspective: str
    weights: tuple[Dated[Weight], ...] = ()
    supports: tuple[Dated[EntityLink], ...] = ()
    supporters: tuple[Dated[EntityLink], ...] = ()
    """The receiver's word: `target` is the *supporting* objective."""
    aligns: tuple[Dated[EntityLink], ...] = ()
    drives: tuple[Dated[EntityLink], ...] = ()
    worst: bool = False
    parts: Parts = Parts.ALL
    assessments: tuple[Assessment, ...] = ()


class Better(StrEnum):
    """In which direction a KPI's values are better."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Aggregate(StrEnum):
    """How values of finer periods make a coarser one."""

    SUM = "sum"
    AVERAGE = "average"
    LAST = "last"
    MIN = "min"
    MAX = "max"
    RECOMPUTE = "recompute"


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """Consecutive values from ordinal `start` on, in the owner's own grain; nan where `-`.

    `spread` tells that the line stood in a coarser grain and was divided or repeated.
    """

    start: int
    values: tuple[float, ...]
    origin: Origin
    note: str | None = None
    spread: bool = False
    estimated: frozenset[int] = frozenset()
    """Which of the values (0 is the first) are provisional: written with `~`."""


Series = tuple[SeriesLine, ...]
"""Lines that never give a period twice, ascending by `start`."""


def estimated_ordinals(series: Series) -> frozenset[int]:
    """The periods whose value is an estimate."""
    return frozenset(line.start + at for line in series for at in line.estimated)


@dataclass(frozen=True, slots=True)
class BaselinePoint:
    """`baseline N [at PERIOD]`; `at` is an ordinal of the KPI's own grain."""

    value: float
    at: int | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class BaselineSeries:
    """`baseline PERIOD: N N …`."""

    series: Series


@dataclass(frozen=True, slots=True)
class ConstantTarget:
    """`target N`, each for its span."""

    lines: tuple[Dated[float], ...]


@dataclass(frozen=True, slots=True)
class Waypoint:
    """`target N by PERIOD`; `at` is an ordinal of the KPI's own grain."""

    value: float
    at: int
    origin: Origin
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WaypointTarget:
    """A straight line through waypoints, ascending by `at`."""

    points: tuple[Waypoint, ...]


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """A value for each listed period."""

    series: Series


@dataclass(frozen=True, slots=True)
class BandTarget:
    """`target LO..HI`, each for its span."""

    lines: tuple[Dated[tuple[float, float]], ...]


Target = ConstantTarget | WaypointTarget | PlanTarget | BandTarget


class Tolerance(NamedTuple):
    """`tolerance N`, or `N% of target` where `relative` (then `value` is the percentage)."""

    value: float
    relative: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A scoring curve: ascending `values`, and the score at each."""

    values: tuple[float, ...]
    scores: tuple[float, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression and the address that each reference text in it means."""

    expression: Expression
    addresses: Mapping[str, str]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Rollup:
    """`rollup METHOD [partial]`, with what feeds it: (feeder's address, dated weight)."""

    method: Aggregate
    partial: bool
    origin: Origin


class Over(NamedTuple):
    """`over COUNT`, or `over ytd` (`window` None): how many own periods are shown and scored at once."""

    window: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """How a KPI is measured and scored, after `like` was followed (defaults filled in).

    `origins` names, for each keyword in force here, the line it came from (the other KPI's under
    `like`).
    """

    leading: bool = False
    unit: str | None = None
    decimals: int | None = None
    """How many decimals are shown; None: as many as tell a miss from a hit."""
    better: Better = Better.HIGHER
    baseline: BaselinePoint | BaselineSeries | None = None
    target: Target | None = None
    tolerances: tuple[Dated[Tolerance], ...] = ()
    scale: Scale | None = None
    cap: float = 100.0
    bands: tuple[Band, ...] | None = None
    grain: Grain
    aggregate: Aggregate | None = Aggregate.AVERAGE
    """None: a formula that no line says how to combine."""
    over: Over | None = None
    carry: bool = False
    origins: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Entity):
    """What a KPI and a measure share: a value from exactly one source, and feeds."""

    scorecard: str
    definition: Definition
    actuals: Series = ()
    formula: Formula | None = None
    rollup: Rollup | None = None
    feeds: tuple[Dated[EntityLink], ...] = ()
    source: tuple[str, str] | None = None
    """Name and query."""

    @property
    def is_computed(self) -> bool:
        """Whether its value is made of others', not entered."""
        return self.formula is not None or self.rollup is not None

    @property
    def is_recomputed(self) -> bool:
        """Whether coarser periods recompute its formula from combined inputs."""
        return self.formula is not None and self.definition.aggregate is Aggregate.RECOMPUTE

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The KPIs and measures that its value or definition is taken from, apart from what feeds it."""
        return tuple(self.formula.addresses.values()) if self.formula is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Quantity):
    """A number that others use and nobody scores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Quantity):
    """One KPI. Under `same`, `definition` and values are the original's (`same` followed to its end).

    Attributes:
        objective: The objective that it measures; of a part the one that the whole measures.
        part_of: The KPI that it is a part of; a part is a member of nothing.
    """

    objective: str
    part_of: str | None = None
    weights: tuple[Dated[Weight], ...] = ()
    like: str | None = None
    same: str | None = None
    drives: tuple[Dated[EntityLink], ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def parent(self) -> str:
        """What its header names: an objective, or the KPI that it is a part of."""
        return self.part_of or self.objective

    @property
    def originals(self) -> tuple[str, ...]:
        """The KPIs that it takes lines (`like`) or its value (`same`) from."""
        if self.like is None and self.same is None:  # of ten thousand, at each edit, nearly all
            return ()
        return tuple(other for other in (self.like, self.same) if other is not None)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """As of every quantity, and whom it takes lines or its value from."""
        if self.formula is None:
            return self.originals
        return (*self.formula.addresses.values(), *self.originals)


class InitiativeState(StrEnum):
    """How far an initiative has come."""

    PLANNED = "planned"
    ACTIVE = "active"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative(Entity):
    """Work on an objective or a KPI (`parent`); never scored. Dates are ISO texts."""

    parent: str
    start: str | None = None
    due: str | None = None
    budget: float | None = None
    spent: float | None = None
    unit: str | None = None
    progress: float | None = None
    state: InitiativeState | None = None
    cause: str | None = None
