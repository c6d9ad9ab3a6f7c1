"""The rules of values, one period and one KPI at a time: plain, slow, and written from the contract alone.

Everything is a dict by own ordinal; None is no number. It shares no code with the evaluator that it checks.
"""

from __future__ import annotations

import itertools
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite

from bsctui.model.entities import (
    Aggregate,
    BandTarget,
    BaselinePoint,
    Better,
    ConstantTarget,
    PlanTarget,
    WaypointTarget,
)
from bsctui.model.periods import Grain, Period
from bsctui.text.expressions import Binary, Call, Compare, Neg, Num, Ref


def clean(number):
    """None for nan and for what is not finite."""
    return number if number is not None and isfinite(number) else None


def holding(lines, end):
    """A dated fact: the dated line that holds in a period that ends then, else the undated one, else None."""
    undated = None
    for line in lines:
        span = line.span
        if not span.after < end <= span.until:
            continue
        if span.from_period or span.until_period:
            return line.value
        undated = line.value
    return undated


class World:
    """A model with the values of its KPIs and measures, asked for one at a time and remembered."""

    def __init__(self, model, current):
        self.model = model
        self.calendar = model.settings.calendar
        self.fiscal = self.calendar.fiscal
        self.current_end = self.fiscal.end(self.calendar.grain, current)
        self.known = {}
        self.feeders = {}
        for quantity in model.quantities():
            for line in quantity.feeds:
                self.feeders.setdefault(line.value.target, []).append((quantity, line))

    # --- Periods

    def end(self, grain, ordinal):
        return self.fiscal.end(grain, ordinal)

    def inside(self, grain, period):
        """The own periods inside a coarser (or the same) period."""
        return list(self.fiscal.within(grain, period))

    def latest_ended(self, grain, end):
        """The latest period of a grain that ends at or before a day."""
        probe = self.fiscal.containing(grain, Period(Grain.WEEK, (end - 4) // 7))
        ordinal = probe.ordinal + 2
        while self.end(grain, ordinal) > end:
            ordinal -= 1
        return ordinal

    def in_force(self, quantity, end):
        """ "A KPI or measure is in force where its own span, its objective's and its scorecard's all hold."""
        spans = [quantity.span]
        objective = self.model.objectives.get(getattr(quantity, "objective", ""))
        if objective:
            spans.append(objective.span)
        spans.append(self.model.scorecards[quantity.scorecard].span)
        return all(span.after < end <= span.until for span in spans)

    # --- A value at its own grain

    def own(self, address, ordinal):
        """(value, ordinal it was measured in): as entered, or the formula's, or the rollup's; carried where missing."""
        quantity = self.model.quantity(address)
        same = getattr(quantity, "same", None)
        if same:
            return self.own(same, ordinal)
        key = address, ordinal
        if key not in self.known:
            self.known[key] = None, ordinal
            value = self.computed(quantity, ordinal)
            found = value, ordinal
            if (
                value is None
                and quantity.definition.carry
                and self.end(quantity.definition.grain, ordinal) <= self.current_end
            ):
                for step in range(1, 400):
                    earlier = self.computed(quantity, ordinal - step)
                    if earlier is not None:
                        found = earlier, ordinal - step
                        break
            self.known[key] = found
        return self.known[key]

    def computed(self, quantity, ordinal):
        """The value of an own period before anything is carried."""
        if quantity.formula is not None:
            return clean(
                self.formula(
                    quantity, quantity.formula.expression, ordinal, quantity.definition.grain
                )
            )
        if quantity.rollup is not None:
            return clean(self.rollup(quantity, ordinal))
        for line in quantity.actuals:
            if line.start <= ordinal < line.start + len(line.values):
                return clean(line.values[ordinal - line.start])
        return None

    def rollup(self, quantity, ordinal):
        """`sum` is the sum of weight x value, and None when any is None (with `partial`: of those present) …"""
        grain = quantity.definition.grain
        end = self.end(grain, ordinal)
        pairs = {}
        for feeder, line in self.feeders.get(quantity.address, []):
            if not line.span.after < end <= line.span.until or not self.in_force(feeder, end):
                continue
            dated = bool(line.span.from_period or line.span.until_period)
            weight = line.value.weight.value if line.value.weight else 1.0
            if feeder.address not in pairs or dated:
                pairs[feeder.address] = weight, self.brought(feeder, Period(grain, ordinal))
        members = [(weight, value) for weight, value in pairs.values() if weight > 0]
        present = [(weight, value) for weight, value in members if value is not None]
        method = quantity.rollup.method
        if not present or (
            method is Aggregate.SUM and len(present) < len(members) and not quantity.rollup.partial
        ):
            return None
        if method is Aggregate.SUM:
            return sum(weight * value for weight, value in present)
        if method is Aggregate.AVERAGE:
            return sum(weight * value for weight, value in present) / sum(
                weight for weight, _ in present
            )
        return (min if method is Aggregate.MIN else max)(value for _, value in present)

    def brought(self, quantity, period):
        """A feeder at a coarser grain (or its own): combined as in a coarser view."""
        if quantity.definition.grain is period.grain:
            return self.own(quantity.address, period.ordinal)[0]
        return self.combined(quantity, self.inside(quantity.definition.grain, period))["value"]

    # --- Formulas

    def formula(self, quantity, expression, ordinal, grain):
        """The value of an expression in one own period; a missing input makes the result missing."""
        return self.evaluate(
            expression, lambda name, at: self.input(quantity, name, at, grain), ordinal, grain
        )

    def input(self, quantity, name, ordinal, grain):
        """Inputs coarser than the formula are brought down as in a finer view."""
        address = quantity.formula.addresses[name]
        other = self.model.quantity(address)
        if other.definition.grain is grain:
            return self.own(address, ordinal)[0]
        return self.lowered(other, self.end(grain, ordinal))

    def lowered(self, other, end):
        """ "The latest of its own periods that ends at or before the view period; after the current period only one that ends with it."""
        ordinal = self.latest_ended(other.definition.grain, end)
        if end > self.current_end and self.end(other.definition.grain, ordinal) != end:
            return None
        return self.own(other.address, ordinal)[0]

    def evaluate(self, node, look, at, grain):
        def value(other, where=at):
            return clean(self.evaluate(other, look, where, grain))

        if isinstance(node, Num):
            return node.value
        if isinstance(node, Ref):
            return look(node.name, at)
        if isinstance(node, Neg):
            inner = value(node.operand)
            return None if inner is None else -inner
        if isinstance(node, Binary | Compare):
            left, right = value(node.left), value(node.right)
            return None if left is None or right is None else operate(node.operator, left, right)
        assert isinstance(node, Call)
        name, args = node.function, node.arguments
        if name == "if":
            condition = value(args[0])
            return None if condition is None else value(args[1] if condition != 0 else args[2])
        if name == "coalesce":
            return next((found for found in map(value, args) if found is not None), None)
        if name == "prev":
            return value(args[0], at - (int(args[1].value) if len(args) > 1 else 1))
        if name == "ytd":
            return total(
                [
                    value(args[0], step)
                    for step in range(self.fiscal.fiscal_start(grain, at), at + 1)
                ]
            )
        if name == "rolling":
            count = int(args[1].value)
            found = total([value(args[0], at - step) for step in range(count)])
            return None if found is None else found / count
        found = [value(arg) for arg in args]
        if any(one is None for one in found):
            return None
        if name == "round":
            return rounded(found[0], int(args[1].value) if len(args) > 1 else 0)
        if name == "avg":
            return sum(found) / len(found)
        return {"sum": sum, "min": min, "max": max, "abs": lambda one: abs(one[0])}[name](found)

    # --- Target, baseline, tolerance of an own period

    def target(self, quantity, ordinal):
        """(low, high) of an own period; both the same but for a band."""
        definition = quantity.definition
        target, end = definition.target, self.end(definition.grain, ordinal)
        if isinstance(target, ConstantTarget):
            found = holding(target.lines, end)
            return found, found
        if isinstance(target, BandTarget):
            return holding(target.lines, end) or (None, None)
        if isinstance(target, PlanTarget):
            found = listed(target.series, ordinal)
            return found, found
        if isinstance(target, WaypointTarget):
            found = straight(definition, target, ordinal)
            return found, found
        return None, None

    def baseline(self, quantity, ordinal):
        """The written baseline of an own period; with none a `higher` KPI scores from 0, and that is its baseline."""
        baseline = quantity.definition.baseline
        if baseline is None:
            return 0.0 if from_zero(quantity.definition) else None
        return (
            baseline.value
            if isinstance(baseline, BaselinePoint)
            else listed(baseline.series, ordinal)
        )

    def tolerance(self, quantity, ordinal):
        """(at the low end, at the high end) of an own period."""
        found = holding(
            quantity.definition.tolerances, self.end(quantity.definition.grain, ordinal)
        )
        if found is None:
            return None, None
        if not found.relative:
            return found.value, found.value
        low, high = self.target(quantity, ordinal)
        return tuple(None if end is None else abs(end) * found.value / 100 for end in (low, high))

    def goals(self, quantity, ordinal):
        """(low, high, baseline, tolerance low, tolerance high) of an own period."""
        return (
            *self.target(quantity, ordinal),
            self.baseline(quantity, ordinal),
            *self.tolerance(quantity, ordinal),
        )

    def complete(self, quantity, ordinal):
        """Has all it needs beside the value: a target if there is a target line, a varying baseline, a tolerance."""
        definition = quantity.definition
        low, _, baseline, width, _ = self.goals(quantity, ordinal)
        if definition.target is None:
            return True
        varies = (
            definition.baseline is not None
            and not isinstance(definition.baseline, BaselinePoint)
            and not definition.tolerances
        )
        return (
            low is not None
            and not (varies and baseline is None)
            and not (definition.tolerances and width is None)
        )

    # --- Combining

    def choose(self, quantity, ordinals, *, needs_goals=True):
        """S: (ordinal, ordinal measured in) of those that are combined, and the own periods in force."""
        grain = quantity.definition.grain
        inside = [
            ordinal for ordinal in ordinals if self.in_force(quantity, self.end(grain, ordinal))
        ]
        found = [(ordinal, *self.own(quantity.address, ordinal)) for ordinal in inside]
        entered = [(o, m) for o, value, m in found if value is not None and m == o]
        carried = [(o, m) for o, value, m in found if value is not None and m != o]
        for pool in (entered, carried):
            full = [(o, m) for o, m in pool if not needs_goals or self.complete(quantity, m)]
            if full or pool:
                return full or pool, inside
        return [], inside

    def combined(self, quantity, ordinals, *, needs_goals=True):
        """Value and goals over own periods, by `aggregate`."""
        method = quantity.definition.aggregate
        chosen, inside = self.choose(quantity, ordinals, needs_goals=needs_goals)
        if method is None and len(ordinals) > 1:
            return {
                "value": None,
                "goals": (None,) * 5,
                "partial": False,
                "measured": None,
                "count": 1,
            }
        if not chosen:
            shown = [ordinal for ordinal in inside if self.target(quantity, ordinal)[0] is not None]
            goals = (
                merge(
                    method,
                    [self.goals(quantity, o) for o in shown],
                    [self.target(quantity, o)[0] for o in shown],
                )
                if shown
                else (None,) * 5
            )
            return {"value": None, "goals": goals, "partial": False, "measured": None, "count": 1}
        values = [self.own(quantity.address, ordinal)[0] for ordinal, _ in chosen]
        value = combine(method, values, values)
        if method is Aggregate.RECOMPUTE and len(ordinals) > 1:
            value = clean(self.recomputed(quantity, [ordinal for ordinal, _ in chosen]))
        goals = merge(method, [self.goals(quantity, m) for _, m in chosen], values)
        measured = max(self.end(quantity.definition.grain, m) for _, m in chosen)
        return {
            "value": value,
            "goals": goals,
            "partial": len(chosen) < len(inside),
            "measured": measured,
            "count": len(chosen) if method is Aggregate.SUM else 1,
        }

    def recomputed(self, quantity, ordinals):
        """Each input combined over S by its own `aggregate`, from what the formula saw; then the formula applied."""
        grain = quantity.definition.grain

        def look(name, _):
            other = self.model.quantity(quantity.formula.addresses[name])
            while getattr(other, "same", None):
                other = self.model.quantity(other.same)
            places = []
            for ordinal in ordinals:
                at = (
                    ordinal
                    if other.definition.grain is grain
                    else self.shown_at(other, self.end(grain, ordinal))
                )
                if (
                    at is not None
                    and at not in places
                    and self.own(other.address, at)[0] is not None
                ):
                    places.append(at)
            if not places:
                return None
            if other.definition.aggregate is Aggregate.RECOMPUTE:
                return clean(self.recomputed(other, places))
            if other.definition.aggregate is None:
                return None
            values = [self.own(other.address, at)[0] for at in places]
            return combine(other.definition.aggregate, values, values)

        return self.evaluate(quantity.formula.expression, look, 0, grain)

    def shown_at(self, other, end):
        """The own period of a coarser input behind a period that ends then."""
        ordinal = self.latest_ended(other.definition.grain, end)
        if end > self.current_end and self.end(other.definition.grain, ordinal) != end:
            return None
        return ordinal


def from_zero(definition):
    """Whether 0 stands in for the baseline that is not written."""
    band = isinstance(definition.target, BandTarget)
    return (
        definition.baseline is None
        and definition.target is not None
        and definition.better is Better.HIGHER
        and definition.scale is None
        and not band
    )


def operate(operator, left, right):
    """One operation; division by zero gives missing."""
    if operator == "/":
        return None if right == 0 else left / right
    results = {
        "+": left + right, "-": left - right, "*": left * right, "<": left < right, "<=": left <= right,
        ">": left > right, ">=": left >= right, "=": left == right, "!=": left != right,
    }  # fmt: skip
    return float(results[operator])


def total(found):
    """A sum in which nothing may be missing."""
    return None if any(one is None for one in found) else sum(found)


def rounded(number, digits):
    """Half away from zero, of the shortest decimal form."""
    return float(
        Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=400))
    )


