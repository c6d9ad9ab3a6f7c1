"""What a row of the table of forms says of a form: where it stands, what is in its slots, what it does to a score."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from bsctui.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


EVERY: Final = ("scorecard", "objective", "kpi", "measure", "initiative")
"""The kinds of records that have an address."""


class Header(StrEnum):
    """What a line at the left margin begins."""

    SETTING = "setting"
    ENTITY = "entity"
    """One of the five kinds of records that have an address."""
    BLOCK = "block"
    MARGIN = "margin"
    """A series apart from its KPI, with no statements below."""


class FactEffect(StrEnum):
    """What a change of a line can do to a score."""

    GOAL = "goal"
    """What a KPI is held to: changed together, it is one change of rules."""
    RULES = "rules"
    RESULTS = "results"
    NONE = "none"


class SlotType(StrEnum):
    """What stands in a slot."""

    NUMBER = "number"
    SERIES = "series"
    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    WORD = "word"
    """One of a few words, or a date."""
    PERIOD = "period"
    START = "start"
    """A period that means its first day."""
    END = "end"
    """A period that means its last day."""
    FORMULA = "formula"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """All that is particular to a form.

    Attributes:
        name: The alias of its alternative in the grammar.
        header: What it begins, where it is a header.
        records: The kinds of records that take it, by their headers; none for a header.
        keyword: The word it begins with; empty for a line that begins with an address.
        slots: What may stand in it, in order.
        meaning: What it says, for help and completion.
        example: A line that has it.
        word: How messages call it, where its keyword alone would not say it.
        states: What it states of the record: forms that state the same say it in other words.
        variant: In which way it states that, where a record may use but one way; empty where all go together.
        repeatable: Whether it may simply stand several times.
        told_by: The slots that tell two such lines apart, beside their spans.
        speaks_of: The slots that make a fact of its own of each line, for a review.
        refers: The kinds that the reference in a slot may mean.
        inherited: Whether `like` takes it over.
        replaces: What else of another KPI's it makes void, and is made void by.
        in_unit: The slots whose numbers are in the KPI's unit.
        effect: What a change of it can do to a score.
        by_slot: Whether each slot is a fact of its own, so that two sides may each change one.
        ends: Whether the period in it means its last day.
        starts: Whether the period in it means its first day.
        own_under_same: Whether a KPI that is the `same` as another says it for itself.
    """

    name: str
    header: Header | None = None
    records: tuple[str, ...] = ()
    keyword: str
    slots: tuple[str, ...]
    meaning: str
    example: str
    word: str
    states: str
    variant: str = ""
    repeatable: bool = False
    told_by: tuple[str, ...] = ()
    speaks_of: tuple[str, ...] = ()
    refers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inherited: bool = False
    replaces: frozenset[str] = frozenset()
    in_unit: tuple[str, ...] = ()
    effect: FactEffect = FactEffect.RULES
    by_slot: bool = False
    ends: bool = False
    starts: bool = False
    own_under_same: bool = False

    @property
    def is_dated(self) -> bool:
        """Whether it may stand several times with spans that do not overlap."""
        return "from_" in self.slots

    @property
    def is_series(self) -> bool:
        """Whether it gives values period by period."""
        return "series" in self.slots

    @property
    def reference(self) -> str | None:
        """The slot in which it names a record."""
        slots = (slot for slot in self.refers if SLOT_TYPES[slot] is SlotType.ADDRESS)
        return next(slots, None)

    @property
    def is_all_told(self) -> bool:
        """Whether what tells two such lines apart is all that they say: where one stands twice nothing is lost."""
        return bool(self.told_by) and set(self.told_by) == set(self.slots)

    @property
    def place(self) -> str:
        """Where it stands, for a reader."""
        if self.header is not None:
            return "header"
        return "every record" if set(EVERY) <= set(self.records) else ", ".join(self.records)


SLOT_TYPES: Final = {
    **dict.fromkeys(("value", "low", "high", "below", "xs", "ys", "count", "decimals", "version"), SlotType.NUMBER),
    "series": SlotType.SERIES,
    **dict.fromkeys(("label", "full", "email", "text", "query", "reason", "note", "unit"), SlotType.TEXT),
    **dict.fromkeys(("name", "names", "person"), SlotType.NAME),
    **dict.fromkeys(("ref", "parent", "under"), SlotType.ADDRESS),
    **dict.fromkeys(
        ("grain", "date", "month", "named", "colour", "mode", "source", "direction", "method", "state", "spread", "partial"),
        SlotType.WORD,
    ),
    "period": SlotType.PERIOD,
    **dict.fromkeys(("from_", "first"), SlotType.START),
    **dict.fromkeys(("until", "at", "last"), SlotType.END),
    "expression": SlotType.FORMULA,
}  # fmt: skip
"""By slot. The `period` of some forms means one of its ends: the row says so."""


def form_row(
    name: str,
    slots: str,
    meaning: str,
    example: str,
    *,
    records: str = "",
    header: Header | None = None,
    keyword: str | None = None,
    word: str | None = None,
    states: str | None = None,
    variant: str = "",
    repeatable: bool = False,
    told_by: str = "",
    speaks_of: str = "",
    refers: str = "",
    inherited: bool = False,
    replaces: str = "",
    in_unit: str = "",
    effect: FactEffect = FactEffect.RULES,
    by_slot: bool = False,
    ends: bool = False,
    starts: bool = False,
    own_under_same: bool = False,
) -> FormRow:
    """A row whose lists are words with blanks between them, its references `slot=kind|kind`."""
    keyword = example.split(maxsplit=1)[0] if keyword is None else keyword
    return FormRow(
        name=name,
        header=header,
        records=tuple(records.split()),
        keyword=keyword,
        slots=tuple(slots.split()),
        meaning=meaning,
        example=example,
        word=word or keyword,
        states=states or name,
        variant=variant,
        repeatable=repeatable,
        told_by=tuple(told_by.split()),
        speaks_of=tuple(speaks_of.split()),
        refers={slot: tuple(kinds.split("|")) for slot, _, kinds in (each.partition("=") for each in refers.split())},
        inherited=inherited,
        replaces=frozenset(replaces.split()),
        in_unit=tuple(in_unit.split()),
        effect=effect,
        by_slot=by_slot,
        ends=ends,
        starts=starts,
        own_under_same=own_under_same,
    )  # fmt: skip


def slot_type(row: FormRow, slot: str) -> SlotType:
    """What stands in a slot of a form."""
    if slot == "period" and (row.ends or row.starts):
        return SlotType.END if row.ends else SlotType.START
    return SLOT_TYPES[slot]
