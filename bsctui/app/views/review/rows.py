"""The lines of a review: effects at the top, moved goalposts, every other change, what else follows; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui.app.core.spans import Spans, StyledSpan, width_of
from bsctui.cells import align_left, align_right, shorten_label, truncate_cells, wrap_cells
from bsctui.escaping import printable
from bsctui.review import wording
from bsctui.review.directions import Direction
from bsctui.review.sections import SectionKind, sections_of
from bsctui.review.shown_statuses import status_turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.views.review.reviewing import Review
    from bsctui.app.views.review.seen_changes import SeenChanges
    from bsctui.review.comparison import Comparison
    from bsctui.review.goalposts import ReviewedChange
    from bsctui.review.sections import ReviewSection

LOOKS = {Direction.EASIER: "loss", Direction.HARDER: "gain", Direction.MIXED: "warning"}
"""Easier is what a reviewer must look at twice."""
LOOKS_OF_SECTIONS = {
    SectionKind.MOVED: "warning", SectionKind.TAKEN_BACK: "warning", SectionKind.HARDER: "title",
    SectionKind.NEW: "title", SectionKind.NEUTRAL: "title", SectionKind.SILENT: "dim",
}  # fmt: skip
"""The sections in the order of the comment; statuses that changed stand behind the new results."""


class ReviewRow(NamedTuple):
    """A line of the list: a change with what its item is called, or a text that may lead to an item."""

    spans: Spans = ()
    change: ReviewedChange | None = None
    goes_to: str | None = None
    label: str = ""


def rows_of_review(review: Review, glyphs: Glyphs, me: str | None = None) -> list[ReviewRow]:
    """All lines, in order; with `me` only the changes of what that person owns or reports."""
    comparison = review.comparison
    if comparison is None:
        return []
    mine = [
        reviewed
        for reviewed in comparison.reviewed
        if me is None or concerns_person(me, review, reviewed.change.address)
    ]
    sections = sections_of(comparison, mine)
    rows = [*_tops(comparison, glyphs), *_problems(comparison)]
    for kind, look in LOOKS_OF_SECTIONS.items():
        rows += _section(comparison, sections.get(kind), look)
        rows += _statuses(comparison, glyphs) if kind is SectionKind.NEW else []
    if not sections and comparison.reviewed:
        rows += [
            ReviewRow(),
            ReviewRow((StyledSpan(" Nothing of yours has changed: M shows all changes.", "dim"),)),
        ]
    return rows


def concerns_person(me: str, review: Review, address: str) -> bool:
    """Whether a person owns or reports an item, before the change or after it."""
    sides = (review.pair.old.model, review.pair.new.model) if review.pair is not None else ()
    return any(
        me in {model.owner(entity), entity.reporter}
        for model in sides
        if (entity := model.entity(address)) is not None
    )


def _tops(comparison: Comparison, glyphs: Glyphs) -> Iterator[ReviewRow]:
    for effect in comparison.top_effects:
        way, _, parts = wording.effect_phrase(effect).replace("→", glyphs.arrow).partition(": ")
        status = effect.statuses[2]
        sign = StyledSpan(f" {glyphs.status(status)} ", status or "dim")
        yield ReviewRow(
            (sign, StyledSpan(f"{printable(effect.label)}  ", "strong"), StyledSpan(way)),
            None,
            effect.address,
        )
        yield ReviewRow((StyledSpan(f"   {parts}", "dim"),), None, effect.address)
        split = wording.results_split(effect)
        if split is not None and effect.results:
            yield ReviewRow((StyledSpan(f"   {split}", "dim"),), None, effect.address)
        for remark in wording.remarks_on_effect(effect, comparison):
            yield ReviewRow((StyledSpan(f"   {remark}", "dim"),), None, effect.address)


def _section(
    comparison: Comparison, section: ReviewSection | None, look: str
) -> Iterator[ReviewRow]:
    if section is None:
        return
    yield ReviewRow()
    count = "" if section.kind is SectionKind.MOVED else f"  {len(section.changes)}"
    yield ReviewRow((StyledSpan(f" {section.title}", look), StyledSpan(count, "dim")))
    card = None
    for reviewed in section.changes:
        if reviewed.change.scorecard != card:
            card = reviewed.change.scorecard
            label = comparison.labels.of_card(card) if card else "Settings of the workspace"
            yield ReviewRow((StyledSpan(f" {printable(label)}", "dim"),), None, card or None)
        address = reviewed.change.address
        yield ReviewRow((), reviewed, address, comparison.labels.of(address, reviewed.change.label))


def _statuses(comparison: Comparison, glyphs: Glyphs) -> Iterator[ReviewRow]:
    moved = [effect for effect in comparison.effects if effect.statuses[0] != effect.statuses[2]]
    if not moved:
        return
    yield ReviewRow()
    yield ReviewRow(
        (StyledSpan(" Statuses that changed", "title"), StyledSpan(f"  {len(moved)}", "dim"))
    )
    for effect in moved:
        before, _, after = effect.statuses
        words = [printable(word) or "none" for word in status_turn(comparison, effect)]
        yield ReviewRow(
            (
                StyledSpan(f"   {printable(comparison.labels.of(effect.address, effect.label))}  "),
                StyledSpan(f"{glyphs.status(before)} {words[0]}", before or "dim"),
                StyledSpan(f" {glyphs.arrow} "),
                StyledSpan(f"{glyphs.status(after)} {words[1]}", after or "dim"),
            ),
            None,
            effect.address,
        )


def _problems(comparison: Comparison) -> Iterator[ReviewRow]:
    problems = comparison.problems
    if not problems:
        return
    yield ReviewRow()
    yield ReviewRow((StyledSpan(" New problems", "title"), StyledSpan(f"  {len(problems)}", "dim")))
    for problem in problems:
        look = "error" if problem.is_error else "warning"
        yield ReviewRow((StyledSpan(f"   {problem.code} ", look), StyledSpan(f"{printable(problem.message)}  "), StyledSpan(printable(f"{problem.path}:{problem.line}"), "dim")))  # fmt: skip


class ReviewRows:
    """The lines as the listing draws them."""

    def __init__(
        self, rows: Sequence[ReviewRow], seen_changes: SeenChanges, glyphs: Glyphs
    ) -> None:
        self.rows = rows
        self._seen = seen_changes
        self._glyphs = glyphs

    def __len__(self) -> int:
        """How many."""
        return len(self.rows)

    def line(self, index: int, width: int) -> Spans:
        """A change in one line; what does not fit stands in the panel."""
        row = self.rows[index]
        if row.change is None:
            return row.spans
        is_seen = row.change.change in self._seen
        return change_line(row.change, row.label, width, self._glyphs, is_seen=is_seen)


def change_line(
    reviewed: ReviewedChange, named: str, width: int, glyphs: Glyphs, *, is_seen: bool
) -> Spans:
    """Whether it is seen, its direction as sign and word, the item, what was done, its effect alone at the top."""
    look = change_look(reviewed)
    points = align_right(_points_at_top(reviewed), 7)
    word = align_left(wording.direction_phrase(reviewed) or "", 9, glyphs.ellipsis)
    room = max(10, width - 4 - len(points) - len(word) - 2)
    label = printable(named)
    text = printable(wording.change_phrase(reviewed.change)).replace("→", glyphs.arrow)
    start = shorten_label(label, max(12, room // 2), glyphs.ellipsis)
    body = truncate_cells(f"{start}  {text}", room, glyphs.ellipsis)
    body += " " * (room - cell_len(body))
    return (
        StyledSpan(f" {glyphs.mark if is_seen else ' '}", "dim"),
        StyledSpan(f"{change_sign(reviewed, glyphs)} ", look),
        StyledSpan(body[: len(start)], "dim" if is_seen else "strong"),
        StyledSpan(body[len(start) :], "dim" if is_seen else ""),
        StyledSpan(f" {points}", look),
        StyledSpan(f" {word}", look),
    )


def change_sign(reviewed: ReviewedChange, glyphs: Glyphs) -> str:
    """The sign of a direction."""
    sign = wording.direction_glyph(reviewed)
    plain = {"▼": "v", "▲": "^", "◆": "x", "·": "-"}
    return sign if glyphs.braille else plain.get(sign, sign)


def change_look(reviewed: ReviewedChange) -> str:
    """How a direction is coloured."""
    if reviewed.direction is None:
        return "loss" if reviewed.is_goalpost else "dim"
    return LOOKS.get(reviewed.direction, "dim")


def _points_at_top(reviewed: ReviewedChange) -> str:
    """What it does alone at the last place that its effect is told of: a top scorecard, now."""
    if reviewed.judgement is None or not reviewed.judgement.effect:
        return ""
    now = reviewed.judgement.effect[0].period
    points = [point for point in reviewed.judgement.effect if point.period == now]
    return wording.points_phrase(points[-1].points) if points[-1].points is not None else ""


def panel_lines(
    reviewed: ReviewedChange, review: Review, width: int, glyphs: Glyphs
) -> Iterator[Spans]:
    """All that a reviewer needs to know of a change."""
    change, comparison = reviewed.change, review.comparison
    if comparison is None:
        return
    place = f"{change.place.path}:{change.place.line}" if change.place is not None else ""
    name = StyledSpan(printable(comparison.labels.of(change.address, change.label)), "strong")
    address = StyledSpan(f"  {change.address}" if change.address != change.label else "", "dim")
    yield (name, address)
    word = wording.direction_phrase(reviewed)
    yield from _wrapped(printable(wording.change_phrase(change)).replace("→", glyphs.arrow), width)
    if word:
        yield (StyledSpan(f"{change_sign(reviewed, glyphs)} {word}", change_look(reviewed)),)
    reason = f'"{printable(change.reason)}"' if change.reason else wording.NO_REASON
    if change.reason or reviewed.judgement is not None or reviewed.is_goalpost:
        yield from _wrapped(reason, width, "" if change.reason else "dim")
    author = review.authors.get(id(change))
    who = printable(author) if author else ""
    yield (StyledSpan(f"{who}  " if who else ""), StyledSpan(printable(place), "dim"))
    for sentence in wording.isolated_effect_phrases(reviewed, comparison):
        yield from _wrapped(f"effect: {printable(sentence)}".replace("→", glyphs.arrow), width)
    together = wording.prerequisites_phrase(reviewed)
    if together:
        yield from _wrapped(printable(together).replace("→", glyphs.arrow), width, "dim")


def _wrapped(text: str, width: int, look: str = "") -> Iterator[Spans]:
    yield from ((StyledSpan(part, look),) for part in wrap_cells(text, max(10, width)))


def review_heading(
    review: Review | None, words: str | None, doing: str, width: int, glyphs: Glyphs
) -> Spans:
    """What is compared, how much of it is seen, and what is going on."""
    start: Spans
    if review is None or review.pair is None or review.comparison is None:
        start = (StyledSpan(" Review ", "title"), StyledSpan(printable(words or ""), "dim"))
    else:
        pair = review.pair
        sides = f"{printable(pair.old.name)} {glyphs.arrow} {printable(pair.new.name)}"
        start = (
            StyledSpan(" Review ", "title"),
            StyledSpan(f"{sides}  "),
            StyledSpan(wording.review_summary(review.comparison), "dim"),
        )
    room = width - width_of((StyledSpan(doing),)) - 2
    text = "".join(span.text for span in start)
    if len(text) > room:
        return (
            StyledSpan(align_left(text, max(0, room), glyphs.ellipsis), "title"),
            StyledSpan(f" {doing}", "dim"),
        )
    return (
        *start,
        StyledSpan(" " * max(0, room - width_of(start))),
        StyledSpan(f" {doing}", "dim"),
    )
