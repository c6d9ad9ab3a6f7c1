"""Values of periods: recording an actual where its data stand, and replacing the cells of a series."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts, duplicate_refusal
from bsctui.edits.line_ops import (
    INDENT,
    indent_of,
    insert_lines,
    merge_last_line_edits,
    with_columns,
)
from bsctui.edits.typed_values import number_hint, read_field, text_token
from bsctui.model.entities import PlanTarget
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.text.columns import part_spans
from bsctui.text.edits import LineEdit
from bsctui.text.excerpts import truncated_quote
from bsctui.text.forms import ROWS
from bsctui.text.lines import code_part
from bsctui.text.literals import cell_spans, quoted, string

if TYPE_CHECKING:
    from bsctui.model.entities import Origin, Quantity, Series, SeriesLine
    from bsctui.text.document import Record
    from bsctui.text.lines import Statement


def is_series(statement: Statement) -> bool:
    """Whether a statement gives values period by period."""
    return ROWS[statement.form.name].is_series


class Cell(NamedTuple):
    """A value to be written for an own period; `text` is the cell as written."""

    ordinal: int
    text: str


def plan_series(texts: Texts, address: str, statement: Statement) -> EditPlan:
    """`set REF actual P: …`: the named periods' cells are replaced, those not there yet are added."""
    quantity = _quantity(texts, address)
    text = statement.get("period") or ""
    period = _period(texts, text)
    keyword = statement.form.keyword
    if "spread" in statement.form.slots and period.grain is not quantity.definition.grain:
        return line_in_record(texts, address, _statement_text(statement), "")
    if keyword == "actual" and not is_grain_known(quantity):
        quantity = with_grain(period.grain, quantity)
    _check_grain(address, quantity, period)
    words = [cell for cell in (statement.get("series") or "").split() if cell != "|"]
    cells = [Cell(period.ordinal + at, cell) for at, cell in enumerate(words)]
    note = statement.get("note") or statement.get("reason")
    return _plan_cells(texts, quantity, keyword, cells, note)


def _statement_text(statement: Statement) -> str:
    words = [
        statement.form.keyword,
        f"{statement.get('period')}:",
        statement.get("series") or "",
        "spread",
    ]
    reason = statement.get("reason")
    return " ".join([*words, reason] if reason else words)


def _quantity(texts: Texts, address: str) -> Quantity:
    quantity = texts.model.quantity(address)
    if quantity is None:
        texts.record(address)
        raise Refused(f"`{address}` is neither a KPI nor a measure: it has no values")
    return quantity


def _check_grain(address: str, quantity: Quantity, period: Period) -> None:
    grain = quantity.definition.grain
    if period.grain is not grain:
        raise Refused(
            f"`{address}` is measured every {grain.word}, not every {period.grain.word}",
            f"name a {grain.word}",
        )


def is_grain_known(quantity: Quantity) -> bool:
    """Whether a line says how often it is measured; else its first actual will."""
    definition = quantity.definition
    if quantity.actuals or "every" in definition.origins:
        return True
    plan = definition.target.series if isinstance(definition.target, PlanTarget) else ()
    return any("spread" not in line.origin.statement.form.slots for line in plan)


def with_grain(grain: Grain, quantity: Quantity) -> Quantity:
    """The quantity as it is once its first actual tells how often it is measured."""
    return replace(quantity, definition=replace(quantity.definition, grain=grain))


def _fiscal(texts: Texts) -> FiscalYear:
    """The fiscal year; without a calendar, which the first actual will tell, the calendar year."""
    calendar = texts.model.settings.calendar
    return calendar.fiscal if calendar else FiscalYear()


def _period(texts: Texts, text: str) -> Period:
    period = _fiscal(texts).parse(text)
    if period is None:
        hint = "periods look like 2025, 2025-H1, 2025-Q1, 2025-03 or 2025-W07"
        raise Refused(f"there is no period `{text}`", hint)
    return period


def _series_of(quantity: Quantity, keyword: str) -> Series:
    if keyword == "actual":
        return quantity.actuals
    source = quantity.definition.target if keyword == "target" else quantity.definition.baseline
    return getattr(source, "series", ())


