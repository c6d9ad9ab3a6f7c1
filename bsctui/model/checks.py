"""Errors of meaning: definitions that read well and cannot be scored, or would score nonsense."""

from __future__ import annotations

from itertools import chain
from math import isnan
from typing import TYPE_CHECKING

from bsctui.model.definitions import baseline_at, own_periods, target_at
from bsctui.model.entities import (
    BandTarget,
    BaselinePoint,
    BaselineSeries,
    Better,
    ConstantTarget,
    Kpi,
    PlanTarget,
    WaypointTarget,
)
from bsctui.model.inherited_lines import (
    at_like_line,
    diagnostic_key,
    diagnostic_keys,
    is_own,
    like_origin,
)
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.text.expressions import uses_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from bsctui.model.entities import Dated, Definition, EntityLink, Origin, Quantity, Scale
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Calendar


def check_model(model: Model) -> Iterator[RecordDiagnostic]:
    """Every error of meaning in a resolved workspace."""
    yield from check_quantities(model, model.quantities())
    for quantity in model.quantities():
        if quantity.feeds:
            yield from feed_diagnostics(quantity, model)


def check_addresses(model: Model, addresses: AbstractSet[str]) -> Iterator[RecordDiagnostic]:
    """The errors of meaning that speak of some KPIs and measures, after an edit."""
    candidates = (model.quantity(address) for address in addresses)
    yield from check_quantities(
        model, [quantity for quantity in candidates if quantity is not None]
    )
    feeding = [*addresses, *chain.from_iterable(model.feeders.get(fed, ()) for fed in addresses)]
    for quantity in map(model.quantity, dict.fromkeys(feeding)):
        if quantity is not None and quantity.feeds:
            yield from feed_diagnostics(quantity, model)


def check_quantities(model: Model, quantities: Iterable[Quantity]) -> Iterator[RecordDiagnostic]:
    """The errors of meaning in the definitions of KPIs."""
    calendar = model.settings.calendar
    for quantity in quantities:
        yield from recompute_diagnostics(quantity, model)
        if calendar is not None and isinstance(quantity, Kpi) and quantity.same is None:
            diagnostics = definition_diagnostics(quantity.address, quantity.definition, calendar)
            yield from (
                _at_own_or_like_line(diagnostics, quantity, model, calendar)
                if quantity.like
                else diagnostics
            )


def _at_own_or_like_line(
    diagnostics: Iterator[RecordDiagnostic], kpi: Kpi, model: Model, calendar: Calendar
) -> Iterator[RecordDiagnostic]:
    """Problems of a KPI's own lines where they are; of lines taken over, unless they are problems there too, at `like`."""
    like = like_origin(kpi.origin)
    other = model.kpis.get(kpi.like or "")
    for diagnostic in diagnostics:
        if like is None or is_own(diagnostic.origin, kpi.origin.record, kpi.address):
            yield diagnostic
        elif other is None or diagnostic_key(diagnostic) not in diagnostic_keys(
            definition_diagnostics(other.address, other.definition, calendar)
        ):
            yield at_like_line(diagnostic, like)


def recompute_diagnostics(quantity: Quantity, model: Model) -> Iterator[RecordDiagnostic]:
    """A formula that is recomputed, made of one that looks back: that one no line says how to combine otherwise."""
    if not quantity.is_recomputed:
        return
    origin = _origin(quantity.definition, "aggregate")
    if origin is None:
        return
    visited, waiting = {quantity.address}, [quantity]
    while waiting:
        formula = waiting.pop().formula
        for address in formula.addresses.values() if formula is not None else ():
            inner = model.quantity(address)
            if inner is None or inner.formula is None or address in visited:
                continue
            visited.add(address)
            if inner.is_recomputed:
                waiting.append(inner)
            elif inner.definition.aggregate is None and uses_history(inner.formula.expression):
                yield RecordDiagnostic(
                    "E212",
                    f"this is made of `{address}`, whose formula looks back and cannot be recomputed",
                    origin,
                    "method",
                    f"give `{address}` an `aggregate` line, such as `aggregate last`",
                    (inner.formula.origin,),
                    frozenset({quantity.address}),
                )
            elif inner.definition.aggregate is None:
                waiting.append(inner)


def definition_diagnostics(
    address: str, definition: Definition, calendar: Calendar
) -> Iterator[RecordDiagnostic]:
    """What is wrong with one KPI's direction, baseline, target, tolerance and scale."""
    breaks = frozenset({address})
    for code, message, keyword, at, hint in _definition_errors(definition, calendar):
        origin = at or _origin(definition, keyword)
        if origin is not None:
            related = tuple(
                o
                for o in (_origin(definition, "baseline"),)
                if code == "E447" and o and o != origin
            )
            yield RecordDiagnostic(code, message, origin, None, hint, related, breaks)


_DefinitionError = tuple[str, str, str, "Origin | None", "str | None"]


def _definition_errors(definition: Definition, calendar: Calendar) -> Iterator[_DefinitionError]:
    target, better = definition.target, definition.better
    if definition.scale is not None:
        yield from _scale(definition, definition.scale)
        return
    if isinstance(target, BandTarget):
        yield from _band(definition, target)
    elif better is Better.WITHIN:
        if target is not None and not definition.tolerances:
            yield (
                "E440",
                "`better within` needs a tolerance: how far from the target the score reaches 0",
                "better",
                None,
                "add a line such as `tolerance 5`",
            )
    elif not definition.tolerances:
        yield from _baseline_and_target(definition, calendar)
    if isinstance(target, WaypointTarget):
        yield from _waypoints(definition, target)


