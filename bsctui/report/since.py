"""What changed in the strategy since a revision, out of a review: goalposts and the other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.report.content import Moved, Since, Way
from bsctui.review import wording
from bsctui.review.facts import Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.review.changes import Change
    from bsctui.review.comparison import Comparison, Reviewed


def since(comparison: Comparison, revision: str, author: Callable[[Change], str | None]) -> Since:
    """The part of a review that a reader of the report must know: changes of results are told elsewhere."""
    rules = [one for one in comparison.others if one.change.sort is Sort.RULES]
    return Since(
        revision,
        wording.summary(comparison),
        tuple(
            Way(
                one.label,
                wording.score(one.before),
                wording.score(one.old_rules),
                wording.score(one.after),
                wording.points(one.results),
                wording.points(one.rules),
            )
            for one in comparison.tops
        ),
        tuple(_moved(comparison, one, author) for one in comparison.goalposts),
        tuple(_moved(comparison, one, author) for one in rules),
    )


def _moved(comparison: Comparison, one: Reviewed, author: Callable[[Change], str | None]) -> Moved:
    change = one.change
    cards = {**comparison.sides.old.scorecards, **comparison.sides.new.scorecards}
    card = cards.get(change.scorecard)
    return Moved(
        change.label,
        card.shown if card is not None and change.address != card.address else "",
        f"{change.place.path}:{change.place.line}" if change.place is not None else "",
        wording.what(change),
        wording.sign(one),
        wording.direction(one) or "",
        tuple(wording.alone(one, comparison)),
        wording.joined(one) or "",
        change.reason or "",
        author(change) or "",
    )
