"""Find, filter, sort, only mine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.cells import Span
from bsctui.app.commands import Command, Commands, Section
from bsctui.app.layers.choice import Choice, Option
from bsctui.app.layers.prompt import Prompt
from bsctui.app.session import Sort
from bsctui.filters import FilterError

if TYPE_CHECKING:
    from bsctui.app.cells import Spans
    from bsctui.app.commands import Outcome
    from bsctui.app.session import Session
    from bsctui.app.shell import Shell


class Find(Command):
    """Slash."""

    id = "find"
    keys = "slash"
    title = "Find"
    help = "finds as you type, in names, labels, owners and tags; n and N repeat"
    footer = "find"
    section = Section.FIND

    async def run(self, shell: Shell) -> None:
        """The cursor follows what is typed; `esc` brings it back."""
        session = shell.session
        start = session.selected

        def verdict(text: str) -> Spans | None:
            session.selected = start
            spans = _look_for(session, text)
            shell.sync()
            return spans

        typed = await shell.ask(Prompt("/", verdict=verdict))
        found = session.selected
        session.selected = start
        if typed:
            session.searched = typed
            if found is not None:
                session.visit(found)


def _look_for(session: Session, text: str) -> Spans | None:
    """Select the first item found at the cursor or after it, and tell how many there are."""
    if not text.strip():
        return None
    try:
        found = session.search(text)
    except FilterError as error:
        return (Span(str(error), "error"),)
    if not found:
        return (Span("nothing is called so", "warning"),)
    session.selected = session.next_of(found, 0)
    return (Span(f"{found.index(session.selected or '') + 1} of {len(found)}", "dim"),)


class FindNext(Command):
    """n."""

    id = "find.next"
    keys = "n"
    title = "Find next"
    help = "the next item found by /"
    section = Section.FIND
    step = 1

    def run(self, shell: Shell) -> Outcome:
        """Go on in the order of the tree, round its end."""
        session = shell.session
        found = session.search(session.searched) if session.searched else ()
        if not found:
            shell.say("nothing to look for: / asks for a word")
            return None
        target = session.next_of(found, self.step)
        if target is not None:
            session.visit(target)
        return None


class FindPrevious(FindNext):
    """N."""

    id = "find.previous"
    keys = "N"
    title = "Find previous"
    help = "the item before that / finds"
    step = -1


class Filter(Command):
    """f."""

    id = "filter"
    keys = "f"
    title = "Filter"
    help = "shows only what matches: words, kind:kpi status:red owner:anna tier:unit score:<50 mine"
    section = Section.FIND

    async def run(self, shell: Shell) -> None:
        """Ask, with the number of matches as it is typed; an empty filter shows all."""
        session = shell.session

        def verdict(text: str) -> Spans | None:
            try:
                return (
                    (Span(f"{len(session.search(text))} found", "dim"),) if text.strip() else None
                )
            except FilterError as error:
                return (Span(str(error), "error"),)

        typed = await shell.ask(Prompt("Filter", session.query, verdict=verdict))
        if typed is not None:
            session.query = typed.strip()


class SortBy(Command):
    """S."""

    id = "sort"
    keys = "S"
    title = "Sort"
    help = "orders siblings by score, change, weight or label; file order brings the text's back"
    section = Section.FIND

    async def run(self, shell: Shell) -> None:
        """Ask which order."""
        options = [Option(sort, str(sort), sort.value[0]) for sort in Sort]
        chosen = await shell.ask(Choice("Sort by", options))
        if chosen is not None:
            shell.session.sort = chosen


class OnlyMine(Command):
    """M."""

    id = "mine"
    keys = "M"
    title = "Only mine"
    help = "shows only what you own or report (`me` in your config.toml), and again all"
    section = Section.FIND

    def run(self, shell: Shell) -> Outcome:
        """Toggle, where it is known who the user is."""
        session = shell.session
        if session.me is None:
            shell.say('who you are is not set: write me = "NAME" in your config.toml', "warning")
        else:
            session.only_mine = not session.only_mine
        return None


FINDING: Commands = (Find, FindNext, FindPrevious, Filter, SortBy, OnlyMine)
