"""Ratios of incomplete sums: where sums that lack a member meet in a recomputed formula, only members that have all count.

Thirty hits of a hundred tries are no thirty of six hundred because the other team has not told its hits
yet: of `rollup sum partial` inputs the members of one scorecard belong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Matrix = NDArray[np.float64]


class RollupMembers(NamedTuple):
    """What a sum is made of: (feeders, periods) values and weights, and the scorecard of each feeder."""

    scorecards: tuple[str, ...]
    value: Matrix
    weight: Matrix

    def lacking(self, scorecard: str) -> Flags:
        """(periods,) where a feeder of a scorecard that takes part has no value."""
        return np.asarray((self._of(scorecard) & np.isnan(self.value)).any(axis=0))

    def taking_part(self, scorecard: str) -> Flags:
        """(periods,) where anything of a scorecard takes part."""
        return np.asarray(self._of(scorecard).any(axis=0))

    def _of(self, scorecard: str) -> Flags:
        own = np.array([name == scorecard for name in self.scorecards], dtype=bool)
        return np.asarray(own[:, None] & (self.weight > 0))


class MatchedInput(NamedTuple):
    """One of several sums as a formula counts it.

    Attributes:
        gap: (periods,) where one of the sums lacks a member.
        counted: (feeders, periods) which of its own feeders count there.
        value: (periods,) its sum over these; nan where none counts. Only told where there is a gap.
    """

    gap: Flags
    counted: Flags
    value: Matrix


def matched_inputs(rollups: Sequence[RollupMembers]) -> list[MatchedInput] | None:
    """The sums over the scorecards that have a value in all of them; None where none lacks anything.

    Where the sums are made from different scorecards nothing tells which members belong together: then none counts.
    """
    scorecards = dict.fromkeys(name for rollup in rollups for name in rollup.scorecards)
    lacking = {name: _any([one.lacking(name) for one in rollups]) for name in scorecards}
    gap = _any(list(lacking.values()))
    if not gap.any():
        return None
    taking = {name: np.array([one.taking_part(name) for one in rollups]) for name in scorecards}
    alike = ~_any([np.asarray(flags.any(axis=0) & ~flags.all(axis=0)) for flags in taking.values()])
    return [_matched(rollup, gap, lacking, alike) for rollup in rollups]


def _matched(
    rollup: RollupMembers, gap: Flags, lacking: dict[str, Flags], alike: Flags
) -> MatchedInput:
    whole = np.array([~lacking[name] & alike for name in rollup.scorecards])
    counted = whole & (rollup.weight > 0) & ~np.isnan(rollup.value)
    total = np.where(counted, rollup.weight * np.nan_to_num(rollup.value), 0.0).sum(axis=0)
    return MatchedInput(gap, counted, np.where(counted.any(axis=0), total, np.nan))


def _any(flags: Sequence[Flags]) -> Flags:
    return np.asarray(np.array(flags).any(axis=0))
