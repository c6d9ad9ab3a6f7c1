"""`.`: applies the fix that a problem offers, once it is known to take the problem away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from bsctui.app.core.commands import Command, Section
from bsctui.app.features.settle_conflict import CONFLICT, settle_conflict
from bsctui.app.views.alignment.alignment_repair import RepairAlignment
from bsctui.edits import Refused
from bsctui.edits.edit import EditPlan
from bsctui.edits.line_ops import ANYTHING
from bsctui.language.fixes import Replacement, proved_fixes

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.views.problems.view import ProblemsView
    from bsctui.edits.edit import Texts
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.workspace import Workspace

LINKING: Final = frozenset({"A102", "A103"})
"""Advice whose remedy is a line of sight, picked as in the alignment view."""


@dataclass(frozen=True, slots=True)
class ReplaceSpan:
    """The columns that a problem marks give way to other text."""

    replacement: Replacement

    may_add_errors = True

    def plan(self, texts: Texts) -> EditPlan:
        """One line, of which the rest stays."""
        problem, text = self.replacement
        document = texts.documents[problem.path]
        edit = self.replacement.line_edit(document)
        if edit is None:
            raise Refused("this line is no longer there")
        marked = document.line_text(problem.line)[problem.column - 1 : problem.end_column - 1]
        description = f"{problem.path}:{problem.line}: {marked} → {text}"
        return EditPlan(description, (edit,), ANYTHING)


def fix(workspace: Workspace, problem: Diagnostic) -> ReplaceSpan | None:
    """The first of the texts that a problem offers which takes it away and brings no other error; None where none does."""
    replacement = next(proved_fixes(workspace.model, problem), None)
    return ReplaceSpan(replacement) if replacement is not None else None


class ApplyFix(Command):
    id = "problems.fix"
    keys = "full_stop"
    title = "Apply the offered fix"
    help = (
        "applies the suggested fix; asks for what is missing, or which side of a conflict to keep"
    )
    footer = "fix"
    section = Section.EDIT
    edits = True

    async def run(self, shell: AppContext) -> None:
        """By text where the problem offers one, by a pick where it asks for a link."""
        view = cast("ProblemsView", shell.view)
        finding = view.finding
        if finding is None:
            shell.say("there is no problem to fix")
            return
        if finding.problem.code in LINKING and finding.address is not None:
            await RepairAlignment().change(shell, finding.address)
            return
        if finding.problem.code == CONFLICT:
            await settle_conflict(shell, finding.problem)
            return
        edit = fix(shell.session.workspace, finding.problem)
        if edit is None:
            shell.say("this one has no fix to apply: enter goes there, E opens your editor")
        else:
            shell.edit(edit)
