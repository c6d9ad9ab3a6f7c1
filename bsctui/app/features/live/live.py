"""What an editor or git changed on disk: taken in at once; where both sides changed one thing, shown for a choice."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.edits import Refused
from bsctui.escaping import printable
from bsctui.phrases import first_few
from bsctui.workspace import Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans
    from bsctui.workspace import Conflict, ReloadReport

SHOWN = 3
"""Files that a message names; of the others it tells the number."""


def take_in(shell: AppContext) -> ReloadReport:
    """Take in what changed on disk, keep the selection, and say so."""
    session = shell.session
    above = _above(session)
    before = dict(session.workspace.on_disk)
    report = session.workspace.reload()
    if report.is_gone:
        shell.say("the workspace's folder is gone; its text is kept", "warning")
        return report
    if report.changed:
        _note_vanished(session, report, before)
        _select(session, above)
        shell.sync()
        shell.say(reload_message(report, session.vanished), "warning" if session.vanished else "")
    return report


def _note_vanished(session: Session, report: ReloadReport, before: Mapping[str, bytes]) -> None:
    """Keep what stood in files that are gone, until they are there again."""
    on_disk = session.workspace.on_disk
    for path in report.changed:
        if path in on_disk:
            session.vanished.pop(path, None)
        elif path in before:
            session.vanished[path] = before[path]


async def decide(shell: AppContext, conflicts: Sequence[Conflict]) -> None:
    """Ask about one conflict after the other."""
    for at, conflict in enumerate(conflicts):
        await _decide(shell, conflict, len(conflicts) - at)


def reload_message(report: ReloadReport, vanished: Collection[str] = ()) -> str:
    """What was taken in, in one line; of a file that is gone also what can be done."""
    gone = [path for path in report.changed if path in vanished]
    parts = [
        (gone, "deleted on disk"),
        (
            [path for path in report.changed if path not in gone],
            "merged with the disk" if report.merged else "changed on disk",
        ),
    ]
    changes = [
        f"{how}: {first_few([printable(path) for path in paths], SHOWN)}"
        for paths, how in parts
        if paths
    ]
    if gone:
        changes.append("`Bring back what was deleted` (:) writes it again")
    if report.forgotten:
        changes.append(f"{report.forgotten} can't be undone now")
    return "; ".join(changes)


# --- The selection


def _above(session: Session) -> tuple[str, ...]:
    """The selected item and what stands above it."""
    addresses: list[str] = []
    address = session.selected
    declared = session.model.names.declared
    while address and address not in addresses:
        addresses.append(address)
        item = declared.get(address)
        address = item.parent if item is not None else address.partition(".")[0]
    return tuple(addresses)


def _select(session: Session, above: tuple[str, ...]) -> None:
    """The item stays selected, under its new name if it has one; else what stood above it."""
    if not above or session.exists(above[0]):
        return
    names = session.model.names.declared
    heirs = (
        a for a in names if (entity := session.entity(a)) is not None and above[0] in entity.was
    )
    heir = next(heirs, None) or next(
        (address for address in above if session.exists(address)), None
    )
    session.selected = heir or session.home_address()


# --- Conflicts


async def _decide(shell: AppContext, conflict: Conflict, left: int) -> None:
    """Both versions, and what may become of them."""
    answer = await shell.ask(DiskConflictChoice(conflict))
    if answer is None:
        more = f", {left - 1} more" if left > 1 else ""
        shell.say(f"in conflict: {printable(conflict.path)}{more}; saving asks again", "warning")
        return
    try:
        shell.session.workspace.resolve(conflict, answer)
    except Refused as refused:
        shell.say(refused.message, "error")
        return
    shell.sync()  # before anything is waited for: what shows is drawn from the texts as they are now
    if answer is Resolution.MARKED and conflict.on_disk is not None:
        lines = conflict.marked.split(b"\n")
        line = next((at for at, raw in enumerate(lines, 1) if raw.startswith(b"<<<<<<<")), 1)
        shell.session.look_at(conflict.path, line)
        await shell.show_view("text")
    shell.sync()
    shell.say(_DONE[answer].format(printable(conflict.path)))


_DONE = {
    Resolution.MINE: "kept mine in {}, and what else changed on disk; saving writes both",
    Resolution.THEIRS: "{} as on disk where both changed it; undo brings mine back",
    Resolution.MARKED: "both sides kept: resolve the conflict markers",
}


class DiskConflictChoice(Choice[Resolution]):
    """A file that was changed here and on disk: the lines in dispute, and what to take."""

    def __init__(self, conflict: Conflict) -> None:
        is_gone = conflict.on_disk is None
        change = "deleted" if is_gone else "changed"
        lines: list[Spans] = [
            (StyledSpan(f"   {line}", look),) for line, look in differences(conflict)
        ]
        options = [
            Option(Resolution.MINE, "mine: these lines as edited here", "m"),
            Option(Resolution.THEIRS, f"theirs: {change} as on disk (undo brings mine back)", "t"),
        ]
        if not is_gone:
            options.append(
                Option(Resolution.MARKED, "both, in the Text view, between conflict markers", "b")
            )
        super().__init__(
            f"{printable(conflict.path)} was edited here and {change} on disk", options, lines
        )


def differences(conflict: Conflict) -> Iterator[tuple[str, str]]:
    """The lines in dispute, those on disk and those here."""
    mine, theirs = (
        content.decode("utf-8", "replace").removesuffix("\n").split("\n")
        for content in (conflict.mine, conflict.theirs)
    )
    for line in unified_diff(theirs, mine, "on disk", "here", n=0, lineterm=""):
        look = {"+": "gain", "-": "loss"}.get(line[:1], "dim")
        yield printable(line), look
