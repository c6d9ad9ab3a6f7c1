"""How a table is understood, as a value that is shown, kept as toml and given again: columns, marks, directions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from bsctui.exchange.reading.headings import ColumnRole
from bsctui.exchange.reading.numerals import Decimals
from bsctui.exchange.reading.period_texts import DateOrder, PeriodRules, PeriodText, read_period
from bsctui.model.periods import FiscalYear, Grain
from bsctui.text.literals import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class MappingError(Exception):
    """A mapping's file, or an option, that cannot be read; the message says which part and what stands there instead."""


DIRECTION_RULES: Final = ("proposed", "higher", "lower", "none")
"""What may be said of the direction of all KPIs of which nothing else tells it."""


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What is known of a table beyond its cells.

    Attributes:
        columns: What columns hold, by heading: `target 2021`, `name`, `ignore`.
        header: The row (from 1) of the headings; None: the one that reads like it.
        decimal: The decimal sign of columns that do not tell it.
        fiscal: Where the fiscal year begins and which year names it.
        order: What `03/04/2025` means.
        serials: Whether bare numbers as periods count days.
        split_years: Whether `2011-12` is a year.
        every: The grain of days.
        values: What figures are that no word calls target or actual.
        zero_is_blank: Headings of columns where 0 says that there is no value; `*` for all.
        better: Directions by label.
        otherwise: The direction of KPIs of which nothing else tells it: `higher`, `lower`, `proposed` or `none`.
        asks_of_each: Whether directions are asked for one KPI after the other; never kept.
        tolerance: Of targets that are a range, as the language writes it.
        scorecard: Into which scorecard rows go that name none.
        perspective: Into which perspective rows go that name none.
        encoding: Of text tables.
        year: Of periods without one; never kept, for it is another one next year.
        period: Of actuals in a column without one; never kept either.
        skips_unread: Whether cells that are not understood are left out.
        same: Addresses of known KPIs by the key of the row that is one under another label, empty where it is none; never kept.
        renamed: Whether all such rows are; never kept either.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header: int | None = None
    decimal: Decimals | None = None
    fiscal: FiscalYear | None = None
    order: DateOrder | None = None
    serials: bool = False
    split_years: bool | None = None
    every: Grain | None = None
    values: ColumnRole = ColumnRole.ACTUAL
    zero_is_blank: tuple[str, ...] = ()
    better: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    asks_of_each: bool = False
    tolerance: str | None = None
    scorecard: str | None = None
    perspective: str | None = None
    encoding: str | None = None
    year: int | None = None
    period: str | None = None
    skips_unread: bool = False
    same: Mapping[str, str] = field(default_factory=dict)
    renamed: bool | None = None

    @property
    def period_rules(self) -> PeriodRules:
        """What settles period texts."""
        return PeriodRules(
            self.fiscal, self.year, self.order, self.serials, self.every, self.split_years
        )

    def is_blank_at_zero(self, heading: str) -> bool:
        """Whether 0 in a column says that there is no value."""
        return any(each in {"*", heading} for each in self.zero_is_blank)


def column_meaning(text: str) -> tuple[ColumnRole, PeriodText | None]:
    """What `target 2021` says of a column.

    Raises:
        MappingError: It says nothing that is known.
    """
    for role in sorted(ColumnRole, key=lambda role: -len(role.value)):
        if text == role.value:
            return role, None
        if text.startswith(f"{role.value} "):
            period = read_period(text[len(role.value) + 1 :])
            if period is not None:
                return role, period
    roles = ", ".join(f"`{role.value}`" for role in ColumnRole)
    raise MappingError(
        f"`{text}` is nothing that a column can hold; it is one of {roles}, figures with a period after"
    )


# --- As toml


def as_document(mapping: ImportMapping) -> dict[str, Any]:
    """The mapping as a document for toml: what holds for next month's file too."""
    document: dict[str, Any] = {}
    if mapping.header is not None:
        document["header"] = mapping.header
    _put(document, "scorecard", mapping.scorecard)
    _put(document, "perspective", mapping.perspective)
    _put(document, "encoding", mapping.encoding)
    _put(document, "values", mapping.values.value)
    numbers: dict[str, Any] = {}
    _put(numbers, "decimal", mapping.decimal.value if mapping.decimal else None)
    _put(numbers, "zero-is-blank", list(mapping.zero_is_blank) or None)
    periods: dict[str, Any] = {}
    _put(periods, "fiscal-year", written_fiscal(mapping.fiscal) if mapping.fiscal else None)
    _put(periods, "dates", mapping.order.value if mapping.order else None)
    _put(periods, "serial-dates", mapping.serials or None)
    _put(periods, "split-years", mapping.split_years)
    _put(periods, "every", mapping.every.word if mapping.every is not None else None)
    targets: dict[str, Any] = {}
    _put(targets, "better", mapping.otherwise)
    _put(targets, "tolerance", mapping.tolerance)
    tables = {"numbers": numbers, "periods": periods, "targets": targets}
    document |= {name: table for name, table in tables.items() if table}
    document["columns"] = dict(mapping.columns)
    if mapping.better:
        document["better"] = dict(mapping.better)
    return document


