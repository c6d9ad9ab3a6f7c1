"""The lines of text that stand behind a figure, as `bsctui explain` tells them."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from bsctui.cli.figures import json_number, quantity_number
from bsctui.text.literals import ESTIMATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.explain.provenance import Source
    from bsctui.model.entities import Origin
    from bsctui.scoring.result import Scores

INDENT = {"input": 1, "feeder": 1, "member": 2, "left out": 2}
"""How far what stands behind a figure is set in, by its role."""


def source_as_json(scores: Scores, source: Source) -> dict[str, Any]:
    """One thing behind a figure, as a program reads it."""
    place = place_of(scores, source.origin)
    return {
        "role": source.role.value,
        "word": source.word or None,
        "address": source.address,
        "period": _format(scores, source),
        "value": json_number(source.value),
        "provisional": _is_estimate(scores, source),
        "weight": json_number(source.weight),
        "file": place[0] if place else None,
        "line": place[1] if place else None,
        "text": _line_text(scores, source.origin),
    }


def _format(scores: Scores, source: Source) -> str | None:
    return scores.calendar.fiscal.format(source.period) if source.period else None


def place_of(scores: Scores, origin: Origin | None) -> tuple[str, int] | None:
    """The file and line of what was written."""
    return scores.model.place(origin) if origin is not None else None


def _line_text(scores: Scores, origin: Origin | None) -> str | None:
    place = place_of(scores, origin)
    return scores.model.documents[place[0]].line_text(place[1]).strip() if place else None


def source_line(scores: Scores, source: Source, limits: Sequence[float]) -> str:
    """One thing behind a figure, as a line of text; a value that misses one of the limits by a hair keeps its digits."""
    from bsctui.escaping import printable

    place = place_of(scores, source.origin)
    where = f"{printable(place[0])}:{place[1]}" if place else ""
    text = printable(_line_text(scores, source.origin) or "")
    if source.role.value == "definition":
        return f"    {where:28}  {text}".rstrip()
    period = _format(scores, source) or ""
    weight = "" if isnan(source.weight) else f" x {source.weight:g}"
    mark = ESTIMATED if _is_estimate(scores, source) else ""
    value = quantity_number(scores.model.quantity(source.address), source.value, limits)
    indent = "    " + "  " * INDENT.get(source.role.value, 0)
    return f"{indent}{period} {source.role.value} {source.address} = {mark}{value}{weight}  {where}".rstrip()


def _is_estimate(scores: Scores, source: Source) -> bool:
    """Whether a figure was entered as an estimate, or rests on one."""
    from bsctui.scoring.estimates import rests_on_estimate

    if source.period is None or isnan(source.value) or source.role.value == "assumed":
        return False
    return rests_on_estimate(scores, source.address, source.period)
