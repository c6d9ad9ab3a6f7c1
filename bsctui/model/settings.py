"""The settings of a workspace: calendar, tiers, perspectives, status bands and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.entities import Origin
from bsctui.model.names import Names, file_order
from bsctui.model.periods import (
    LONGEST_CALENDAR,
    YEARS,
    FiscalYear,
    Grain,
    Period,
    spans_too_much,
)
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.model.record_reader import TOO_LARGE, RecordReader, Scope
from bsctui.model.workspace_settings import (
    DEFAULT_BANDS,
    Band,
    Calendar,
    Person,
    Perspective,
    Settings,
    Tier,
)
from bsctui.text.bounds import LARGEST, MOST_IN_ORDER
from bsctui.text.forms import SETTING_HEADERS
from bsctui.text.literals import MONTH_NAMES, number, string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.text.document import Document, Record
    from bsctui.text.lines import Statement

DEFAULT_TIERS: Final = (
    Tier("organization", "organization"),
    Tier("unit", "unit"),
    Tier("team", "team"),
)
DEFAULT_PERSPECTIVES: Final = (
    Perspective("financial", "Financial"),
    Perspective("customer", "Customer"),
    Perspective("process", "Internal process"),
    Perspective("learning", "Learning & growth"),
)
DEFAULT_COVERAGE: Final = 50.0


class SettingPlace(NamedTuple):
    """A record of a setting, with its header."""

    path: str
    record: Record
    header: Statement

    @property
    def origin(self) -> Origin:
        """Where the header stands."""
        return Origin(self.path, self.record, self.header.line)


class SettingsReader:
    """Reads the setting records of a workspace, all together."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.diagnostics: list[RecordDiagnostic] = []
        self.places: dict[str, list[SettingPlace]] = {}
        for path in sorted(documents, key=file_order):
            for record, header in documents[path].headed(SETTING_HEADERS):
                place = SettingPlace(path, record, header)
                self.places.setdefault(header.form.name, []).append(place)
        self.scope = Scope(FiscalYear(), Names({}, ()), YEARS[0], YEARS[-1])

    def read(self, derive: _Derive) -> Settings:
        """All settings; `derive` gives the calendar where none is written."""
        for name in ("bsc", "coverage", "tier", "status", "person"):
            for place in self.places.get(name, []):
                self._collect_diagnostics(self._reader(place))
        for name, noun in (
            ("tier", "tiers"),
            ("perspective", "perspectives"),
            ("status", "the status bands"),
        ):
            self._one_file(name, noun)
        calendar = self._calendar(derive)
        return Settings(
            calendar=calendar,
            coverage=self._coverage(),
            tiers=self._tiers(),
            perspectives=self._perspectives(),
            bands=self._bands(),
            persons=self._persons(),
        )

    def _reader(self, place: SettingPlace) -> RecordReader:
        reader = RecordReader(*place, "", self.scope)
        reader.group_statements()
        return reader

    def _collect_diagnostics(self, reader: RecordReader) -> None:
        self.diagnostics += reader.diagnostics

    def _once(self, name: str) -> SettingPlace | None:
        """The record of a setting that stands once in a workspace."""
        places = self.places.get(name, [])
        for place in places[1:]:
            self.diagnostics.append(
                RecordDiagnostic(
                    "E204",
                    f"`{name}` appears twice in this workspace",
                    place.origin,
                    None,
                    "keep one of them",
                    (places[0].origin,),
                )
            )
        return places[0] if places else None

    def _one_file(self, name: str, noun: str) -> None:
        """Settings whose order counts stand in one file."""
        places = self.places.get(name, [])
        for place in places:
            if place.path != places[0].path:
                message = f"{noun} are in two files, `{places[0].path}` and `{place.path}`: their order would depend on file names"
                self.diagnostics.append(
                    RecordDiagnostic(
                        "E205",
                        message,
                        place.origin,
                        None,
                        "move them into one file",
                        (places[0].origin,),
                    )
                )
                return

    def _ranked(self, name: str) -> list[SettingPlace]:
        """The records of a setting whose order is its meaning, as many of them as there may be."""
        places = self.places.get(name, [])
        for place in places[MOST_IN_ORDER : MOST_IN_ORDER + 1]:
            self.diagnostics.append(
                RecordDiagnostic(
                    "E423",
                    f"there are {len(places)} lines of `{name}`; {MOST_IN_ORDER} are the most",
                    place.origin,
                    None,
                    "combine some of them; those from this one on are ignored",
                )
            )
        return places[:MOST_IN_ORDER]

    def _unique(self, name: str, places: Sequence[SettingPlace]) -> list[SettingPlace]:
        """The records of a repeatable setting, each name once."""
        by_name: dict[str, SettingPlace] = {}
        for place in places:
            key = place.header.parts[0]
            if key in by_name:
                message = f"{name} `{key}` is declared twice"
                self.diagnostics.append(
                    RecordDiagnostic(
                        "E203",
                        message,
                        place.origin,
                        "name" if name != "status" else "colour",
                        "keep one of them",
                        (by_name[key].origin,),
                    )
                )
            else:
                by_name[key] = place
        return list(by_name.values())

    def _coverage(self) -> float:
        place = self._once("coverage")
        if place is None:
            return DEFAULT_COVERAGE
        value = number(place.header.parts[0])
        if not 0 <= value <= 100:
            self.diagnostics.append(
                RecordDiagnostic(
                    "E406", "`coverage` is a percentage from 0 to 100", place.origin, "value"
                )
            )
            return DEFAULT_COVERAGE
        return value

    def _tiers(self) -> tuple[Tier, ...]:
        headers = (place.header for place in self._unique("tier", self._ranked("tier")))
        return tuple(Tier(h.parts[0], label_or_name(h)) for h in headers) or DEFAULT_TIERS

    def _perspectives(self) -> tuple[Perspective, ...]:
        perspectives: list[Perspective] = []
        for place in self._unique("perspective", self._ranked("perspective")):
            reader = self._reader(place)
            label = label_or_name(place.header)
            perspectives.append(Perspective(place.header.parts[0], label, reader.weights()))
            self._collect_diagnostics(reader)
        return tuple(perspectives) or DEFAULT_PERSPECTIVES

    def _persons(self) -> dict[str, Person]:
        persons: dict[str, Person] = {}
        for place in self._unique("person", self.places.get("person", [])):
            header = place.header
            email = header.get("email")
            persons[header.parts[0]] = Person(
                header.parts[0], string(header.parts[1]), string(email) if email else None
            )
        return persons

    def _bands(self) -> tuple[Band, ...]:
        places = self._ranked("status")
        lines = [(place.header, place.origin) for place in places]
        bands, diagnostics = read_bands(lines, frozenset())
        self.diagnostics += diagnostics
        return bands or DEFAULT_BANDS

    def _calendar(self, derive: _Derive) -> Calendar | None:
        place = self._once("calendar")
        if place is None:
            return derive(self.scope)
        reader = self._reader(place)
        fiscal = self._fiscal(reader)
        self.scope = reader.scope = self.scope._replace(fiscal=fiscal)
        calendar = self._written_calendar(reader, fiscal)
        self._collect_diagnostics(reader)
        return calendar

    def _fiscal(self, reader: RecordReader) -> FiscalYear:
        starts = reader.single("starts")
        if starts is None:
            return FiscalYear()
        month = MONTH_NAMES.index(starts.parts[0]) + 1
        return FiscalYear(month, starts.get("named") == "end")

    def _written_calendar(self, reader: RecordReader, fiscal: FiscalYear) -> Calendar | None:
        header = reader.header
        grain = Grain.of(header.parts[0])
        first = _calendar_period(reader, header, "first", grain)
        last = _calendar_period(reader, header, "last", grain)
        closed_line = reader.single("closed")
        closed = _calendar_period(reader, closed_line, "period", grain) if closed_line else None
        if first is None or last is None:
            return None
        if last.ordinal < first.ordinal:
            reader.diagnose(
                "E407",
                "the calendar ends before it begins",
                header,
                "last",
                help="swap the two periods, or correct one",
            )
            return None
        if spans_too_much(fiscal, grain, first.ordinal, last.ordinal):
            reader.diagnose(
                "E404", f"the calendar spans more than {LONGEST_CALENDAR} years", header, "last"
            )
            return None
        if closed_line and closed and not first.ordinal <= closed.ordinal <= last.ordinal:
            reader.diagnose(
                "E408",
                "`closed` is outside the calendar",
                closed_line,
                "period",
                help="name one of the calendar's periods, or lengthen the calendar",
            )
            closed = None
        return Calendar(
            grain, first.ordinal, last.ordinal, fiscal, closed.ordinal if closed else None
        )


