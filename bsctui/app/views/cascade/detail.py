"""The detail of an item, as lines: state, chart, what is written, what it is made of, what it counts towards."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from bsctui import numbers
from bsctui.app.core import relations
from bsctui.app.core.form_field import FormField, line_snapshot, written_field
from bsctui.app.core.git_service import RECENT, RecentCommits
from bsctui.app.core.item_figures import ItemFigures, item_figures
from bsctui.app.core.spans import Spans, StyledSpan, width_of
from bsctui.app.core.statement_text import value_of
from bsctui.app.core.whatif_state import assumed_points, assumption_text
from bsctui.app.features.history.history import NOT_COMMITTED
from bsctui.app.ui.chart import chart
from bsctui.app.views.cascade.periods import period_lines
from bsctui.app.views.cascade.plots import plot_of
from bsctui.cells import align_label, align_left, align_right, shorten_label, wrap_cells
from bsctui.escaping import printable
from bsctui.kpi_text import kpi_text, with_unit
from bsctui.model.entities import Kpi, Objective, Scorecard
from bsctui.scoring.status import bands_of_node, status_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.app.core.glyphs import Glyphs
    from bsctui.app.core.session import Session
    from bsctui.app.core.tree import Branch, Outline
    from bsctui.app.views.cascade.periods import ValuePlace
    from bsctui.model.entities import Assessment, Entity, Origin
    from bsctui.model.workspace_settings import Band


class DetailLine(NamedTuple):
    """One line; enter follows `goes_to` or edits `value`, `i` edits `field`."""

    spans: Spans
    goes_to: str | None = None
    field: FormField | None = None
    value: ValuePlace | None = None
    is_title: bool = False


BLANK = DetailLine(())


class DetailRows:
    """The lines as the listing draws them."""

    def __init__(self, lines: Iterable[DetailLine]) -> None:
        self.lines = tuple(lines)

    def __len__(self) -> int:
        """How many lines."""
        return len(self.lines)

    def line(self, index: int, width: int) -> Spans:
        """One of them."""
        return self.lines[index].spans


class DetailPage(NamedTuple):
    """What a detail is made for."""

    session: Session
    outline: Outline
    branch: Branch
    above: str | None
    width: int
    glyphs: Glyphs
    commits: RecentCommits | None = RecentCommits()
    """The last commits that touched it; None while they are read."""


def detail(page: DetailPage) -> list[DetailLine]:
    """All lines of an item's detail."""
    lines: list[DetailLine] = []
    is_kpi = page.branch.address in page.session.model.kpis
    for title, section in (
        ("", _head(page)),
        ("", _state(page)),
        ("What if", _assumed(page)),
        ("Values" if is_kpi else "Scores", _chart(page)),
        *([("Periods", _periods(page))] if is_kpi else []),
        ("Made of", _made_of(page)),
        ("Definition", _written(page)),
        ("Counts towards", _counts_towards(page)),
        ("Driven by, drives", _causes(page)),
        ("Notes", _notes(page)),
        ("Initiatives", _initiatives(page)),
        *([("Periods", _periods(page))] if not is_kpi else []),
        ("History", _history(page)),
    ):
        body = list(section)
        if body:
            lines += [BLANK] if lines else []
            lines += [_title(title, page)] if title else []
            lines += body
    return lines


def _title(text: str, page: DetailPage) -> DetailLine:
    rule = page.glyphs.rule * max(0, page.width - len(text) - 2)
    return DetailLine((StyledSpan(text, "title"), StyledSpan(f" {rule}", "dim")), is_title=True)


def _fact(name: str, *spans: StyledSpan, goes_to: str | None = None) -> DetailLine:
    return DetailLine((StyledSpan(align_left(name, 10), "dim"), *spans), goes_to)


def _head(page: DetailPage) -> Iterator[DetailLine]:
    session, address = page.session, page.branch.address
    for part in wrap_cells(printable(session.label(address)), page.width) or [address]:
        yield DetailLine((StyledSpan(part, "strong"),))
    kind = "supports the one above" if page.branch.supporting else page.branch.kind.value
    named = (StyledSpan(f"{kind} ", "dim"), StyledSpan(address))
    place = StyledSpan(f"  {session.place()}", "dim")
    if width_of((*named, place)) <= page.width:
        yield DetailLine((*named, place))
    else:
        yield DetailLine(named)
        yield DetailLine((place._replace(text=session.place()),))
    entity = session.entity(address)
    statement = (entity.vision or entity.mission or "") if isinstance(entity, Scorecard) else ""
    for part in wrap_cells(printable(statement), page.width) if statement else ():
        yield DetailLine((StyledSpan(part, "dim"),))


