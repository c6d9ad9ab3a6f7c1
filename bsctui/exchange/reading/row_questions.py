"""What is asked where a row of a sheet leaves a doubt about its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.reading.findings import Answer, ImportQuestion, Topic
from bsctui.exchange.reading.period_texts import period_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bsctui.exchange.reading.findings import Row


def tolerance_question(row: Row) -> ImportQuestion:
    """A target that is a range needs a tolerance."""
    text = " to ".join(end.text for end in (row.target, row.upper) if end is not None)
    return ImportQuestion(
        Topic.TOLERANCE,
        f"the target of `{row.label}`, {text}, is a range: how far outside of it does a value score 0?",
        "--tolerance N, or --tolerance 'N% of target'",
        (Answer("10% of target", {"tolerance": "10% of target"}),),
        _typed_tolerance,
    )


def zero_question(heading: str, text: str, other_place: str, other_text: str) -> ImportQuestion:
    """Of two values of one period one is 0, which may say that there is none."""
    return ImportQuestion(
        Topic.TWICE,
        f"`{heading}` ({text}) and {other_place} ({other_text}) are two values of one period; "
        "where 0 says that there is none, name the column",
        "--zero-is-blank COLUMN, or '*' for all",
        (Answer("0 is none in every column", {"zero_is_blank": ("*",)}),),
    )


def period_question(heading: str, text: str) -> ImportQuestion:
    """A column of figures without a period."""
    return ImportQuestion(
        Topic.PERIOD,
        f"column `{heading}` ({text} and others): which period are these values for?",
        "--period PERIOD",
        (),
        _typed_period,
    )


def _typed_tolerance(answer: str) -> Mapping[str, Any]:
    if not answer.strip():
        raise ValueError(answer)
    return {"tolerance": answer.strip()}


def _typed_period(answer: str) -> Mapping[str, Any]:
    if period_in(answer.strip()) is None:
        raise ValueError(answer)
    return {"period": answer.strip()}
