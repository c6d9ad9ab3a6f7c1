"""A review for the terminal: the sections of the comment in their order, every change of them with all that is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.escaping import cell_width, printable
from bsctui.phrases import count_phrase
from bsctui.review import wording
from bsctui.review.joined_decisions import told_by_name
from bsctui.review.sections import SectionKind, sections_of
from bsctui.review.shown_statuses import status_turn
from bsctui.review.visible_effects import VISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.sections import ReviewSection

BOLD, DIM, YELLOW = "1", "2", "33"
MOST_SCORES = 12
"""Where more scores moved, only those are listed that rules moved, and no more of them."""
SIGNS = {"▼": "v", "▲": "^", "◆": "x", "→": "->", "·": "-"}
"""What stands for a glyph where the terminal has none."""


@dataclass(frozen=True, slots=True)
class ReviewStyle:
    """How it is printed: cells a line, whether in colour, whether in ASCII."""

    width: int = 80
    colour: bool = False
    ascii: bool = False


def review_lines(
    comparison: Comparison, old: str, new: str, author: Callable[[StrategyChange], str | None], style: ReviewStyle, *, everything: bool
) -> Iterator[str]:  # fmt: skip
    """The review, line by line; `everything` lists what has no effect too, and all of what is many."""
    return _Writer(comparison, author, style, everything=everything).all(old, new)


def incoming_lines(comparison: Comparison, source: str, style: ReviewStyle) -> Iterator[str]:
    """What comes in from a table or a source, all of it: first what is new and what changes, then the problems it brings."""
    return _Writer(comparison, lambda _: None, style, everything=True).incoming(source)


class _Writer:
    def __init__(
        self,
        comparison: Comparison,
        author: Callable[[StrategyChange], str | None],
        style: ReviewStyle,
        *,
        everything: bool,
    ) -> None:
        self.comparison = comparison
        self.everything = everything
        self.author = author
        self.style = style

    def all(self, old: str, new: str) -> Iterator[str]:
        """The whole review, in the order of the comment."""
        yield from self._head(old, new)
        yield from self._problems()
        yield from self._changes()

    def incoming(self, source: str) -> Iterator[str]:
        """The same where nobody's change is judged: what comes in is what one wants to see."""
        yield from self._head("files", source)
        yield from self._changes()
        yield from self._problems()

    def _head(self, old: str, new: str) -> Iterator[str]:
        comparison = self.comparison
        yield from self._wrapped(
            f"{old} → {new}, {comparison.period_label}: {wording.review_summary(comparison)}",
            BOLD,
        )
        for effect in comparison.top_effects:
            yield from self._wrapped(f"  {effect.label} {wording.effect_phrase(effect)}")
            split = wording.results_split(effect)
            if split is not None and effect.results:
                yield from self._wrapped(f"    {split}", DIM)
            for phrase in wording.remarks_on_effect(effect, comparison):
                yield from self._wrapped(f"    {phrase}", DIM)

    def _changes(self) -> Iterator[str]:
        sections = sections_of(self.comparison)
        for kind in (SectionKind.MOVED, SectionKind.TAKEN_BACK, SectionKind.HARDER):
            yield from self._section(sections.get(kind))
        yield from self._section(sections.get(SectionKind.NEW))
        yield from self._statuses()
        yield from self._scores()
        yield from self._section(sections.get(SectionKind.NEUTRAL))
        yield from self._rest(sections.get(SectionKind.SILENT))

    def _section(self, section: ReviewSection | None) -> Iterator[str]:
        if section is None:
            return
        yield ""
        colour = f"{BOLD};{YELLOW}" if section.kind is SectionKind.MOVED else BOLD
        yield from self._wrapped(section.title, colour)
        card = None
        for decision in section.decisions:
            shown = decision if self.everything else told_by_name(decision)
            for reviewed in shown:
                if reviewed.change.scorecard != card:
                    card = reviewed.change.scorecard
                    yield from self._wrapped(f" {self._card_heading(card)}", BOLD)
                yield from self._change(reviewed)
            if len(shown) < len(decision):
                yield from self._wrapped(
                    f"   and {len(decision) - len(shown)} more of this kind (--all lists them)", DIM
                )

    def _card_heading(self, card: str) -> str:
        if not card:
            return "Settings of the workspace"
        return f"{self.comparison.labels.of_card(card)} ({card})"

    def _change(self, reviewed: ReviewedChange) -> Iterator[str]:
        change = reviewed.change
        place = f"{change.place.path}:{change.place.line}" if change.place is not None else ""
        name = self.comparison.labels.of(change.address, change.label)
        if change.address != change.label:
            name += f"  {change.address}"
        yield from self._between(f" {wording.direction_glyph(reviewed)} {name}", place)
        word = wording.direction_phrase(reviewed)
        yield from self._wrapped(
            f"     {wording.change_phrase(change)}" + (f": {word}" if word else "")
        )
        effects = wording.isolated_effect_phrases(reviewed, self.comparison)
        if effects:
            yield from self._wrapped("     effect: " + "; ".join(effects))
        together = wording.prerequisites_phrase(reviewed)
        if together:
            yield from self._wrapped(f"     {together}", DIM)
        if change.change_class == "rules" or reviewed.is_goalpost or change.reason:
            reason = wording.reason_phrase(change)
            author = self.author(change)
            yield from self._wrapped(f"     {reason}" + (f" · {author}" if author else ""), DIM)

    def _statuses(self) -> Iterator[str]:
        moved = [
            effect for effect in self.comparison.effects if effect.statuses[0] != effect.statuses[2]
        ]
        if moved:
            yield ""
            yield self._styled("Statuses that changed", BOLD)
            for effect in moved:
                before, after = (word or "none" for word in status_turn(self.comparison, effect))
                yield from self._between(
                    f"   {self._named(effect)}  {effect.address}", f"{before} → {after}"
                )

    def _scores(self) -> Iterator[str]:
        """What moved below the top; of many what rules moved."""
        moved = [e for e in self.comparison.effects if not e.is_top and _is_notable(e)]
        shown = moved
        if len(moved) > MOST_SCORES and not self.everything:
            shown = [effect for effect in moved if _is_by_rules(effect)][:MOST_SCORES]
        if not moved:
            return
        yield ""
        yield self._styled("Scores that moved", BOLD)
        for effect in shown:
            yield from self._wrapped(f"   {self._named(effect)} {wording.effect_phrase(effect)}")
        if len(shown) < len(moved):
            unseen = [
                effect
                for effect in moved
                if not any(effect is shown_effect for shown_effect in shown)
            ]
            by_rules = sum(_is_by_rules(effect) for effect in unseen)
            yield from self._wrapped(f"   and {wording.moved_elsewhere_phrase(by_rules, len(unseen) - by_rules)} (--all lists them)", DIM)  # fmt: skip

    def _named(self, effect: Effect) -> str:
        return self.comparison.labels.of(effect.address, effect.label)

    def _problems(self) -> Iterator[str]:
        if self.comparison.problems:
            yield ""
            yield self._styled("New problems", BOLD)
            for problem in self.comparison.problems:
                place = f"{problem.path}:{problem.line}"
                yield from self._wrapped(f"   {place}: {problem.code} {problem.message}")

    def _rest(self, silent: ReviewSection | None) -> Iterator[str]:
        if silent is not None and self.everything:
            yield from self._section(silent)
        elif silent is not None:
            noun = count_phrase(len(silent.changes), "change", "changes")
            yield ""
            yield self._styled(f"{noun} without effect on a score (--all lists them)", DIM)
        if self.comparison.owners:
            yield ""
            yield from self._wrapped(
                "Owners of the items affected: " + ", ".join(self.comparison.owners)
            )
        only_results = wording.only_results_phrase(self.comparison)
        if only_results is not None:
            yield ""
            yield from self._wrapped(only_results)

    # --- Lines

    def _styled(self, text: str, colour: str | None) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.style.colour and colour else text

    def _plain(self, text: str) -> str:
        """A text with the terminal's signs, which nothing in it can steer."""
        text = printable(text)
        if self.style.ascii:
            for glyph, plain in SIGNS.items():
                text = text.replace(glyph, plain)
        return text

    def _between(self, left: str, right: str) -> Iterator[str]:
        """One thing at each margin; below each other where both do not fit."""
        left, right = self._plain(left), self._plain(right)
        room = self.style.width - cell_width(left) - cell_width(right)
        if right and room > 0:
            yield left + " " * room + right
            return
        yield from self._wrapped(left)
        if right:
            yield " " * max(0, self.style.width - cell_width(right)) + right

    def _wrapped(self, text: str, colour: str | None = None) -> Iterator[str]:
        """A text in lines that fit, later ones indented like the first and two more."""
        text = self._plain(text)
        if cell_width(text) <= self.style.width:
            yield self._styled(text.rstrip(), colour)
            return
        indent = " " * (len(text) - len(text.lstrip(" ")))
        now = ""
        for word in _words(text.strip(), self.style.width - len(indent) - 2):
            longer = f"{now} {word}" if now else indent + word
            if now and cell_width(longer) > self.style.width:
                yield self._styled(now, colour)
                now = f"{indent}  {word}"
            else:
                now = longer
        yield self._styled(now, colour)


def _words(text: str, width: int) -> Sequence[str]:
    """Words, those that are longer than a line cut in pieces."""
    words: list[str] = []
    for word in text.split(" "):
        rest = word
        while cell_width(rest) > width:
            words.append(rest[: width // 2 if cell_width(rest[:width]) > width else width])
            rest = rest[len(words[-1]) :]
        words.append(rest)
    return words


def _is_by_rules(effect: Effect) -> bool:
    """Whether rules moved it, or a score is missing on one side."""
    return effect.structure or abs(effect.rules or 0.0) >= VISIBLE


def _is_notable(effect: Effect) -> bool:
    """Whether a score moved enough to be seen."""
    parts = [part for part in (effect.results, effect.rules) if part is not None]
    if effect.structure:
        return effect.before != effect.after
    return any(abs(part) >= VISIBLE for part in parts)