def _state(page: DetailPage) -> Iterator[DetailLine]:
    session, address = page.session, page.branch.address
    shown = item_figures(session.scores, address, session.column)
    if shown is not None:
        glyph = page.glyphs.status(shown.status)
        yield _fact(
            "score",
            StyledSpan(numbers.format_score(shown.shown) or "none", "strong"),
            StyledSpan(f" {glyph} {shown.status_word}" if shown.status else "", shown.status or ""),
            StyledSpan(f"  {numbers.format_difference(shown.change)}", "dim"),
            StyledSpan(
                f"  {', '.join(_remarks(page, shown))}" if _remarks(page, shown) else "", "warning"
            ),
        )
        yield from _above_kpis(page)
        if address not in session.model.kpis:
            yield from _forecast(page)
    yield from _measured(page)
    owner = session.owner_text(address)
    if owner:
        yield _fact("owner", StyledSpan(printable(owner)))


def _remarks(page: DetailPage, shown: ItemFigures) -> list[str]:
    remarks = [name for name in ("partial", "judged", "broken") if getattr(shown, name)]
    stale = shown.stale
    if stale and not math.isnan(stale):
        remarks.append(f"stale, {stale:.0f} periods old" if stale > 1 else "stale, a period old")
    if not shown.in_force:
        remarks.append("not in force")
    if page.branch.address in page.session.model.broken and "broken" not in remarks:
        remarks.append("broken")
    return remarks


ABREAST = 48
"""From so many cells on lead, lag and coverage stand in one line."""


def _above_kpis(page: DetailPage) -> Iterator[DetailLine]:
    """What only things made of others have: lead, lag, coverage, own and cascaded."""
    scores, column = page.session.scores, page.session.column
    if page.branch.address in page.session.model.kpis:
        return
    row = scores.row[page.branch.address]
    lead, lag = float(scores.lead[row, column]), float(scores.lag[row, column])
    covered = StyledSpan(f"{float(scores.coverage[row, column]):.0f}%")
    beside = (StyledSpan("coverage ", "dim"), covered) if page.width >= ABREAST else ()
    yield _fact(
        "leading",
        StyledSpan(align_left(numbers.format_score(lead) or "none", 8)),
        StyledSpan("lagging ", "dim"),
        StyledSpan(align_left(numbers.format_score(lag) or "none", 8)),
        *beside,
    )
    if not beside:
        yield _fact("coverage", covered)
    own, cascaded = float(scores.own[row, column]), float(scores.cascaded[row, column])
    if not (math.isnan(own) and math.isnan(cascaded)):
        yield _fact(
            "own KPIs",
            StyledSpan(align_left(numbers.format_score(own) or "none", 8)),
            StyledSpan("cascaded ", "dim"),
            StyledSpan(numbers.format_score(cascaded) or "none"),
        )


def _measured(page: DetailPage) -> Iterator[DetailLine]:
    """A KPI's value, target, baseline and progress."""
    session, address = page.session, page.branch.address
    kpi = session.model.kpis.get(address)
    if kpi is None:
        return
    scores, column = session.scores, session.column
    row, unit = scores.row[address], kpi.definition.unit
    text = kpi_text(scores, address, column)
    yield _fact("value", StyledSpan(with_unit(text.value, unit) or "none", "strong"))
    percent = "%" if unit == "%" else None
    if text.target:
        yield _fact("target", StyledSpan(with_unit(text.target, percent)))
    if text.baseline:
        yield _fact("baseline", StyledSpan(with_unit(text.baseline, percent)))
    progress = float(scores.progress[row, column])
    if not math.isnan(progress):
        yield _fact("progress", StyledSpan(f"{progress:.0f}% of the whole way"))
    yield from _forecast(page)


