"""Quick fixes: what a problem offers, and links for a missing line of sight; only what is proved to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import CodeAction, CodeActionKind, CodeActionOptions

from bsctui.advice.advise import case_of
from bsctui.advice.structure import unaligned, uncascaded
from bsctui.edits import Refused, SetField, apply_edit
from bsctui.edits.edit import Texts
from bsctui.language.fixes import MOST, proved_fixes
from bsctui.language.sight import alignment_repair
from bsctui.lsp.diagnostics import diagnostic, problems_by_path
from bsctui.lsp.workspace_edits import workspace_edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lsprotocol.types import CodeActionParams, Range

    from bsctui.edits import EditOutcome
    from bsctui.lsp.session import EditorSession, RequestContext
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.edits import LineEdit

OPTIONS: Final = CodeActionOptions(code_action_kinds=[CodeActionKind.QuickFix])
SIGHT: Final = {"A102": unaligned, "A103": uncascaded}
"""Advice that a link mends, and who gives it."""
TRIED: Final = 40
"""Links tried to find those that mend: each costs a scoring."""


def actions(session: EditorSession, params: CodeActionParams) -> list[CodeAction] | None:
    """The fixes of what is wrong in a range; nothing where the client wants no quick fixes."""
    view = session.view(params.text_document.uri)
    if view is None or not _wants_fixes(params.context.only):
        return None
    here = problems_by_path(session, view.project).get(view.path, [])
    return [
        action
        for problem in here
        if _touches(view, params.range, problem)
        for action in _of(view, problem)
    ]


def _wants_fixes(only: Sequence[CodeActionKind | str] | None) -> bool:
    kinds = [str(getattr(kind, "value", kind)) for kind in only or []]
    return only is None or any(kind in {"", "quickfix"} for kind in kinds)


def _touches(view: RequestContext, span: Range, problem: Diagnostic) -> bool:
    first, last = view.place(span.start), view.place(span.end)
    row = problem.line - 1
    begin, end = (row, problem.column - 1), (row, problem.end_column - 1)
    if first == last:  # a cursor: anything on its line
        return first.row == row
    return begin <= last and end >= first


def _of(view: RequestContext, problem: Diagnostic) -> Iterator[CodeAction]:
    if problem.code in SIGHT:
        yield from _links(view, problem)
        return
    for at, fix in enumerate(proved_fixes(view.model, problem)):
        edit = fix.line_edit(view.document)
        if edit is not None:
            yield _action(view, problem, f"write `{fix.text}`", (edit,), preferred=at == 0)


def _links(view: RequestContext, problem: Diagnostic) -> Iterator[CodeAction]:
    """Up to five objectives that it may support, or be supported by."""
    record = view.document.record_at(problem.line)
    address = next(
        (each.address for each in view.model.objectives.values() if each.origin.record is record),
        None,
    )
    if address is None:
        return
    repair = alignment_repair(view.model, address)
    texts = Texts(view.project.documents, view.model)
    shown = 0
    for other in repair.others[:TRIED]:
        giver, receiver = repair.link(address, other)
        try:
            outcome = apply_edit(SetField(giver, "supports", receiver), texts)
        except Refused:
            continue
        if shown < MOST and _gives_sight(view, outcome, problem, address):
            shown += 1
            edits = tuple(edit for step in outcome.steps for edit in step.line_edits)
            title = f"`{giver}` supports `{receiver}`"
            yield _action(view, problem, title, edits, preferred=False)


def _gives_sight(
    view: RequestContext, outcome: EditOutcome, problem: Diagnostic, address: str
) -> bool:
    """Whether the advice is gone once the link stands."""
    model = outcome.texts.model
    scores = view.scored.scores_of(model)
    remarks = SIGHT[problem.code](case_of(model, scores, scores.current))
    return all(remark.origin != model.objectives[address].origin for remark in remarks)


def _action(
    view: RequestContext,
    problem: Diagnostic,
    title: str,
    edits: tuple[LineEdit, ...],
    *,
    preferred: bool,
) -> CodeAction:
    return CodeAction(
        title=title,
        kind=CodeActionKind.QuickFix,
        diagnostics=[diagnostic(view.session, view.project, problem)],
        edit=workspace_edit(view.session, view.project, edits),
        is_preferred=preferred or None,
    )
