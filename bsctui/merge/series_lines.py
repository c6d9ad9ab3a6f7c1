"""Lines of values: of which series, where they stand, and how one version's would stand on the lines of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.merge.pieces import file_pieces, line_parts
from bsctui.merge.series import ValueRun, value_run_of
from bsctui.model.periods import FiscalYear
from bsctui.text.document import read_document
from bsctui.text.form_row import Header
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from bsctui.merge.pieces import FilePieces, MergePiece, PieceKey
    from bsctui.model.periods import Period

MISSING: Final = "-"
SPREAD: Final = "spread"

_FISCAL: Final = FiscalYear()
"""Consecutive periods of one grain follow each other alike in every fiscal year."""

REPORT_LINE: Final = "block_actual"
"""The form of a line in a period's report, which has one value."""

_SERIES_OF: Final = {row.name: row.states for row in ROWS.values() if row.is_series} | {
    REPORT_LINE: "actual"
}
"""By form: the series whose periods a line holds."""

MARGIN_SERIES: Final = frozenset(row.name for row in ROWS.values() if row.header is Header.MARGIN)
"""Headers that are a line of values themselves."""


class SeriesSubject(NamedTuple):
    """Of what a line gives values: two lines with one subject are parts of one series."""

    address: str
    series: str
    grain: int
    is_spread: bool


class LineHolder(NamedTuple):
    """Where a line stands: its file, its record and itself; a header that is a series is its own record."""

    path: str
    record: PieceKey
    line: PieceKey


@dataclass(frozen=True, slots=True)
class WrittenSeries:
    """A line of values.

    Attributes:
        period: Its first period.
        record: What it stands in; of a series at the margin the line itself.
    """

    subject: SeriesSubject
    holder: LineHolder
    period: Period
    run: ValueRun
    piece: MergePiece
    record: MergePiece

    @property
    def periods(self) -> range:
        """The ordinals of its periods."""
        return range(self.period.ordinal, self.period.ordinal + len(self.run.cells))

    @property
    def words(self) -> str:
        """The note or reason behind the values."""
        return (
            self.run.behind.removeprefix(SPREAD).lstrip()
            if self.subject.is_spread
            else self.run.behind
        )

    @property
    def tail(self) -> str:
        """The comment behind the line."""
        return line_parts(self.piece.raw).tail

    @property
    def can_grow(self) -> bool:
        """Whether further periods can stand on it: in a period's report they cannot."""
        return self.piece.form != REPORT_LINE

    def with_spread(self, words: str) -> str:
        """What stands behind the values of a line like this one that has some words."""
        return f"{SPREAD} {words}".rstrip() if self.subject.is_spread else words


class IncompatibleLinesError(Exception):
    """Lines that cannot be laid out like another version's: two notes would share one line."""


# --- Reading


def series_lines(files: Mapping[str, FilePieces]) -> dict[SeriesSubject, list[WrittenSeries]]:
    """All lines of values in some files, by their series."""
    lines: dict[SeriesSubject, list[WrittenSeries]] = {}
    for path, content in files.items():
        for record in content.pieces:
            for piece in (record, *record.inside):
                line = _line_of(path, record, piece)
                if line is not None:
                    lines.setdefault(line.subject, []).append(line)
    return lines


def _line_of(path: str, record: MergePiece, piece: MergePiece) -> WrittenSeries | None:
    statement, header = piece.statement, record.statement
    if statement is None or header is None or piece.form not in _SERIES_OF:
        return None
    is_in_report = piece.form == REPORT_LINE
    period = _FISCAL.parse(header.parts[0] if is_in_report else statement.get("period") or "")
    if period is None:
        return None
    is_apart = is_in_report or piece.form in MARGIN_SERIES
    if not is_apart and record.key[0] != "thing":
        return None  # values below a header that has none, which is an error there
    is_spread = statement.get("spread") is not None
    address = piece.key[1] if is_apart else record.key[1]
    run = value_run_of(piece)
    return WrittenSeries(
        SeriesSubject(address, _SERIES_OF[piece.form], int(period.grain), is_spread),
        LineHolder(path, record.key, piece.key),
        period,
        run,
        piece,
        record,
    )


# --- On the lines of another version


class LaidLine(NamedTuple):
    """A line as a version would have written it in another one's layout; `record` is what it stands in."""

    holder: LineHolder
    piece: MergePiece
    record: MergePiece