def _forecast(page: DetailPage) -> Iterator[DetailLine]:
    """Where an item will stand at the end of the calendar, and how likely that is as it should be."""
    session, address = page.session, page.branch.address
    prospect = session.forecast_cache.cached(session.scores, address)
    if prospect is None or prospect.last is None:
        return
    at = prospect.last
    when = f" in {session.format(session.scores.periods[at])}"
    middle = StyledSpan(numbers.format_value(float(prospect.middle[at])), "strong")
    if prospect.few:
        yield _fact("forecast", middle, StyledSpan(f"{when}, its last: too few values", "dim"))
        return
    ends = f"{numbers.format_value(float(prospect.low[at]))}..{numbers.format_value(float(prospect.high[at]))}"
    yield _fact("forecast", middle, StyledSpan(f" ({ends}){when}", "dim"))
    if not math.isnan(prospect.met[at]):
        yield _fact(
            "chance",
            StyledSpan(numbers.format_chance(float(prospect.met[at]))),
            StyledSpan(
                " of meeting the target"
                if address in session.model.kpis
                else " of its best status",
                "dim",
            ),
        )


def _assumed(page: DetailPage) -> Iterator[DetailLine]:
    """What is assumed of the item, and the points it wins or loses by all that is assumed."""
    session, address = page.session, page.branch.address
    for assumption in session.whatif.assumptions:
        if assumption.address == address:
            text = assumption_text(session, assumption)
            instead = f" instead of {text.instead} in {text.period}" if text.holds else ", gone"
            yield _fact(text.facet, StyledSpan(text.number, "strong"), StyledSpan(instead, "dim"))
    if session.whatif and address in session.present_scores.row:
        present = item_figures(session.present_scores, address, session.column)
        shown = present.shown if present else math.nan
        won = numbers.format_difference(assumed_points(session, address))
        yield _fact(
            "present",
            StyledSpan(numbers.format_score(shown) or "none"),
            StyledSpan(f"  {won}", "dim"),
        )


def _chart(page: DetailPage) -> Iterator[DetailLine]:
    """Of a KPI its values, of everything above its scores."""
    plot = plot_of(page.session, page.branch.address, page.glyphs)
    for spans in chart(plot, page.width, page.glyphs) if plot else ():
        yield DetailLine(spans)


def _made_of(page: DetailPage) -> Iterator[DetailLine]:
    """The members with weight, share and points; the share gives way where a name needs its cells."""
    members = list(relations.score_members(page.session, page.branch.address))
    labels = [printable(page.session.distinct_label(member.address)) for member in members]
    room = page.width - 9 - WEIGHT - POINTS
    share = SHARE if max(map(cell_len, labels), default=0) <= room - SHARE else 0
    room = max(8, room - share)
    if members:
        head = f"{'weight':>{WEIGHT}}{'share' if share else '':>{share}}{'points':>{POINTS}}"
        yield DetailLine((StyledSpan(f"score   {align_left('', room)}{head}", "dim"),))
    for member, label in zip(members, labels, strict=True):
        part = f"{member.share:.0f}%" if share and not math.isnan(member.share) else ""
        yield DetailLine(
            (
                StyledSpan(align_right(numbers.format_score(member.score), 5)),
                StyledSpan(f" {page.glyphs.status(member.status)} ", member.status or "dim"),
                StyledSpan(align_label(label, room, page.glyphs.ellipsis)),
                StyledSpan(align_right(member.weight, WEIGHT), "dim"),
                StyledSpan(align_right(part, share), "dim"),
                StyledSpan(align_right(numbers.format_score(member.points), POINTS)),
            ),
            member.address,
        )


WEIGHT, SHARE, POINTS = 7, 6, 7
"""Cells of a member's figures, each with a blank before it."""


def _counts_towards(page: DetailPage) -> Iterator[DetailLine]:
    for relation in relations.towards(page.session, page.outline, page.branch.address):
        yield _relation(page, relation)


def _causes(page: DetailPage) -> Iterator[DetailLine]:
    for relation in relations.causes(page.session, page.branch.address):
        yield _relation(page, relation)


def _relation(page: DetailPage, relation: relations.Relation) -> DetailLine:
    shown = item_figures(page.session.scores, relation.address, page.session.column)
    status = shown.status if shown else None
    remark = StyledSpan(f"  {relation.remark}" if relation.remark else "", "dim")
    behind = (remark, *_verdict(page, relation))
    room = max(12, page.width - 16 - width_of(behind))
    label = printable(page.session.distinct_label(relation.address))
    return DetailLine(
        (
            StyledSpan(align_left(relation.word, 14), "dim"),
            StyledSpan(f"{page.glyphs.status(status)} ", status or "dim"),
            StyledSpan(shorten_label(label, room, page.glyphs.ellipsis), "link"),
            *behind,
        ),
        relation.address,
    )


