"""The problems of the workspace as a list; enter goes to the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from bsctui.app.core.identity import Held
from bsctui.app.core.spans import Span, clean, left, right
from bsctui.app.core.views import View
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar, Words
from bsctui.app.views.problems.commands import PROBLEMS
from bsctui.app.views.problems.finding import Finding, findings, of_user

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans


class ProblemRows:
    """One line a problem, and below it what to write instead."""

    def __init__(self, found: list[Finding]) -> None:
        self.found = found
        self.place_width = max((len(f"{p.path}:{p.line}") for p, _ in found), default=0)

    def __len__(self) -> int:
        """How many problems."""
        return len(self.found)

    def line(self, index: int, width: int) -> Spans:
        """Code, message and place; the remedy stands in the line below the list."""
        problem = self.found[index].problem
        look = "error" if problem.code.startswith("E") else "warning"
        place = f"{problem.path}:{problem.line}"
        beside = min(self.place_width, width // 3)
        return (
            Span(f" {problem.code} ", look),
            Span(left(clean(problem.message), max(10, width - beside - 8))),
            Span(f" {right(clean(place), beside)}", "dim"),
        )


class ProblemsView(View):
    """View 7."""

    COMMANDS = PROBLEMS

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._found: list[Finding] = []

    def compose(self) -> ComposeResult:
        """How many there are, the list, and the remedy of the one under the cursor."""
        with Vertical():
            yield Bar(id="problems-heading")
            yield Listing(id="problems")
            yield Words(id="problem-told")

    @property
    def pane(self) -> Listing:
        """The list."""
        return self.query_one("#problems", Listing)

    @property
    def finding(self) -> Finding | None:
        """The problem under the cursor."""
        rows = self.pane.rows
        return (
            rows.found[self.pane.cursor] if isinstance(rows, ProblemRows) and rows.found else None
        )

    def enter(self) -> None:
        """The keys go to the list."""
        self.pane.focus()

    def move_to(self, index: int) -> None:
        """Move, and show that one's remedy."""
        self.pane.move_to(index)
        self._show_remedy()

    def sync(self) -> None:
        """Diagnose anew where the text has changed."""
        session = self.session
        basis = (Held(session.model), session.only_mine)
        if basis != self._basis:
            self._basis = basis
            found = findings(session.workspace)
            self._found = (
                [one for one in found if of_user(session, one)] if session.only_mine else found
            )
            self.pane.show(ProblemRows(self._found) if self._found else self._nothing())
        self._show_heading()
        self._show_remedy()

    def _nothing(self) -> Lines:
        whose = " of yours (M shows all)" if self.session.only_mine else ""
        return Lines(((Span(f" No problem{whose}: nothing to mend here.", "dim"),),))

    def _show_heading(self) -> None:
        errors = sum(one.problem.code.startswith("E") for one in self._found)
        rest = len(self._found) - errors
        mine = ", only mine" if self.session.only_mine else ""
        text = f" Problems{mine}: {errors} error{'' if errors == 1 else 's'}, {rest} remark{'' if rest == 1 else 's'}"
        self.query_one("#problems-heading", Bar).show((Span(text, "dim"),))

    def _show_remedy(self) -> None:
        """The whole message (the row may cut it), and what to do about it."""
        finding = self.finding
        told = self.query_one("#problem-told", Words)
        if finding is None:
            told.show(())
            return
        problem = finding.problem
        hint = (Span(clean(problem.help), "link"),) if problem.help else ()
        told.show((Span(clean(problem.message)), *hint))

    def on_listing_moved(self) -> None:
        """A click shows that one's remedy."""
        self._show_remedy()

    def on_listing_chosen(self) -> None:
        """A second click goes there."""
        self.shell.call_later(self.shell.action_command, "problems.enter")
