"""A report as JSON: the fields of `content.Report`, for who writes a page of their own from them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from math import isnan
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bsctui.report.content import Report

DRAWN: Final = frozenset({"logo", "strategy", "shown"})
"""What only a page has: an image, a map that `bsctui map` gives in four formats, a score as it is rounded for readers."""


def report_document(report: Report) -> dict[str, Any]:
    """The report by its fields; a number that is not there is null."""
    return {"version": 1, "period": report.period, **_fields(report)}


def _fields(value: Any) -> dict[str, Any]:
    names = (
        [field.name for field in fields(value)] if is_dataclass(value) else list(value._fields)
    )  # a dataclass, or a named tuple
    return {name: _plain(getattr(value, name)) for name in names if name not in DRAWN}


def _plain(value: Any) -> Any:
    if is_dataclass(value) or hasattr(value, "_fields"):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and isnan(value):
        return None
    return value
