"""From written lines to a KPI's definition: grain, unit, direction, baseline, target, tolerance, scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from math import isnan
from typing import TYPE_CHECKING, Final, TypeVar

from bsctui.model.entities import (
    Aggregate,
    BandTarget,
    BaselinePoint,
    BaselineSeries,
    Better,
    ConstantTarget,
    Dated,
    Definition,
    Origin,
    Over,
    PlanTarget,
    Scale,
    Tolerance,
    Waypoint,
    WaypointTarget,
)
from bsctui.model.periods import Grain, Period
from bsctui.model.series import read_series
from bsctui.model.settings import read_bands
from bsctui.model.validity import line_in_force
from bsctui.text.bounds import LARGEST, MOST_PERIODS
from bsctui.text.forms import forms_stating
from bsctui.text.literals import number, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.entities import Series, Target
    from bsctui.model.inheritance import DefinitionLines
    from bsctui.model.record_reader import RecordReader
    from bsctui.model.series import RecordStatement
    from bsctui.model.workspace_settings import Band, Calendar
    from bsctui.text.lines import Statement

T = TypeVar("T")

Baseline = BaselinePoint | BaselineSeries

PLANS: Final = forms_stating("target", series=True)


class DefinitionReader:
    """Reads one definition; the reader is that of the KPI itself."""

    def __init__(self, reader: RecordReader, written: DefinitionLines, calendar: Calendar) -> None:
        self.reader = reader
        self.lines = written
        self.calendar = calendar

    def read(self, grain: Grain, *, computed: bool) -> Definition:
        """The definition in the KPI's own grain; `computed`: a formula, which has no `aggregate` until it is written."""
        aggregate = self._aggregate(computed=computed)
        baseline = self._baseline(grain, aggregate)
        target = self._target(grain, aggregate, baseline)
        role = self._line_of("role")
        cap = self._line_of("cap")
        definition = Definition(
            leading=role is not None and role.statement.form.name == "leading",
            unit=self._unit(),
            decimals=self._decimals(),
            baseline=baseline,
            target=target,
            tolerances=self._tolerances(),
            scale=self._scale(),
            cap=cap.reader.number(cap.statement) if cap else 100.0,
            bands=self._bands(),
            grain=grain,
            aggregate=aggregate,
            over=self._over(),
            carry="carry" in self.lines,
            origins=KeywordOrigins(self.lines),
            better=Better.HIGHER,
        )
        if cap and definition.cap < 100:
            cap.reader.diagnose(
                "E412", "`cap` is the highest score, at least 100", cap.statement, "value"
            )
        return with_better(definition, self._better(), self.calendar)

    def _line_of(self, group: str) -> RecordStatement | None:
        lines = self.lines.get(group)
        return lines[0] if lines else None

    def _target_lines(self, *forms: str) -> list[RecordStatement]:
        return [line for line in self.lines.get("target", []) if line.statement.form.name in forms]

    def _unit(self) -> str | None:
        line = self._line_of("unit")
        return unit_text(line.statement) if line else None

    def _decimals(self) -> int | None:
        line = self._line_of("unit")
        text = line.statement.get("decimals") if line else None
        return int(text) if text is not None else None

    def _better(self) -> Better | None:
        line = self._line_of("better")
        return Better(line.statement.parts[0]) if line else None

    def _aggregate(self, *, computed: bool) -> Aggregate | None:
        line = self._line_of("aggregate")
        if line:
            return Aggregate(line.statement.parts[0])
        return None if computed else Aggregate.AVERAGE

    def _over(self) -> Over | None:
        line = self._line_of("over")
        if line is None:
            return None
        if line.statement.form.name == "over_ytd":
            return Over(None)
        reason = f"reaches back {MOST_PERIODS:_} periods at most"
        return Over(line.reader.count(line.statement, MOST_PERIODS, reason))

    def _baseline(
        self, grain: Grain, aggregate: Aggregate | None
    ) -> BaselinePoint | BaselineSeries | None:
        lines = self.lines.get("baseline", [])
        points = [line for line in lines if line.statement.form.name == "baseline"]
        if points:
            line = points[0]
            at = own_ordinal(line, "at", grain) if "at" in line.statement.form.slots else None
            return BaselinePoint(line.reader.number(line.statement), at, line.origin)
        if lines:
            return BaselineSeries(read_series(lines, grain, aggregate, "baseline"))
        return None

    def _target(
        self, grain: Grain, aggregate: Aggregate | None, baseline: Baseline | None
    ) -> Target | None:
        constants = self._target_lines("target")
        if constants:
            return ConstantTarget(
                tuple(_dated(line, line.reader.number(line.statement)) for line in constants)
            )
        parts = self._target_lines("target_relative")
        if parts:
            size = _part_of(baseline, parts[0])
            return ConstantTarget((_dated(parts[0], size),)) if size is not None else None
        waypoints = self._target_lines("target_by", "target_relative_by")
        if waypoints:
            return self._waypoints(waypoints, grain, baseline)
        bands = self._target_lines("target_band")
        if bands:
            return BandTarget(
                tuple(
                    _dated(
                        line,
                        (
                            line.reader.number(line.statement, "low"),
                            line.reader.number(line.statement, "high"),
                        ),
                    )
                    for line in bands
                )
            )
        plans = self._target_lines(*PLANS)
        return PlanTarget(read_series(plans, grain, aggregate, "plan")) if plans else None

    def _waypoints(
        self, lines: list[RecordStatement], grain: Grain, baseline: Baseline | None
    ) -> WaypointTarget | None:
        waypoints: list[Waypoint] = []
        for line in lines:
            at = own_ordinal(line, "period", grain)
            relative = line.statement.form.name == "target_relative_by"
            size = _part_of(baseline, line) if relative else line.reader.number(line.statement)
            if at is not None and size is not None:
                waypoints.append(
                    Waypoint(
                        size,
                        at,
                        line.origin,
                        line.reader.reason(line.statement),
                    )
                )
        waypoints.sort(key=lambda point: point.at)
        return WaypointTarget(tuple(waypoints)) if waypoints else None

    def _tolerances(self) -> tuple[Dated[Tolerance], ...]:
        lines = self.lines.get("tolerance", [])
        tolerances = []
        for line in lines:
            width = line.reader.number(line.statement)
            if width < 0:
                line.reader.diagnose("E413", "a tolerance is 0 or more", line.statement, "value")
            relative = line.statement.form.name == "tolerance_relative"
            tolerances.append(_dated(line, Tolerance(max(width, 0.0), relative)))
        return tuple(tolerances)

    def _scale(self) -> Scale | None:
        lines = self.lines.get("scale", [])
        if not lines:
            return None
        line = lines[0]
        values, scores = (tuple(map(number, line.statement.all(slot))) for slot in ("xs", "ys"))
        for slot, numbers in (("xs", values), ("ys", scores)):
            if max(map(abs, numbers)) > LARGEST:
                line.reader.too_large(line.statement, slot)
                return None
        return Scale(values, scores, line.origin)

    def _bands(self) -> tuple[Band, ...] | None:
        lines = self.lines.get("band", [])
        if not lines:
            return None
        bands, diagnostics = read_bands(
            [(line.statement, line.origin) for line in lines], frozenset({lines[0].reader.address})
        )
        lines[0].reader.diagnostics += diagnostics
        return bands or None


