"""What stands at a place: of a name what it means and how it scores, of a keyword its page of help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import Hover, MarkupContent, MarkupKind, Range

from bsctui import numbers
from bsctui.escaping import markdown_code, markdown_text, printable
from bsctui.kpi_text import kpi_text, with_unit
from bsctui.language.cursor import TextCursor
from bsctui.language.symbols import SymbolKind, declaration_line, symbol_text
from bsctui.language.tokens import TokenClass, tokens
from bsctui.lsp.features.figures import current_score
from bsctui.lsp.features.navigation import mention_of
from bsctui.text.forms import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol.types import HoverParams

    from bsctui.language.symbols import LanguageSymbol
    from bsctui.language.tokens import LineToken
    from bsctui.lsp.features.figures import CurrentScore
    from bsctui.lsp.session import EditorSession, RequestContext
    from bsctui.model.entities import Entity

MEMBERS: Final = 3
"""Members of a score that are named: those that count most."""


def hover(session: EditorSession, params: HoverParams) -> Hover | None:
    """Hover text, plain for clients that show nothing else."""
    view = session.view(params.text_document.uri)
    if view is None:
        return None
    row, column = view.place(params.position)
    mention = mention_of(view, params.position)
    if mention is not None:
        lines = list(_of_subject(view, mention.symbol))
        start, end = mention.start, mention.end
    else:
        token = _token_at(view, row, column)
        if token is None:
            return None
        lines = list(_of_keyword(view, row, column, token))
        start, end = token.start, token.end
    span = view.places.span(row + 1, start + 1, end + 1)
    return _shown(session, lines, span) if lines else None


def _shown(session: EditorSession, lines: list[str], span: Range) -> Hover:
    if session.client.markdown:
        return Hover(MarkupContent(MarkupKind.Markdown, "\n\n".join(lines)), span)
    plain = "\n".join(line.replace("`", "").replace("**", "") for line in lines)
    return Hover(MarkupContent(MarkupKind.PlainText, plain), span)


def _of_subject(view: RequestContext, subject: LanguageSymbol) -> Iterator[str]:
    """The definition, then how it stands."""
    declared = declaration_line(view.model, subject)
    if declared is not None:
        yield (
            f"```bsc\n{printable(declared).replace('`', chr(39))}\n```"
            if (view.session.client.markdown)
            else printable(declared)
        )
    if subject.kind is not SymbolKind.ADDRESS:
        label = symbol_text(view.model, subject)
        if label:
            yield markdown_text(label)
        return
    entity = view.model.entity(subject.name)
    if entity is None:
        return
    yield from _around(view, entity)
    figures = current_score(view, subject.name)
    if figures is not None:
        yield from _figures(figures)


def _around(view: RequestContext, entity: Entity) -> Iterator[str]:
    """What it stands in, and who owns it."""
    above, owner = view.model.parent(entity), view.model.owner(entity)
    words = [f"in {markdown_text(above.display_name)}"] if above is not None else []
    words += [f"owner {markdown_text(view.model.person_label(owner))}"] if owner else []
    if words:
        yield ", ".join(words)


def _figures(figures: CurrentScore) -> Iterator[str]:
    """The period's score and status, a KPI's figures, and the members that matter most."""
    from bsctui.explain.contributions import members

    yield f"**{figures.period}**: {markdown_text(figures.brief)}"
    kpi = figures.scores.model.kpis.get(figures.address)
    if kpi is not None:
        unit, text = kpi.definition.unit, kpi_text(figures.scores, figures.address, figures.at)
        value, low = with_unit(text.value, unit), text.target
        target = with_unit(low.replace("..", " to "), unit)
        parts = [f"value {value}" if value else "no value", f"target {target}" if low else ""]
        yield markdown_text(", ".join(part for part in parts if part))
    most = sorted(
        members(figures.scores, figures.address, figures.at), key=lambda member: -member.counted
    )
    for member in most[:MEMBERS]:
        score = numbers.format_score(member.score) or "no score"
        yield (
            f"- {markdown_text(member.label)} {markdown_code(member.address)}: "
            f"{score}, {member.counted:.0%} of the score"
        )


def _token_at(view: RequestContext, row: int, column: int) -> LineToken | None:
    """The keyword or choice at a place."""
    line = view.document.line_text(row + 1)
    kinds = {TokenClass.KEYWORD, TokenClass.CHOICE}
    figures = (each for each in tokens(line) if each.start <= column <= each.end)
    return next((each for each in figures if each.kind in kinds), None)


def _of_keyword(view: RequestContext, row: int, column: int, token: LineToken) -> Iterator[str]:
    """What a keyword says where it stands, then every other form of it with an example."""
    here = TextCursor(view.document.lines, row, column)
    entries = rows_of(token.text) or rows_of(here.line.split()[0])
    for entry in entries:
        where = f"in: {', '.join(entry.records)}" if entry.records else "a header"
        yield f"`{entry.example}`"
        yield f"{markdown_text(entry.meaning)} ({where})"
