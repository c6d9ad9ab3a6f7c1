"""What a view is, and the table of views: to add one, write its module and add its line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.widget import Widget

from bsctui.app.core.commands import bindings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.geometry import Offset

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Command, Commands
    from bsctui.app.core.form_field import FormField
    from bsctui.app.core.git_service import ViewedRevision
    from bsctui.app.core.session import Session
    from bsctui.app.ui.listing import Listing
    from bsctui.workspace.workspace import Preview


class AppView(Widget):
    """One of the app's views. The selected item (`Session.selected`) is the same in all of them.

    A subclass names its `COMMANDS` and implements `sync`; it is created when first shown. It reads
    everything from `self.session` and changes nothing but through commands.
    """

    COMMANDS: ClassVar[Commands] = ()
    ENTER: ClassVar[type[Command] | None] = None
    """The command of the enter key: a click on the cursor's row runs it too."""
    DEFAULT_CSS = "AppView { height: 1fr; width: 1fr; }"

    def __init_subclass__(cls, **options: bool) -> None:
        """Keys come from the commands."""
        if "BINDINGS" not in cls.__dict__:
            cls.BINDINGS = list(bindings(cls.COMMANDS))
        super().__init_subclass__(**options)

    @property
    def shell(self) -> AppContext:
        """The app."""
        return cast("AppContext", self.app)

    @property
    def session(self) -> Session:
        """What the app shows."""
        return self.shell.session

    @property
    def pane(self) -> Listing | None:
        """The list that the moving keys move; None where there is none."""
        return None

    @property
    def typing(self) -> bool:
        """Whether plain keys are text now: then the footer shows the others."""
        return False

    @property
    def draft(self) -> Preview | None:
        """What is typed and not yet taken over, as the edit that it would be; for the journal."""
        return None

    def move_to(self, index: int) -> None:
        """Put the cursor of the focused list on a row."""
        if self.pane is not None:
            self.pane.move_to(index)

    def field(self) -> tuple[FormField | None, Offset | None]:
        """The field under the cursor and where it stands on screen; None where there is none."""
        return None, None

    def crumbs(self) -> tuple[str, ...]:
        """The way down to the selected item, for the header."""
        session = self.session
        if session.selected is None:
            return (session.workspace.root.name,)
        return self.trail(session.outline.path(session.selected))

    def trail(self, path: Sequence[str]) -> tuple[str, ...]:
        """A way through the tree in words: scorecards on the way by their short names."""
        session = self.session
        *way, last = path
        named = (
            address if address in session.model.scorecards else session.label(address)
            for address in way
        )
        return (*named, session.label(last))

    def place(self) -> str:
        """File and line of the selected item, and whether anything is unsaved; for the footer."""
        session = self.session
        kept = "read-only" if session.read_only else "saved"
        saved = "unsaved" if session.workspace.dirty else kept
        errors = session.error_count
        wrong = f"{errors} error{'s' if errors > 1 else ''}  " if errors else ""
        return f"{wrong}{session.place()} {saved}".strip()

    @property
    def change_base(self) -> str:
        """The period that changes are told against, without its year: `Q2`, `09`; nothing in the first one."""
        session = self.session
        if not session.column:
            return ""
        return session.format(session.scores.periods[session.column - 1]).rpartition("-")[2]

    def sync(self) -> None:
        """Show the session as it is now. Called after every command and when the view appears."""
        raise NotImplementedError

    def enter(self) -> None:
        """The view was switched to: put the focus where its keys work."""

    def leave(self) -> None:
        """Another view comes to the front."""

    def shows(self, address: str) -> bool:
        """Whether an item has a place in this view; a jump to one that has none goes to the cascade."""
        return True

    def past(self) -> tuple[str | None, ViewedRevision | None]:
        """Whose past `b` tells, and from which revision (None: from the files as they are)."""
        return self.session.selected, None

    def find(self, query: str) -> tuple[str, ...]:
        """What a query finds among the items of the view, in its order; raises FilterError."""
        shown, place = self.session.filtered_addresses(), self.places()
        matches = (address for address in self.session.search(query) if address in place)
        kept = matches if shown is None else (address for address in matches if address in shown)
        return tuple(sorted(kept, key=place.__getitem__))

    def listed(self) -> Sequence[str]:
        """What shows, row by row; nothing where the view has no rows of items."""
        return ()

    def count(self, query: str) -> int:
        """How many of the view's items a query finds, whatever filter is on; raises FilterError."""
        return len(self.session.search(query))

    def places(self) -> Mapping[str, int]:
        """Where each item stands in the order of the view."""
        return self.session.outline.place

    def run_enter(self) -> None:
        """Do what enter does, when the mouse asks for it."""
        if self.ENTER is not None:
            self.app.call_later(self.shell.control.run_command, self.ENTER)

    def step_period(self, by: int) -> bool:
        """Go to a later or earlier period; False at the calendar's ends."""
        return self.session.step_period(by)

    def settle(self) -> bool:
        """Take over what is being typed in the view; False where nothing was."""
        return False

    def waiting(self) -> tuple[str, ...]:
        """What was typed here and could not be taken over; told before the app is left."""
        return ()

    def leave_layer(self) -> bool:
        """`esc`: close the innermost thing open inside the view; False where nothing was."""
        return False


class ViewEntry(NamedTuple):
    """A line of the table of views. The class is imported when the view is first shown."""

    key: str
    name: str
    title: str
    module: str
    class_name: str
    synonyms: str
    """Other words that people look for it by."""

    def load(self) -> type[AppView]:
        """The view's class."""
        view: type[AppView] = getattr(import_module(self.module), self.class_name)
        return view


VIEWS = (
    ViewEntry(
        "1",
        "cascade",
        "Cascade",
        "bsctui.app.views.cascade.view",
        "CascadeView",
        "tree scorecards overview",
    ),
    ViewEntry(
        "2",
        "map",
        "Map",
        "bsctui.app.views.map.view",
        "MapView",
        "strategy cause effect links arrows",
    ),
    ViewEntry(
        "3",
        "alignment",
        "Alignment",
        "bsctui.app.views.alignment.view",
        "AlignmentView",
        "heat line of sight tiers",
    ),
    ViewEntry(
        "4",
        "kpis",
        "KPIs",
        "bsctui.app.views.kpis.view",
        "KpisView",
        "table indicators measures sort",
    ),
    ViewEntry("5", "text", "Text", "bsctui.app.views.text.view", "TextView", "editor file source"),
    ViewEntry(
        "6",
        "review",
        "Review",
        "bsctui.app.views.review.view",
        "ReviewView",
        "branch compare diff changes goalposts pull request",
    ),
    ViewEntry(
        "7",
        "problems",
        "Problems",
        "bsctui.app.views.problems.view",
        "ProblemsView",
        "errors warnings diagnostics advice check",
    ),
    ViewEntry(
        "8",
        "record",
        "Record",
        "bsctui.app.views.record.view",
        "SheetView",
        "report sheet due month values enter actuals",
    ),
    ViewEntry(
        "9",
        "initiatives",
        "Initiatives",
        "bsctui.app.views.initiatives.view",
        "InitiativesView",
        "projects actions budget progress",
    ),
)
"""In the order of their digits."""