def _put(table: dict[str, Any], key: str, value: Any) -> None:
    if value is not None:
        table[key] = value


def as_toml(mapping: ImportMapping) -> str:
    """The mapping's file."""
    import tomli_w

    from bsctui.escaping import toml_document

    return toml_document(tomli_w.dumps(as_document(mapping)))


def read_mapping(text: str) -> ImportMapping:
    """The mapping in a file.

    Raises:
        MappingError: It is no toml, or says something that is not known.
    """
    import tomllib

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(f"it is not valid TOML: {error}") from None
    mapping = ImportMapping()
    for key, value in _flattened(document):
        read = _READERS.get(key)
        if read is None:
            known = ", ".join(f"`{each}`" for each in _READERS)
            raise MappingError(f"`{key}` is not known; a mapping has {known}")
        try:
            mapping = replace(mapping, **read(value))
        except (ValueError, TypeError, KeyError):
            raise MappingError(f"`{key}` cannot be `{value}`") from None
    return mapping


_TABLES: Final = ("numbers", "periods", "targets")


def _flattened(document: dict[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, value in document.items():
        if key in _TABLES and isinstance(value, dict):
            pairs += [(f"{key}.{inner}", entry) for inner, entry in value.items()]
        else:
            pairs.append((key, value))
    return pairs


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(entry, str) for entry in value.values()):
        raise TypeError(value)
    return value


def _columns(value: Any) -> dict[str, Any]:
    for meaning in _texts(value).values():
        column_meaning(meaning)
    return {"columns": value}


def _text(name: str) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, str):
            raise TypeError(value)
        return {name: value}

    return read


def _directions(value: Any) -> dict[str, Any]:
    if not set(_texts(value).values()) <= {"higher", "lower", "none"}:
        raise ValueError(value)
    return {"better": value}


def _zero_columns(value: Any) -> dict[str, Any]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise TypeError(value)
    return {"zero_is_blank": tuple(value)}


def _header(value: Any) -> dict[str, Any]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(value)
    return {"header": value}


def _flag(name: str) -> Callable[[Any], dict[str, Any]]:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, bool):
            raise TypeError(value)
        return {name: value}

    return read


def values_role(text: str) -> ColumnRole:
    """What `--values` and a mapping call the figures without a word.

    Raises:
        ValueError: It is neither target nor actual.
    """
    role = ColumnRole(text)
    if role not in {ColumnRole.ACTUAL, ColumnRole.TARGET}:
        raise ValueError(text)
    return role


def _otherwise(value: Any) -> dict[str, Any]:
    if value not in DIRECTION_RULES:
        raise ValueError(value)
    return {"otherwise": value}


_READERS: Final[dict[str, Callable[[Any], dict[str, Any]]]] = {
    "header": _header,
    "scorecard": _text("scorecard"),
    "perspective": _text("perspective"),
    "encoding": _text("encoding"),
    "values": lambda value: {"values": values_role(value)},
    "numbers.decimal": lambda value: {"decimal": Decimals(value)},
    "numbers.zero-is-blank": _zero_columns,
    "periods.fiscal-year": lambda value: {"fiscal": read_fiscal(value)},
    "periods.dates": lambda value: {"order": DateOrder(value)},
    "periods.serial-dates": _flag("serials"),
    "periods.split-years": _flag("split_years"),
    "periods.every": lambda value: {"every": Grain.of(value)},
    "targets.better": _otherwise,
    "targets.tolerance": _text("tolerance"),
    "columns": _columns,
    "better": _directions,
}


# --- The fiscal year

_FISCAL = re.compile(r"([A-Za-z]{3,9})(?:\s+(?:named\s+)?(start|end))?")


def read_fiscal(text: str) -> FiscalYear:
    """`April`, `October named end`.

    Raises:
        ValueError: It is no month.
    """
    match = _FISCAL.fullmatch(text.strip())
    months = [name for name in MONTH_NAMES if match and name.lower().startswith(match[1].lower())]
    if match is None or len(months) != 1:
        raise ValueError(text)
    return FiscalYear(MONTH_NAMES.index(months[0]) + 1, match[2] == "end")


def written_fiscal(fiscal: FiscalYear) -> str:
    """The same as it is written behind `starts`."""
    named = " named end" if fiscal.named_for_end else ""
    return f"{MONTH_NAMES[fiscal.first_month - 1]}{named}"