def _part_of(baseline: Baseline | None, line: RecordStatement) -> float | None:
    """So many hundredths of a baseline of one number; without one the line is an error."""
    share = line.reader.number(line.statement)
    if isinstance(baseline, BaselinePoint):
        return share * baseline.value / 100
    line.reader.diagnose(
        "E448",
        "a target in percent of the baseline needs a baseline that is a single number",
        line.statement,
        help="add a line such as `baseline 100 at 2024`",
    )
    return None


class KeywordOrigins(Mapping[str, "tuple[Origin, ...]"]):
    """By keyword the lines that a definition came from, told apart only when somebody asks."""

    __slots__ = ("_found", "_lines")

    def __init__(self, written: DefinitionLines) -> None:
        # not the lines themselves: their readers would keep all names of the workspace
        self._lines = [
            (line.reader.path, line.reader.record, line.statement)
            for group in written.values()
            for line in group
        ]
        self._found: dict[str, tuple[Origin, ...]] | None = None

    def _by_keyword(self) -> dict[str, tuple[Origin, ...]]:
        if self._found is None:
            by_keyword: dict[str, list[Origin]] = {}
            for path, record, statement in self._lines:
                origin = Origin(path, record, statement.line)
                by_keyword.setdefault(statement.form.keyword, []).append(origin)
            self._found = {keyword: tuple(origins) for keyword, origins in by_keyword.items()}
        return self._found

    def __getitem__(self, keyword: str) -> tuple[Origin, ...]:
        return self._by_keyword()[keyword]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_keyword())

    def __len__(self) -> int:
        return len(self._by_keyword())

    def __repr__(self) -> str:
        return repr(self._by_keyword())


def unit_text(statement: Statement) -> str:
    """The unit as it is shown."""
    text = statement.parts[0]
    return string(text) if text.startswith('"') else text


