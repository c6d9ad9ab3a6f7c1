"""The lines of a review: effects at the top, moved goalposts, every other change, what else follows; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.spans import Span, Spans, clean, cut, left, right, width_of, wrap
from bsctui.review import wording
from bsctui.review.directions import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.views.review.reviewing import Review
    from bsctui.app.views.review.seen import Seen
    from bsctui.review.comparison import Comparison, Reviewed

LOOKS = {Direction.EASIER: "loss", Direction.HARDER: "gain", Direction.MIXED: "warning"}
"""Easier is what a reviewer must look at twice."""


class Row(NamedTuple):
    """A line of the list: a change, or a text that may lead to an item."""

    spans: Spans = ()
    change: Reviewed | None = None
    goes_to: str | None = None


def rows_of(review: Review, glyphs: Glyphs, me: str | None = None) -> list[Row]:
    """All lines, in order; with `me` only the changes of what that person owns or reports."""
    comparison = review.comparison
    if comparison is None:
        return []
    goalposts, others, silent = (
        tuple(one for one in some if me is None or is_of(me, review, one.change.address))
        for some in (comparison.goalposts, comparison.others, comparison.silent)
    )
    rows = [*_tops(comparison, glyphs)]
    rows += _section(comparison, "Moved goalposts", goalposts, "warning")
    rows += _section(comparison, "Other changes", others, "title")
    rows += _statuses(comparison, glyphs)
    rows += _problems(comparison)
    rows += _section(comparison, "Without effect on a score", silent, "dim")
    if not (goalposts or others or silent) and comparison.reviewed:
        rows += [Row(), Row((Span(" No change of what is yours: M shows all.", "dim"),))]
    return rows


def is_of(me: str, review: Review, address: str) -> bool:
    """Whether a person owns or reports an item, before the change or after it."""
    sides = (review.pair.old.model, review.pair.new.model) if review.pair is not None else ()
    return any(
        me in {model.owner(entity), entity.reporter}
        for model in sides
        if (entity := model.entity(address)) is not None
    )


def _tops(comparison: Comparison, glyphs: Glyphs) -> Iterator[Row]:
    for effect in comparison.tops:
        way, _, parts = wording.way(effect).replace("→", glyphs.arrow).partition(": ")
        status = effect.statuses[2]
        sign = Span(f" {glyphs.status(status)} ", status or "dim")
        yield Row(
            (sign, Span(f"{clean(effect.label)}  ", "strong"), Span(way)), None, effect.address
        )
        yield Row((Span(f"   {parts}", "dim"),), None, effect.address)
        split = wording.results_split(effect)
        if split is not None and effect.results:
            yield Row((Span(f"   {split}", "dim"),), None, effect.address)


def _section(
    comparison: Comparison, title: str, some: tuple[Reviewed, ...], look: str
) -> Iterator[Row]:
    if not some:
        return
    yield Row()
    yield Row((Span(f" {title}", look), Span(f"  {len(some)}", "dim")))
    for address, label, changes in wording.groups(comparison, some):
        yield Row((Span(f" {clean(label)}", "dim"),), None, address or None)
        yield from (Row((), one, one.change.address) for one in changes)


def _statuses(comparison: Comparison, glyphs: Glyphs) -> Iterator[Row]:
    moved = [effect for effect in comparison.effects if effect.statuses[0] != effect.statuses[2]]
    if not moved:
        return
    yield Row()
    yield Row((Span(" Statuses that changed", "title"), Span(f"  {len(moved)}", "dim")))
    for effect in moved:
        before, _, after = effect.statuses
        yield Row(
            (
                Span(f"   {clean(effect.label)}  "),
                Span(f"{glyphs.status(before)} {before or 'none'}", before or "dim"),
                Span(f" {glyphs.arrow} "),
                Span(f"{glyphs.status(after)} {after or 'none'}", after or "dim"),
            ),
            None,
            effect.address,
        )


def _problems(comparison: Comparison) -> Iterator[Row]:
    problems = comparison.problems
    if not problems:
        return
    yield Row()
    yield Row((Span(" New problems", "title"), Span(f"  {len(problems)}", "dim")))
    for problem in problems:
        look = "error" if problem.code.startswith("E") else "warning"
        yield Row((Span(f"   {problem.code} ", look), Span(f"{clean(problem.message)}  "), Span(clean(f"{problem.path}:{problem.line}"), "dim")))  # fmt: skip


class ReviewRows:
    """The lines as the listing draws them."""

    def __init__(self, rows: Sequence[Row], seen: Seen, glyphs: Glyphs) -> None:
        self.rows = rows
        self._seen = seen
        self._glyphs = glyphs

    def __len__(self) -> int:
        """How many."""
        return len(self.rows)

    def line(self, index: int, width: int) -> Spans:
        """A change in one line; what does not fit stands in the panel."""
        row = self.rows[index]
        if row.change is None:
            return row.spans
        return change_line(row.change, width, self._glyphs, is_seen=row.change.change in self._seen)


def change_line(one: Reviewed, width: int, glyphs: Glyphs, *, is_seen: bool) -> Spans:
    """Whether it is seen, its direction as sign and word, the item, what was done, its effect alone at the top."""
    look = look_of(one)
    points = right(_points_at_top(one), 7)
    word = left(wording.direction(one) or "", 9, glyphs.ellipsis)
    room = max(10, width - 4 - len(points) - len(word) - 2)
    label = clean(one.change.label)
    what = clean(wording.what(one.change)).replace("→", glyphs.arrow)
    start = cut(label, max(12, room // 3), glyphs.ellipsis)
    body = left(f"{start}  {what}", room, glyphs.ellipsis)
    return (
        Span(f" {glyphs.mark if is_seen else ' '}", "dim"),
        Span(f"{sign_of(one, glyphs)} ", look),
        Span(body[: len(start)], "dim" if is_seen else "strong"),
        Span(body[len(start) :], "dim" if is_seen else ""),
        Span(f" {points}", look),
        Span(f" {word}", look),
    )


def sign_of(one: Reviewed, glyphs: Glyphs) -> str:
    """The sign of a direction."""
    sign = wording.sign(one)
    plain = {"▼": "v", "▲": "^", "◆": "x", "·": "-"}
    return sign if glyphs.braille else plain.get(sign, sign)


def look_of(one: Reviewed) -> str:
    """How a direction is coloured."""
    if one.direction is None:
        return "loss" if one.is_goalpost else "dim"
    return LOOKS.get(one.direction, "dim")


def _points_at_top(one: Reviewed) -> str:
    """What it does alone at the last place that its effect is told of: a top scorecard, now."""
    if one.judgement is None or not one.judgement.effect:
        return ""
    now = one.judgement.effect[0].period
    found = [point for point in one.judgement.effect if point.period == now]
    return wording.points(found[-1].points) if found[-1].points is not None else ""


def panel_lines(one: Reviewed, review: Review, width: int, glyphs: Glyphs) -> Iterator[Spans]:
    """All that a reviewer needs to know of a change."""
    change, comparison = one.change, review.comparison
    if comparison is None:
        return
    place = f"{change.place.path}:{change.place.line}" if change.place is not None else ""
    name = Span(clean(change.label), "strong")
    address = Span(f"  {change.address}" if change.address != change.label else "", "dim")
    yield (name, address)
    word = wording.direction(one)
    yield from _wrapped(clean(wording.what(change)).replace("→", glyphs.arrow), width)
    if word:
        yield (Span(f"{sign_of(one, glyphs)} {word}", look_of(one)),)
    reason = f'"{clean(change.reason)}"' if change.reason else wording.NO_REASON
    if change.reason or one.judgement is not None or one.is_goalpost:
        yield from _wrapped(reason, width, "" if change.reason else "dim")
    author = review.authors.get(id(change))
    who = clean(author) if author else ""
    yield (Span(f"{who}  " if who else ""), Span(clean(place), "dim"))
    for said in wording.alone(one, comparison):
        yield from _wrapped(f"alone {clean(said)}".replace("→", glyphs.arrow), width)
    together = wording.joined(one)
    if together:
        yield from _wrapped(clean(together).replace("→", glyphs.arrow), width, "dim")


def _wrapped(text: str, width: int, look: str = "") -> Iterator[Spans]:
    yield from ((Span(part, look),) for part in wrap(text, max(10, width)))


def heading(
    review: Review | None, words: str | None, doing: str, width: int, glyphs: Glyphs
) -> Spans:
    """What is compared, how much of it is seen, and what is going on."""
    start: Spans
    if review is None or review.pair is None or review.comparison is None:
        start = (Span(" Review ", "title"), Span(clean(words or ""), "dim"))
    else:
        pair = review.pair
        sides = f"{clean(pair.old.name)} {glyphs.arrow} {clean(pair.new.name)}"
        start = (
            Span(" Review ", "title"),
            Span(f"{sides}  "),
            Span(wording.summary(review.comparison), "dim"),
        )
    room = width - width_of((Span(doing),)) - 2
    text = "".join(span.text for span in start)
    if len(text) > room:
        return (Span(left(text, max(0, room), glyphs.ellipsis), "title"), Span(f" {doing}", "dim"))
    return (*start, Span(" " * max(0, room - width_of(start))), Span(f" {doing}", "dim"))