def laid_out(
    layout: Sequence[WrittenSeries], lines: Sequence[WrittenSeries]
) -> list[LaidLine] | None:
    """A version's lines of one series on the lines that another version has.

    What that one has no line for goes on at the end of the line before it, else stands on a line of its own.

    Returns:
        The lines; None where two notes or two comments would share one.
    """
    cells = {
        period: cell
        for line in lines
        for period, cell in zip(line.periods, line.run.cells, strict=True)
    }
    spans = list(_spans(layout, cells))
    held = {period for span in spans for period in span}
    try:
        laid = [
            _in_place_of(line, [cells.get(period, MISSING) for period in span], sources)
            for line, span in zip(layout, spans, strict=True)
            if (sources := [source for source in lines if source.period.ordinal in span])
            or any(cells.get(period, MISSING) != MISSING for period in span)
        ]
    except IncompatibleLinesError:
        return None
    return [*laid, *(rest for line in lines for rest in _rest(line, held))]


def _spans(layout: Sequence[WrittenSeries], cells: Mapping[int, str]) -> Iterator[range]:
    """The periods of each line, with those behind it that only this version has."""
    taken = {period for line in layout for period in line.periods}
    for line in layout:
        first, last = line.period.ordinal, line.periods.stop
        while line.can_grow and last in cells and last not in taken:
            taken.add(last)
            last += 1
        yield range(first, last)


def _in_place_of(
    like: WrittenSeries, cells: Sequence[str], sources: Sequence[WrittenSeries]
) -> LaidLine:
    """Values where another version has a line, with what stands beside and above them."""
    last = max((at for at, cell in enumerate(cells) if cell != MISSING), default=0)
    words = _only({source.words for source in sources})
    run = ValueRun(
        like.run.before, tuple(cells[: last + 1]), like.run.bars, like.with_spread(words)
    )
    remarks = tuple(remark for source in sources for remark in source.piece.remarks)
    return _written(like, run, _only({source.tail for source in sources}), remarks)


def _only(texts: set[str]) -> str:
    """The one text that some lines have.

    Raises:
        IncompatibleLinesError: They have several.
    """
    distinct = texts - {""}
    if len(distinct) > 1:
        raise IncompatibleLinesError
    return distinct.pop() if distinct else ""


def _rest(line: WrittenSeries, held: Container[int]) -> Iterator[LaidLine]:
    """What of a line no other can hold, a line for each run of periods; its note stays with its first period."""
    periods = [period for period in line.periods if period not in held]
    if len(periods) == len(line.periods):
        yield LaidLine(line.holder, line.piece, line.record)
        return
    for _, group in groupby(enumerate(periods), key=lambda pair: pair[1] - pair[0]):
        run = [period for _, period in group]
        first = line.period.ordinal
        cells = tuple(line.run.cells[period - first] for period in run)
        if run[0] == first:
            kept = ValueRun(line.run.before, cells, frozenset(), line.run.behind)
            yield _written(line, kept, line.tail, line.piece.remarks)
        elif any(cell != MISSING for cell in cells):
            before = _before(line, run[0])
            yield _written(line, ValueRun(before, cells, frozenset(), line.with_spread("")), "", ())


def _before(line: WrittenSeries, first: int) -> str:
    """What stands before the values of a line that begins with another period."""
    old = _FISCAL.format(line.period)
    at = line.run.before.rindex(old)
    new = _FISCAL.format(line.period._replace(ordinal=first))
    return line.run.before[:at] + new + line.run.before[at + len(old) :]


def _written(like: WrittenSeries, run: ValueRun, tail: str, remarks: tuple[str, ...]) -> LaidLine:
    """A line of values where another one stands, read anew."""
    parts = line_parts(like.piece.raw)
    raw = parts.lead + run.code + tail + parts.end
    is_apart = like.piece.form in MARGIN_SERIES
    text = raw if is_apart else like.record.raw + raw
    document = read_document(like.holder.path, text.encode("utf-8", "surrogateescape"))
    top = file_pieces(document).pieces[0]
    piece = replace(
        top if is_apart else top.inside[0],
        gap=like.piece.gap,
        remarks=tuple(parts.lead + remark.lstrip(" \t") for remark in remarks),
    )
    record = piece if is_apart else like.record
    return LaidLine(LineHolder(like.holder.path, record.key, piece.key), piece, record)
