"""When things hold, seen for one period (`language.md`, Dated facts); `scoring.validity` says the same of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bsctui.model.entities import Dated, Objective, Quantity, Scorecard, Span
    from bsctui.model.model import Model

T = TypeVar("T")


def spans_of(model: Model, entity: Quantity | Objective | Scorecard) -> list[Span]:
    """The spans that must all hold for a thing to be in force: its own, its objective's and its scorecard's; of a part its KPI's too."""
    spans = [entity.span, model.limit_in(getattr(entity, "part_of", None))]
    objective = model.objectives.get(getattr(entity, "objective", ""))
    if objective is not None:
        spans.append(objective.span)
    scorecard = model.scorecards.get(getattr(entity, "scorecard", ""))
    if scorecard is not None:
        spans.append(scorecard.span)
    return spans


def is_in_force(model: Model, entity: Quantity | Objective | Scorecard, end: int | None) -> bool:
    """Whether a thing is in force in a period that ends at `end`; always where there is no period to ask about."""
    return end is None or all(span.holds(end) for span in spans_of(model, entity))


def line_in_force(lines: Iterable[Dated[T]], end: int | None) -> Dated[T] | None:
    """Of a dated fact's lines the one that holds: a dated one, else the undated one.

    Where two of a kind claim the period they are an error, and neither holds. Without a period to ask
    about the first line stands for all.
    """
    if end is None:
        return next(iter(lines), None)
    holding = [line for line in lines if line.span.holds(end)]
    dated = [line for line in holding if line.span.is_dated]
    claims = dated if len(dated) == 1 else [line for line in holding if not line.span.is_dated]
    return claims[0] if len(claims) == 1 else None
