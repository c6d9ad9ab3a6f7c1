"""A review as a comment on a pull request: for somebody who must say yes or no and has never seen the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_text as safe
from bsctui.review import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.gate import ReviewedChange

OPEN_GOALPOSTS: Final = 10
"""Goalposts that stand open; the rest are folded."""

GLOSSARY: Final = (
    "Scores run from 0 to 100. *Results* are what was measured; *rules* are targets, weights and links. A change of rules that makes a score easier to reach is a *moved goalpost*; "
    "its effect is what it would do alone."
)


def review_markdown(
    comparison: Comparison, old: str, new: str, author: Callable[[StrategyChange], str | None], *, everything: bool = False
) -> str:  # fmt: skip
    """The review as markdown (GitHub's and GitLab's)."""
    return "\n".join(_Writer(comparison, author).all(old, new, everything=everything)) + "\n"


class _Writer:
    def __init__(
        self, comparison: Comparison, author: Callable[[StrategyChange], str | None]
    ) -> None:
        self.comparison = comparison
        self.author = author

    def all(self, old: str, new: str, *, everything: bool) -> Iterator[str]:
        """The whole comment."""
        yield "### Strategy review"
        yield ""
        yield self._summary(old, new)
        yield ""
        yield from self._goalposts()
        yield from self._cards()
        yield from self._effects()
        yield from self._rest(everything=everything)
        yield from self._unmerged()

    def _summary(self, old: str, new: str) -> str:
        comparison = self.comparison
        tops = "; ".join(
            f"**{safe(e.label)} {safe(wording.effect_phrase(e))}**" for e in comparison.top_effects
        )
        start = f"{tops}. " if tops else ""
        summary = wording.review_summary(comparison)
        return f"{start}{summary[:1].upper()}{summary[1:]}. ({code(old)} → {code(new)}, seen in {comparison.period_label})"

    def _goalposts(self) -> Iterator[str]:
        goalposts = self.comparison.goalposts
        if not goalposts:
            return
        yield "#### Moved goalposts"
        yield ""
        yield from self._table(goalposts[:OPEN_GOALPOSTS])
        if len(goalposts) > OPEN_GOALPOSTS:
            yield from self._folded(
                f"{len(goalposts) - OPEN_GOALPOSTS} more", self._table(goalposts[OPEN_GOALPOSTS:])
            )

    def _cards(self) -> Iterator[str]:
        for address, label, changes in wording.changes_by_scorecard(
            self.comparison, self.comparison.other_changes
        ):
            yield f"#### {safe(label)}" + (f" ({code(address)})" if address else "")
            yield ""
            yield from self._table(changes)

    def _table(self, changes: Sequence[ReviewedChange]) -> Iterator[str]:
        yield "| What | Change | Effect alone | Why, and who |"
        yield "| --- | --- | --- | --- |"
        for reviewed in changes:
            yield "| " + " | ".join(self._row(reviewed)) + " |"
        yield ""

    def _row(self, reviewed: ReviewedChange) -> tuple[str, str, str, str]:
        change = reviewed.change
        name = f"**{safe(change.label)}**"
        if change.place is not None:
            name += f"<br>{code(f'{change.place.path}:{change.place.line}')}"
        word = wording.direction_phrase(reviewed)
        done = safe(wording.change_phrase(change)) + (
            f"<br>**{wording.direction_glyph(reviewed)} {safe(word)}**" if word else ""
        )
        together = wording.prerequisites_phrase(reviewed)
        if together:
            done += f"<br>{safe(together)}"
        effect = "<br>".join(
            safe(text) for text in wording.isolated_effect_phrases(reviewed, self.comparison)
        )
        return name, done, effect, self._why(reviewed)

    def _why(self, reviewed: ReviewedChange) -> str:
        """The reason and the author; that none was given is said of rules and of doubtful results."""
        change = reviewed.change
        reason = f"“{safe(change.reason)}”" if change.reason else ""
        if not reason and (reviewed.judgement is not None or reviewed.is_goalpost):
            reason = f"*{wording.NO_REASON}*"
        author = self.author(change)
        return "<br>".join(text for text in (reason, safe(author) if author else "") if text)

    def _effects(self) -> Iterator[str]:
        comparison = self.comparison
        effects = [e for e in comparison.effects if e.is_top or e.statuses[0] != e.statuses[2]]
        if effects:
            yield "#### Effects at the top, and statuses that changed"
            yield ""
            yield "| | Before | Under the old rules | Now | By results | By rules | Status |"
            yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
            for effect in effects:
                yield "| " + " | ".join(_effect_cells(effect)) + " |"
            yield ""

    def _rest(self, *, everything: bool) -> Iterator[str]:
        comparison = self.comparison
        if comparison.problems:
            yield "#### New problems"
            yield ""
            for problem in comparison.problems:
                yield f"- {code(f'{problem.path}:{problem.line}')} {problem.code}: {safe(problem.message)}"
            yield ""
        if comparison.owners:
            yield "Owners of what is touched: " + safe(", ".join(comparison.owners)) + "."
            yield ""
        if comparison.without_effect:
            title = (
                wording.count_phrase(len(comparison.without_effect), "change", "changes")
                + " without effect on a score"
            )
            if everything:
                yield from self._folded(title, self._table(comparison.without_effect))
            else:
                yield f"{title[:1].upper()}{title[1:]} (labels, notes, owners and the like)."
                yield ""

    def _unmerged(self) -> Iterator[str]:
        tops = self.comparison.top_effects
        scores = "; ".join(
            f"{safe(e.label)} {wording.score_phrase(e.before)}"
            for e in tops
            if e.before is not None
        )
        if scores:
            yield f"**If this is not merged:** {scores}."
            yield ""
        yield f"<sub>{GLOSSARY}</sub>"

    def _folded(self, title: str, lines: Iterator[str]) -> Iterator[str]:
        yield f"<details><summary>{title}</summary>"
        yield ""
        yield from lines
        yield "</details>"
        yield ""


def _effect_cells(effect: Effect) -> tuple[str, ...]:
    before, _, after = (status or "none" for status in effect.statuses)
    status = after if before == after else f"{before} → **{after}**"
    return (
        safe(effect.label), wording.score_phrase(effect.before), wording.score_phrase(effect.old_rules), wording.score_phrase(effect.after),
        wording.points_phrase(effect.results), wording.points_phrase(effect.rules), status,
    )  # fmt: skip
