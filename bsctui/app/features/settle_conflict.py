"""`.` on a conflict that git left: ours, theirs, both, or fact by fact; one edit, that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Commands, Section
from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.edits import ReplaceRecordText
from bsctui.escaping import printable
from bsctui.merge.marked_conflicts import conflict_at, disputed_facts, settled_lines
from bsctui.model.names import declared_address
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.merge.marked_conflicts import DisputedFact, MarkedConflict
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Document

    Lines = tuple[str, ...]

CONFLICT = "E114"


def conflicts_left(shell: AppContext) -> list[Diagnostic]:
    """The conflicts of the workspace, in the order of the files."""
    return [each for each in shell.session.model.diagnostics if each.code == CONFLICT]


class ResolveConflict(Command):
    """Palette; `.` in the problems view takes the one under the cursor."""

    id = "merge.resolve"
    title = "Resolve a merge conflict"
    synonyms = "merge rebase ours theirs marker git pull"
    help = "resolves the first conflict that git left: one side, both, or fact by fact"
    section = Section.FILE
    edits = True

    def enabled(self, shell: AppContext) -> bool:
        """Where git left one."""
        return bool(conflicts_left(shell))

    async def run(self, shell: AppContext) -> None:
        await settle_conflict(shell, conflicts_left(shell)[0])


async def settle_conflict(shell: AppContext, diagnostic: Diagnostic) -> None:
    """Ask which side to keep, write that in place of the marks, and tell what is left to do."""
    document = shell.session.workspace.documents[diagnostic.path]
    conflict = conflict_at(document.lines, diagnostic.line)
    if conflict is None:
        shell.say(
            "these conflict markers do not match: press enter to go there and delete them as text",
            "error",
        )
        return
    kept = await _kept(shell, conflict, _title(document, conflict))
    if kept is None:
        return
    edit = ReplaceRecordText(diagnostic.path, conflict.first, conflict.last, kept)
    if shell.edit(edit):
        shell.say(f"{_settlement_phrase(kept, conflict)}{shell.undo_hint}; {_next_step(shell)}")


def _title(document: Document, conflict: MarkedConflict) -> str:
    """Whose lines are in dispute, and where."""
    record = document.record_at(conflict.first)
    address = declared_address(record.header) if record is not None else None
    whose = f"{printable(address)}, " if address else ""
    return f"Conflict in {whose}{printable(document.path)}:{conflict.first}"


def _settlement_phrase(kept: Lines, conflict: MarkedConflict) -> str:
    """The first of the disputed lines that was kept."""
    disputed = set(conflict.ours) ^ set(conflict.theirs)
    lines = [line.strip() for line in kept if line in disputed and line.strip()]
    return f"kept: {printable(lines[0])}" if lines else "the conflict markers are gone"


def _next_step(shell: AppContext) -> str:
    """How many conflicts are left, else how git's work goes on."""
    left = len(conflicts_left(shell))
    if left:
        return f"{count_phrase(left, 'conflict')} left"
    status = shell.git_service.branch_status
    doing = status.doing if status is not None and status.doing != "detached" else None
    return f"no conflict is left: save, `git add`, then `git {doing or 'merge'} --continue`"


async def _kept(shell: AppContext, conflict: MarkedConflict, title: str) -> Lines | None:
    """The lines to keep; None where the question was left."""
    facts = disputed_facts(conflict)
    disputed = [fact for fact in facts if not fact.is_settled]
    ours, theirs = (f" ({printable(name)})" if name else "" for name in conflict.names)
    options = [
        Option("ours", f"keep ours{ours}", "o"),
        Option("theirs", f"keep theirs{theirs}", "t"),
        Option("both", "keep both, one after the other", "b"),
    ]
    if len(disputed) > 1:
        options.append(Option("facts", f"decide fact by fact: {len(disputed)} differ", "f"))
    answer = await shell.ask(Choice(title, options, _shown(conflict.ours, conflict.theirs)))
    whole = {"ours": conflict.ours, "theirs": conflict.theirs, "both": conflict.both}
    if answer == "facts":
        return await _by_fact(shell, facts)
    return whole.get(answer) if answer is not None else None


async def _by_fact(shell: AppContext, facts: Sequence[DisputedFact]) -> Lines | None:
    """Ask about one fact after the other; None where one of the questions was left."""
    disputed = [fact for fact in facts if not fact.is_settled]
    kept: list[Lines] = []
    for at, fact in enumerate(disputed, 1):
        options = [
            Option(fact.ours, _offer("ours", fact.ours), "o"),
            Option(fact.theirs, _offer("theirs", fact.theirs), "t"),
        ]
        title = f"Fact {at} of {len(disputed)}"
        answer = await shell.ask(Choice(title, options, _shown(fact.ours, fact.theirs)))
        if answer is None:
            return None
        kept.append(answer)
    return settled_lines(facts, kept)


def _offer(side: str, lines: Lines) -> str:
    return f"keep {side}" if lines else f"keep {side}: nothing is said of it"


def _shown(ours: Lines, theirs: Lines) -> list[Spans]:
    """Both sides, each in its look."""
    return [
        *((StyledSpan(" < ", "dim"), StyledSpan(printable(raw.rstrip()), "gain")) for raw in ours),
        *(
            (StyledSpan(" > ", "dim"), StyledSpan(printable(raw.rstrip()), "loss"))
            for raw in theirs
        ),
    ]


CONFLICT_COMMANDS: Commands = (ResolveConflict,)