def own_ordinal(line: RecordStatement, slot: str, grain: Grain) -> int | None:
    """A date as an ordinal of the KPI's own grain; a coarser one means the last such period inside it."""
    period = line.reader.period(line.statement, slot)
    if period is None:
        return None
    if period.grain < grain:
        line.reader.diagnose(
            "E422",
            f"`{line.reader.address}` is measured every {grain.word}; this date is finer",
            line.statement,
            slot,
            help=f"write a {grain.word} or something coarser",
        )
        return None
    return line.reader.scope.fiscal.last(grain, period).ordinal


def _dated(line: RecordStatement, value: T) -> Dated[T]:
    return Dated(
        value, line.reader.span(line.statement), line.origin, line.reader.reason(line.statement)
    )


def with_better(definition: Definition, written: Better | None, calendar: Calendar) -> Definition:
    """The direction: as written, within for a band, else told from target and written baseline."""
    better = written or derived_better(definition, calendar)
    return definition if better is definition.better else replace(definition, better=better)


def derived_better(definition: Definition, calendar: Calendar) -> Better:
    """Where `better` is left out (`language.md`, kpi): compared at the last own period in the calendar that has both."""
    if isinstance(definition.target, BandTarget):
        return Better.WITHIN
    lead = target_over_baseline(definition, calendar)
    return Better.LOWER if lead < 0 else Better.HIGHER


def target_over_baseline(definition: Definition, calendar: Calendar) -> float:
    """How far the target lies above the written baseline, at the last own period in the calendar that has both; nan for none."""
    if definition.target is None or definition.baseline is None:
        return NAN
    for ordinal in reversed(own_periods(definition.grain, calendar)):
        target, baseline = (
            target_at(definition, ordinal, calendar),
            baseline_at(definition, ordinal),
        )
        if not isnan(target) and not isnan(baseline):
            return target - baseline
    return NAN


@lru_cache
def own_periods(grain: Grain, calendar: Calendar) -> range:
    """The periods of a grain inside the calendar, as ordinals; of a coarser grain those that touch it."""
    fiscal = calendar.fiscal
    first, last = Period(calendar.grain, calendar.first), Period(calendar.grain, calendar.last)
    return range(
        fiscal.first_seen_in(grain, first).ordinal, fiscal.seen_in(grain, last).ordinal + 1
    )


NAN: Final = float("nan")


def baseline_at(definition: Definition, ordinal: int) -> float:
    """The written baseline of an own period; nan for none."""
    baseline = definition.baseline
    if isinstance(baseline, BaselinePoint):
        return baseline.value
    return NAN if baseline is None else value_at(baseline.series, ordinal)


def value_at(series: Series, ordinal: int) -> float:
    """The value of a series in a period; nan for none."""
    for line in series:
        if line.start <= ordinal < line.start + len(line.values):
            return line.values[ordinal - line.start]
    return NAN


def target_at(definition: Definition, ordinal: int, calendar: Calendar) -> float:
    """The target of an own period (of a band its lower end); nan for none."""
    target = definition.target
    if isinstance(target, PlanTarget):
        return value_at(target.series, ordinal)
    if isinstance(target, WaypointTarget):
        return waypoint_at(definition, target, ordinal)
    if isinstance(target, ConstantTarget):
        line = line_in_force(target.lines, calendar.fiscal.end(definition.grain, ordinal))
        return NAN if line is None else line.value
    if isinstance(target, BandTarget):
        band = line_in_force(target.lines, calendar.fiscal.end(definition.grain, ordinal))
        return NAN if band is None else band.value[0]
    return NAN


def target_ends(definition: Definition, ordinal: int, calendar: Calendar) -> tuple[float, float]:
    """The target of an own period: of a band both ends, else the same twice; nan for none."""
    low, target = target_at(definition, ordinal, calendar), definition.target
    if not isinstance(target, BandTarget):
        return low, low
    band = line_in_force(target.lines, calendar.fiscal.end(definition.grain, ordinal))
    return low, NAN if band is None else band.value[1]


def waypoint_at(definition: Definition, target: WaypointTarget, ordinal: int) -> float:
    """The straight line from the baseline's `at` through the waypoints, level after the last."""
    points = [(point.at, point.value) for point in target.points]
    baseline = definition.baseline
    if isinstance(baseline, BaselinePoint) and baseline.at is not None:
        if ordinal <= baseline.at:
            return NAN
        points.insert(0, (baseline.at, baseline.value))
    if ordinal <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if ordinal <= right:
            return low + (high - low) * (ordinal - left) / (right - left) if right > left else high
    return points[-1][1]