def _verdict(page: DetailPage, relation: relations.Relation) -> Iterator[StyledSpan]:
    """What the data say of a claim of cause and effect."""
    if relation.verdict is not None:
        sign = page.glyphs.verdict(relation.verdict)
        yield StyledSpan(f"  {sign} {relation.verdict}", "dim")


def _written(page: DetailPage) -> Iterator[DetailLine]:
    """The record's own lines as they stand in the text, then those taken over by `like`."""
    for line in relations.written_lines(page.session, page.branch.address):
        if line.keyword == "note":
            continue  # they have a section of their own
        field = written_field(page.session, line) if line.keyword else None
        yield DetailLine(
            (
                StyledSpan(align_left(line.keyword, 12), "key" if line.own else "dim"),
                StyledSpan(printable(line.text)),
                StyledSpan(f"  {line.remark}" if line.remark else "", "dim"),
            ),
            None if line.own else line.address,
            field if line.own else None,
        )


def _initiatives(page: DetailPage) -> Iterator[DetailLine]:
    model = page.session.model
    for branch in page.outline.below(page.branch.address):
        initiative = model.initiatives.get(branch.address)
        if initiative is None:
            continue
        state = initiative.state.value if initiative.state else ""
        done = "" if initiative.progress is None else f"{initiative.progress:.0f}%"
        yield DetailLine(
            (
                StyledSpan(f"{page.glyphs.initiative} "),
                StyledSpan(printable(initiative.display_name)),
                StyledSpan(f"  {state} {done} due {initiative.due or 'open'}", "dim"),
            ),
            initiative.address,
        )


def _notes(page: DetailPage) -> Iterator[DetailLine]:
    entity = page.session.entity(page.branch.address)
    if entity is None:
        return
    for note in entity.notes:
        when = page.session.format(note.period) if note.period else ""
        raw = note.origin.record.lines[note.origin.line]
        field = FormField("note", value_of(raw, "note"), line_snapshot(page.session, note.origin))
        yield from _paragraph(page, when, f"{note.text}{_signature(page, note.origin)}", field)
    for line in _judgements(entity):
        word = status_label(line.colour, _bands(page.session, entity.address))
        yield from _paragraph(page, page.session.format(line.period), f"{word}: {line.reason}")
    for line in getattr(entity, "actuals", ()):
        if line.note:
            period = page.session.own_period(entity.address, line.start)
            yield from _paragraph(page, period, line.note)


def _bands(session: Session, address: str) -> tuple[Band, ...]:
    scores, row = session.scores, session.scores.row.get(address)
    return (
        bands_of_node(scores.structure, address, scores.nodes[row].kind) if row is not None else ()
    )


def _signature(page: DetailPage, origin: Origin) -> str:
    """Who wrote a comment and when, as far as git knows; nothing of one that is not committed."""
    place = page.session.model.place(origin)
    facts = page.commits.notes if page.commits is not None else ()
    commit = next((fact.commit for fact in facts if (fact.path, fact.line) == place), None)
    return f"  ({commit.author}, {commit.date})" if commit is not None else ""


def _judgements(entity: Entity) -> Iterator[Assessment]:
    if isinstance(entity, Kpi | Objective):
        yield from entity.assessments


def _paragraph(
    page: DetailPage, when: str, text: str, field: FormField | None = None
) -> Iterator[DetailLine]:
    for index, part in enumerate(wrap_cells(printable(text), max(10, page.width - 10))):
        start = StyledSpan(align_left(when if index == 0 else "", 10), "dim")
        yield DetailLine((start, StyledSpan(part)), field=field)


def _history(page: DetailPage) -> Iterator[DetailLine]:
    """The last commits that touched it."""
    commits = page.commits
    if commits is None:
        yield DetailLine((StyledSpan("reading...", "dim"),))
        return
    for touch in commits.touches[:RECENT]:
        commit = touch.commit
        when = commit.date if commit is not None else "now"
        who = (
            f"{printable(commit.author)}: {printable(commit.summary)}"
            if commit is not None
            else NOT_COMMITTED
        )
        yield DetailLine(
            (StyledSpan(align_left(when, 12), "dim"), StyledSpan(who, "" if commit else "warning"))
        )
    if len(commits.touches) > RECENT:
        yield DetailLine((StyledSpan("b shows older ones", "dim"),))


def _periods(page: DetailPage) -> Iterator[DetailLine]:
    """Period by period."""
    for line in period_lines(page.session, page.branch.address, page.glyphs):
        yield DetailLine(line.spans, value=line.value)
