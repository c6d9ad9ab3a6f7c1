"""Where a measure's value comes from: nobody scores it, and it has lines behind it as a KPI's value has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.explain.provenance import Source, provenance_of
from bsctui.scoring.resampling.resample import resampled

if TYPE_CHECKING:
    from bsctui.model.entities import Measure
    from bsctui.scoring.result import Scores


class MeasureExplanation(NamedTuple):
    """A measure in one period of a view.

    Attributes:
        value: As a rollup of the view's grain would see it; nan for none.
        sources: The own periods that it is made from, with what stands behind each, then the lines of its definition.
    """

    measure: Measure
    value: float
    sources: tuple[Source, ...]


def explain_measure(scores: Scores, measure: Measure, at: int) -> MeasureExplanation:
    """Where a measure's value in the view's period `at` comes from."""
    provenance = provenance_of(scores, measure, at)
    sources = (
        () if provenance is None else (*provenance.value_sources(), *provenance.target_sources())
    )
    return MeasureExplanation(measure, measure_value(scores, measure, at), sources)


def measure_value(scores: Scores, measure: Measure, at: int) -> float:
    """The value of a view's period; in a finer view that of the own period that is shown there."""
    view, provenance = scores.structure.view, provenance_of(scores, measure, at)
    if provenance is None:
        return float("nan")
    table = provenance.table
    if table.axis.grain <= view.grain:
        axis = view.timeline.axis(view.grain)
        place = axis.index_of(view.periods[at].ordinal)
        return float(resampled(provenance.values, measure, axis).value[place])
    row = table.row[measure.address]
    return float(table.value[row, provenance.places[0]]) if provenance.places else float("nan")
