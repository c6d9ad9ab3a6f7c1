"""Scores beside the text: above scorecards and objectives, and at the end of headers where that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import CodeLens, Command, InlayHint

from bsctui.language.outline import items
from bsctui.lsp.features.figures import current_score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol.types import CodeLensParams, InlayHintParams

    from bsctui.language.outline import OutlineItem
    from bsctui.lsp.features.figures import CurrentScore
    from bsctui.lsp.session import EditorSession, RequestContext

SCORED: Final = frozenset({"scorecard", "objective", "kpi"})
"""Records that have a score."""


def code_lenses(session: EditorSession, params: CodeLensParams) -> list[CodeLens] | None:
    """Period, score and status above the headers."""
    view = session.view(params.text_document.uri)
    if view is None or not session.settings.codeLens:
        return None
    kinds = SCORED if session.settings.codeLensKpis else SCORED - {"kpi"}
    return [
        CodeLens(
            view.places.span(item.header, item.start, item.end),
            Command(f"{scored.period}: {scored.brief}", ""),
        )
        for item, scored in _scored(view, kinds)
    ]


def inlay_hints(session: EditorSession, params: InlayHintParams) -> list[InlayHint] | None:
    """The same at the end of the headers in a range, where nothing that is written moves."""
    view = session.view(params.text_document.uri)
    if view is None or not session.settings.inlayHints:
        return None
    first, last = view.place(params.range.start).row + 1, view.place(params.range.end).row + 1
    return [
        InlayHint(view.rows(item.header, item.header).end, scored.brief, padding_left=True)
        for item, scored in _scored(view, SCORED)
        if first <= item.header <= last
    ]


def _scored(
    view: RequestContext, kinds: frozenset[str]
) -> Iterator[tuple[OutlineItem, CurrentScore]]:
    for record, item in items(view.document):
        if item.form not in kinds or item.address is None:
            continue
        declared = view.model.record_of(item.address)
        if declared is not None and declared[1] is record:
            scored = current_score(view, item.address)
            if scored is not None:
                yield item, scored
