"""What a strategy map shows: a scorecard's objectives by perspective, their states, and what drives what.

The map is of one scorecard. A `drives` link that comes from or leads to another scorecard's objective is
not an arrow: the box at its inner end tells how many there are (`inward`, `outward`), and `foreign` names
them. Links between KPIs belong to `bsctui links`; a map shows objectives.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.validity import is_in_force, line_in_force
from bsctui.scoring.status import shown_score, status_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.model.entities import Dated, EntityLink, Objective
    from bsctui.model.model import Model
    from bsctui.model.periods import Grain
    from bsctui.scoring.result import Scores

    Lag = tuple[int, Grain]

Verdicts = "Mapping[tuple[str, str], str]"
"""What the data say of a link, by the addresses of its two ends: a word of `bsctui.signs.VERDICT`."""


class MapScore(NamedTuple):
    """A score and what it means.

    Attributes:
        score: 0 to 100 (or a cap), to the one decimal that is shown, rounded towards its status; nan for none.
        status: A colour, `insufficient`, `broken`, or None.
        word: What a person reads for it: the band's label where it has one; empty without a status.
        trend: 1 up, 0 flat, -1 down, None without one.
    """

    score: float = math.nan
    status: str | None = None
    word: str = ""
    trend: int | None = None


NO_SCORE = MapScore()


@dataclass(frozen=True, slots=True)
class MapLane:
    """A perspective; `state` is the scorecard's score in it."""

    name: str
    label: str
    state: MapScore


@dataclass(frozen=True, slots=True)
class MapBox:
    """An objective in a lane (an index); `inward` and `outward` count its links with other scorecards."""

    address: str
    label: str
    lane: int
    state: MapScore
    inward: int = 0
    outward: int = 0


@dataclass(frozen=True, slots=True)
class MapArrow:
    """A `drives` link between two objectives of the map."""

    start: str
    end: str
    lag: Lag | None = None
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignLink:
    """A `drives` link between an objective of the map and another scorecard's.

    Attributes:
        inside: The map's objective.
        outside: The other one's address.
        label: What the other one is called, with its scorecard.
        inward: Whether the other one drives the map's.
    """

    inside: str
    outside: str
    label: str
    inward: bool
    lag: Lag | None = None
    verdict: str | None = None


@dataclass(frozen=True)
class StrategyMap:
    """A scorecard's map in one period (`period` as written; empty without a calendar)."""

    address: str
    label: str
    period: str
    state: MapScore
    lanes: tuple[MapLane, ...]
    boxes: tuple[MapBox, ...]
    arrows: tuple[MapArrow, ...]
    foreign: tuple[ForeignLink, ...]

    def box(self, address: str) -> MapBox:
        """The box of an objective.

        Raises:
            KeyError: It has none.
        """
        return self._by_address[address]

    @cached_property
    def _by_address(self) -> Mapping[str, MapBox]:
        return {box.address: box for box in self.boxes}


def strategy_map(
    model: Model,
    scores: Scores,
    scorecard: str,
    column: int,
    verdicts: Mapping[tuple[str, str], str] | None = None,
) -> StrategyMap:
    """The map of a scorecard.

    Args:
        model: The workspace.
        scores: In the view's grain; may have no periods where there is no calendar.
        scorecard: Its address.
        column: Which period of the scores; ignored where there is none.
        verdicts: See `Verdicts`; left out, arrows have none.

    Raises:
        KeyError: There is no such scorecard.
    """
    return _Collector(model, scores, scorecard, column, verdicts or {}).collect()


