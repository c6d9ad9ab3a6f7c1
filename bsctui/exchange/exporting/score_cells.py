"""A KPI's score and status as formulas of a spreadsheet: the same cases as `scoring.score_formulas`, cell by cell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.entities import BandTarget, Better
from bsctui.scoring.targets import scored_by_own_size, starts_from_zero

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.model.entities import Definition, Scale
    from bsctui.model.workspace_settings import Band

NEAR: Final = "1E-9"
"""What lies so near to a threshold counts as on it."""
MOST_POINTS: Final = 30
"""Points of a scale that nested conditions may hold."""


class Cells(NamedTuple):
    """The cells of one KPI's row."""

    value: str
    target: str
    upper: str
    baseline: str
    tolerance: str
    upper_tolerance: str
    cap: str


def score_formula(
    definition: Definition, cells: Cells, target: float, counted: float
) -> str | None:
    """The formula of a score; None where there is none for it.

    Args:
        definition: How the KPI is scored.
        cells: Where its figures stand.
        target: The target in the exported period, which decides whether a score starts from 0.
        counted: How many own periods the value sums up.
    """
    if definition.scale is not None:
        return _by_scale(definition.scale, cells.value, counted)
    if definition.target is None:
        return None
    is_above_zero = starts_from_zero(definition) and target > 1e-9
    if definition.tolerances or (scored_by_own_size(definition) and not is_above_zero):
        return _by_tolerance(definition, cells)
    return _by_baseline(definition, cells)


def _clamped_formula(numbers: Sequence[str], raw: str, cap: str) -> str:
    """Blank where a figure is missing; within 0 and the cap."""
    present = ",".join(f"ISNUMBER({cell})" for cell in numbers)
    return f'=IF(AND({present}),MAX(0,MIN({cap},{raw})),"")'


def _by_baseline(definition: Definition, cells: Cells) -> str:
    value, target, baseline = cells.value, cells.target, cells.baseline
    sign = f"{value}<={target}+{NEAR}" if _is_lower(definition) else f"{value}>={target}-{NEAR}"
    raw = (
        f"IF(ABS({target}-{baseline})<={NEAR},IF({sign},100,0),"
        f"100*({value}-{baseline})/({target}-{baseline}))"
    )
    return _clamped_formula((value, target, baseline), raw, cells.cap)


def _is_lower(definition: Definition) -> bool:
    return definition.better is Better.LOWER


def is_band(definition: Definition) -> bool:
    """Whether both sides of a target count: it has an upper end, and a tolerance there."""
    return definition.better is Better.WITHIN or isinstance(definition.target, BandTarget)


def _by_tolerance(definition: Definition, cells: Cells) -> str:
    value, low, high = cells.value, cells.target, cells.upper
    if is_band(definition):
        distance = f"MAX({low}-{value},{value}-{high},0)"
        width = f"IF({low}-{value}>{value}-{high},{cells.tolerance},{cells.upper_tolerance})"
        numbers: tuple[str, ...] = (value, low, high, cells.tolerance, cells.upper_tolerance)
    elif _is_lower(definition):
        distance, width = f"({value}-{low})", cells.tolerance
        numbers = (value, low, width)
    else:
        distance, width = f"({low}-{value})", cells.tolerance
        numbers = (value, low, width)
    raw = f"IF(ABS({width})<={NEAR},IF({distance}<={NEAR},100,0),100*(1-{distance}/{width}))"
    return _clamped_formula(numbers, raw, cells.cap)


def _by_scale(scale: Scale, value: str, counted: float) -> str | None:
    """Linear between the points, level outside them."""
    points = [(at * counted, score) for at, score in zip(scale.values, scale.scores, strict=True)]
    if len(points) > MOST_POINTS:
        return None
    formula = f"{points[-1][1]!r}"
    for (left, low), (right, high) in reversed(list(pairwise(points))):
        slope = f"{low!r}+({value}-({left!r}))*({high - low!r})/({right - left!r})"
        formula = f"IF({value}<={right!r},{slope},{formula})"
    formula = f"IF({value}<={points[0][0]!r},{points[0][1]!r},{formula})"
    return f'=IF(ISNUMBER({value}),{formula},"")'


def status_formula(
    score: str, bands: Sequence[Band], coverage: str | None = None, least: float = 0.0
) -> str:
    """The colour of a score; where the coverage counts, `insufficient` below the least."""
    formula = f'"{bands[-1].colour}"'
    for band in reversed(bands[:-1]):
        formula = f'IF({score}<{band.below!r}-{NEAR},"{band.colour}",{formula})'
    if coverage is not None:
        formula = f'IF({coverage}<{least!r}-{NEAR},"insufficient",{formula})'
    return f'=IF(ISNUMBER({score}),{formula},"")'
