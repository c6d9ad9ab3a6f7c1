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
from bsctui.lsp.turns import LongAnswer
from bsctui.lsp.workspace_edits import workspace_edit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from lsprotocol.types import CodeActionParams, Range

    from bsctui.lsp.session import EditorSession, RequestContext
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.edits import LineEdit

OPTIONS: Final = CodeActionOptions(code_action_kinds=[CodeActionKind.QuickFix])
SIGHT: Final = {"A102": unaligned, "A103": uncascaded}
"""Advice that a link mends, and who gives it."""
TRIED: Final = 40
"""Links tried to find those that mend: each costs a reading."""


def actions(session: EditorSession, params: CodeActionParams) -> LongAnswer | None:
    """The fixes of what is wrong in a range; nothing where the client wants no quick fixes."""
    view = session.view(params.text_document.uri)
    if view is None or not _wants_fixes(params.context.only):
        return None
    return LongAnswer(view, _actions(view, params.range))


def _actions(view: RequestContext, span: Range) -> Generator[None, None, list[CodeAction]]:
    """Every problem that a range touches, one after the other: each proof is a reading."""
    actions: list[CodeAction] = []
    for problem in problems_by_path(view.session, view.project).get(view.path, []):
        if _touches(view, span, problem):
            for action in _of(view, problem):
                if action is not None:
                    actions.append(action)
                yield
    return actions


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


def _of(view: RequestContext, problem: Diagnostic) -> Iterator[CodeAction | None]:
    """The fixes of a problem; None for what was tried and is none."""
    if problem.code in SIGHT:
        yield from _links(view, problem)
        return
    for at, fix in enumerate(proved_fixes(view.model, problem)):
        edit = fix.line_edit(view.document)
        if edit is not None:
            yield _action(view, problem, f"write `{fix.text}`", (edit,), preferred=at == 0)


def _links(view: RequestContext, problem: Diagnostic) -> Iterator[CodeAction | None]:
    """Up to five objectives that it may support, or be supported by; None for those that do not help."""
    record = view.document.record_at(problem.line)
    address = next(
        (each.address for each in view.model.objectives.values() if each.origin.record is record),
        None,
    )
    if address is None:
        return
    scores = view.project.scores_at_hand()
    if scores is None:
        return
    repair = alignment_repair(view.model, address)
    texts = Texts(view.project.documents, view.model)
    shown = 0
    for other in repair.others[:TRIED]:
        if shown == MOST:
            return
        yield None
        giver, receiver = repair.link(address, other)
        try:
            outcome = apply_edit(SetField(giver, "supports", receiver), texts)
        except Refused:
            continue
        if _gives_sight(outcome.texts.model, scores, problem, address):
            shown += 1
            edits = tuple(edit for step in outcome.steps for edit in step.line_edits)
            title = f"`{giver}` supports `{receiver}`"
            yield _action(view, problem, title, edits, preferred=False)


def _gives_sight(model: Model, scores: Scores, problem: Diagnostic, address: str) -> bool:
    """Whether the advice is gone once the link stands; a link changes nothing of what is in force, so scores from before it do."""
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
