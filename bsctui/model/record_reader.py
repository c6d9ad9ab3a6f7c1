"""Where one record is interpreted: its statements, what they mean, and what is wrong with them."""

from __future__ import annotations

from functools import lru_cache
from math import copysign
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.entities import ALWAYS, Dated, Origin, Span, Weight
from bsctui.model.overlaps import overlaps
from bsctui.model.periods import FiscalYear, Grain, Period
from bsctui.model.record_diagnostic import REPORTED_ELSEWHERE, RecordDiagnostic
from bsctui.text.bounds import FARTHEST_YEARS, LARGEST
from bsctui.text.excerpts import truncated_quote
from bsctui.text.form_row import Header
from bsctui.text.forms import HEADERS, ROWS, statements_in
from bsctui.text.literals import is_percent, number, string

if TYPE_CHECKING:
    from bsctui.model.names import Names
    from bsctui.text.document import Record
    from bsctui.text.lines import Statement

TOO_LARGE: Final = "this number is too large"


class Scope(NamedTuple):
    """What holds for all records while they are interpreted."""

    fiscal: FiscalYear
    names: Names
    earliest: int
    """The first year that periods may lie in."""
    latest: int


APART: Final = "keep one of them, or say with `from` and `until` when each applies"


class RecordReader:
    """The reading of one record: gives values, collects problems."""

    def __init__(
        self, path: str, record: Record, header: Statement, address: str, scope: Scope
    ) -> None:
        self.path = path
        self.record = record
        self.header = header
        self.kind = header.form.name
        self.address = address
        self.scope = scope
        self.scorecard = address.partition(".")[0]
        self.diagnostics: list[RecordDiagnostic] = []
        self.forms: dict[str, list[Statement]] = {}
        self._spans: dict[int, Span] = {}

    def group_statements(self) -> None:
        """Group the statements by form; those of other records are problems."""
        allowed = statements_in(self.kind)
        forms = self.forms
        for statement in self.record.statements:
            form = statement.form.name
            if form not in allowed:
                self._misplaced(statement)
            elif form in forms:
                forms[form].append(statement)
            else:
                forms[form] = [statement]
        dated: dict[tuple[str, str], list[Statement]] = {}
        for form, statements in forms.items():
            row = ROWS[form]
            if row.is_dated:
                dated.setdefault((row.states, row.variant), []).extend(statements)
            elif len(statements) > 1 and not row.repeatable:
                self.diagnose_duplicate(
                    statements[1], statements[0], f"`{row.word}` appears twice in this record"
                )
        for statements in dated.values():
            if len(statements) > 1:
                self._check_overlaps(statements)

    def _misplaced(self, statement: Statement) -> None:
        row = ROWS[statement.form.name]
        noun = row.word if " " in row.word else f"`{row.word}`"
        homes = [f"`{kind}`" for kind in row.records]
        belongs = f"it belongs in the record of {_listed(homes)}"
        here = f"in the record of `{self.kind}`"
        if HEADERS[self.kind].header is Header.MARGIN:
            here = "below a series at the left margin"
        self.diagnose("E201", f"{noun} is not allowed {here}", statement, help=belongs)

    def diagnose_duplicate(
        self, second: Statement, first: Statement, message: str, remedy: str = "keep one of them"
    ) -> None:
        """Two lines that say the same thing."""
        self.diagnose("E202", message, second, help=remedy, related=(self.origin(first),))

    def origin(self, statement: Statement) -> Origin:
        """Where a statement stands."""
        return Origin(self.path, self.record, statement.line)

    def diagnose(
        self,
        code: str,
        message: str,
        statement: Statement,
        slot: str | None = None,
        *,
        help: str | None = None,
        related: tuple[Origin, ...] = (),
        columns: tuple[int, int] | None = None,
    ) -> None:
        """Note a problem of a line of this record; it breaks what the record declares."""
        breaks = frozenset({self.address}) if self.address else frozenset()
        self.diagnostics.append(
            RecordDiagnostic(
                code, message, self.origin(statement), slot, help, related, breaks, columns
            )
        )

    def reported_elsewhere(self, statement: Statement) -> None:
        """Break what the record declares for something that is told where it is."""
        self.diagnose(REPORTED_ELSEWHERE, "", statement)

    def single(self, form: str) -> Statement | None:
        """The statement of a form that stands at most once."""
        statements = self.forms.get(form)
        return statements[0] if statements else None

    def all(self, form: str) -> list[Statement]:
        """The statements of a form, in order."""
        return self.forms.get(form, [])

    def text(self, form: str, slot: str = "text") -> str | None:
        """The string in a slot of a form that stands at most once."""
        statement = self.single(form)
        value = statement.get(slot) if statement else None
        return string(value) if value is not None else None

    def reason(self, statement: Statement) -> str | None:
        """The reason behind a statement."""
        value = statement.get("reason")
        return string(value) if value is not None else None

    def number(self, statement: Statement, slot: str = "value") -> float:
        """A number; absurdly large ones are problems (and are cut, so that everything goes on)."""
        value = number(statement.parts[_place(statement, slot)])
        if abs(value) > LARGEST:
            self.too_large(statement, slot)
            return copysign(LARGEST, value)
        return value

    def too_large(self, statement: Statement, slot: str) -> None:
        """Note that a number is beyond what is reckoned with."""
        self.diagnose(
            "E401", TOO_LARGE, statement, slot, help="numbers must be from -10^15 to 10^15"
        )

    def count(self, statement: Statement, most: int, reason: str) -> int:
        """A whole number from 1; one above `most` is a problem, and `reason` says why."""
        value = number(statement.parts[_place(statement, "count")])
        if value > most:
            message = f"`{statement.form.keyword}` {reason}"
            self.diagnose("E401", message, statement, "count", help=f"write {most} or less")
            return most
        return int(value)

    def weight(self, statement: Statement) -> Weight:
        """A weight; negative ones are problems."""
        text = statement.get("value")
        if text is None:
            return Weight(1.0, percent=False)
        value = self.number(statement)
        if value < 0:
            self.diagnose("E402", "a weight is 0 or more", statement, "value")
            value = 0.0
        return Weight(value, is_percent(text))

    def period(self, statement: Statement, slot: str = "period") -> Period | None:
        """A period; one that does not exist is a problem."""
        text = statement.parts[_place(statement, slot)]
        parsed = self.scope.fiscal.parse(text)
        if parsed is None:
            self.diagnose(
                "E403", f"there is no period `{text}`", statement, slot, help=_why_not(text)
            )
            return None
        year = int(text[:4])
        if not self.scope.earliest <= year <= self.scope.latest:
            self.diagnose(
                "E404",
                f"`{text}` lies more than {FARTHEST_YEARS} years from the calendar",
                statement,
                slot,
            )
            return None
        return parsed

    def span(self, statement: Statement) -> Span:
        """When a dated statement holds."""
        slots = statement.form.slots
        if "from_" not in slots and "until" not in slots:
            return ALWAYS
        cached = self._spans.get(statement.line)
        if cached is None:
            start = self.period(statement, "from_") if "from_" in slots else None
            end = self.period(statement, "until") if "until" in slots else None
            cached = self._spans[statement.line] = self.make_span(start, end, statement)
        return cached

    def make_span(self, start: Period | None, end: Period | None, statement: Statement) -> Span:
        """The span of two periods, either of which may be left out."""
        fiscal = self.scope.fiscal
        span = ALWAYS
        if start:
            span = span._replace(
                after=fiscal.end(start.grain, start.ordinal - 1), from_period=start
            )
        if end:
            span = span._replace(until=fiscal.end(end.grain, end.ordinal), until_period=end)
        if span.after >= span.until:
            self.diagnose(
                "E405",
                "`until` is before `from`, so this never applies",
                statement,
                help="swap the two periods, or correct one",
            )
        return span

    def dated_statements(self, form: str) -> list[tuple[Statement, Span]]:
        """The lines of a dated form with their spans."""
        return [(statement, self.span(statement)) for statement in self.all(form)]

    def _check_overlaps(self, statements: list[Statement]) -> None:
        """Of lines that say the same thing, at most one holds at a time (an undated one steps back)."""
        alike: dict[tuple[tuple[str, ...], bool], list[Statement]] = {}
        for statement in sorted(statements, key=lambda each: each.line):
            dated = not {"from_", "until"}.isdisjoint(statement.form.slots)
            key = (self._distinguishing_key(statement), dated)
            if not dated or self.span(statement) != ALWAYS:  # else its periods are wrong
                alike.setdefault(key, []).append(statement)
        for (_, dated), lines in alike.items():
            when = "at the same time" if dated else "at all times"
            for first, second in overlaps([self.span(each) for each in lines]):
                word = lines[second].form.keyword
                self.diagnose_duplicate(
                    lines[second], lines[first], f"two lines of `{word}` hold {when}", APART
                )

    def _distinguishing_key(self, statement: Statement) -> tuple[str, ...]:
        """What tells two lines of a form apart: a name, or an address however it is written."""
        return tuple(
            f"{self.scorecard}.{text}" if slot == "ref" and "." not in text else text
            for slot in ROWS[statement.form.name].told_by
            for text in statement.all(slot)
        )

    def weights(self, form: str = "weight") -> tuple[Dated[Weight], ...]:
        """The dated weights of a record."""
        return tuple(
            Dated(self.weight(statement), span, self.origin(statement), self.reason(statement))
            for statement, span in self.dated_statements(form)
        )

    def resolve_reference(
        self, statement: Statement, kinds: tuple[str, ...], slot: str = "ref"
    ) -> str | None:
        """The address that a ref of this record means; an unknown name is a problem."""
        text = statement.parts[_place(statement, slot)]
        address = text if "." in text else f"{self.scorecard}.{text}"
        return self.resolve_address(address, kinds, statement, slot)

    def resolve_address(
        self,
        address: str,
        kinds: tuple[str, ...],
        statement: Statement,
        slot: str | None,
        columns: tuple[int, int] | None = None,
    ) -> str | None:
        """The address, if something of one of these kinds has it."""
        kind = self.scope.names.kind(address)
        if kind in kinds:
            return address
        if self.scope.names.is_erroneous(address, kinds):
            self.reported_elsewhere(statement)
            return None
        expected = _listed([_shown(each) for each in kinds])
        if kind is None:
            close = self.scope.names.closest(address, kinds, self.address)
            hint = f"did you mean `{close}`?" if close else None
            self.diagnose(
                "E301",
                f"no {expected} named `{truncated_quote(address)}`",
                statement,
                slot,
                help=hint,
                columns=columns,
            )
        else:
            article = "an" if kind[0] in "aeiou" else "a"
            self.diagnose(
                "E302",
                f"`{address}` is {article} {_shown(kind)}, not {_article(kinds)}",
                statement,
                slot,
                columns=columns,
            )
        return None


def _place(statement: Statement, slot: str) -> int:
    place = statement.form.slots[slot]
    return place if isinstance(place, int) else place[0]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]


def _article(kinds: tuple[str, ...]) -> str:
    return " or ".join(("an " if kind[0] in "aeiou" else "a ") + _shown(kind) for kind in kinds)


def _shown(kind: str) -> str:
    """A kind in a sentence: a keyword is written as it is typed, an abbreviation in capitals."""
    return "KPI" if kind == "kpi" else kind


def _why_not(text: str) -> str:
    if "-Q" in text:
        return "quarters are Q1 to Q4"
    if "-H" in text:
        return "halves are H1 and H2"
    if "-W" in text:
        return "weeks are W01 to W52 or W53 (ISO 8601)"
    return "months are 01 to 12, years 1800 to 2999"


@lru_cache(maxsize=4096)
def series_can_break(grain: Grain, ordinal: int, fiscal: FiscalYear) -> bool:
    """Whether a coarser period begins with this one, so that a `|` may stand before it."""
    if grain is Grain.YEAR:
        return False
    period = Period(grain, ordinal)
    coarser = Grain.MONTH if grain is Grain.WEEK else Grain(grain + 1)
    return fiscal.first(grain, fiscal.containing(coarser, period)) == period