def _scale(definition: Definition, scale: Scale) -> Iterator[_DefinitionError]:
    if definition.baseline is not None:
        yield (
            "E442",
            "`baseline` cannot be combined with `scale`: the scale gives the score of every value",
            "baseline",
            None,
            "delete the baseline",
        )
    if any(right <= left for left, right in zip(scale.values, scale.values[1:], strict=False)):
        yield (
            "E444",
            "the values of a scale must be in ascending order",
            "scale",
            scale.origin,
            "put the points in order of value, `60:0 75:50 90:100`; the scores may fall",
        )


def _band(definition: Definition, target: BandTarget) -> Iterator[_DefinitionError]:
    for line in target.lines:
        if line.value[0] > line.value[1]:
            yield (
                "E443",
                "the lower end of the band is above its upper end",
                "target",
                line.origin,
                "write the smaller value first",
            )
    if not definition.tolerances:
        yield (
            "E440",
            "a band needs a tolerance: how far outside it the score reaches 0",
            "target",
            target.lines[0].origin,
            "add a line such as `tolerance 5`",
        )
    if definition.better is not Better.WITHIN:
        yield (
            "E441",
            f"`better {definition.better}` cannot be combined with a band",
            "better",
            None,
            "delete the `better` line: a KPI with a band is best within it",
        )


def _waypoints(definition: Definition, target: WaypointTarget) -> Iterator[_DefinitionError]:
    baseline = definition.baseline
    for left, right in zip(target.points, target.points[1:], strict=False):
        if left.at == right.at:
            yield (
                "E445",
                "two waypoints have the same period",
                "target",
                right.origin,
                "keep one of them",
            )
    if isinstance(baseline, BaselinePoint) and baseline.at is not None:
        for point in target.points:
            if point.at <= baseline.at:
                yield (
                    "E445",
                    "this waypoint is not after the baseline's `at`",
                    "target",
                    point.origin,
                    "choose a later period, or an earlier `at`",
                )
    elif baseline is not None:
        where = baseline.origin if isinstance(baseline, BaselinePoint) else None
        yield (
            "E446",
            "a `target … by` is reached in a straight line that starts at the baseline, but this baseline has no period (`at`)",
            "baseline",
            where,
            "write `baseline N at PERIOD`",
        )


def _baseline_and_target(definition: Definition, calendar: Calendar) -> Iterator[_DefinitionError]:
    target, better = definition.target, definition.better
    if target is None:
        return
    for value, baseline, origin in _pairs(definition, calendar):
        if (value < baseline) if better is Better.HIGHER else (value > baseline):
            side = "below" if better is Better.HIGHER else "above"
            message = f"the target lies {side} the baseline, but {better} is better"
            yield (
                "E447",
                message,
                "target",
                origin,
                "reverse `better`, or correct target or baseline",
            )
            return


def _targets(definition: Definition) -> Iterator[tuple[float, Origin]]:
    """Every written target with its line."""
    target = definition.target
    if isinstance(target, ConstantTarget):
        yield from ((line.value, line.origin) for line in target.lines)
    elif isinstance(target, WaypointTarget):
        yield from ((point.value, point.origin) for point in target.points)
    elif isinstance(target, PlanTarget):
        yield from (
            (value, line.origin)
            for line in target.series
            for value in line.values
            if not isnan(value)
        )


def _pairs(definition: Definition, calendar: Calendar) -> Iterator[tuple[float, float, Origin]]:
    """Targets with the baselines they are scored against."""
    baseline = definition.baseline
    if isinstance(baseline, BaselinePoint):
        for value, origin in _targets(definition):
            yield value, baseline.value, origin
    elif isinstance(baseline, BaselineSeries):
        first = next((origin for _, origin in _targets(definition)), None)
        for ordinal in own_periods(definition.grain, calendar):
            value, base = target_at(definition, ordinal, calendar), baseline_at(definition, ordinal)
            if first is not None and not isnan(value) and not isnan(base):
                yield value, base, first


def _origin(definition: Definition, keyword: str) -> Origin | None:
    origins = definition.origins.get(keyword) or definition.origins.get("target") or ()
    return origins[0] if origins else None


def feed_diagnostics(quantity: Quantity, model: Model) -> Iterator[RecordDiagnostic]:
    """A feeder has the unit of its rollup, and is not coarser."""
    breaks = frozenset({quantity.address})
    for line in quantity.feeds:
        fed = model.quantity(line.value.target)
        if fed is None or fed.rollup is None or _takes_no_part(line):
            continue
        feeder_definition, rollup_definition = quantity.definition, fed.definition
        if feeder_definition.unit != rollup_definition.unit:
            message = f"`{quantity.address}` is in {feeder_definition.unit or 'no unit'}, `{fed.address}` in {rollup_definition.unit or 'no unit'}: a rollup needs values of the same unit"
            yield RecordDiagnostic(
                "E450",
                message,
                line.origin,
                "ref",
                "give both the same `unit`",
                (fed.origin,),
                breaks | {fed.address},
            )
        if feeder_definition.grain > rollup_definition.grain:
            message = f"`{quantity.address}` is measured every {feeder_definition.grain.word}, `{fed.address}` every {rollup_definition.grain.word}: a rollup cannot use values of longer periods"
            yield RecordDiagnostic(
                "E451",
                message,
                line.origin,
                "ref",
                f"write `every {feeder_definition.grain.word}` in `{fed.address}`, or measure the feeder more often",
                (fed.origin,),
                breaks | {fed.address},
            )


def _takes_no_part(line: Dated[EntityLink]) -> bool:
    weight = line.value.weight
    return weight is not None and weight.value == 0