def listed(series, ordinal):
    """A plan's or baseline's value in a listed period, None elsewhere."""
    for line in series:
        if line.start <= ordinal < line.start + len(line.values):
            return clean(line.values[ordinal - line.start])
    return None


def straight(definition, target, ordinal):
    """The line from the written baseline's `at` through the waypoints, level after the last; None at or before `at`."""
    points = [(point.at, point.value) for point in target.points]
    baseline = definition.baseline
    if isinstance(baseline, BaselinePoint) and baseline.at is not None:
        if ordinal <= baseline.at:
            return None
        points = [(baseline.at, baseline.value), *points]
    if ordinal <= points[0][0]:
        return points[0][1]
    for (a, low), (b, high) in itertools.pairwise(points):
        if ordinal <= b:
            return low + (high - low) * (ordinal - a) / (b - a)
    return points[-1][1]


def combine(method, items, values):
    """Some numbers by a method; for `min` and `max` the one beside the extreme value, the earliest of equals."""
    if any(
        item is None
        for item in (
            items if method in {Aggregate.SUM, Aggregate.AVERAGE, Aggregate.RECOMPUTE} else []
        )
    ):
        return None
    if method is Aggregate.SUM:
        return sum(items)
    if method in {Aggregate.AVERAGE, Aggregate.RECOMPUTE}:
        return sum(items) / len(items)
    if method in {Aggregate.MIN, Aggregate.MAX}:
        return items[values.index((min if method is Aggregate.MIN else max)(values))]
    return items[-1]


def merge(method, goals, values):
    """Goals combined over the same S by the same method (for `recompute`: averaged)."""
    return tuple(combine(method, [goal[layer] for goal in goals], values) for layer in range(5))
