"""A review for the terminal: goalposts first, then every change, then the effects at the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.escaping import cell_width, printable
from bsctui.review import wording
from bsctui.review.shown_statuses import status_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.effects import Effect
    from bsctui.review.gate import ReviewedChange

BOLD, DIM, YELLOW = "1", "2", "33"
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
    """The review, line by line; `everything` lists what has no effect too."""
    return _Writer(comparison, author, style).all(old, new, everything=everything)


class _Writer:
    def __init__(
        self,
        comparison: Comparison,
        author: Callable[[StrategyChange], str | None],
        style: ReviewStyle,
    ) -> None:
        self.comparison = comparison
        self.author = author
        self.style = style

    def all(self, old: str, new: str, *, everything: bool) -> Iterator[str]:
        """The whole review."""
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
        yield from self._section("Moved goalposts", comparison.goalposts, YELLOW)
        yield from self._section("Other changes", comparison.other_changes, BOLD)
        yield from self._effects()
        yield from self._rest(everything=everything)

    def _section(
        self, title: str, reviewed_changes: tuple[ReviewedChange, ...], colour: str
    ) -> Iterator[str]:
        if not reviewed_changes:
            return
        yield ""
        yield self._styled(title, f"{BOLD};{colour}" if colour != BOLD else BOLD)
        for address, label, changes in wording.changes_in_order(self.comparison, reviewed_changes):
            yield from self._wrapped(f" {label}" + (f" ({address})" if address else ""), BOLD)
            for reviewed in changes:
                yield from self._change(reviewed)

    def _change(self, reviewed: ReviewedChange) -> Iterator[str]:
        change = reviewed.change
        place = f"{change.place.path}:{change.place.line}" if change.place is not None else ""
        name = change.label
        if change.address != change.label:
            name += f"  {change.address}"
        yield from self._between(f" {wording.direction_glyph(reviewed)} {name}", place)
        word = wording.direction_phrase(reviewed)
        yield from self._wrapped(
            f"     {wording.change_phrase(change)}" + (f": {word}" if word else "")
        )
        effects = wording.isolated_effect_phrases(reviewed, self.comparison)
        if effects:
            yield from self._wrapped("     alone " + "; ".join(effects))
        together = wording.prerequisites_phrase(reviewed)
        if together:
            yield from self._wrapped(f"     {together}", DIM)
        if change.change_class == "rules" or reviewed.is_goalpost or change.reason:
            reason = wording.reason_phrase(change)
            author = self.author(change)
            yield from self._wrapped(f"     {reason}" + (f" · {author}" if author else ""), DIM)

    def _effects(self) -> Iterator[str]:
        moved = [
            effect for effect in self.comparison.effects if effect.statuses[0] != effect.statuses[2]
        ]
        if moved:
            yield ""
            yield self._styled("Statuses that changed", BOLD)
            for effect in moved:
                before, after = (word or "none" for word in status_turn(self.comparison, effect))
                yield from self._between(
                    f"   {effect.label}  {effect.address}", f"{before} → {after}"
                )
        split = [
            effect
            for effect in self.comparison.effects
            if not effect.is_top and _is_notable(effect)
        ]
        if split:
            yield ""
            yield self._styled("Scores that moved", BOLD)
            for effect in split:
                yield from self._wrapped(f"   {effect.label} {wording.effect_phrase(effect)}")

    def _rest(self, *, everything: bool) -> Iterator[str]:
        comparison = self.comparison
        if comparison.problems:
            yield ""
            yield self._styled("New problems", BOLD)
            for problem in comparison.problems:
                place = f"{problem.path}:{problem.line}"
                yield from self._wrapped(f"   {place}: {problem.code} {problem.message}")
        if comparison.owners:
            yield ""
            yield from self._wrapped("Owners of what is touched: " + ", ".join(comparison.owners))
        if comparison.without_effect and everything:
            yield from self._section("No effect", comparison.without_effect, DIM)
        elif comparison.without_effect:
            noun = wording.count_phrase(len(comparison.without_effect), "change", "changes")
            yield ""
            yield self._styled(f"{noun} without effect on a score (--all lists them)", DIM)

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


def _is_notable(effect: Effect) -> bool:
    """Whether a score moved enough to be seen."""
    parts = [part for part in (effect.results, effect.rules) if part is not None]
    if effect.structure:
        return effect.before != effect.after
    return any(abs(part) >= 0.05 for part in parts)
