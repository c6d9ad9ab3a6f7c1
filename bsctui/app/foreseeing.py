"""Forecasts on screen: whether they are shown, and those already made for the scores in view; no Textual here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bsctui.cascade.scores import Scores
    from bsctui.foresight.prospect import Prospect
    from bsctui.model.entities import Dated, Link


@dataclass(slots=True)
class Foreseeing:
    """What the detail knows of the periods to come.

    Making a forecast takes longer than a frame: `known` only tells what was made, `look` makes it.

    Attributes:
        shown: Whether charts are continued.
    """

    shown: bool = False
    _scores: Scores | None = None
    _all_made: bool = False
    _known: dict[str, Prospect] = field(default_factory=dict)

    def known(self, scores: Scores, address: str) -> Prospect | None:
        """The forecast of an item, where it is shown and has been made for these scores."""
        return self._known.get(address) if self.shown and self._scores is scores else None

    def is_wanted(self, scores: Scores, address: str) -> bool:
        """Whether an item's forecast is to be shown and still to be made."""
        if not self.shown or address not in scores.row or self.known(scores, address) is not None:
            return False
        return address in scores.model.kpis or not (self._scores is scores and self._all_made)

    def look(self, scores: Scores, address: str) -> Prospect | None:
        """Make the forecast of an item, once for the same scores; None where there is none.

        Of a KPI it is made alone; what stands above KPIs is made all together, if it is not too much.
        """
        from bsctui.foresight.prospect import prospect, prospects_above  # noqa: PLC0415 - numpy's linear algebra only when asked for

        if address not in scores.row or not scores.periods:
            return None
        if self._scores is not scores:
            self._scores, self._known, self._all_made = scores, {}, False
        if address in scores.model.kpis:
            if address not in self._known:
                self._known[address] = prospect(scores, address)
        elif not self._all_made:
            self._known |= prospects_above(scores)
            self._all_made = True
        return self._known.get(address)


@dataclass(slots=True)
class Verdicts:
    """What the data say of claims of cause and effect, each looked at once for the same scores."""

    _scores: Scores | None = None
    _known: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def of(self, scores: Scores, cause: str, line: Dated[Link]) -> str | None:
        """The verdict on a `drives` line of `cause`, as a word; None where it drives nothing known.

        Args:
            scores: In the calendar's grain.
            cause: The address of the record that the line stands in.
            line: The claim.
        """
        from bsctui.foresight.links import verdict_of  # noqa: PLC0415 - only where something is claimed

        self._look_at(scores)
        key = cause, id(line)
        if key not in self._known:
            found = verdict_of(scores, cause, line)
            self._known[key] = None if found is None else found.value
        return self._known[key]

    def _look_at(self, scores: Scores) -> None:
        """What was said of other scores holds no longer."""
        if self._scores is not scores:
            self._scores, self._known = scores, {}
