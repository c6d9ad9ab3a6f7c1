"""What changed in the strategy since a revision, out of a review: goalposts and the other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.report.changes import ChangesSince, ReportedSection, RuleChange, TopCounterfactual
from bsctui.review import wording
from bsctui.review.sections import SectionKind, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange

REPORTED: Final = (
    SectionKind.MOVED,
    SectionKind.TAKEN_BACK,
    SectionKind.HARDER,
    SectionKind.NEUTRAL,
)
"""What a report tells of a review, in the order of its comment; new results are told elsewhere."""


def changes_since(
    comparison: Comparison,
    revision: str,
    author: Callable[[StrategyChange], str | None],
    shows: Callable[[str], bool] = lambda _: True,
) -> ChangesSince:
    """The part of a review that a reader of the report must know: changes of results are told elsewhere."""
    shown = [change for change in comparison.reviewed if shows(change.change.address)]
    sections = sections_of(comparison, shown)
    return ChangesSince(
        revision,
        wording.review_summary(comparison),
        tuple(
            TopCounterfactual(
                effect.label,
                *wording.shown_phrases(effect),
                wording.points_phrase(effect.results),
                wording.points_phrase(effect.rules),
            )
            for effect in comparison.top_effects
            if shows(effect.address)
        ),
        tuple(
            ReportedSection(
                section.title,
                tuple(_rule_change(comparison, change, author) for change in section.changes),
                any(change.is_goalpost for change in section.changes),
            )
            for kind in REPORTED
            if (section := sections.get(kind)) is not None
        ),
    )


def _rule_change(
    comparison: Comparison, reviewed: ReviewedChange, author: Callable[[StrategyChange], str | None]
) -> RuleChange:
    change = reviewed.change
    cards = {**comparison.sides.old.scorecards, **comparison.sides.new.scorecards}
    card = cards.get(change.scorecard)
    return RuleChange(
        change.label,
        card.display_name if card is not None and change.address != card.address else "",
        f"{change.place.path}:{change.place.line}" if change.place is not None else "",
        wording.change_phrase(change),
        wording.direction_glyph(reviewed),
        wording.direction_phrase(reviewed) or "",
        tuple(wording.isolated_effect_phrases(reviewed, comparison)),
        wording.prerequisites_phrase(reviewed) or "",
        change.reason or "",
        author(change) or "",
        change.unchanged_reason or "",
    )
