"""`.` on a conflict that git left: ours, theirs, both, or fact by fact; one edit, that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.app.core.spans import Spans, StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.edits import ReplaceRecordText
from bsctui.escaping import printable
from bsctui.merge.marked_conflicts import conflict_at, disputed_facts, settled_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.merge.marked_conflicts import DisputedFact, MarkedConflict
    from bsctui.text.diagnostics import Diagnostic

    Lines = tuple[str, ...]

CONFLICT = "E114"


async def settle_conflict(shell: AppContext, diagnostic: Diagnostic) -> None:
    """Ask which side to keep, and write that in place of the marks."""
    lines = shell.session.workspace.documents[diagnostic.path].lines
    conflict = conflict_at(lines, diagnostic.line)
    if conflict is None:
        shell.say("these marks do not fit together: enter goes there, delete them as text", "error")
        return
    kept = await _kept(shell, conflict)
    if kept is not None:
        shell.edit(ReplaceRecordText(diagnostic.path, conflict.first, conflict.last, kept))


async def _kept(shell: AppContext, conflict: MarkedConflict) -> Lines | None:
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
    title = f"Conflict, line {conflict.first}"
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
