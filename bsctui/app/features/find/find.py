"""Find, filter, sort, only mine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.session import SiblingOrder
from bsctui.app.core.sibling_order import order_siblings
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.prompt import Prompt
from bsctui.filters import FilterError

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import CommandOutcome
    from bsctui.app.core.spans import Spans


class Find(Command):
    id = "find"
    keys = "slash"
    title = "Find"
    help = "finds as you type, in names, labels, owners and tags; n and N repeat"
    footer = "find"
    section = Section.FIND

    async def run(self, shell: AppContext) -> None:
        """The cursor follows what is typed; `esc` brings it back."""
        session = shell.session
        start = session.selected

        def verdict(text: str) -> Spans | None:
            session.selected = start
            spans = _look_for(shell, text)
            shell.sync()
            return spans

        typed = await shell.ask(Prompt("/", verdict=verdict))
        target = session.selected
        session.selected = start
        if typed:
            session.searched = typed
            if target is not None:
                session.visit(target)


def _look_for(shell: AppContext, text: str) -> Spans | None:
    """Select the first item found at the cursor or after it, and tell how many there are."""
    if not text.strip():
        return None
    session = shell.session
    try:
        matches = shell.view.find(text)
    except FilterError as error:
        return (StyledSpan(str(error), "error"),)
    if not matches:
        return (StyledSpan("no match", "warning"),)
    session.selected = session.next_of(matches, 0, shell.view.places())
    return (StyledSpan(f"{matches.index(session.selected or '') + 1} of {len(matches)}", "dim"),)


class FindNext(Command):
    id = "find.next"
    keys = "n"
    title = "Find next"
    help = "the next item found by /"
    section = Section.FIND
    step = 1

    def run(self, shell: AppContext) -> CommandOutcome:
        """Go on in the order of the view, round its end."""
        session = shell.session
        if not session.searched:
            shell.say("nothing to look for: press / and type a word")
            return None
        matches = shell.view.find(session.searched)
        target = session.next_of(matches, self.step, shell.view.places())
        if target is None:
            shell.say(f"nothing here is named {session.searched}", "warning")
        else:
            session.visit(target)
        return None


class FindPrevious(FindNext):
    id = "find.previous"
    keys = "N"
    title = "Find previous"
    help = "the previous item found by /"
    step = -1


class Filter(Command):
    id = "filter"
    keys = "f"
    title = "Filter"
    help = "shows only what matches: words, kind:kpi status:red owner:anna tier:unit score:<50 mine"
    section = Section.FIND

    async def run(self, shell: AppContext) -> None:
        """The list narrows as it is typed; `esc` brings back what showed before, an empty filter all."""
        session = shell.session
        query, selected = session.query, session.selected

        def verdict(text: str) -> Spans | None:
            try:
                count = shell.view.count(text)
            except FilterError as error:
                _narrow(shell, text.strip().rpartition(" ")[0])
                return (StyledSpan(str(error), "error"),)
            _narrow(shell, text)
            return (StyledSpan(f"{count} found", "dim"),) if text.strip() else None

        typed = await shell.ask(Prompt("Filter", query, verdict=verdict))
        session.query = query if typed is None else typed.strip()
        if typed is None:
            session.selected = selected


def _narrow(shell: AppContext, query: str) -> None:
    """Show what a query finds, where it can be read."""
    try:
        shell.session.search(query)
    except FilterError:
        return
    shell.session.query = query.strip()
    shell.view.sync()


class SortBy(Command):
    id = "sort"
    keys = "S"
    title = "Sort"
    help = "orders siblings by score, change, weight or label; the same again reverses it"
    section = Section.FIND

    async def run(self, shell: AppContext) -> None:
        options = [Option(sort, str(sort), sort.value[0]) for sort in SiblingOrder]
        chosen = await shell.ask(Choice("Sort by", options))
        if chosen is not None:
            order_siblings(shell.session, chosen)


class OnlyMine(Command):
    id = "mine"
    keys = "M"
    title = "Only mine"
    help = "shows only what you own or report (`me` in your config.toml); again shows all"
    section = Section.FIND

    def run(self, shell: AppContext) -> CommandOutcome:
        session = shell.session
        if session.me is None:
            shell.say('it is not set who you are: write me = "NAME" in your config.toml', "warning")
        else:
            session.only_mine = not session.only_mine
        return None


FINDING: Commands = (Find, FindNext, FindPrevious, Filter, SortBy, OnlyMine)

FINDING_IN_TABLE: Commands = (Find, FindNext, FindPrevious, Filter, OnlyMine)
"""Where the columns sort, by keys of their own."""
