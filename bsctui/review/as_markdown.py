"""A review as a comment on a pull request: for somebody who must say yes or no in a minute and has never seen the files."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.escaping import markdown_code as code
from bsctui.escaping import markdown_inside as inside
from bsctui.escaping import markdown_text as safe
from bsctui.markdown import collapsed_lines
from bsctui.model.entities import Kind
from bsctui.phrases import count_phrase
from bsctui.review import wording
from bsctui.review.directions import Direction
from bsctui.review.joined_decisions import TOGETHER
from bsctui.review.judgement_wording import later_phrase, lift_phrases, targets_ahead_phrase
from bsctui.review.sections import SectionKind, goalposts_phrase, sections_of
from bsctui.review.shown_statuses import status_turn
from bsctui.review.visible_effects import VISIBLE, visible_effects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.sections import ReviewSection

    Author = Callable[[StrategyChange], str | None]
    Link = Callable[[str, int], str | None]

OPEN_ROWS: Final = {SectionKind.MOVED: 10, SectionKind.TAKEN_BACK: 6, SectionKind.HARDER: 6}
"""Decisions of each kind that stand open; the rest are folded."""

OPEN_PROBLEMS: Final = 5
OPEN_CARDS: Final = 3
LISTED: Final = 12
"""Things of one kind that a folded list names."""
MOST_TOGETHER: Final = 60
"""The same of changes that one row of the table stands for: nothing that must be decided on goes unsaid before."""

LONGEST: Final = 90
"""Characters of what a change does; a series is told by months and differences instead."""

GLOSSARY: Final = "*Results*: what was measured. *Rules*: targets, weights, links. What it moves: each change by itself."

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
        yield from self._folded_rest(everything=everything)
        yield from self._foot()

    # --- What it comes to

    def _headline(self, sides: str) -> Iterator[str]:
        tops = [self._top(effect) for effect in self.comparison.top_effects]
        yield f"### {'; '.join(tops) or 'Strategy review'}"
        yield ""
        who = f" All by {safe(self._only_author)}." if self._only_author else ""
        yield f"{self._summary()}{sides}, seen in {self.comparison.period_label}.{who}"
        yield ""

    def _summary(self) -> str:
        """How much changed, where no decisions below say so."""
        if any(kind in self._sections for kind in OPEN_ROWS):
            return ""
        summary = wording.review_summary(self.comparison)
        return f"{summary[:1].upper()}{summary[1:]}. "

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
        scores = [wording.score_phrase(score) for score in (effect.shown[0], effect.shown[2])]
        if before == after:
            return f"{safe(effect.label)} {' → '.join(scores)}" + (f", {after}" if after else "")
        return f"{safe(effect.label)} {scores[0]} {before}".rstrip() + f" → {scores[1]} {after}".rstrip()  # fmt: skip

    def _problems(self) -> Iterator[str]:
        problems = self.comparison.problems
        if not problems:
            return
        yield f"**{count_phrase(len(problems), 'new problem', 'new problems')}**"
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
        for effect in self.comparison.top_effects:
            for remark in wording.remarks_on_effect(effect, self.comparison):
                yield f"{safe(effect.label)}, {remark}."
                yield ""

    def _foot(self) -> Iterator[str]:
        only_results = wording.only_results_phrase(self.comparison)
        start = f"*{safe(only_results)}* " if only_results is not None else ""
        yield f"{start}<sub>{GLOSSARY}</sub>"

    # --- What is to be decided

    def _decisions(self) -> Iterator[str]:
        """Goalposts, results taken back, what is harder: one table, told apart by sign and word."""
        open_rows, folded_rows, counts = [], [], []
        for kind, limit in OPEN_ROWS.items():
            section = self._sections.get(kind)
            if section is None:
                continue
            rows = [self._row(decision) for decision in section.decisions]
            open_rows += rows[:limit]
            folded_rows += rows[limit:]
            counts.append(_count(section))
        if not open_rows:
            return
        head = ["| Decision | What it moves | Why, and who |", "| --- | --- | --- |"]
        yield f"**{self._title(counts)}**"
        yield ""
        yield from (*head, *open_rows, "")
        if folded_rows:
            yield from collapsed_lines(f"{len(folded_rows)} more", [*head, *folded_rows, ""])

    def _title(self, counts: Iterable[str]) -> str:
        title = "; ".join(counts)
        return title if SectionKind.MOVED in self._sections else f"Nothing easier: {title}"

    @cached_property
    def _sections(self) -> Mapping[SectionKind, ReviewSection]:
        return sections_of(self.comparison)

    def _row(self, decision: Sequence[ReviewedChange]) -> str:
        first = decision[0]
        word = wording.direction_phrase(first)
        sign = f"{wording.direction_glyph(first)} {safe(word)}: " if word else ""
        changes = "; ".join(self._change_phrases(decision[:TOGETHER]))
        more = self._more(decision[TOGETHER:])
        effects = self._moves(first) if len(decision) == 1 else self._moves_of(decision)
        moves = "; ".join(map(safe, effects)) or "nothing now"
        return f"| {sign}{changes}{more} | {moves} | {self._why(first)} |"

    def _change_phrases(self, decision: Sequence[ReviewedChange]) -> Iterator[str]:
        """What was done, change by change; a label that all of them have is said once."""
        labels = {reviewed.change.label for reviewed in decision}
        is_alike = len(decision) > 1 and len(labels) == 1
        for at, reviewed in enumerate(decision):
            card = self.comparison.labels.of_card(reviewed.change.scorecard)
            start = f"**{safe(reviewed.change.label)}** " if is_alike and not at else ""
            where = f"{safe(card)} " if is_alike and self._is_in_several(decision) else ""
            yield f"{start}{where}{self._change(reviewed, with_name=not is_alike)}"

    @staticmethod
    def _is_in_several(decision: Sequence[ReviewedChange]) -> bool:
        return len({reviewed.change.scorecard for reviewed in decision}) > 1

    def _more(self, rest: Sequence[ReviewedChange]) -> str:
        """`; and 4 more (Revenue, Cost, …)`."""
        if not rest:
            return ""
        names = list(dict.fromkeys(self._named(reviewed.change) for reviewed in rest))
        ellipsis = ", …" if len(names) > TOGETHER else ""
        return f"; and {len(rest)} more ({', '.join(names[:TOGETHER])}{ellipsis})"

    def _change(self, reviewed: ReviewedChange, *, with_name: bool = True) -> str:
        """What was done; without its name where the one before has it already."""
        text = wording.change_phrase(reviewed.change)
        if self._is_told_ahead(reviewed):
            text = reviewed.change.field or text
        named = f"**{self._named(reviewed.change)}** " if with_name else ""
        return f"{named}{safe(_cut(text))}{_together(reviewed)}"

    def _named(self, change: StrategyChange) -> str:
        return safe(self.comparison.labels.of(change.address, change.label))

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
        points = visible_effects(judgement).now
        cards = {*sides.new.scorecards, *sides.old.scorecards}
        moved = [pair for pair in points.items() if pair[0] in cards and abs(pair[1]) >= VISIBLE]
        moved.sort(key=lambda pair: -abs(pair[1]))
        return [f"{self._label(card)} {wording.points_phrase(value)}" for card, value in moved]

    def _moves(self, reviewed: ReviewedChange) -> Iterator[str]:
        """What a change moves now, what begins later, and targets ahead where nothing else tells of them."""
        judgement, format_period = reviewed.judgement, wording.period_format(self.comparison)
        now = self._points(reviewed)
        later = later_phrase(reviewed, self.comparison, format_period)
        lifts = lift_phrases(reviewed, self.comparison, format_period)
        yield from now[:TOGETHER]
        if later is not None:
            yield later
        yield from lifts[:TOGETHER]
        is_untold = self._is_told_ahead(reviewed) or not (now or later or lifts)
        if is_untold and judgement is not None and judgement.targets_ahead is not None:
            yield targets_ahead_phrase(judgement.targets_ahead, format_period)

    def _moves_of(self, decision: Sequence[ReviewedChange]) -> list[str]:
        """What each of several moves the most."""
        moves = [text for reviewed in decision[:TOGETHER] for text in self._points(reviewed)[:1]]
        is_alike = len(moves) == len(decision) and len(set(moves)) == 1
        return [f"{moves[0]} each"] if is_alike else list(dict.fromkeys(moves))

    def _label(self, address: str) -> str:
        return self.comparison.labels.of_card(address)

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
        statuses = [e for e in self.comparison.effects if e.statuses[0] != e.statuses[2]]
        results, neutral, silent = (
            section.changes if (section := self._sections.get(kind)) is not None else []
            for kind in (SectionKind.NEW, SectionKind.NEUTRAL, SectionKind.SILENT)
        )
        together = list(self._named_together())
        counts = [
            f"{len(together)} named together above" if together else "",
            count_phrase(len(results), "new value", "new values") if results else "",
            count_phrase(len(statuses), "status", "statuses") if statuses else "",
            count_phrase(len(neutral), "neutral change", "neutral changes") if neutral else "",
            count_phrase(len(silent), "change", "changes") + " without effect" if silent else "",
        ]  # fmt: skip
        title = ", ".join(count for count in counts if count)
        if not title:
            return
        lines = [
            *_listed("Above", map(self._briefly, together), MOST_TOGETHER),
            *_listed("Values", self._values(results)),
            *_listed("Statuses", self._turns(statuses)),
            *_listed("Neutral", map(self._briefly, neutral)),
            *(_listed("Without effect", map(self._briefly, silent)) if everything else []),
        ]
        yield from collapsed_lines(title, lines)

    def _named_together(self) -> Iterator[ReviewedChange]:
        """What the rows above only count."""
        for kind in OPEN_ROWS:
            section = self._sections.get(kind)
            for decision in section.decisions if section is not None else ():
                yield from decision[TOGETHER:]

    def _values(self, results: Sequence[ReviewedChange]) -> Iterator[str]:
        """New values; those of one label and period together."""
        together: dict[str, list[str]] = {}
        for reviewed in results:
            match = _VALUE.fullmatch(wording.change_phrase(reviewed.change))
            if match is None or not self.comparison.labels.is_shared(reviewed.change.label):
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


def _count(section: ReviewSection) -> str:
    """How much there is of a kind."""
    if section.kind is SectionKind.MOVED:
        return f"To decide: {goalposts_phrase(section.changes)}"
    number = len(section.changes)
    if section.kind is SectionKind.TAKEN_BACK:
        return count_phrase(number, "result", "results") + " taken back or restated"
    mixed = sum(reviewed.direction is Direction.MIXED for reviewed in section.changes)
    harder = f"{number - mixed} harder" if number > mixed else ""
    return ", ".join(part for part in (harder, f"{mixed} mixed" if mixed else "") if part)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _message(text: str) -> str:
    """A message, with what it quotes as code."""
    parts = _QUOTED.split(text)
    return "".join(code(part) if at % 2 else inside(part) for at, part in enumerate(parts))


def _listed(title: str, items: Iterable[str], most: int = LISTED) -> list[str]:
    texts = list(items)
    more = [f"and {len(texts) - most} more"] if len(texts) > most else []
    return [f"{title}: {'; '.join([*texts[:most], *more])}.", ""] if texts else []


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
        safe(effect.label), *wording.shown_phrases(effect),
        wording.points_phrase(effect.results), wording.points_phrase(effect.rules),
    )  # fmt: skip


def _together(reviewed: ReviewedChange) -> str:
    """How many changes it was judged with."""
    judgement = reviewed.judgement
    if judgement is None or not (judgement.crowd or judgement.prerequisites):
        return ""
    if judgement.crowd:
        return f" ({wording.crowd_phrase(judgement.crowd)})"
    needed = count_phrase(len(judgement.prerequisites), "change", "changes")
    return f" (with {needed} that it does not load without)"
