"""The workspace's own lines: its calendar, its perspectives and its persons, set and added as lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.edits.edit import EditPlan, Intent, Refused, Texts
from bsctui.edits.line_ops import INDENT, insert_lines
from bsctui.edits.typed_values import text_token
from bsctui.model.names import file_order
from bsctui.model.periods import Period
from bsctui.text.document import HEADERS
from bsctui.text.edits import LineEdit
from bsctui.text.forms import SETTING_HEADERS
from bsctui.text.lines import code_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.text.document import Record

NEW_FILE = "scorecard.bsc"
"""Where a workspace without any file begins."""


@dataclass(frozen=True, slots=True)
class SetCalendar:
    """The grain and span of reporting: `months 2026-01..2027-12`."""

    text: str

    def plan(self, texts: Texts) -> EditPlan:
        """The header's own words are replaced, what follows below it stays; a new one stands before all records."""
        header = _readable(f"calendar {self.text.strip()}", "calendar", CALENDAR_HELP)
        calendar = _last(texts, "calendar")
        if calendar is None:
            return _behind_settings(texts, [header], f"calendar {self.text.strip()}")
        path, record = calendar
        at = record.header_line or 0
        line = texts.start(path, record) + at
        raw = record.lines[at]
        new = header + raw[len(code_part(raw).rstrip()) :]
        return EditPlan(header, (LineEdit(path, line, line, (new,)),), Intent())


CALENDAR_HELP = "write it as in `months 2026-01..2027-12` or `quarters 2026-Q1..2027-Q4`"


@dataclass(frozen=True, slots=True)
class ClosePeriods:
    """Results are final up to a period: the calendar's `closed` line."""

    period: str

    def plan(self, texts: Texts) -> EditPlan:
        """The line's words are replaced, what stands behind them stays; a new one stands below the calendar's header.

        Raises:
            Refused: There is no calendar, or it has not this period.
        """
        path, record = _calendar(texts)
        words = f"closed {_calendar_period(texts, self.period)}"
        start, closed = texts.start(path, record), _closed(record)
        if closed is None:
            at = start + (record.header_line or 0)
            added = insert_lines(texts.documents[path], path, at, [f"{INDENT}{words}"])
            return EditPlan(words, (added,), Intent())
        raw = record.lines[closed]
        code = code_part(raw).rstrip()
        new = raw[: len(code) - len(code.lstrip())] + words + raw[len(code) :]
        line = start + closed
        return EditPlan(words, (LineEdit(path, line, line, (new,)),), Intent())


@dataclass(frozen=True, slots=True)
class ReopenPeriods:
    """No results are final: the calendar's `closed` line goes."""

    def plan(self, texts: Texts) -> EditPlan:
        """The line is taken away.

        Raises:
            Refused: There is none.
        """
        path, record = _calendar(texts)
        closed = _closed(record)
        if closed is None:
            raise Refused("the calendar is not closed: all its periods are open")
        line = texts.start(path, record) + closed
        return EditPlan("calendar open again", (LineEdit(path, line, line, ()),), Intent())


def _calendar(texts: Texts) -> tuple[str, Record]:
    """The record of the calendar, with its file."""
    calendar = _last(texts, "calendar")
    if calendar is None:
        raise Refused("no `calendar` is written here to be closed", CALENDAR_HELP)
    return calendar


def _closed(record: Record) -> int | None:
    """The line of a calendar's record that closes it."""
    return next((s.line for s in record.statements if s.form.name == "closed"), None)


def _calendar_period(texts: Texts, text: str) -> str:
    """A period of the calendar, as it is written there."""
    calendar = texts.model.settings.calendar
    if calendar is None:
        raise Refused("the calendar cannot be read", CALENDAR_HELP)
    grain, format_period = calendar.grain, calendar.fiscal.format
    period = calendar.fiscal.parse(text.strip())
    if (
        period is not None
        and period.grain is grain
        and calendar.first <= period.ordinal <= calendar.last
    ):
        return format_period(period)
    last = format_period(Period(grain, calendar.last))
    raise Refused(f"`{text}` is not a {grain.word} of the calendar", f"write it as in `{last}`")


