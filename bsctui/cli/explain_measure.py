"""What `bsctui explain` says of a measure: its value, and the lines that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bsctui.cli.figures import json_number, period_text, quantity_number
from bsctui.cli.source_lines import place_of, source_as_json, source_line
from bsctui.explain.measures import explain_measure, measure_value

if TYPE_CHECKING:
    from bsctui.model.entities import Measure
    from bsctui.scoring.result import Scores


def measure_document(
    scores: Scores, measure: Measure, at: int, before: int | None
) -> dict[str, Any]:
    """As JSON; a measure is no node and has no members."""
    explanation = explain_measure(scores, measure, at)
    document: dict[str, Any] = {
        "version": 1,
        "address": measure.address,
        "period": period_text(scores, at),
        "grain": scores.grain.word,
        "node": None,
        "value": json_number(explanation.value),
        "worst": False,
        "members": [],
        "sources": [source_as_json(scores, source) for source in explanation.sources],
    }
    if before is not None:
        then = measure_value(scores, measure, before)
        document["since"] = period_text(scores, before)
        document["change"] = json_number(explanation.value - then)
        document["changes"] = []
    return document


def measure_text(scores: Scores, measure: Measure, at: int, before: int | None) -> list[str]:
    """As text."""
    from bsctui.escaping import printable

    explanation = explain_measure(scores, measure, at)
    value = quantity_number(measure, explanation.value)
    unit = measure.definition.unit
    tail = f" {printable(unit)}" if unit and value != "none" else ""
    label = measure.label or measure.address.partition(".")[2]
    lines = [
        f"{measure.address}  {printable(label)}",
        f"  {period_text(scores, at)}: value {value}{tail}, a measure without a score",
    ]
    place = place_of(scores, measure.origin)
    if place:
        lines.append(f"  declared in {printable(place[0])}:{place[1]}")
    lines += ["", "  comes from:"]
    lines += [source_line(scores, source, ()) for source in explanation.sources]
    if before is not None:
        then = quantity_number(measure, measure_value(scores, measure, before))
        lines += ["", f"  since {period_text(scores, before)}: {then} to {value}"]
    return lines
