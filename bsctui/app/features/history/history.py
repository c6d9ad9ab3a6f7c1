"""`b`: the history and blame of the selected item, in any view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.spans import Span, Spans, clean, cut, left, right, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.git_service import Past, Side
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.shell import Shell
    from bsctui.git.repository import Commit
    from bsctui.review.blame import Blamed
    from bsctui.review.history import Touch
    from bsctui.review.score_at import Standing

NOT_COMMITTED = "not committed yet"


class Place(NamedTuple):
    """A line of a file."""

    path: str
    line: int


class PastLine(NamedTuple):
    """A line of the layer; enter goes to its place, tab from heading to heading."""

    spans: Spans
    place: Place | None = None
    is_heading: bool = False


def past_lines(past: Past, width: int, glyphs: Glyphs) -> Iterator[PastLine]:
    """Who set each fact, then the commits that touched the item, the latest first."""
    if past.trouble is not None:
        for part in wrap(clean(past.trouble), width - 2):
            yield PastLine((Span(f" {part}", "warning"),))
        return
    if not past.blamed and not past.touches:
        yield PastLine((Span(" No commit and no file says anything of this item.", "dim"),))
        return
    if past.blamed:
        yield _heading("Facts, and who set them", width, glyphs)
    before: Commit | None = None
    for row in past.blamed:
        is_other = row.commit is not None and row.commit != before
        if row.field != "label" or is_other:  # the header has the label too
            yield from _fact(row, width, glyphs, tell_summary=is_other)
        before = row.commit
    yield _heading("History", width, glyphs)
    for at, touch in enumerate(past.touches):
        standing = past.standings[at] if at < len(past.standings) else None
        yield from _touch(touch, standing, width, glyphs)


def _heading(text: str, width: int, glyphs: Glyphs) -> PastLine:
    rule = glyphs.rule * max(0, width - len(text) - 3)
    return PastLine((Span(f" {text} ", "title"), Span(rule, "dim")), is_heading=True)


def signed(commit: Commit | None) -> str:
    """`2026-03-31 Ines Aldaba 3f2c1ab9`."""
    if commit is None:
        return NOT_COMMITTED
    return f"{commit.date} {clean(commit.author)} {commit.oid[:8]}"


def _fact(row: Blamed, width: int, glyphs: Glyphs, *, tell_summary: bool) -> Iterator[PastLine]:
    place = Place(row.path, row.line)
    name = Span(left(f" {row.field or 'declared'}", 12, glyphs.ellipsis), "key")
    who = signed(row.commit)
    room = max(12, width - 14 - len(who))
    text = left(clean(row.text), room, glyphs.ellipsis)
    yield PastLine(
        (name, Span(f" {text}"), Span(f" {who}", "dim" if row.commit else "warning")), place
    )
    said = clean(row.reason or "")
    summary = clean(row.commit.summary) if row.commit is not None and tell_summary else ""
    parts = [f'"{said}"' if said else "", summary]
    told = "   ".join(part for part in parts if part)
    if told:
        yield PastLine((Span(f"{'':13}{cut(told, width - 14, glyphs.ellipsis)}", "dim"),), place)


def _touch(
    touch: Touch, standing: Standing | None, width: int, glyphs: Glyphs
) -> Iterator[PastLine]:
    from bsctui.review.wording import what

    summary = clean(touch.commit.summary) if touch.commit is not None else ""
    head = (Span(f" {signed(touch.commit)}", "strong"), Span(f"  {summary}"))
    score = _score(standing, glyphs)
    room = width - width_of(score)
    yield PastLine(
        (Span(left("".join(s.text for s in head), room, glyphs.ellipsis), "strong"), *score)
    )
    for change in touch.changes:
        reason = f'  "{clean(change.reason)}"' if change.reason else ""
        text = clean(what(change)).replace("→", glyphs.arrow) + reason
        for at, part in enumerate(wrap(text, width - 6)):
            yield PastLine((Span(f"{'   ' if at == 0 else '     '}{part}"),))
    if touch.is_cut:
        text = "older commits are not here: the clone is shallow (git fetch --unshallow)"
        yield PastLine((Span(cut(f"   {text}", width, glyphs.ellipsis), "warning"),))


def _score(standing: Standing | None, glyphs: Glyphs) -> Spans:
    """The score then; three dots while it is not known yet."""
    if standing is None:
        return (Span(right("...", 8), "dim"),)
    if standing.score is None:
        return ()
    sign = glyphs.status(standing.status)
    return (
        Span(right(numbers.score(standing.score), 7)),
        Span(f" {sign}", standing.status or "dim"),
        Span(f" {standing.period}", "dim"),
    )


async def show_past(shell: Shell, address: str, side: Side | None = None) -> None:
    """Open the layer on an item; enter in it goes to the line in the text."""
    from bsctui.app.features.history.layer import PastLayer

    place = await shell.ask(PastLayer(address, shell.session.label(address), side))
    if place is not None:
        shell.session.look_at(place.path, place.line)
        await shell.show_view("text")


class ShowPast(Command):
    """b."""

    id = "past"
    keys = "b"
    title = "History and blame"
    help = "who set each fact, when and why, and every commit that touched the item"
    section = Section.UNDERSTAND

    async def run(self, shell: Shell) -> None:
        """Open the layer on what the view shows, from the revision that it shows."""
        address, side = shell.view.past()
        if address is None:
            shell.say("nothing is selected whose past could be told")
        else:
            await show_past(shell, address, side)


PAST: Commands = (ShowPast,)
