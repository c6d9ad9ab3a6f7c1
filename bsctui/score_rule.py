"""How a KPI's value becomes its score, in a sentence with the numbers of the period (`scoring.md`, A KPI's score)."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from bsctui.kpi_text import quantity_text
from bsctui.model.entities import BandTarget, Better
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.targets import scored_by_own_size

if TYPE_CHECKING:
    from bsctui.model.entities import Kpi
    from bsctui.scoring.result import Scores


def score_rule(scores: Scores, address: str, at: int) -> str | None:
    """What scores 0 and what scores 100 in the view's period `at`; None where no target holds.

    A target alone is a limit, which nobody sees in the score: the sentence says that no baseline is written.
    """
    row, shown = scores.row[address], scores.model.kpis[address]
    kpi = scores.model.kpis.get(shown.same or "", shown)
    if not scores.in_force[row, at]:
        return None
    if kpi.definition.scale is not None:
        return "its scale says which value scores what"
    low, high = float(scores.target_low[row, at]), float(scores.target_high[row, at])
    if isnan(low):
        return None
    return _beside_target(kpi, low, high, float(scores.baseline[row, at]))


def _beside_target(kpi: Kpi, low: float, high: float, baseline: float) -> str | None:
    definition, target = kpi.definition, quantity_text(kpi, low)
    is_lower = definition.better is Better.LOWER
    if isinstance(definition.target, BandTarget):
        return f"100 from {target} to {quantity_text(kpi, high)}, 0 as far outside as its tolerance"
    if definition.better is Better.WITHIN:
        return f"100 at {target}, 0 as far from it as its tolerance"
    if definition.tolerances:
        return f"100 {'up to' if is_lower else 'from'} {target}, 0 as far beyond as its tolerance"
    if scored_by_own_size(definition):
        zero = 2 * low if is_lower == (low > 0) else 0.0
        if abs(low) <= EPSILON:
            return f"no baseline is written: 100 at {target} or better, else 0"
        return f"no baseline is written: 0 at {quantity_text(kpi, zero)}, 100 at {target}"
    if isnan(baseline):
        return None
    if abs(low - baseline) <= EPSILON:
        return f"the baseline is the target: 100 at {target} or better, else 0"
    return f"0 at the baseline {quantity_text(kpi, baseline)}, 100 at the target {target}"