@dataclass(frozen=True, slots=True)
class AddPerspective:
    """A further perspective; the first one that is written brings the customary four with it, which else would go."""

    name: str
    label: str = ""

    def plan(self, texts: Texts) -> EditPlan:
        """One line behind the last perspective."""
        known = texts.model.settings.perspectives
        if any(perspective.name == self.name for perspective in known):
            raise Refused(f"there is a perspective `{self.name}` already", "choose another name")
        new = _readable(_named("perspective", self.name, self.label), "perspective", NAME_HELP)
        last = _last(texts, "perspective")
        description = f"perspective {self.name} added"
        if last is not None:
            return _behind(texts, last, [new], description)
        customary = [
            _named("perspective", perspective.name, perspective.label or "")
            for perspective in known
        ]
        return _behind_settings(texts, [*customary, new], description)


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Somebody who owns or reports."""

    name: str
    full_name: str
    email: str = ""

    def plan(self, texts: Texts) -> EditPlan:
        """One line behind the last person."""
        if self.name in texts.model.settings.persons:
            raise Refused(f"there is a person `{self.name}` already", "choose another name")
        email = f" {text_token(self.email)}" if self.email else ""
        words = f"{_named('person', self.name, self.full_name or self.name)}{email}"
        header = _readable(words, "person", NAME_HELP)
        last = _last(texts, "person")
        description = f"person {self.name} added"
        if last is not None:
            return _behind(texts, last, [header], description)
        return _behind_settings(texts, [header], description)


NAME_HELP = "names are letters, digits and `_`, and begin with a letter"


def _named(keyword: str, name: str, label: str) -> str:
    return f"{keyword} {name} {text_token(label)}" if label else f"{keyword} {name}"


def _readable(header: str, keyword: str, help_text: str) -> str:
    """A header, once it is known to be one.

    Raises:
        Refused: It cannot be read.
    """
    statement = HEADERS.read(header + "\n", 0)
    if statement is None or statement.form.keyword != keyword:
        raise Refused(f"`{header}` cannot be read", help_text)
    return header


def _settings(texts: Texts) -> Iterator[tuple[str, Record]]:
    """All records of settings, in the order of the files."""
    for path in sorted(texts.documents, key=file_order):
        for record in texts.documents[path].records:
            if record.header is not None and record.header.form.name in SETTING_HEADERS:
                yield path, record


def _last(texts: Texts, keyword: str) -> tuple[str, Record] | None:
    """The last record of a setting; None where there is none."""
    alike = [
        (path, record)
        for path, record in _settings(texts)
        if record.header is not None and record.header.form.name == keyword
    ]
    return alike[-1] if alike else None


def _behind(
    texts: Texts, place: tuple[str, Record], lines: Sequence[str], description: str, *gap: str
) -> EditPlan:
    path, record = place
    at = texts.start(path, record) + record.last_nonblank_line
    return EditPlan(
        description, (insert_lines(texts.documents[path], path, at, [*gap, *lines]),), Intent()
    )


def _behind_settings(texts: Texts, lines: list[str], description: str) -> EditPlan:
    """The first lines of their kind: behind all that the first file of settings says, else at the top of all."""
    settings = list(_settings(texts))
    if settings:
        first = settings[0][0]
        return _behind(
            texts, [each for each in settings if each[0] == first][-1], lines, description, ""
        )
    path = min(texts.documents, key=file_order, default=NEW_FILE)
    document = texts.documents.get(path)
    if document is None or not document.records:
        return EditPlan(
            description, (LineEdit(path, 1, 0, tuple(f"{line}\n" for line in lines)),), Intent()
        )
    return EditPlan(description, (insert_lines(document, path, 0, [*lines, ""]),), Intent())
