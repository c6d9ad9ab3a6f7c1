"""The values of measures in the periods of a view: nobody scores them, so they have no row of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bsctui.scoring.kpi_view import figures

if TYPE_CHECKING:
    from bsctui.scoring.result import Matrix, Scores


def measure_values(scores: Scores) -> Matrix:
    """(measures, periods), in the order of the model's measures; nan for none."""
    measures = list(scores.model.measures.values())
    if not measures or not scores.periods:
        return np.full((len(measures), len(scores.periods)), np.nan)
    addresses = [measure.address for measure in measures]
    values = scores.values_of(addresses)
    return figures(values, measures, scores.structure.view).value
