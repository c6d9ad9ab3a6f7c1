"""A review as a comment on a pull request: for somebody who must say yes or no and has never seen the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown as safe
from bsctui.escaping import markdown_code as code
from bsctui.review import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import Change
    from bsctui.review.comparison import Comparison, Reviewed
    from bsctui.review.effects import Effect

ROWS: Final = 10
"""Goalposts that stand open; the rest are folded."""

GLOSSARY: Final = (
    "Scores run from 0 to 100. *Results* are what was measured; *rules* are targets, weights and links. A change of rules that makes a score easier to reach is a *moved goalpost*; "
    "its effect is what it would do alone."
)


def markdown(
    comparison: Comparison, old: str, new: str, author: Callable[[Change], str | None], *, everything: bool = False
) -> str:  # fmt: skip
    """The review as markdown (GitHub's and GitLab's)."""
    return "\n".join(_Writer(comparison, author).all(old, new, everything=everything)) + "\n"


class _Writer:
    def __init__(self, comparison: Comparison, author: Callable[[Change], str | None]) -> None:
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
        tops = "; ".join(f"**{safe(e.label)} {safe(wording.way(e))}**" for e in comparison.tops)
        start = f"{tops}. " if tops else ""
        said = wording.summary(comparison)
        return f"{start}{said[:1].upper()}{said[1:]}. ({code(old)} → {code(new)}, seen in {comparison.seen})"

    def _goalposts(self) -> Iterator[str]:
        some = self.comparison.goalposts
        if not some:
            return
        yield "#### Moved goalposts"
        yield ""
        yield from self._table(some[:ROWS])
        if len(some) > ROWS:
            yield from self._folded(f"{len(some) - ROWS} more", self._table(some[ROWS:]))

    def _cards(self) -> Iterator[str]:
        for address, label, changes in wording.groups(self.comparison, self.comparison.others):
            yield f"#### {safe(label)}" + (f" ({code(address)})" if address else "")
            yield ""
            yield from self._table(changes)

    def _table(self, some: Sequence[Reviewed]) -> Iterator[str]:
        yield "| What | Change | Effect alone | Why, and who |"
        yield "| --- | --- | --- | --- |"
        for one in some:
            yield "| " + " | ".join(self._row(one)) + " |"
        yield ""

    def _row(self, one: Reviewed) -> tuple[str, str, str, str]:
        change = one.change
        name = f"**{safe(change.label)}**"
        if change.place is not None:
            name += f"<br>{code(f'{change.place.path}:{change.place.line}')}"
        word = wording.direction(one)
        done = safe(wording.what(change)) + (
            f"<br>**{wording.sign(one)} {safe(word)}**" if word else ""
        )
        together = wording.joined(one)
        if together:
            done += f"<br>{safe(together)}"
        said = "<br>".join(safe(text) for text in wording.alone(one, self.comparison))
        return name, done, said, self._why(one)

    def _why(self, one: Reviewed) -> str:
        """The reason and the author; that none was given is said of rules and of doubtful results."""
        change = one.change
        reason = f"“{safe(change.reason)}”" if change.reason else ""
        if not reason and (one.judgement is not None or one.is_goalpost):
            reason = f"*{wording.NO_REASON}*"
        author = self.author(change)
        return "<br>".join(text for text in (reason, safe(author) if author else "") if text)

    def _effects(self) -> Iterator[str]:
        comparison = self.comparison
        told = [e for e in comparison.effects if e.is_top or e.statuses[0] != e.statuses[2]]
        if told:
            yield "#### Effects at the top, and statuses that changed"
            yield ""
            yield "| | Before | Under the old rules | Now | By results | By rules | Status |"
            yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
            for effect in told:
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
        if comparison.silent:
            title = (
                wording.counted(len(comparison.silent), "change", "changes")
                + " without effect on a score"
            )
            if everything:
                yield from self._folded(title, self._table(comparison.silent))
            else:
                yield f"{title[:1].upper()}{title[1:]} (labels, notes, owners and the like)."
                yield ""

    def _unmerged(self) -> Iterator[str]:
        tops = self.comparison.tops
        kept = "; ".join(
            f"{safe(e.label)} {wording.score(e.before)}" for e in tops if e.before is not None
        )
        if kept:
            yield f"**If this is not merged:** {kept}."
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
        safe(effect.label), wording.score(effect.before), wording.score(effect.old_rules), wording.score(effect.after),
        wording.points(effect.results), wording.points(effect.rules), status,
    )  # fmt: skip
