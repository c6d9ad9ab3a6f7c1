"""The problems of the workspace as a list; enter goes to the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import getters
from textual.containers import Vertical

from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.listing import Lines, Listing
from bsctui.app.ui.styles import Bar, WrappedText
from bsctui.app.ui.view import AppView
from bsctui.app.views.problems.commands import PROBLEMS, GoToProblem
from bsctui.app.views.problems.finding import Finding, is_of_user, workspace_findings
from bsctui.cells import align_left, align_right
from bsctui.escaping import printable
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from bsctui.app.core.spans import Spans


class ProblemRows:
    """One line a problem, and below it what to write instead."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.place_width = max((len(f"{p.path}:{p.line}") for p, _ in findings), default=0)

    def __len__(self) -> int:
        """How many problems."""
        return len(self.findings)

    def line(self, index: int, width: int) -> Spans:
        """Code, message and place; the remedy stands in the line below the list."""
        problem = self.findings[index].problem
        look = "error" if problem.is_error else "warning"
        place = f"{problem.path}:{problem.line}"
        beside = min(self.place_width, width // 3)
        return (
            StyledSpan(f" {problem.code} ", look),
            StyledSpan(align_left(printable(problem.message), max(10, width - beside - 8))),
            StyledSpan(f" {align_right(printable(place), beside)}", "dim"),
        )


class ProblemsView(AppView):
    """View 7: the list of problems and advice, with the remedy of the one under the cursor."""

    COMMANDS = PROBLEMS
    ENTER = GoToProblem

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._basis: tuple[object, ...] = ()
        self._findings: list[Finding] = []

    def compose(self) -> ComposeResult:
        """How many there are, the list, and the remedy of the one under the cursor."""
        with Vertical():
            yield Bar(id="problems-heading")
            yield Listing(id="problems")
            yield WrappedText(id="problem-told")

    pane = getters.query_one("#problems", Listing)
    """The list."""

    @property
    def finding(self) -> Finding | None:
        """The problem under the cursor."""
        rows = self.pane.rows
        return (
            rows.findings[self.pane.cursor]
            if isinstance(rows, ProblemRows) and rows.findings
            else None
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
        basis = (ByIdentity(session.model), session.only_mine)
        if basis != self._basis:
            self._basis = basis
            every_finding = workspace_findings(session.workspace)
            self._findings = (
                [finding for finding in every_finding if is_of_user(session, finding)]
                if session.only_mine
                else every_finding
            )
            self.pane.show(ProblemRows(self._findings) if self._findings else self._nothing())
        self._show_heading()
        self._show_remedy()

    def _nothing(self) -> Lines:
        suffix = " of yours (M shows all)" if self.session.only_mine else ""
        return Lines(((StyledSpan(f" No problem{suffix}: nothing to fix here.", "dim"),),))

    def _show_heading(self) -> None:
        errors = sum(finding.problem.is_error for finding in self._findings)
        rest = len(self._findings) - errors
        mine = ", only mine" if self.session.only_mine else ""
        text = f" Problems{mine}: {count_phrase(errors, 'error')}, {count_phrase(rest, 'warning')}"
        self.query_one("#problems-heading", Bar).show((StyledSpan(text, "dim"),))

    def _show_remedy(self) -> None:
        """The whole message (the row may cut it), and what to do about it."""
        finding = self.finding
        remedy = self.query_one("#problem-told", WrappedText)
        if finding is None:
            remedy.show(())
            return
        problem = finding.problem
        hint = (StyledSpan(printable(problem.help), "link"),) if problem.help else ()
        remedy.show((StyledSpan(printable(problem.message)), *hint))

    def on_listing_moved(self) -> None:
        """A click shows that one's remedy."""
        self._show_remedy()

    def on_listing_chosen(self) -> None:
        """A second click goes there."""
        self.run_enter()