class LineRewriter:
    """Lines of series with some of their columns replaced, each line once."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.changes: dict[tuple[str, int], tuple[Origin, list[tuple[int, int, str]]]] = {}

    def replace(self, line: SeriesLine, start: int, end: int, text: str) -> None:
        """Other text in some columns (from 1) of a line."""
        place = self.texts.model.place(line.origin)
        self.changes.setdefault(place, (line.origin, []))[1].append((start, end, text))

    def edits(self) -> list[LineEdit]:
        """One edit a line."""
        return [
            LineEdit(path, at, at, (with_columns(origin.record.lines[origin.line], columns),))
            for (path, at), (origin, columns) in self.changes.items()
        ]


def _plan_cells(
    texts: Texts, quantity: Quantity, keyword: str, cells: list[Cell], note: str | None
) -> EditPlan:
    """Replace cells where they stand, each line once; append or add the rest."""
    series = _series_of(quantity, keyword)
    rewriting = LineRewriter(texts)
    missing: list[Cell] = []
    known_until = max((line.start + len(line.values) for line in series), default=0)
    for cell in cells:
        if cell.ordinal >= known_until:  # a later month, as most are
            missing.append(cell)
            continue
        line = line_giving(texts, quantity, series, cell.ordinal)
        if line is None:
            missing.append(cell)
        elif line.spread:
            raise Refused(
                "this period's value is a part of a `spread` line",
                "change that line, or remove it first",
            )
        else:
            replace_cell(rewriting, line, cell)
    added: list[LineEdit] = []
    if missing:
        added += _add_cells(rewriting, quantity, keyword, series, missing, note)
    elif note and keyword == "actual":
        added.append(note_edit(texts, quantity, cells[0], note))
    elif note:
        line = line_giving(texts, quantity, series, cells[0].ordinal)
        if line is not None:
            _give_reason(rewriting, line, note)
    description = f"{quantity.address}: {keyword} " + " ".join(cell.text for cell in cells)
    edits = merge_last_line_edits(texts.documents, [*rewriting.edits(), *added])
    return EditPlan(description, edits, Intent(changed=frozenset({quantity.address})))


def line_giving(
    texts: Texts, quantity: Quantity, series: Series, ordinal: int
) -> SeriesLine | None:
    """The line that gives a period's value; None where it has none yet.

    Raises:
        Refused: Two lines give it.
    """
    lines = [line for line in series if line.start <= ordinal < line.start + len(line.values)]
    if not lines:
        return None
    if len(lines) > 1:
        period = written_period(texts, quantity.definition.grain, ordinal)
        places = sorted(texts.model.place(line.origin) for line in lines)
        raise duplicate_refusal(f"{period} of `{quantity.address}`", places)
    return lines[0]


def replace_cell(rewriting: LineRewriter, line: SeriesLine, cell: Cell) -> None:
    """One cell of a line, where it stands."""
    statement, (column, _) = _series_span(line)
    text = statement.get("value" if statement.form.name == "block_actual" else "series") or ""
    start, end = cell_spans(text)[cell.ordinal - line.start]
    rewriting.replace(line, column + start, column + end, cell.text)


def _series_span(line: SeriesLine) -> tuple[Statement, tuple[int, int]]:
    """A series' statement, and the columns (from 1) of its values."""
    origin = line.origin
    statement = origin.statement
    place = statement.form.slots["value" if statement.form.name == "block_actual" else "series"]
    return statement, part_spans(origin.record.lines[origin.line])[
        place if isinstance(place, int) else place[0]
    ]


def _add_cells(
    rewriting: LineRewriter,
    quantity: Quantity,
    keyword: str,
    series: Series,
    missing: list[Cell],
    note: str | None,
) -> list[LineEdit]:
    """Cells that stand nowhere yet go where the data already are."""
    texts = rewriting.texts
    own_record = texts.record(quantity.address)[1]
    last = series[-1] if series else None
    before = line_ending_at(series, missing[0].ordinal)
    contiguous = all(b.ordinal == a.ordinal + 1 for a, b in pairwise(missing))
    if before is not None and contiguous:
        has_reason = "reason" in before.origin.statement.form.slots
        behind = f" {note}" if note and keyword != "actual" and not has_reason else ""
        append_cells(rewriting, quantity, before, missing, behind)
        if note and keyword != "actual":
            if has_reason:
                _give_reason(rewriting, before, note)
            return []
        return [note_edit(texts, quantity, missing[0], note)] if note else []
    if last is not None and last.origin.statement.form.name == "block_actual":
        return [_block_edit(texts, quantity, cell, note) for cell in missing]
    outside = last is not None and last.origin.record is not own_record
    lines = runs_as_lines(
        texts, quantity, keyword, f"{quantity.address} " if outside else "", missing, note
    )
    if last is not None and outside:
        path, at = texts.model.place(last.origin)
        return [insert_lines(texts.documents[path], path, at, lines)]
    return [
        edit
        for line in lines
        for edit in line_in_record(texts, quantity.address, line, keyword).line_edits
    ]


