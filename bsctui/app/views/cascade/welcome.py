"""What shows in place of a tree that has no scorecard: why there is none, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.features.exchange import ImportTable
from bsctui.app.features.files import bring_back
from bsctui.app.features.new_workspace import begin_workspace, open_below, open_demo
from bsctui.escaping import printable
from bsctui.phrases import count_phrase, first_few
from bsctui.storage.workspace_files import workspaces_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.session import Session

MOST_BELOW = 12
"""Workspaces below a folder that are named; `:` finds the others."""


class WelcomeLine(NamedTuple):
    """A line, and what enter does on it; None for a line to read."""

    spans: Spans
    act: Callable[[AppContext], CommandOutcome] | None = None


BLANK = WelcomeLine(())


def welcome(session: Session) -> tuple[WelcomeLine, ...]:
    """The lines in place of the tree."""
    reason, *remedies = _reason(session)
    begin = (
        _offer("start your own scorecard: name, owner, months or quarters", begin_workspace),
        _offer("import a table: .xlsx, .csv", _import),
    )
    return (
        reason,
        BLANK,
        *remedies,
        *([BLANK] if remedies else []),
        *(() if session.read_only else begin),
        _offer("open the demo, an airline, in a temporary folder", _demo),
        BLANK,
        WelcomeLine((StyledSpan(" Or write one yourself: see bsctui help language.", "dim"),)),
    )


def first_offer(lines: tuple[WelcomeLine, ...]) -> int:
    """The first line that enter does something on."""
    return next((at for at, line in enumerate(lines) if line.act is not None), 0)


def _reason(session: Session) -> Iterator[WelcomeLine]:
    """Why there is no scorecard, then the remedies that only this has."""
    workspace = session.workspace
    errors = [each for each in session.model.diagnostics if each.is_error]
    below = () if workspace.documents else workspaces_below(workspace.root)
    if session.vanished:
        names = first_few([printable(path) for path in session.vanished], 3)
        yield _heading_line(f"Deleted on disk while it was open here: {names}.")
        if not session.read_only:
            yield _offer("bring it back as it was last read; saving writes it", bring_back)
    elif workspace.documents and errors:
        first = errors[0]
        yield _heading_line(
            f"Nothing here can be read as a scorecard: {count_phrase(len(errors), 'problem')}."
        )
        yield _offer(f"{printable(first.path)}:{first.line}: {first.message}", _problems)
    elif below:
        yield _heading_line(
            "There is no scorecard in this folder, but there are workspaces below it."
        )
        for path in below[:MOST_BELOW]:
            yield _offer(f"open {printable(path)}", partial(open_below, path=path))
        if len(below) > MOST_BELOW:
            more = f"{len(below) - MOST_BELOW} more: `Open a workspace below` (:) finds them"
            yield WelcomeLine((StyledSpan(f"         {more}", "dim"),))
    else:
        yield _heading_line("There is no scorecard here yet.")


def _heading_line(text: str) -> WelcomeLine:
    return WelcomeLine((StyledSpan(f" {text}", "strong"),))


def _offer(text: str, act: Callable[[AppContext], CommandOutcome]) -> WelcomeLine:
    return WelcomeLine((StyledSpan(" enter ", "key"), StyledSpan(f"  {text}")), act)


def _import(shell: AppContext) -> CommandOutcome:
    return ImportTable().run(shell)


def _demo(shell: AppContext) -> CommandOutcome:
    open_demo(shell)
    return None


def _problems(shell: AppContext) -> CommandOutcome:
    return shell.show_view("problems")