def _calendar_period(
    reader: RecordReader, statement: Statement, slot: str, grain: Grain
) -> Period | None:
    """A period of the calendar: a coarser one means its first (at the start) or last calendar period."""
    period = reader.period(statement, slot)
    if period is None:
        return None
    if period.grain < grain:
        reader.diagnose(
            "E409",
            f"a calendar of {grain.plural} is written in {grain.plural} or coarser periods",
            statement,
            slot,
        )
        return None
    return (
        reader.scope.fiscal.first(grain, period)
        if slot == "first"
        else reader.scope.fiscal.last(grain, period)
    )


def label_or_name(header: Statement) -> str:
    """What a header's record is called: its label, else its name."""
    label = header.get("label")
    return string(label) if label else header.parts[0]


def read_bands(
    lines: Sequence[tuple[Statement, Origin]], breaks: frozenset[str]
) -> tuple[tuple[Band, ...], list[RecordDiagnostic]]:
    """A whole set of status bands: ascending, only the last without `below`."""
    bands: list[Band] = []
    diagnostics: list[RecordDiagnostic] = []
    colours: dict[str, Origin] = {}
    for at, (line, origin) in enumerate(lines):
        colour, below_text, label = line.parts[0], line.get("below"), line.get("label")
        below = number(below_text) if below_text is not None else None
        last = at == len(lines) - 1
        if below is not None and abs(below) > LARGEST:
            hint = "scores are between 0 and 100"
            diagnostics.append(
                RecordDiagnostic("E401", TOO_LARGE, origin, "below", hint, (), breaks)
            )
        elif colour in colours:
            diagnostics.append(
                RecordDiagnostic(
                    "E202",
                    f"`status {colour}` appears twice",
                    origin,
                    "colour",
                    "keep one of them",
                    (colours[colour],),
                    breaks,
                )
            )
        elif last and below is not None:
            diagnostics.append(
                RecordDiagnostic(
                    "E410",
                    "the last status must not have `below`: it takes all remaining scores",
                    origin,
                    "below",
                    "leave `below` out",
                    (),
                    breaks,
                )
            )
        elif not last and below is None:
            diagnostics.append(
                RecordDiagnostic(
                    "E410",
                    "only the last status may be without `below`",
                    origin,
                    None,
                    "add the score that it ends at, such as `below 40`",
                    (),
                    breaks,
                )
            )
        elif (
            below is not None and bands and bands[-1].below is not None and below <= bands[-1].below
        ):
            diagnostics.append(
                RecordDiagnostic(
                    "E410",
                    "status bands must be in ascending order, and this one does not end higher than the one before",
                    origin,
                    "below",
                    "order them from the worst to the best",
                    (lines[at - 1][1],),
                    breaks,
                )
            )
        colours.setdefault(colour, origin)
        bands.append(Band(colour, string(label) if label else None, below))
    if diagnostics:
        return (), diagnostics
    return tuple(bands), diagnostics


if TYPE_CHECKING:
    from collections.abc import Callable

    _Derive = Callable[[Scope], Calendar | None]
