"""A review as a comment on a pull request: for somebody who must say yes or no in a minute and has never seen the files."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_inside as inside
from bsctui.escaping import markdown_text as safe
from bsctui.model.entities import Kind
from bsctui.review import wording
from bsctui.review.directions import Direction
from bsctui.review.facts import ChangeClass
from bsctui.review.joined_decisions import joined_decisions
from bsctui.review.judgement_wording import later_phrase, targets_ahead_phrase
from bsctui.review.shown_statuses import status_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.gate import ReviewedChange

    Author = Callable[[StrategyChange], str | None]
    Link = Callable[[str, int], str | None]

OPEN_ROWS: Final = 10
"""Decisions that stand open; the rest are folded."""

OPEN_PROBLEMS: Final = 5
OPEN_CARDS: Final = 4
LISTED: Final = 12
"""Things of one kind that a folded list names."""

TOGETHER: Final = 3
"""Changes of one decision that are told one by reviewed."""

LONGEST: Final = 90
"""Characters of what a change does; a series is told by months and differences instead."""

VISIBLE: Final = 0.05
"""Points from which on a movement shows in a score with one decimal."""

GLOSSARY: Final = "*Results* are what was measured; *rules* are targets, weights and links. What a change moves is what it would do alone."

_QUOTED: Final = re.compile(r"`([^`]+)`")
_VALUE: Final = re.compile(r"actual (\S+): (\S+)")

NOTHING: Final = "Nothing in the strategy changes"


def review_markdown(
    comparison: Comparison, old: str, new: str, author: Author, *, everything: bool = False, link: Link = lambda _path, _line: None
) -> str:  # fmt: skip
    """The review as markdown (GitHub's and GitLab's).

    Args:
        comparison: What is told.
        old: What the old side is called.
        new: What the new side is called.
        author: Who made a change.
        everything: Whether what has no effect on a score is listed too.
        link: The address of a line of a file; None where nobody knows it.
    """
    sides = f"{code(old)} → {code(new)}"
    if not comparison.reviewed and not comparison.problems:
        return f"### Strategy review\n\n{NOTHING} ({sides}).\n"
    writer = _Writer(comparison, author, link)
    return "\n".join(writer.all(sides, everything=everything)) + "\n"


class _Writer:
    def __init__(self, comparison: Comparison, author: Author, link: Link) -> None:
        self.comparison = comparison
        self.author = author
        self.link = link

    def all(self, sides: str, *, everything: bool) -> Iterator[str]:
        """The whole comment: what must not be lost when it is cut stands first."""
        yield from self._headline(sides)
        yield from self._problems()
        yield from self._scorecards()
        yield from self._decisions()
        yield from self._results_taken_back()
        yield from self._harder()
        yield from self._folded_rest(everything=everything)
        yield from self._only_results()

    # --- What it comes to

    def _headline(self, sides: str) -> Iterator[str]:
        tops = [self._top(effect) for effect in self.comparison.top_effects]
        yield f"### {'; '.join(tops) or 'Strategy review'}"
        yield ""
        summary = wording.review_summary(self.comparison)
        who = f" All by {safe(self._only_author)}." if self._only_author else ""
        yield f"{summary[:1].upper()}{summary[1:]}. {sides}, seen in {self.comparison.period_label}.{who}"
        yield ""

    @cached_property
    def _only_author(self) -> str | None:
        """Who made every change that a row tells the author of; None for several."""
        authors = {
            self.author(reviewed.change)
            for reviewed in self.comparison.reviewed
            if reviewed.judgement is not None
        } - {None}
        return authors.pop() if len(authors) == 1 and len(self.comparison.reviewed) > 1 else None

    def _top(self, effect: Effect) -> str:
        """`Skyline 72.4 On track → 68.9 At risk`."""
        before, after = map(safe, status_turn(self.comparison, effect))
        scores = [wording.score_phrase(score) for score in (effect.before, effect.after)]
        if before == after:
            return f"{safe(effect.label)} {' → '.join(scores)}" + (f", {after}" if after else "")
        return f"{safe(effect.label)} {scores[0]} {before}".rstrip() + f" → {scores[1]} {after}".rstrip()  # fmt: skip

    def _problems(self) -> Iterator[str]:
        problems = self.comparison.problems
        if not problems:
            return
        yield f"**{wording.count_phrase(len(problems), 'new problem', 'new problems')}**"
        yield ""
        for problem in problems[:OPEN_PROBLEMS]:
            yield f"- {self._place(problem.path, problem.line)} {problem.code}: {_message(problem.message)}"
        if len(problems) > OPEN_PROBLEMS:
            yield f"- and {len(problems) - OPEN_PROBLEMS} more: `bsctui check`"
        yield ""

    def _scorecards(self) -> Iterator[str]:
        """The top scorecards, and those that rules moved the most."""
        cards = [effect for effect in self.comparison.effects if effect.kind is Kind.SCORECARD]
        by_rules = [effect for effect in cards if not effect.is_top and _is_by_rules(effect)]
        by_rules.sort(key=_rules_part, reverse=True)
        open_cards = {id(effect) for effect in by_rules[:OPEN_CARDS]}
        shown = [effect for effect in cards if effect.is_top or id(effect) in open_cards]
        if not shown:
            return
        yield "| Scorecard | Before | Now, old rules | As proposed | Results | Rules |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: |"
        for effect in shown:
            yield "| " + " | ".join(_effect_cells(effect)) + " |"
        yield ""
        rest = len(by_rules) - len(open_cards)
        others = sum(not e.is_top and not _is_by_rules(e) and e.before != e.after for e in cards)
        parts = [f"{rest} by rules" if rest else "", f"{others} by results alone" if others else ""]
        if rest or others:
            yield f"More scorecards moved: {', '.join(part for part in parts if part)}."
            yield ""

    def _only_results(self) -> Iterator[str]:
        tops = [effect for effect in self.comparison.top_effects if effect.old_rules is not None]
        has_rules = any(
            r.change.change_class is ChangeClass.RULES for r in self.comparison.reviewed
        )
        if tops and has_rules:
            scores = "; ".join(f"{safe(e.label)} {wording.score_phrase(e.old_rules)}" for e in tops)
            yield f"*Merging only the results would give {scores}.*"
            yield ""
        yield f"<sub>{GLOSSARY}</sub>"

    # --- What is to be decided

    def _decisions(self) -> Iterator[str]:
        moved = [reviewed for reviewed in self.comparison.goalposts if not reviewed.is_withdrawal]
        if not moved:
            return
        without = sum(1 for reviewed in moved if not reviewed.change.reason)
        easier = sum(1 for reviewed in moved if reviewed.direction is Direction.EASIER)
        parts = [
            f"{easier} easier" if easier else "",
            f"{len(moved) - easier} that lift a scorecard otherwise" if len(moved) > easier else "",
            f"{without} without a reason" if without else "",
        ]
        yield f"**To decide: {', '.join(part for part in parts if part)}**"
        yield ""
        yield from self._table(joined_decisions(moved, self.comparison))

    def _results_taken_back(self) -> Iterator[str]:
        doubtful = [
            reviewed
            for reviewed in self.comparison.reviewed
            if reviewed.is_withdrawal
            or (reviewed.change.revision is not None and reviewed.judgement is not None)
        ]
        if doubtful:
            yield "**Results taken back or restated**"
            yield ""
            yield from self._table(joined_decisions(doubtful, self.comparison))

    def _harder(self) -> Iterator[str]:
        harder = [
            reviewed
            for reviewed in self.comparison.other_changes
            if reviewed.direction is not None and reviewed.direction is not Direction.NEUTRAL
        ]
        if harder:
            yield "**Harder, or mixed without lifting a scorecard**"
            yield ""
            yield from self._table(joined_decisions(harder, self.comparison))

    def _table(self, decisions: Sequence[Sequence[ReviewedChange]]) -> Iterator[str]:
        rows = [self._row(decision) for decision in decisions]
        head = ["| Decision | What it moves | Why, and who |", "| --- | --- | --- |"]
        yield from head
        yield from rows[:OPEN_ROWS]
        yield ""
        if rows[OPEN_ROWS:]:
            yield from _folded(f"{len(rows) - OPEN_ROWS} more", [*head, *rows[OPEN_ROWS:], ""])

    def _row(self, decision: Sequence[ReviewedChange]) -> str:
        first = decision[0]
        word = wording.direction_phrase(first)
        sign = f"{wording.direction_glyph(first)} {safe(word)}: " if word else ""
        changes = "; ".join(self._change(reviewed) for reviewed in decision[:TOGETHER])
        more = f"; and {len(decision) - TOGETHER} more" if len(decision) > TOGETHER else ""
        effects = (
            self._moves(first)
            if len(decision) == 1
            else (text for reviewed in decision[:TOGETHER] for text in self._points(reviewed)[:1])
        )
        return f"| {sign}{changes}{more} | {'; '.join(map(safe, effects))} | {self._why(first)} |"

    def _change(self, reviewed: ReviewedChange) -> str:
        text = wording.change_phrase(reviewed.change)
        if self._is_told_ahead(reviewed):
            text = reviewed.change.field or text
        return f"**{self._named(reviewed.change)}** {safe(_cut(text))}{_together(reviewed)}"

    def _named(self, change: StrategyChange) -> str:
        """A label; one that several have with its scorecard."""
        is_shared = self._labels[change.label] > 1 and change.address != change.scorecard
        where = f" ({self._label(change.scorecard)})" if is_shared else ""
        return safe(change.label + where)

    @cached_property
    def _labels(self) -> Counter[str]:
        """How many things that changed have a label."""
        pairs = {
            (reviewed.change.address, reviewed.change.label)
            for reviewed in self.comparison.reviewed
        }
        return Counter(label for _, label in pairs)

    def _is_told_ahead(self, reviewed: ReviewedChange) -> bool:
        """Whether months and differences say better than bare values what changed: of a series."""
        judgement = reviewed.judgement
        is_long = len(wording.change_phrase(reviewed.change)) > LONGEST
        return is_long and judgement is not None and judgement.targets_ahead is not None

    def _points(self, reviewed: ReviewedChange) -> list[str]:
        """The scorecards that a change moves, the greatest effect first."""
        judgement, sides = reviewed.judgement, self.comparison.sides
        if judgement is None:
            return []
        now = judgement.effect[0].period if judgement.effect else None
        points = {
            point.address: point.points
            for point in judgement.effect
            if point.period == now and point.points is not None
        }
        points |= {lift.address: lift.points for lift in judgement.lifts}
        cards = {*sides.new.scorecards, *sides.old.scorecards}
        moved = [pair for pair in points.items() if pair[0] in cards and abs(pair[1]) >= VISIBLE]
        moved.sort(key=lambda pair: -abs(pair[1]))
        return [f"{self._label(card)} {wording.points_phrase(value)}" for card, value in moved]

    def _moves(self, reviewed: ReviewedChange) -> Iterator[str]:
        """What a change moves now, what begins later, and targets ahead where nothing else tells of them."""
        judgement, format_period = reviewed.judgement, wording.period_format(self.comparison)
        now = self._points(reviewed)
        later = later_phrase(reviewed, self.comparison, format_period)
        yield from now[:TOGETHER]
        if later is not None:
            yield later
        is_untold = self._is_told_ahead(reviewed) or not (now or later)
        if is_untold and judgement is not None and judgement.targets_ahead is not None:
            yield targets_ahead_phrase(judgement.targets_ahead, format_period)

    def _label(self, address: str) -> str:
        sides = self.comparison.sides
        card = sides.new.scorecards.get(address) or sides.old.scorecards.get(address)
        return card.display_name if card is not None else address

    def _why(self, reviewed: ReviewedChange) -> str:
        """The reason, the author, the line."""
        change = reviewed.change
        reason = safe(wording.reason_phrase(change)) if change.reason else f"*{safe(wording.reason_phrase(change))}*"  # fmt: skip
        author = self.author(change) if self._only_author is None else None
        place = self._place(change.place.path, change.place.line) if change.place else ""
        return ", ".join(text for text in (reason, safe(author) if author else "", place) if text)

    def _place(self, path: str, line: int) -> str:
        address = self.link(path, line)
        place = code(f"{path}:{line}")
        return f"[{place}]({address})" if address else place

    # --- What need not be read

    def _folded_rest(self, *, everything: bool) -> Iterator[str]:
        comparison = self.comparison
        results = [
            reviewed
            for reviewed in comparison.other_changes
            if reviewed.change.change_class is ChangeClass.RESULTS and reviewed.judgement is None
        ]
        neutral = [reviewed for reviewed in comparison.other_changes if reviewed.change.change_class is ChangeClass.RULES and reviewed.direction in {None, Direction.NEUTRAL}]  # fmt: skip
        statuses = [e for e in comparison.effects if e.statuses[0] != e.statuses[2]]
        silent = comparison.without_effect
        counts = [
            wording.count_phrase(len(results), "new value", "new values") if results else "",
            wording.count_phrase(len(statuses), "status", "statuses") if statuses else "",
            wording.count_phrase(len(neutral), "neutral change", "neutral changes") if neutral else "",
            wording.count_phrase(len(silent), "change", "changes") + " without effect" if silent else "",
        ]  # fmt: skip
        title = ", ".join(count for count in counts if count)
        if not title:
            return
        lines = [
            *_listed("Values", self._values(results)),
            *_listed("Statuses", self._turns(statuses)),
            *_listed("Neutral", map(self._briefly, neutral)),
            *(_listed("Without effect", map(self._briefly, silent)) if everything else []),
        ]
        yield from _folded(title, lines)

    def _values(self, results: Sequence[ReviewedChange]) -> Iterator[str]:
        """New values; those of one label and period together."""
        together: dict[str, list[str]] = {}
        for reviewed in results:
            match = _VALUE.fullmatch(wording.change_phrase(reviewed.change))
            if match is None or self._labels[reviewed.change.label] == 1:
                yield self._briefly(reviewed)
            else:
                card = safe(self._label(reviewed.change.scorecard))
                name = f"{safe(reviewed.change.label)} {match[1]}"
                together.setdefault(name, []).append(f"{card} {match[2]}")
        yield from (f"{name}: {', '.join(values)}" for name, values in together.items())

    def _briefly(self, reviewed: ReviewedChange) -> str:
        text = wording.change_phrase(reviewed.change).removeprefix("actual ")
        return f"{self._named(reviewed.change)} {safe(_cut(text))}"

    def _turns(self, effects: Sequence[Effect]) -> Iterator[str]:
        """Scorecards whose status changed, by name; of what stands in them how many."""
        cards = [effect for effect in effects if effect.kind is Kind.SCORECARD]
        for effect in cards:
            before, after = (safe(word) or "none" for word in status_turn(self.comparison, effect))
            yield f"{safe(effect.label)} {before} → {after}"
        if len(effects) > len(cards):
            yield f"{len(effects) - len(cards)} of what stands in scorecards"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _message(text: str) -> str:
    """A message, with what it quotes as code."""
    parts = _QUOTED.split(text)
    return "".join(code(part) if at % 2 else inside(part) for at, part in enumerate(parts))


def _listed(title: str, items: Iterable[str]) -> list[str]:
    texts = list(items)
    more = [f"and {len(texts) - LISTED} more"] if len(texts) > LISTED else []
    return [f"{title}: {'; '.join([*texts[:LISTED], *more])}.", ""] if texts else []


def _folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield "</details>"
    yield ""


def _is_by_rules(effect: Effect) -> bool:
    """Whether rules moved a scorecard, or it has no score on one side."""
    return _rules_part(effect) >= VISIBLE


def _rules_part(effect: Effect) -> float:
    """How far rules moved it, in points; what lost or got its score before all others."""
    if effect.structure:
        return 100.0 if effect.before != effect.after else 0.0
    return abs(effect.rules or 0.0)


def _effect_cells(effect: Effect) -> tuple[str, ...]:
    return (
        safe(effect.label), wording.score_phrase(effect.before), wording.score_phrase(effect.old_rules),
        wording.score_phrase(effect.after), wording.points_phrase(effect.results), wording.points_phrase(effect.rules),
    )  # fmt: skip


def _together(reviewed: ReviewedChange) -> str:
    """How many changes it was judged with."""
    judgement = reviewed.judgement
    if judgement is None or not (judgement.crowd or judgement.prerequisites):
        return ""
    if judgement.crowd:
        return f" ({wording.crowd_phrase(judgement.crowd)})"
    needed = wording.count_phrase(len(judgement.prerequisites), "change", "changes")
    return f" (with {needed} that it does not load without)"