def line_ending_at(series: Series, ordinal: int) -> SeriesLine | None:
    """The line that ends right before a period and can grow: a note at its end would speak of what is added too."""
    for line in reversed(series):
        statement = line.origin.statement
        if (
            line.start + len(line.values) == ordinal
            and not line.spread
            and statement.form.name != "block_actual"
            and statement.get("note") is None
        ):
            return line
    return None


def append_cells(
    rewriting: LineRewriter,
    quantity: Quantity,
    line: SeriesLine,
    cells: list[Cell],
    behind: str = "",
) -> None:
    """Cells behind the last one of a line; a line that sets periods apart by bars goes on doing so; `behind` is its reason."""
    statement, (_, end) = _series_span(line)
    bars = "|" in (statement.get("series") or "")
    if bars:
        added = "".join(_separated(rewriting.texts, quantity, cell) for cell in cells)
    else:
        added = "".join([f" {cell.text}" for cell in cells])
    rewriting.replace(line, end, end, f"{added}{behind}")


def _separated(texts: Texts, quantity: Quantity, cell: Cell) -> str:
    """A cell with the bar before it, where a new year or quarter begins."""
    from bsctui.model.record_reader import series_can_break

    calendar = texts.model.settings.calendar
    grain = quantity.definition.grain
    if calendar and series_can_break(grain, cell.ordinal, calendar.fiscal):
        return f" | {cell.text}"
    return f" {cell.text}"


def runs_as_lines(
    texts: Texts,
    quantity: Quantity,
    keyword: str,
    reference: str,
    cells: list[Cell],
    note: str | None,
) -> list[str]:
    """New series lines for cells, one for each run of consecutive periods."""
    runs: list[list[Cell]] = []
    for cell in sorted(cells):
        if runs and runs[-1][-1].ordinal + 1 == cell.ordinal:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    tail = f" {note}" if note else ""
    lines = []
    for run in runs:
        period = written_period(texts, quantity.definition.grain, run[0].ordinal)
        lines.append(f"{keyword} {reference}{period}: {' '.join(cell.text for cell in run)}{tail}")
    return lines


def written_period(texts: Texts, grain: Grain, ordinal: int) -> str:
    """A period as the language writes it."""
    return _fiscal(texts).format(Period(grain, ordinal))


def line_in_record(texts: Texts, address: str, text: str, keyword: str) -> EditPlan:
    """A line in the KPI's record, behind its last one of the kind."""
    path, record = texts.record(address)
    start = texts.start(path, record)
    alike = [
        statement.line
        for statement in record.statements
        if statement.form.keyword == (keyword or text.split(maxsplit=1)[0])
    ]
    after = (
        alike[-1]
        if alike
        else record.statements[-1].line
        if record.statements
        else record.last_nonblank_line
    )
    near = record.lines[after] if record.statements else ""
    indent = indent_of(near) or INDENT
    edit = insert_lines(texts.documents[path], path, start + after, [indent + text])
    return EditPlan(
        f"{address}: {text}", (edit,), Intent(changed=frozenset({address}), says=((address, text),))
    )


def _block_edit(texts: Texts, quantity: Quantity, cell: Cell, note: str | None) -> LineEdit:
    """A line in the `actuals` block of the period, or a new block behind the one before."""
    period = written_period(texts, quantity.definition.grain, cell.ordinal)
    tail = f" {note}" if note else ""
    line = f"{INDENT}{quantity.address} {cell.text}{tail}"
    blocks = list(_blocks(texts, quantity))
    for path, record in blocks:
        if record.header is not None and record.header.parts[0] == period:
            at = texts.start(path, record) + (
                record.statements[-1].line if record.statements else record.header.line
            )
            return insert_lines(texts.documents[path], path, at, [line])
    path, record = blocks[-1]
    at = texts.start(path, record) + record.last_nonblank_line
    return insert_lines(texts.documents[path], path, at, ["", f"actuals {period}", line])


