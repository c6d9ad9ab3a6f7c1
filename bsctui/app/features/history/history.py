"""`b`: the history and blame of the selected item, in any view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui import numbers
from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.spans import Spans, StyledSpan, width_of
from bsctui.cells import align_left, align_right, truncate_cells, wrap_cells
from bsctui.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.git_service import ItemGitHistory, ViewedRevision
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.git.repository import Commit
    from bsctui.review.blame import FactBlame
    from bsctui.review.history import ItemCommit
    from bsctui.review.score_at import PeriodScore

NOT_COMMITTED = "not committed yet"


class HistoryPlace(NamedTuple):
    """A line of a file."""

    path: str
    line: int


class HistoryLine(NamedTuple):
    """A line of the layer; enter goes to its place, tab from heading to heading."""

    spans: Spans
    place: HistoryPlace | None = None
    is_heading: bool = False


def history_lines(past: ItemGitHistory, width: int, glyphs: Glyphs) -> Iterator[HistoryLine]:
    """Who set each fact, then the commits that touched the item, the latest first."""
    if past.trouble is not None:
        for part in wrap_cells(printable(past.trouble), width - 2):
            yield HistoryLine((StyledSpan(f" {part}", "warning"),))
        return
    if not past.blamed and not past.touches:
        yield HistoryLine(
            (StyledSpan(" No commit and no file says anything of this item.", "dim"),)
        )
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
        score = past.standings[at] if at < len(past.standings) else None
        yield from _touch(touch, score, width, glyphs)


def _heading(text: str, width: int, glyphs: Glyphs) -> HistoryLine:
    rule = glyphs.rule * max(0, width - len(text) - 3)
    return HistoryLine((StyledSpan(f" {text} ", "title"), StyledSpan(rule, "dim")), is_heading=True)


def signed(commit: Commit | None) -> str:
    """`2026-03-31 Ines Aldaba 3f2c1ab9`."""
    if commit is None:
        return NOT_COMMITTED
    return f"{commit.date} {printable(commit.author)} {commit.oid[:8]}"


def _fact(
    row: FactBlame, width: int, glyphs: Glyphs, *, tell_summary: bool
) -> Iterator[HistoryLine]:
    place = HistoryPlace(row.path, row.line)
    name = StyledSpan(align_left(f" {row.field or 'declared'}", 12, glyphs.ellipsis), "key")
    who = signed(row.commit)
    room = max(12, width - 14 - len(who))
    text = align_left(printable(row.text), room, glyphs.ellipsis)
    yield HistoryLine(
        (name, StyledSpan(f" {text}"), StyledSpan(f" {who}", "dim" if row.commit else "warning")),
        place,
    )
    reason = printable(row.reason or "")
    summary = printable(row.commit.summary) if row.commit is not None and tell_summary else ""
    parts = [f'"{reason}"' if reason else "", summary]
    remark = "   ".join(part for part in parts if part)
    if remark:
        yield HistoryLine(
            (StyledSpan(f"{'':13}{truncate_cells(remark, width - 14, glyphs.ellipsis)}", "dim"),),
            place,
        )


def _touch(
    touch: ItemCommit, score: PeriodScore | None, width: int, glyphs: Glyphs
) -> Iterator[HistoryLine]:
    from bsctui.review.wording import change_phrase

    summary = printable(touch.commit.summary) if touch.commit is not None else ""
    head = (StyledSpan(f" {signed(touch.commit)}", "strong"), StyledSpan(f"  {summary}"))
    score_spans = _score(score, glyphs)
    room = width - width_of(score_spans)
    yield HistoryLine(
        (
            StyledSpan(align_left("".join(s.text for s in head), room, glyphs.ellipsis), "strong"),
            *score_spans,
        )
    )
    for change in touch.changes:
        reason = f'  "{printable(change.reason)}"' if change.reason else ""
        text = printable(change_phrase(change)).replace("→", glyphs.arrow) + reason
        for at, part in enumerate(wrap_cells(text, width - 6)):
            yield HistoryLine((StyledSpan(f"{'   ' if at == 0 else '     '}{part}"),))
    if touch.is_cut:
        text = "older commits are not here: the clone is shallow (git fetch --unshallow)"
        yield HistoryLine(
            (StyledSpan(truncate_cells(f"   {text}", width, glyphs.ellipsis), "warning"),)
        )


def _score(score: PeriodScore | None, glyphs: Glyphs) -> Spans:
    """The score then; three dots while it is not known yet."""
    if score is None:
        return (StyledSpan(align_right("...", 8), "dim"),)
    if score.shown is None:
        return ()
    sign = glyphs.status(score.status)
    return (
        StyledSpan(align_right(numbers.format_score(score.shown), 7)),
        StyledSpan(f" {sign}", score.status or "dim"),
        StyledSpan(f" {score.period}", "dim"),
    )


async def open_history(shell: AppContext, address: str, side: ViewedRevision | None = None) -> None:
    """Open the layer on an item; enter in it goes to the line in the text."""
    from bsctui.app.features.history.layer import HistoryLayer

    place = await shell.ask(HistoryLayer(address, shell.session.label(address), side))
    if place is not None:
        shell.session.look_at(place.path, place.line)
        await shell.show_view("text")


class ShowHistory(Command):
    id = "past"
    keys = "b"
    title = "History and blame"
    help = "who set each fact, when and why, and every commit that touched the item"
    section = Section.UNDERSTAND

    async def run(self, shell: AppContext) -> None:
        """Open the layer on what the view shows, from the revision that it shows."""
        address, side = shell.view.past()
        if address is None:
            shell.say("select an item to see its history")
        else:
            await open_history(shell, address, side)


HISTORY_COMMANDS: Commands = (ShowHistory,)