class _Collector:
    """The parts of one map."""

    def __init__(
        self,
        model: Model,
        scores: Scores,
        scorecard: str,
        column: int,
        verdicts: Mapping[tuple[str, str], str],
    ) -> None:
        self.model = model
        self.scores = scores
        self.card = model.scorecards[scorecard]
        self.column = column
        self.verdicts = verdicts
        calendar = model.settings.calendar
        dated = calendar is not None and bool(scores.periods)
        self.period = calendar.fiscal.format(scores.periods[column]) if dated and calendar else ""
        self.end = calendar.fiscal.end(*_period(scores, column)) if dated and calendar else None

    def collect(self) -> StrategyMap:
        """The map."""
        address = self.card.address
        mine = [
            objective
            for objective in self.model.objectives_in.get(address, ())
            if self._in_force(objective)
        ]
        arrows = tuple(
            self._arrow(objective.address, link)
            for objective in mine
            for link in self._driven_by(objective)
            if self._is_mine(self.model.objectives.get(link.target))
        )
        foreign = tuple(self._foreign(mine))
        lanes = {each.name: at for at, each in enumerate(self.model.settings.perspectives)}
        link_counts = Counter((link.inside, link.inward) for link in foreign)
        boxes = (
            self._box(objective, lanes[objective.perspective], link_counts) for objective in mine
        )
        return StrategyMap(
            address,
            self.card.display_name,
            self.period,
            self._state(address),
            tuple(self._lanes()),
            tuple(boxes),
            arrows,
            foreign,
        )

    # -- what is in force ----------------------------------------------------------------------

    def _is_mine(self, objective: Objective | None) -> bool:
        return (
            objective is not None
            and objective.scorecard == self.card.address
            and self._in_force(objective)
        )

    def _in_force(self, objective: Objective) -> bool:
        """Told by the spans themselves: there may be nothing scored."""
        return is_in_force(self.model, objective, self.end)

    def _driven_by(self, objective: Objective) -> Iterator[EntityLink]:
        """The `drives` links that hold, one a target: of two the dated one."""
        by_target: dict[str, list[Dated[EntityLink]]] = {}
        for line in objective.drives:
            by_target.setdefault(line.value.target, []).append(line)
        links = (line_in_force(lines, self.end) for lines in by_target.values())
        return (line.value for line in links if line is not None)

    # -- parts ---------------------------------------------------------------------------------

    def _arrow(self, start: str, link: EntityLink) -> MapArrow:
        verdict = self.verdicts.get((start, link.target))
        return MapArrow(start, link.target, link.lag, verdict)

    def _foreign(self, mine: Sequence[Objective]) -> Iterator[ForeignLink]:
        objectives = self.model.objectives
        for objective in mine:
            for link in self._driven_by(objective):
                other = objectives.get(link.target)
                if other is not None and self._is_other(other):
                    yield self._foreign_link(objective, other, link.lag, inward=False)
        by_address = {objective.address: objective for objective in mine}
        for other in self.model.driving_into.get(self.card.address, ()):
            if self._in_force(other):
                for link in self._driven_by(other):
                    if link.target in by_address:
                        yield self._foreign_link(
                            by_address[link.target], other, link.lag, inward=True
                        )

    def _is_other(self, objective: Objective) -> bool:
        return objective.scorecard != self.card.address and self._in_force(objective)

    def _foreign_link(
        self, inner: Objective, other: Objective, lag: Lag | None, *, inward: bool
    ) -> ForeignLink:
        ends = (other.address, inner.address) if inward else (inner.address, other.address)
        label = f"{self.model.scorecards[other.scorecard].display_name}: {other.display_name}"
        verdict = self.verdicts.get(ends)
        return ForeignLink(inner.address, other.address, label, inward, lag, verdict)

    def _box(
        self, objective: Objective, lane: int, link_counts: Mapping[tuple[str, bool], int]
    ) -> MapBox:
        address, state = objective.address, self._state(objective.address)
        inward, outward = link_counts[address, True], link_counts[address, False]
        return MapBox(address, objective.display_name, lane, state, inward, outward)

    def _lanes(self) -> Iterator[MapLane]:
        for perspective in self.model.settings.perspectives:
            state = self._state(f"{self.card.address}.{perspective.name}")
            yield MapLane(perspective.name, perspective.label, state)

    def _state(self, address: str) -> MapScore:
        scores, at = self.scores, self.column
        row = scores.row.get(address)
        if row is None or not scores.periods:
            return NO_SCORE
        score = shown_score(scores, row, at)
        trend = int(scores.trend[row, at])
        status = "broken" if scores.broken[row, at] else scores.status_word(row, at)
        word = status_label(status, self.card.bands or self.model.settings.bands)
        return MapScore(score, status, word, trend if trend in {-1, 0, 1} else None)


def _period(scores: Scores, column: int) -> tuple[Grain, int]:
    period = scores.periods[column]
    return period.grain, period.ordinal


def lag_text(lag: Lag | None) -> str:
    """A lag in words: `2 quarters`; empty for none."""
    if lag is None:
        return ""
    count, grain = lag
    return grain.counted(count)


def lag_short(lag: Lag | None) -> str:
    """A lag in a few cells: `2Q`, `1M`; empty for none."""
    return f"{lag[0]}{lag[1].name[0]}" if lag else ""