def _blocks(texts: Texts, quantity: Quantity) -> list[tuple[str, Record]]:
    """All `actuals` blocks in the files where this quantity's data stand, in order; its own files first."""
    own = [
        line.origin.path
        for line in quantity.actuals
        if line.origin.statement.form.name == "block_actual"
    ]
    paths = [*dict.fromkeys(reversed(own)), *(path for path in texts.documents if path not in own)]
    blocks = [
        (path, record)
        for path in paths
        for record in texts.documents[path].records
        if record.header is not None and record.header.form.name == "actuals"
    ]
    last = quantity.actuals[-1].origin
    rest = [pair for pair in blocks if pair[1] is not last.record]
    return [*rest, (last.path, last.record)]


def _give_reason(rewriting: LineRewriter, line: SeriesLine, reason: str) -> None:
    """A reason for cells of a plan or baseline stands behind their line, with the one that stands there already."""
    raw = line.origin.record.lines[line.origin.line]
    place = line.origin.statement.form.slots.get("reason")
    if isinstance(place, int):
        start, end = part_spans(raw)[place]
        written = string(raw[start - 1 : end - 1])
        if string(reason) not in written.split("; "):
            rewriting.replace(line, start, end, quoted(f"{written}; {string(reason)}"))
    else:
        end = len(code_part(raw).rstrip()) + 1
        rewriting.replace(line, end, end, f" {reason}")


def note_edit(texts: Texts, quantity: Quantity, cell: Cell, note: str) -> LineEdit:
    """A remark on one period of a line that holds several: a `note` statement of the record."""
    period = written_period(texts, quantity.definition.grain, cell.ordinal)
    return line_in_record(texts, quantity.address, f"note {period} {note}", "note").line_edits[0]


def read_cell(typed: str) -> tuple[str, str | None]:
    """A cell as it was typed, and the note behind it, which may be bare.

    Raises:
        Refused: It is no value, or more than one.
    """
    value = code_part(typed).strip()
    try:
        statement = read_field("actual", f"2025: {value}", "kpi").statement
    except Refused:
        hint = number_hint(value) or "a number such as `1234.5`, `26M`, `85%`, or `-` for missing"
        raise Refused(f"`{truncated_quote(value)}` is not a value", hint) from None
    text = statement.get("series") or ""
    if len(text.split()) != 1:
        hint = number_hint(value) or "one value is recorded at a time"
        raise Refused(f"`{truncated_quote(value)}` is more than one value", hint)
    return text, statement.get("note")


@dataclass(frozen=True, slots=True)
class RecordValue:
    """`record REF PERIOD VALUE`: one actual, put where the KPI's data already are."""

    address: str
    period: str
    value: str
    note: str | None = None

    def plan(self, texts: Texts) -> EditPlan:
        """One line; two where a note needs one of its own."""
        quantity = _quantity(texts, self.address)
        check_entered(quantity)
        period = _period(texts, self.period)
        if not is_grain_known(quantity):
            quantity = with_grain(period.grain, quantity)
        _check_grain(self.address, quantity, period)
        text, written = read_cell(self.value)
        note = text_token(self.note) if self.note else written
        plan = _plan_cells(texts, quantity, "actual", [Cell(period.ordinal, text)], note)
        return plan._replace(description=f"{self.address}: {self.period} is {text}")


def check_entered(quantity: Quantity) -> None:
    """Refuse values of what takes none.

    Raises:
        Refused: It is another one, or computed.
    """
    address, same = quantity.address, getattr(quantity, "same", None)
    if same:
        raise Refused(f"`{address}` is the same as `{same}`", f"record it there: `record {same} …`")
    for source in ("formula", "rollup"):
        if getattr(quantity, source) is not None:
            raise Refused(f"`{address}` is computed by its {source}; it takes no entered values")


@dataclass(frozen=True, slots=True)
class SetCells:
    """Values of own periods of one series, each replaced where it stands, else added where the KPI's data are."""

    address: str
    keyword: str
    """`actual`, `target` or `baseline`."""
    cells: tuple[Cell, ...]

    def plan(self, texts: Texts) -> EditPlan:
        """Each line once."""
        quantity = _quantity(texts, self.address)
        return _plan_cells(texts, quantity, self.keyword, sorted(self.cells), None)
