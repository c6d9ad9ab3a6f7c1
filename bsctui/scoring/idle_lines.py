"""Which lines of a definition say nothing of some own periods: an explanation leaves them out."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bsctui.model.entities import (
    BandTarget,
    BaselineSeries,
    ConstantTarget,
    PlanTarget,
    WaypointTarget,
)
from bsctui.scoring.validity import lines_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from bsctui.model.entities import Dated, Definition, Origin, Series
    from bsctui.scoring.time_axis import Axis

LineKey = tuple[str, int, int]


def line_key(origin: Origin) -> LineKey:
    """What tells a line from others (its record is told apart by identity)."""
    return origin.path, id(origin.record), origin.line


def idle_lines(definition: Definition, axis: Axis, places: Sequence[int]) -> set[LineKey]:
    """The lines for target, baseline and tolerance that do not hold in any of these places of the axis."""
    target, baseline = definition.target, definition.baseline
    ordinals = [axis.first + place for place in places]
    idle = set(_idle_dated(definition.tolerances, axis, places))
    if isinstance(target, ConstantTarget | BandTarget):
        idle |= set(_idle_dated(target.lines, axis, places))
    elif isinstance(target, WaypointTarget):
        idle |= set(_idle_points(target, ordinals))
    elif isinstance(target, PlanTarget):
        idle |= _idle_series(target.series, ordinals)
    if isinstance(baseline, BaselineSeries):
        idle |= _idle_series(baseline.series, ordinals)
    return idle


def _idle_dated(
    lines: Sequence[Dated[Any]], axis: Axis, places: Sequence[int]
) -> Iterator[LineKey]:
    held = set(lines_in_force([line.span for line in lines], axis.ends[list(places)]).tolist())
    yield from (line_key(line.origin) for at, line in enumerate(lines) if at not in held)


def _idle_points(target: WaypointTarget, ordinals: Sequence[int]) -> Iterator[LineKey]:
    """Those at which no stretch begins or ends that the periods lie in."""
    dates = [point.at for point in target.points]
    used: set[int] = set()
    for ordinal in ordinals:
        after = bisect_left(dates, ordinal)
        if after < len(dates):
            used.add(after)
        if after > 0 and (after == len(dates) or dates[after] != ordinal):
            used.add(after - 1)
    yield from (
        line_key(waypoint.origin) for at, waypoint in enumerate(target.points) if at not in used
    )


def _idle_series(series: Series, ordinals: Sequence[int]) -> set[LineKey]:
    """A line may have made several of them: it is idle where none covers a period."""
    every, used = set[LineKey](), set[LineKey]()
    for line in series:
        key = line_key(line.origin)
        every.add(key)
        if any(line.start <= ordinal < line.start + len(line.values) for ordinal in ordinals):
            used.add(key)
    return every - used
