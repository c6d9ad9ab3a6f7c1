"""Whether a change leaves the structure, the dependencies and the time axis of a result as they are."""

from __future__ import annotations

from itertools import compress
from math import isnan
from operator import is_not
from typing import TYPE_CHECKING

from bsctui.model.current_period import current_period
from bsctui.model.entities import Kpi
from bsctui.scoring.dependencies import direct_inputs
from bsctui.scoring.time_axis import needed_years, written_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.model.entities import Entity, Quantity
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores
    from bsctui.scoring.time_axis import WrittenSpans
    from bsctui.text.expressions import Expression


def _groups(old: Model, new: Model) -> Iterable[tuple[Mapping[str, Entity], Mapping[str, Entity]]]:
    """What both hold by address, in pairs, without what is the same object in both."""
    pairs: tuple[tuple[Mapping[str, Entity], Mapping[str, Entity]], ...] = (
        (old.kpis, new.kpis),
        (old.measures, new.measures),
        (old.objectives, new.objectives),
        (old.scorecards, new.scorecards),
    )
    return [pair for pair in pairs if pair[0] is not pair[1]]


def same_places(old: Model, new: Model) -> bool:
    """The same records in the same order."""
    return all(list(before) == list(now) for before, now in _groups(old, new))


def replaced_addresses(old: Model, new: Model) -> set[str]:
    """The addresses of what is not the same object in two models of the same places: nothing is looked up."""
    changed: set[str] = set()
    for before, now in _groups(old, new):
        changed.update(compress(now, map(is_not, before.values(), now.values())))
    return changed


def changed_addresses(old: Model, new: Model) -> set[str]:
    """The addresses of what is not the same object in both, or in one of them alone."""
    changed: set[str] = set()
    for before, now in _groups(old, new):
        changed |= {address for address, entity in now.items() if before.get(address) is not entity}
        changed |= before.keys() - now.keys()
    return changed


def only_values_differ(scores: Scores, model: Model, touched: Iterable[str]) -> bool:
    """Whether all that changed is within KPIs and measures; the records stand where they stood (`same_places`)."""
    # What holds then: every index array of the result (who is whose member, which row is where, which period is which
    # column) stays as it is, and only columns are filled again. One thing more that could move any of them, such as a
    # label (it is in the nodes) or the first year that a value lies in (it is in the axes), must be compared here.
    old = scores.model
    if old.settings != model.settings:
        return False
    pairs = [(old.quantity(address), model.quantity(address)) for address in touched]
    for before, now in pairs:
        if before is None or now is None or not _same_place(before, now):
            return False
    changed = [(before, now) for before, now in pairs if before is not None and now is not None]
    return _same_time(scores, model, changed)


def _same_place(before: Quantity, now: Quantity) -> bool:
    """The same parent, span, label and ties to others."""
    if isinstance(before, Kpi) and isinstance(now, Kpi) and before.parent != now.parent:
        return False
    return (
        type(before) is type(now)
        and before.span == now.span
        and before.display_name == now.display_name
        and _expression(before) == _expression(now)
        and before.definition.over == now.definition.over
        and direct_inputs(before) == direct_inputs(now)
        and (before.rollup is None) is (now.rollup is None)
        and [line.value.target for line in before.feeds]
        == [line.value.target for line in now.feeds]
    )


def _expression(quantity: Quantity) -> Expression | None:
    return quantity.formula.expression if quantity.formula is not None else None


def _same_time(scores: Scores, model: Model, changed: list[tuple[Quantity, Quantity]]) -> bool:
    """The same current period, and axes as they would be made anew."""
    timeline = scores.timeline
    if all(_measured(before) == _measured(now) for before, now in changed):
        return True
    if (
        any(_written_span(before) != _written_span(now) for before, now in changed)
        and needed_years(model, timeline.calendar) != timeline.years
    ):
        return False
    return timeline.calendar.closed is not None or current_period(model) == timeline.current


def _written_span(quantity: Quantity) -> tuple[Grain, WrittenSpans]:
    """Its own grain, and where its values stand: where they stay, so do the years that all values need."""
    return quantity.definition.grain, written_spans([quantity])


def _measured(quantity: Quantity) -> tuple[Grain, frozenset[int]]:
    """Its own grain, and in which own periods there are actuals: what the axes and the current period follow from."""
    return quantity.definition.grain, frozenset(
        line.start + step
        for line in quantity.actuals
        for step, value in enumerate(line.values)
        if not isnan(value)
    )
