"""A review for the terminal: goalposts first, then every change, then the effects at the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.review import wording
from bsctui.text.diagnostics import cell_width, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.review.changes import Change
    from bsctui.review.comparison import Comparison, Reviewed
    from bsctui.review.effects import Effect

BOLD, DIM, YELLOW = "1", "2", "33"
SIGNS = {"▼": "v", "▲": "^", "◆": "x", "→": "->", "·": "-"}
"""What stands for a glyph where the terminal has none."""


@dataclass(frozen=True, slots=True)
class Style:
    """How it is printed: cells a line, whether in colour, whether in ASCII."""

    width: int = 80
    colour: bool = False
    ascii: bool = False


def lines(
    comparison: Comparison, old: str, new: str, author: Callable[[Change], str | None], style: Style, *, everything: bool
) -> Iterator[str]:  # fmt: skip
    """The review, line by line; `everything` lists what has no effect too."""
    return _Writer(comparison, author, style).all(old, new, everything=everything)


class _Writer:
    def __init__(
        self, comparison: Comparison, author: Callable[[Change], str | None], style: Style
    ) -> None:
        self.comparison = comparison
        self.author = author
        self.style = style

    def all(self, old: str, new: str, *, everything: bool) -> Iterator[str]:
        """The whole review."""
        comparison = self.comparison
        yield from self._wrapped(
            f"{old} → {new}, {comparison.seen}: {wording.summary(comparison)}",
            BOLD,
        )
        for effect in comparison.tops:
            yield from self._wrapped(f"  {effect.label} {wording.way(effect)}")
            split = wording.results_split(effect)
            if split is not None and effect.results:
                yield from self._wrapped(f"    {split}", DIM)
        yield from self._section("Moved goalposts", comparison.goalposts, YELLOW)
        yield from self._section("Other changes", comparison.others, BOLD)
        yield from self._effects()
        yield from self._rest(everything=everything)

    def _section(self, title: str, some: tuple[Reviewed, ...], colour: str) -> Iterator[str]:
        if not some:
            return
        yield ""
        yield self._styled(title, f"{BOLD};{colour}" if colour != BOLD else BOLD)
        for address, label, changes in wording.groups(self.comparison, some):
            yield from self._wrapped(f" {label}" + (f" ({address})" if address else ""), BOLD)
            for one in changes:
                yield from self._change(one)

    def _change(self, one: Reviewed) -> Iterator[str]:
        change = one.change
        place = f"{change.place.path}:{change.place.line}" if change.place is not None else ""
        name = change.label
        if change.address != change.label:
            name += f"  {change.address}"
        yield from self._between(f" {wording.sign(one)} {name}", place)
        word = wording.direction(one)
        yield from self._wrapped(f"     {wording.what(change)}" + (f": {word}" if word else ""))
        said = wording.alone(one, self.comparison)
        if said:
            yield from self._wrapped("     alone " + "; ".join(said))
        together = wording.joined(one)
        if together:
            yield from self._wrapped(f"     {together}", DIM)
        if change.sort == "rules" or one.is_goalpost or change.reason:
            reason = f'"{change.reason}"' if change.reason else wording.NO_REASON
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
                before, _, after = (status or "none" for status in effect.statuses)
                yield from self._between(
                    f"   {effect.label}  {effect.address}", f"{before} → {after}"
                )
        split = [
            effect for effect in self.comparison.effects if not effect.is_top and _is_told(effect)
        ]
        if split:
            yield ""
            yield self._styled("Scores that moved", BOLD)
            for effect in split:
                yield from self._wrapped(f"   {effect.label} {wording.way(effect)}")

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
        if comparison.silent and everything:
            yield from self._section("No effect", comparison.silent, DIM)
        elif comparison.silent:
            noun = wording.counted(len(comparison.silent), "change", "changes")
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
            yield from self._wrapped(" " * max(5, self.style.width - cell_width(right)) + right)

    def _wrapped(self, text: str, colour: str | None = None) -> Iterator[str]:
        """A text in lines that fit, later ones indented like the first and two more."""
        text = self._plain(text)
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
    found: list[str] = []
    for word in text.split(" "):
        rest = word
        while cell_width(rest) > width:
            found.append(rest[: width // 2 if cell_width(rest[:width]) > width else width])
            rest = rest[len(found[-1]) :]
        found.append(rest)
    return found


def _is_told(effect: Effect) -> bool:
    """Whether a score moved enough to be seen."""
    parts = [part for part in (effect.results, effect.rules) if part is not None]
    if effect.structure:
        return effect.before != effect.after
    return any(abs(part) >= 0.05 for part in parts)
