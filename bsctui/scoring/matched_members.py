"""Ratios of incomplete sums: where sums that lack a member meet in a recomputed formula, only members that have all count.

Thirty hits of a hundred tries are no thirty of six hundred because the other team has not told its hits
yet: of `rollup sum partial` inputs the members of one scorecard belong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Matrix = NDArray[np.float64]


class RollupMembers(NamedTuple):
    """What a sum is made of: (feeders, periods) values and weights, and the scorecard of each feeder."""

    scorecards: tuple[str, ...]
    value: Matrix
    weight: Matrix

    def lacking(self, places: Mapping[str, int]) -> Flags:
        """(scorecards, periods) where a feeder of a scorecard that takes part has no value."""
        return self._by_scorecard((self.weight > 0) & np.isnan(self.value), places)

    def taking_part(self, places: Mapping[str, int]) -> Flags:
        """(scorecards, periods) where anything of a scorecard takes part."""
        return self._by_scorecard(self.weight > 0, places)

    def _by_scorecard(self, flags: Flags, places: Mapping[str, int]) -> Flags:
        """Where a flag of any of a scorecard's feeders is set."""
        by_scorecard = np.zeros((len(places), flags.shape[1]), dtype=bool)
        np.logical_or.at(by_scorecard, [places[name] for name in self.scorecards], flags)
        return by_scorecard


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
    places = {name: at for at, name in enumerate(scorecards)}
    lacking = np.logical_or.reduce([rollup.lacking(places) for rollup in rollups])
    gap: Flags = np.logical_or.reduce(lacking)
    if not gap.any():
        return None
    taking = np.array([rollup.taking_part(places) for rollup in rollups])
    alike: Flags = ~np.logical_or.reduce(taking.any(axis=0) & ~taking.all(axis=0))
    return [
        _matched(rollup, gap, ~lacking[[places[name] for name in rollup.scorecards]] & alike)
        for rollup in rollups
    ]


def _matched(rollup: RollupMembers, gap: Flags, whole: Flags) -> MatchedInput:
    counted = whole & (rollup.weight > 0) & ~np.isnan(rollup.value)
    total = np.where(counted, rollup.weight * np.nan_to_num(rollup.value), 0.0).sum(axis=0)
    return MatchedInput(gap, counted, np.where(counted.any(axis=0), total, np.nan))
