"""What is assumed: a value, target or weight in one period, read from text and checked against the workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui import numbers
from bsctui.model.entities import BandTarget, Better, Kind, Kpi
from bsctui.model.periods import Period
from bsctui.scoring.targets import BASELINE, Targets
from bsctui.text.bounds import LARGEST
from bsctui.text.literals import NUMBER, is_percent, number

if TYPE_CHECKING:
    from bsctui.model.entities import Definition, Quantity
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear
    from bsctui.scoring.result import Scores
    from bsctui.scoring.time_axis import Axis


class Facet(StrEnum):
    """What of an item is assumed to be another."""

    VALUE = "value"
    TARGET = "target"
    WEIGHT = "weight"


class AssumptionError(ValueError):
    """Something that cannot be assumed; says why, and what can."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number in place of what the workspace says.

    Attributes:
        address: Whose it is; under `same` the original's, whose value and target it is.
        period: For a value or target one of the item's own periods. A weight holds in every period
            of a view that ends inside it.
        low: The number; of a band its lower end.
        high: The same number; of a band its upper end.
        text: The number as it was typed.
        above: The objective that it supports, where the weight is the link's.
    """

    address: str
    facet: Facet
    period: Period
    low: float
    high: float
    text: str
    above: str | None = None

    @property
    def fact(self) -> tuple[str, str | None, Facet, Period]:
        """What it stands in place of: of two for one fact only one can hold."""
        return self.address, self.above, self.facet, self.period


def still_applies(scores: Scores, assumption: Assumption) -> bool:
    """Whether an assumption made earlier still means something: its item may be gone, or measured otherwise."""
    if assumption.facet is Facet.WEIGHT:
        return assumption.address in scores.row and (
            assumption.above is None
            or assumption.above in _supported(scores.model, assumption.address)
        )
    quantity = scores.model.quantity(assumption.address)
    if quantity is None or quantity.definition.grain is not assumption.period.grain:
        return False
    axis = scores.timeline.axis(assumption.period.grain)
    has_target = assumption.facet is Facet.VALUE or quantity.definition.target is not None
    return has_target and 0 <= axis.index_of(assumption.period.ordinal) < len(axis)


class Subject(NamedTuple):
    """An item, and the objective that it supports where the link between them is meant."""

    address: str
    above: str | None = None


_PATTERN: Final = re.compile(
    r"(?P<ref>[^:@=/]+)(?:/(?P<above>[^:@=/]+))?(?::(?P<facet>[^:@=]*))?(?:@(?P<period>[^=]*))?=(?P<number>.*)"
)


def read_assumption(scores: Scores, at: int, text: str) -> Assumption:
    """What `REF[:value|:target|:weight][@PERIOD]=N` assumes, seen from the view's period `at`.

    `GIVER/RECEIVER:weight=N` is the weight with which one objective supports another.

    Raises:
        AssumptionError: It does not have this form, or there is no such thing to assume.
    """
    match = _PATTERN.fullmatch(text.strip())
    if match is None:
        raise AssumptionError(
            f"`{text}` is not an assumption; write one such as `skyline.revenue=32M`, `skyline.revenue:target@2025-Q4=30M` or `skyline.revenue:weight=2`"
        )
    above = match["above"]
    subject = Subject(
        _resolved(scores.model, match["ref"]),
        _resolved(scores.model, above) if above is not None else None,
    )
    return assumption_of(
        scores, at, subject, _facet(match["facet"]), match["number"], match["period"]
    )


def _resolved(model: Model, text: str) -> str:
    address = model.resolve(text.strip())
    if address is None:
        raise AssumptionError(model.unknown_address_message(text.strip()))
    return address


def _facet(word: str | None) -> Facet:
    if word is None:
        return Facet.VALUE
    if word not in set(Facet):
        close = get_close_matches(word, list(Facet), 1)
        hint = f"did you mean `{close[0]}`?" if close else "value, target and weight can be"
        raise AssumptionError(f"`{word}` cannot be assumed; {hint}")
    return Facet(word)


def assumption_of(
    scores: Scores, at: int, subject: Subject, facet: Facet, text: str, period: str | None = None
) -> Assumption:
    """An assumption about an item, seen from the view's period `at`.

    Raises:
        AssumptionError: There is no such thing to assume.
    """
    if facet is Facet.WEIGHT:
        return _of_weight(scores, at, subject, text, period)
    if subject.above is not None:
        raise AssumptionError(f"a link has no {facet}: only its `:weight` can be assumed")
    quantity = _quantity(scores.model, subject.address, facet)
    own = _own_period(scores, at, quantity, period)
    percent = quantity.definition.unit == "%"
    unit_note = f"`{quantity.address}` is measured in {quantity.definition.unit or 'no unit'}"
    if facet is Facet.VALUE:
        value = _number(text, percent=percent, why_not=unit_note)
        return Assumption(quantity.address, facet, own, value, value, text.strip())
    low, dots, high = text.partition("..")
    ends = [
        _number(end, percent=percent, why_not=unit_note) for end in ([low, high] if dots else [low])
    ]
    _check_target(scores.timeline.axis(own.grain), quantity, own, ends[0], ends[-1])
    return Assumption(quantity.address, facet, own, ends[0], ends[-1], text.strip())


def _number(text: str, *, percent: bool, why_not: str) -> float:
    word = text.strip()
    if not NUMBER.fullmatch(word):
        raise AssumptionError(
            f"`{word}` is not a number; write one such as 47, -3.5, 26M or 26_000_000"
        )
    if is_percent(word) and not percent:
        raise AssumptionError(f"{why_not}, so `{word}` cannot be meant; leave the % out")
    value = number(word)
    if abs(value) > LARGEST:
        raise AssumptionError("this number is too large; numbers must be from -10^15 to 10^15")
    return value


# --- Whose, and when


def _quantity(model: Model, address: str, facet: Facet) -> Quantity:
    """The KPI or measure that has the number; under `same` the original."""
    quantity = model.quantity(address)
    if quantity is None:
        kind = model.names.kind(address)
        can = "; its weight can be assumed, with `:weight`" if kind in WEIGHED else ""
        raise AssumptionError(
            f"`{address}` is not a KPI: the {kind} has no {facet} of its own{can}"
        )
    same = getattr(quantity, "same", None)
    return model.kpis.get(same, quantity) if same else quantity


WEIGHED: Final = frozenset({Kind.SCORECARD, Kind.PERSPECTIVE, Kind.OBJECTIVE, Kind.KPI})


def _parsed(fiscal: FiscalYear, text: str) -> Period:
    parsed = fiscal.parse(text.strip())
    if parsed is None:
        raise AssumptionError(
            f"there is no period `{text}`; periods look like 2025, 2025-H1, 2025-Q1, 2025-03 or 2025-W07"
        )
    return parsed


def _own_period(scores: Scores, at: int, quantity: Quantity, text: str | None) -> Period:
    """The period that is meant: as written, else the last one inside the viewed period, else the one shown there."""
    fiscal, grain = scores.timeline.fiscal, quantity.definition.grain
    if text is None:
        return own_period(scores, at, quantity)
    period = _parsed(fiscal, text)
    if period.grain is not grain:
        example = fiscal.format(own_period(scores, at, quantity))
        raise AssumptionError(
            f"`{quantity.address}` is measured every {grain.word}, so `@{text}` is none of its periods; write one such as `@{example}`"
        )
    axis = scores.timeline.axis(grain)
    if not 0 <= axis.index_of(period.ordinal) < len(axis):
        first, last = (Period(grain, axis.first + step) for step in (0, len(axis) - 1))
        raise AssumptionError(
            f"`@{text}` is too far away to count; this workspace reaches from {fiscal.format(first)} to {fiscal.format(last)}"
        )
    return period


def own_period(scores: Scores, at: int, quantity: Quantity) -> Period:
    """The last of an item's own periods inside the viewed one, else the one shown there.

    Raises:
        AssumptionError: None is shown.
    """
    fiscal, grain, viewed = scores.timeline.fiscal, quantity.definition.grain, scores.periods[at]
    if grain <= viewed.grain:
        return fiscal.last(grain, viewed)
    view, axis = scores.structure.view, scores.timeline.axis(grain)
    place = int(axis.ended_by(view.ends[at : at + 1])[0])
    if place < 0 or (view.after_current[at] and axis.ends[place] != view.ends[at]):
        raise AssumptionError(
            f"`{quantity.address}` is measured every {grain.word} and shows nothing in {fiscal.format(viewed)}; say which {grain.word} with `@`"
        )
    return Period(grain, axis.first + place)


# --- Targets


def _check_target(axis: Axis, quantity: Quantity, own: Period, low: float, high: float) -> None:
    """The same that the language asks of a written target."""
    definition = quantity.definition
    if not isinstance(quantity, Kpi) or definition.target is None:
        why = "is scored by a scale" if definition.scale is not None else "has none"
        raise AssumptionError(f"`{quantity.address}` {why}: there is no target to replace")
    if low > high:
        raise AssumptionError(
            "the lower end of the band is above its upper end; write the smaller first"
        )
    within = isinstance(definition.target, BandTarget) or definition.better is Better.WITHIN
    if low != high and not within:
        raise AssumptionError(
            f"`better {definition.better}` cannot be combined with a band; write one number"
        )
    if not within and not definition.tolerances:
        _check_side(axis, definition, own, low)


def _check_side(axis: Axis, definition: Definition, own: Period, target: float) -> None:
    if definition.baseline is None:
        return
    layer = Targets(axis, [definition]).layers[BASELINE, 0]
    baseline = float(layer[axis.index_of(own.ordinal)])
    higher = definition.better is Better.HIGHER
    if not isnan(baseline) and ((target < baseline) if higher else (target > baseline)):
        side = "below" if higher else "above"
        written, start = numbers.format_apart(target, baseline)
        raise AssumptionError(
            f"a target of {written} lies {side} the baseline of {start}, but {definition.better} is better"
        )


# --- Weights


def _of_weight(
    scores: Scores, at: int, subject: Subject, text: str, period: str | None
) -> Assumption:
    fiscal = scores.timeline.fiscal
    kind = scores.model.names.kind(subject.address)
    if kind not in WEIGHED or subject.address not in scores.row:
        raise AssumptionError(f"`{subject.address}` has no weight: it is a member of nothing")
    if subject.above is not None:
        _check_link(scores.model, subject.address, subject.above)
    weight = _number(text, percent=True, why_not="")
    if weight < 0:
        raise AssumptionError("a weight is 0 or more")
    viewed = scores.periods[at] if period is None else _parsed(fiscal, period)
    return Assumption(
        subject.address, Facet.WEIGHT, viewed, weight, weight, text.strip(), subject.above
    )


def _check_link(model: Model, giver: str, receiver: str) -> None:
    supported = _supported(model, giver)
    if receiver not in supported:
        hint = (
            f"; it supports {', '.join(f'`{address}`' for address in dict.fromkeys(supported))}"
            if supported
            else ""
        )
        raise AssumptionError(f"`{giver}` does not support `{receiver}`{hint}")


def _supported(model: Model, giver: str) -> list[str]:
    objective = model.objectives.get(giver)
    return [line.value.target for line in objective.supports] if objective is not None else []
