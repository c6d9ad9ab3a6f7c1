"""Forecasts on screen: whether they are shown, and those already made for the scores in view; no Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.result_cache import ResultCache

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.analysis.kpi_forecast import KpiForecast
    from bsctui.model.entities import Dated, EntityLink
    from bsctui.scoring.result import Scores


class ForecastBatch(NamedTuple):
    """What was made in one go.

    Attributes:
        prospects: By address; None where there is nothing to continue.
    """

    prospects: Mapping[str, KpiForecast | None]


def make_forecasts(scores: Scores, address: str) -> ForecastBatch:
    """Make the forecast of an item; changes nothing, and takes its time.

    Of a KPI it is made alone; what stands above KPIs is made all together, if it is not too much.
    """
    from bsctui.analysis.kpi_forecast import forecasts_above, kpi_forecast

    if address not in scores.row or not scores.periods:
        return ForecastBatch({})
    if address in scores.model.kpis:
        return ForecastBatch({address: kpi_forecast(scores, address)})
    return ForecastBatch(forecasts_above(scores))


class ForecastCache:
    """What the detail knows of the periods to come.

    Making a forecast takes longer than a frame: `known` only tells what was made, `look` makes it; a thread makes
    `forecasts` and hands them to `keep`.

    Attributes:
        shown: Whether charts are continued.
    """

    def __init__(self) -> None:
        self.shown = False
        self._kept: ResultCache[str, ForecastBatch] = ResultCache()

    def cached(self, scores: Scores, address: str) -> KpiForecast | None:
        """The forecast of an item, where it is shown and has been made for these scores."""
        batch = self._cached(scores, address)
        return batch.prospects.get(address) if self.shown and batch is not None else None

    def is_missing(self, scores: Scores, address: str) -> bool:
        """Whether an item's forecast is to be shown and still to be made."""
        return self.shown and address in scores.row and self._cached(scores, address) is None

    def get_or_make(self, scores: Scores, address: str) -> KpiForecast | None:
        """The forecast of an item, made now if it is not known; None where there is none."""
        batch = self._cached(scores, address)
        if batch is None:
            batch = make_forecasts(scores, address)
            self.keep(scores, address, batch)
        return batch.prospects.get(address)

    def keep(self, scores: Scores, address: str, batch: ForecastBatch) -> None:
        """Keep what was made for these scores, if they still stand."""
        self._kept.keep(ByIdentity(scores), _key(scores, address), batch)

    def _cached(self, scores: Scores, address: str) -> ForecastBatch | None:
        return self._kept.get(ByIdentity(scores), _key(scores, address))


ALL: Final = ""
"""The key of what is made all together."""


def _key(scores: Scores, address: str) -> str:
    return address if address in scores.model.kpis else ALL


@dataclass(slots=True)
class Verdicts:
    """What the data say of claims of cause and effect, each looked at once for the same scores."""

    _scores: Scores | None = None
    _known: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def of(self, scores: Scores, cause: str, line: Dated[EntityLink]) -> str | None:
        """The verdict on a `drives` line of `cause`, as a word; None where it drives nothing known.

        Args:
            scores: In the calendar's grain.
            cause: The address of the record that the line stands in.
            line: The claim.
        """
        from bsctui.analysis.correlation import verdict_of

        self._look_at(scores)
        key = cause, id(line)
        if key not in self._known:
            verdict = verdict_of(scores, cause, line)
            self._known[key] = None if verdict is None else verdict.value
        return self._known[key]

    def _look_at(self, scores: Scores) -> None:
        """What was said of other scores holds no longer."""
        if self._scores is not scores:
            self._scores, self._known = scores, {}
