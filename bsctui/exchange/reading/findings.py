"""What came of reading tables: rows of facts, and beside them questions, cells not understood and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from bsctui.exchange.tables.grid import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.exchange.tables.grid import CellPlace, Sheet
    from bsctui.model.entities import Better
    from bsctui.model.periods import FiscalYear, Period


class Topic(StrEnum):
    """What a question is about; each is asked once."""

    DECIMAL = "decimal"
    YEAR = "year"
    DATES = "dates"
    SERIALS = "serial-dates"
    SPLIT = "split-years"
    FISCAL = "fiscal-year"
    EVERY = "every"
    PERIOD = "period"
    BETTER = "better"
    TOLERANCE = "tolerance"
    UNREAD = "skip-unread"
    TWICE = "zero-is-blank"
    RENAMED = "renamed"


class Answer(NamedTuple):
    """One answer: what it is called, and what of the mapping it sets."""

    name: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class ImportQuestion:
    """A doubt that changes what would be written.

    Attributes:
        text: What is not known, with both readings where there are two.
        option: The option that answers it.
        choices: The answers.
        typed: Reads an answer that is typed in full (a year, a period); raises ValueError where it is none.
        details: What it is about, a line each, listed below the text.
    """

    topic: Topic
    text: str
    option: str
    choices: tuple[Answer, ...] = ()
    typed: Callable[[str], Mapping[str, Any]] | None = None
    details: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number as it will be written.

    Attributes:
        text: In digits, with a point and without thousands.
        place: Its cell: which of the findings' sheets, row, column.
        is_percent: Whether it shows a percent sign.
        is_provisional: Whether it is marked so.
        mark: A footnote's sign at it.
        thousands: How many times its cell shows it divided by a thousand.
    """

    text: str
    place: tuple[int, int, int]
    is_percent: bool = False
    is_provisional: bool = False
    mark: str | None = None
    thousands: int = 0


class Unread(NamedTuple):
    """A cell that holds something that was not understood."""

    place: CellPlace
    text: str
    why: str


class Skipped(NamedTuple):
    """What was left out on purpose."""

    place: CellPlace
    what: str


class Card(NamedTuple):
    """The scorecard that a row names; both None: it names none."""

    id: str | None = None
    label: str | None = None

    @property
    def key(self) -> str | None:
        """By what it is found again."""
        return self.id or self.label


@dataclass(slots=True, eq=False)
class Row:
    """All that tables say of one KPI.

    Attributes:
        key: By what it is found again: its id, else its label with the scorecard's.
        id: Its id, where a column has one.
        is_scored: Whether its target and baseline are those of scores that were exported, by period: of a known KPI they say nothing new.
    """

    key: str
    label: str
    card: Card
    place: CellPlace
    id: str | None = None
    address: str | None = None
    perspective: str | None = None
    objective: str | None = None
    owner: str | None = None
    unit: str | None = None
    weight: str | None = None
    aggregate: str | None = None
    better: Better | None = None
    is_private: bool = False
    is_scored: bool = False
    notes: list[str] = field(default_factory=list)
    baseline: Figure | None = None
    baseline_at: Period | None = None
    target: Figure | None = None
    upper: Figure | None = None
    actuals: dict[Period, Figure | None] = field(default_factory=dict)
    targets: dict[Period, Figure | None] = field(default_factory=dict)

    def figures(self) -> list[Figure]:
        """All its numbers."""
        single = (self.baseline, self.target, self.upper)
        return [
            figure
            for figure in (*single, *self.actuals.values(), *self.targets.values())
            if figure is not None
        ]

    @property
    def has_target(self) -> bool:
        """Whether a target was given as a number."""
        return self.target is not None or any(
            figure is not None for figure in self.targets.values()
        )


@dataclass
class Findings:
    """What tables say.

    Attributes:
        rows: One a KPI, in the order of the sheets.
        fiscal: The fiscal year that was told, given, or found in the workspace; None: nobody speaks of one.
        values: How many numbers were read.
    """

    rows: list[Row] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    questions: list[ImportQuestion] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    fiscal: FiscalYear | None = None
    card_word: str | None = None
    """What the sheets call a scorecard: `service` where a heading says `Service ID`."""
    shows_percents_or_thousands: bool = False
    """Whether the cell of any figure does."""
    prose: int = 0
    blank_rows: int = 0

    @property
    def values(self) -> int:
        """How many numbers were read."""
        return sum(len(row.figures()) for row in self.rows)

    def tell_unread(self, sheet: Sheet, row: int, column: int, why: str) -> None:
        """A cell that was not understood, with the reason."""
        self.unread.append(Unread(sheet.place(row, column), text_of(sheet.cell(row, column)), why))

    def tell_unread_figure(self, figure: Figure, why: str) -> None:
        """A number that was read and is in doubt, with the reason."""
        sheet, row, column = figure.place
        self.unread.append(Unread(self.sheets[sheet].place(row, column), figure.text, why))

    def ask(self, question: ImportQuestion) -> None:
        """Ask a question, each topic once."""
        if not any(known.topic is question.topic for known in self.questions):
            self.questions.append(question)
