"""The rules of values, one period and one KPI at a time: plain, slow, and written from the contract alone.

Everything is asked for by own ordinal; None is not a number. It shares no code with the evaluator that it checks.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from bsctui.model.entities import Aggregate, BandTarget, Better
from bsctui.text.expressions import Binary, Call, Compare, Neg, Num, Ref
from tests.reference.periods import Period
from tests.reference.reading import Reading
from tests.reference.targets import (
    baseline_at,
    by_own_size,
    clean,
    from_zero,
    holding,
    target_at,
)


class Own(NamedTuple):
    """The value of an own period.

    `source` is the own period that it was measured in (another one where it is carried), `measured` the end of the
    oldest measurement behind it.
    """

    value: float | None
    source: int
    measured: int
    partial: bool


class Got(NamedTuple):
    """A value on the way through a formula; `lag` is how many own periods ago the oldest of what it used was measured."""

    value: float | None
    lag: int = 0
    partial: bool = False


NOTHING = Got(None)


class World:
    """A workspace with the values of its KPIs and measures, asked for one at a time and remembered."""

    def __init__(self, text):
        self.model = Reading(text)
        self.calendar = self.model.settings.calendar
        self.fiscal = self.model.fiscal
        self.known = {}
        self.ends = {}
        self.feeders = {}
        for quantity in self.model.quantities():
            for line in quantity.feeds:
                self.feeders.setdefault(line.value.target, []).append((quantity, line))
        self.current = self.current_period()
        self.current_end = self.end(self.calendar.grain, self.current)

    # --- Periods

    def end(self, grain, ordinal):
        """The day by which periods of all grains compare."""
        if (grain, ordinal) not in self.ends:
            self.ends[grain, ordinal] = self.fiscal.end(grain, ordinal)
        return self.ends[grain, ordinal]

    def inside(self, grain, period):
        """The own periods inside a coarser (or the same) period."""
        key = "inside", grain, period
        if key not in self.known:
            self.known[key] = self.fiscal.within(grain, period)
        return self.known[key]

    def latest_ended(self, grain, end):
        """The latest period of a grain that ends at or before a day."""
        ordinal = self.fiscal.holding(grain, date.fromordinal(end)) + 1
        while self.end(grain, ordinal) > end:
            ordinal -= 1
        return ordinal

    def since(self, grain, ordinal, measured):
        """How many periods ago it was measured."""
        steps = 0
        while self.end(grain, ordinal - steps - 1) >= measured:
            steps += 1
        return steps

    def in_force(self, quantity, end):
        """ "A KPI or measure is in force where its own span, its objective's and its scorecard's all hold."""
        spans = [quantity.span]
        whole = getattr(quantity, "part_of", None)
        while whole:
            spans.append(self.model.kpis[whole].span)
            whole = self.model.kpis[whole].part_of
        objective = self.model.objectives.get(getattr(quantity, "objective", ""))
        if objective:
            spans.append(objective.span)
        spans.append(self.model.scorecards[quantity.scorecard].span)
        return all(span.after < end <= span.until for span in spans)

    def current_period(self):
        """`closed`, else the latest in which half have an actual, else one of them, else any; else the first."""
        calendar = self.calendar
        if calendar.closed is not None:
            return calendar.closed
        entered = {}
        for quantity in self.model.quantities():
            grain = quantity.definition.grain
            there = {
                Period(grain, line.start + step)
                for line in quantity.actuals
                for step, value in enumerate(line.values)
                if value is not None
            }
            if there:
                entered[quantity.address] = quantity, there
        backward = range(calendar.last, calendar.first - 1, -1)
        fine = {
            quantity.address: (
                quantity,
                {self.fiscal.containing(calendar.grain, one).ordinal for one in there},
            )
            for quantity, there in entered.values()
            if quantity.definition.grain <= calendar.grain
        }
        for share in (0.5, 0.0):
            for ordinal in backward:
                end = self.end(calendar.grain, ordinal)
                votes = [ordinal in there for q, there in fine.values() if self.in_force(q, end)]
                if any(votes) and sum(votes) >= share * len(votes):
                    return ordinal
        for ordinal in backward:
            for _, there in entered.values():
                for one in there:
                    if self.counts_in(one) == ordinal:
                        return ordinal
        return calendar.first

    def counts_in(self, period):
        """The calendar period that an actual counts in: of a coarser one the last that it contains."""
        calendar = self.calendar
        if period.grain <= calendar.grain:
            return self.fiscal.containing(calendar.grain, period).ordinal
        inside = self.fiscal.within(calendar.grain, period)
        return max((o for o in inside if calendar.first <= o <= calendar.last), default=None)

    # --- A value at its own grain

    def own(self, address, ordinal):
        """As entered, or the formula's, or the rollup's; carried where missing."""
        quantity = self.model.entity(address)
        same = getattr(quantity, "same", None)
        if same:
            return self.own(same, ordinal)
        key = address, ordinal
        if key not in self.known:
            found = self.computed(quantity, ordinal)
            grain = quantity.definition.grain
            if (
                found.value is None
                and quantity.definition.carry
                and self.end(grain, ordinal) <= self.current_end
            ):
                for step in range(1, 400):
                    earlier = self.computed(quantity, ordinal - step)
                    if earlier.value is not None:
                        found = earlier
                        break
            self.known[key] = found
        return self.known[key]

    def computed(self, quantity, ordinal):
        """The value of an own period before anything is carried."""
        key = "computed", quantity.address, ordinal
        if key not in self.known:
            self.known[key] = self.made(quantity, ordinal)
        return self.known[key]

    def made(self, quantity, ordinal):
        """As `computed`, not remembered."""
        grain = quantity.definition.grain
        if quantity.formula is not None:
            got = self.formula(quantity, ordinal)
            value = clean(got.value)
            if value is not None:
                return Own(value, ordinal, self.end(grain, ordinal - got.lag), got.partial)
        elif quantity.rollup is not None:
            return self.rollup(quantity, ordinal)
        else:
            for line in quantity.actuals:
                if line.start <= ordinal < line.start + len(line.values):
                    value = clean(line.values[ordinal - line.start])
                    return Own(value, ordinal, self.end(grain, ordinal), partial=False)
        return Own(None, ordinal, self.end(grain, ordinal), partial=False)

    def rollup(self, quantity, ordinal):
        """`sum` is the sum of weight x value, and None when any is None (with `partial`: of those present) …"""
        grain, method = quantity.definition.grain, quantity.rollup.method
        end = self.end(grain, ordinal)
        lines = {}
        for feeder, line in self.feeders.get(quantity.address, []):
            lines.setdefault(feeder.address, (feeder, []))[1].append(line)
        members = []
        for feeder, feeds in lines.values():
            held = holding(feeds, end)
            if held is None or not self.in_force(feeder, end):
                continue
            weight = held.weight.value if held.weight else 1.0
            if weight > 0:
                members.append((weight, *self.brought(feeder, Period(grain, ordinal))))
        present = [one for one in members if one[1] is not None]
        gap = method is Aggregate.SUM and len(present) < len(members)
        if not present or (gap and not quantity.rollup.partial):
            return Own(None, ordinal, end, partial=False)
        if method is Aggregate.SUM:
            value = sum(weight * value for weight, value, _, _ in present)
        elif method is Aggregate.AVERAGE:
            value = sum(one[0] * one[1] for one in present) / sum(one[0] for one in present)
        else:
            value = (min if method is Aggregate.MIN else max)(one[1] for one in present)
        oldest, partial = min(one[2] for one in present), any(one[3] for one in present)
        return Own(clean(value), ordinal, oldest, partial or gap)

    def brought(self, quantity, period):
        """(value, measured, partial) of a feeder at a coarser grain (or its own), whatever targets it has."""
        if quantity.definition.grain is period.grain:
            found = self.own(quantity.address, period.ordinal)
            return found.value, found.measured, found.partial
        ordinals = self.inside(quantity.definition.grain, period)
        found = self.combined(quantity, ordinals, needs_goals=False)
        return found["value"], found["measured"], found["partial"]

    # --- Formulas

    def counted_sum(self, quantity, other, ordinal):
        """The sum over the members that have a value in all partial sums of a ratio; (False, None) where nothing lacks."""
        sums = self.partial_sums(quantity)
        if len(sums) < 2 or other not in sums.values():
            return False, None
        if len({one.definition.grain for one in sums.values()}) > 1:
            return False, None
        by_card = [self.sum_members(one, ordinal) for one in sums.values()]
        if not any(v is None for members in by_card for some in members.values() for _, v in some):
            return False, None
        if any(members.keys() != by_card[0].keys() for members in by_card):
            return True, None
        whole = [
            card
            for card in by_card[0]
            if all(v is not None for members in by_card for _, v in members[card])
        ]
        own = self.sum_members(other, ordinal)
        total = sum(weight * value for card in whole for weight, value in own[card])
        return True, (total if whole else None)

    def partial_sums(self, quantity):
        """The inputs of a ratio (`aggregate recompute`) that are `rollup sum partial`, by address."""
        if quantity.definition.aggregate is not Aggregate.RECOMPUTE:
            return {}
        found = {}
        for address in quantity.formula.addresses.values():
            other = self.model.entity(address)
            while getattr(other, "same", None):
                other = self.model.entity(other.same)
            rollup = other.rollup
            if (
                rollup
                and rollup.partial
                and rollup.method is Aggregate.SUM
                and self.members_of(other)
            ):
                found[other.address] = other
        return found

    def members_of(self, rollup):
        """What feeds a rollup and is not coarser."""
        return [
            feeder
            for feeder, _ in self.feeders.get(rollup.address, [])
            if feeder.definition.grain <= rollup.definition.grain
        ]

    def sum_members(self, rollup, ordinal):
        """By scorecard (weight, value or None) of what takes part in a sum in an own period."""
        grain = rollup.definition.grain
        end, found = self.end(grain, ordinal), {}
        for address in dict.fromkeys(one.address for one in self.members_of(rollup)):
            feeder = self.model.entity(address)
            held = holding(
                [line for one, line in self.feeders[rollup.address] if one is feeder], end
            )
            weight = 0.0 if held is None else held.weight.value if held.weight else 1.0
            if weight > 0 and self.in_force(feeder, end):
                value = self.brought(feeder, Period(grain, ordinal))[0]
                found.setdefault(feeder.scorecard, []).append((weight, value))
        return found

    def seen_by(self, quantity, other, ordinal):
        """The value of an input in its own period as a formula counts it."""
        found = self.own(other.address, ordinal)
        if found.source == ordinal:
            lacks, total = self.counted_sum(quantity, other, ordinal)
            if lacks:
                return found._replace(value=total)
        return found

    def formula(self, quantity, ordinal):
        """The value in one own period; a missing input makes the result missing."""
        grain = quantity.definition.grain

        def look(name, at):
            other = self.model.entity(quantity.formula.addresses[name])
            while getattr(other, "same", None):
                other = self.model.entity(other.same)
            where = at
            if other.definition.grain is not grain:
                where = self.shown_at(other, self.end(grain, at))
            found = None if where is None else self.seen_by(quantity, other, where)
            if found is None or found.value is None:
                return NOTHING
            return Got(found.value, self.since(grain, at, found.measured), found.partial)

        return self.evaluate(quantity.formula.expression, look, ordinal, grain)

    def shown_at(self, other, end):
        """ "The latest of its own periods that ends at or before the view period; after the current period only one that ends with it."""
        ordinal = self.latest_ended(other.definition.grain, end)
        if end > self.current_end and self.end(other.definition.grain, ordinal) != end:
            return None
        return ordinal

    def evaluate(self, node, look, at, grain):
        """A `Got`: the value of an expression in one own period, with what stands behind what it used."""

        def got(other, where=at):
            found = self.evaluate(other, look, where, grain)
            return NOTHING if clean(found.value) is None else found

        if isinstance(node, Num):
            return Got(node.value)
        if isinstance(node, Ref):
            return look(node.name, at)
        if isinstance(node, Neg):
            inner = got(node.operand)
            return inner if inner.value is None else inner._replace(value=-inner.value)
        if isinstance(node, Binary | Compare):
            return used(
                [got(node.left), got(node.right)],
                lambda values: operate(node.operator, *values),
            )
        assert isinstance(node, Call)
        name, args = node.function, node.arguments
        if name == "if":
            condition = got(args[0])
            if condition.value is None:
                return NOTHING
            taken = got(args[1] if condition.value != 0 else args[2])
            return used([condition, taken], lambda values: values[1])
        if name == "coalesce":
            return next((one for one in map(got, args) if one.value is not None), NOTHING)
        if name == "prev":
            return got(args[0], at - (int(args[1].value) if len(args) > 1 else 1))
        if name == "ytd":
            steps = range(self.fiscal.fiscal_start(grain, at), at + 1)
            return used([got(args[0], step) for step in steps], sum)
        if name == "rolling":
            count = int(args[1].value)
            found = [got(args[0], at - step) for step in range(count)]
            return used(found, lambda values: sum(values) / count)
        if name == "round":
            digits = int(args[1].value) if len(args) > 1 else 0
            return used([got(args[0])], lambda values: rounded(values[0], digits))
        made = {
            "sum": sum, "min": min, "max": max, "abs": lambda values: abs(values[0]),
            "avg": lambda values: sum(values) / len(values),
        }[name]  # fmt: skip
        return used([got(arg) for arg in args], made)

    # --- Target, baseline, tolerance of an own period

    def target(self, quantity, ordinal):
        """(low, high) of an own period; both the same but for a band."""
        definition = quantity.definition
        return target_at(definition, ordinal, self.end(definition.grain, ordinal))

    def baseline(self, quantity, ordinal):
        """The written baseline of an own period; with none a `higher` KPI scores from 0, and that is its baseline."""
        if quantity.definition.baseline is None:
            return 0.0 if from_zero(quantity.definition) else None
        return baseline_at(quantity.definition, ordinal)

    def tolerance(self, quantity, ordinal):
        """(at the low end, at the high end) of an own period."""
        found = holding(
            quantity.definition.tolerances, self.end(quantity.definition.grain, ordinal)
        )
        if by_own_size(quantity.definition):
            return tuple(
                None if end is None else abs(end) for end in self.target(quantity, ordinal)
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
        """Has all it needs beside the value: a target if there is a target line, and a baseline or tolerance, where the
        score needs it."""
        definition = quantity.definition
        if definition.target is None:
            return True
        low, _, baseline, width, _ = self.goals(quantity, ordinal)
        within = definition.better is Better.WITHIN or isinstance(definition.target, BandTarget)
        needs_baseline = (
            definition.baseline is not None and not definition.tolerances and not within
        )
        return (
            low is not None
            and not (needs_baseline and baseline is None)
            and not (definition.tolerances and width is None)
        )

    # --- Combining

    def choose(self, quantity, ordinals, *, needs_goals):
        """S, and the own periods in force: entered values before carried ones, of each those that have all they need."""
        inside = [
            o for o in ordinals if self.in_force(quantity, self.end(quantity.definition.grain, o))
        ]
        found = {o: self.own(quantity.address, o) for o in inside}
        there = [o for o, one in found.items() if one.value is not None]
        entered = [o for o in there if found[o].source == o]
        for pool in (entered, [o for o in there if o not in entered]):
            full = [o for o in pool if not needs_goals or self.complete(quantity, found[o].source)]
            if pool:
                return full or pool, inside
        return [], inside

    def combined(self, quantity, ordinals, *, needs_goals=True):
        """Value and goals over own periods, by `aggregate`."""
        method = quantity.definition.aggregate
        nothing = {"value": None, "partial": False, "measured": None, "count": 1}
        if method is None and len(ordinals) > 1:
            return nothing | {"goals": (None,) * 5}
        chosen, inside = self.choose(quantity, ordinals, needs_goals=needs_goals)
        if not chosen:
            return nothing | {"goals": self.ahead(quantity, ordinals)}
        found = [self.own(quantity.address, o) for o in chosen]
        values = [one.value for one in found]
        value = combine(method, values, values)
        if method is Aggregate.RECOMPUTE and len(ordinals) > 1:
            value = clean(self.recomputed(quantity, chosen))
        return {
            "value": value,
            "goals": merge(method, [self.goals(quantity, one.source) for one in found], values),
            "partial": len(chosen) < len(inside) or any(one.partial for one in found),
            "measured": max(one.measured for one in found),
            "count": len(chosen) if method is Aggregate.SUM else 1,
        }

    def ahead(self, quantity, ordinals):
        """What is shown where there is no figure: combined over those in force that have a target."""
        grain = quantity.definition.grain
        there = [
            o
            for o in ordinals
            if self.in_force(quantity, self.end(grain, o))
            and self.target(quantity, o)[0] is not None
        ]
        if not there:
            return (None,) * 5
        lows = [self.target(quantity, o)[0] for o in there]
        return merge(quantity.definition.aggregate, [self.goals(quantity, o) for o in there], lows)

    def recomputed(self, quantity, ordinals):
        """Each input combined over S by its own `aggregate`, from what the formula saw (for a carried value: when it was
        measured); then the formula applied. A formula without `aggregate` is recomputed too."""
        grain = quantity.definition.grain
        seen = list(dict.fromkeys(self.own(quantity.address, o).source for o in ordinals))

        def look(name, _):
            other = self.model.entity(quantity.formula.addresses[name])
            while getattr(other, "same", None):
                other = self.model.entity(other.same)
            same_grain = other.definition.grain is grain
            behind = [o if same_grain else self.shown_at(other, self.end(grain, o)) for o in seen]
            places = [
                o
                for o in dict.fromkeys(behind)
                if o is not None and self.seen_by(quantity, other, o).value is not None
            ]
            if not places:
                return NOTHING
            method = other.definition.aggregate
            if other.formula is not None and method in {Aggregate.RECOMPUTE, None}:
                return Got(clean(self.recomputed(other, places)))
            values = [self.seen_by(quantity, other, o).value for o in places]
            return Got(combine(method, values, values))

        if looks_back(quantity.formula.expression):
            return None
        return self.evaluate(quantity.formula.expression, look, 0, grain).value


def looks_back(node):
    """Whether a formula looks at other periods than its own: then it cannot be recomputed."""
    if isinstance(node, Call) and node.function in {"prev", "ytd", "rolling"}:
        return True
    inner = [getattr(node, name) for name in ("left", "right", "operand") if hasattr(node, name)]
    return any(map(looks_back, [*inner, *getattr(node, "arguments", ())]))


def used(found, made):
    """A value of all of these, of which none may be missing: as stale as the stalest, partial where one is."""
    if any(one.value is None for one in found):
        return NOTHING
    value = clean(made([one.value for one in found]))
    return Got(value, max(one.lag for one in found), any(one.partial for one in found))


def operate(operator, left, right):
    """One operation; division by zero gives missing."""
    if operator == "/":
        return None if right == 0 else left / right
    results = {
        "+": left + right, "-": left - right, "*": left * right, "<": left < right, "<=": left <= right,
        ">": left > right, ">=": left >= right, "=": left == right, "!=": left != right,
    }  # fmt: skip
    return float(results[operator])


def rounded(number, digits):
    """Half away from zero, of the shortest decimal form."""
    return float(
        Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, Context(prec=400))
    )


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
