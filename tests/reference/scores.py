"""The rules of scores and of the cascade, one node and one period at a time, from the contract alone."""

from __future__ import annotations

import itertools

from bsctui.model.entities import (
    Aggregate,
    BandTarget,
    Better,
    ConstantTarget,
    Parts,
    PlanTarget,
    WaypointTarget,
)
from tests.reference.periods import Period
from tests.reference.targets import by_own_size, clean, from_zero, holding
from tests.reference.values import World

CLOSE = 1e-9


class Reference(World):
    """Every number of a workspace in a view."""

    def view(self, grain):
        """Every period of a grain that touches the calendar."""
        calendar = self.calendar
        every = (Period(calendar.grain, at) for at in range(calendar.first, calendar.last + 1))
        return list(dict.fromkeys(self.fiscal.containing(grain, one) for one in every))

    # --- What is shown of a KPI

    def shown(self, kpi, period):
        """Value and goals of a KPI in a view period."""
        own = kpi.definition.grain
        end = self.end(period.grain, period.ordinal)
        if kpi.definition.over is not None:
            return self.windowed(kpi, period, end)
        if own <= period.grain:
            return self.combined(kpi, self.inside(own, period))
        ordinal = self.latest_ended(own, end)
        nothing = {
            "value": None,
            "goals": (None,) * 5,
            "partial": False,
            "measured": None,
            "count": 1,
        }
        if not self.in_force(kpi, self.end(own, ordinal)):
            return nothing
        found = self.own(kpi.address, ordinal)
        comes_too_early = end > self.current_end and self.end(own, ordinal) != end
        if found.value is None or comes_too_early:
            return nothing | {"goals": self.goals(kpi, ordinal)}
        return nothing | {
            "value": found.value,
            "goals": self.goals(kpi, found.source),
            "measured": found.measured,
            "partial": found.partial,
        }

    def windowed(self, kpi, period, end):
        """`over`: a combination over the window that ends at the own period shown."""
        own, method = kpi.definition.grain, kpi.definition.aggregate
        counts = True
        if own > period.grain:
            place = self.latest_ended(own, end)
            counts = end <= self.current_end or self.end(own, place) == end
        else:
            inside = self.inside(own, period)
            present = [
                o
                for o in inside
                if self.own(kpi.address, o).value is not None
                and self.in_force(kpi, self.end(own, o))
            ]
            place = present[-1] if present else inside[-1]
            counts = bool(present) or len(inside) == 1
        has_value = self.own(kpi.address, place).value is not None
        counts = (
            counts
            and self.in_force(kpi, self.end(own, place))
            and (self.end(own, place) <= self.current_end or has_value)
        )
        window = kpi.definition.over.window
        first = self.fiscal.fiscal_start(own, place) if window is None else place - window + 1
        ordinals = list(range(first, place + 1))
        if method is Aggregate.SUM:
            found = self.combined(kpi, ordinals)
            if not counts:
                found["goals"] = self.ahead(kpi, ordinals)
        else:
            found = self.over_values(kpi, ordinals)
            found["goals"] = (
                self.goals(kpi, place) if self.in_force(kpi, self.end(own, place)) else (None,) * 5
            )
        return found if counts else found | {"value": None, "partial": False, "measured": None}

    def over_values(self, kpi, ordinals):
        """With another method than `sum`: the value over the window's periods in force that have one."""
        inside = [o for o in ordinals if self.in_force(kpi, self.end(kpi.definition.grain, o))]
        there = [o for o in inside if self.own(kpi.address, o).value is not None]
        if not there or (kpi.definition.aggregate is None and len(ordinals) > 1):
            return {"value": None, "partial": False, "measured": None, "count": 1}
        found = self.combined(kpi, ordinals, needs_goals=False)
        return found | {"count": 1}

    # --- A KPI's score

    def kpi(self, kpi, period):
        """All fields of a KPI in a view period."""
        key = kpi.address, period
        if key not in self.known:
            self.known[key] = self.fields(kpi, period)
        return self.known[key]

    def fields(self, kpi, period):
        """As `kpi`, not remembered."""
        end = self.end(period.grain, period.ordinal)
        original = self.model.kpis[kpi.same] if kpi.same else kpi
        empty = dict.fromkeys(
            ("value", "low", "high", "baseline", "raw", "score", "progress", "stale")
        )
        if not (self.in_force(kpi, end) and self.in_force(original, end)):
            return empty | {"partial": False}
        shown = self.shown(original, period)
        definition = original.definition
        low, high, baseline, wide_low, wide_high = shown["goals"]
        if from_zero(definition) and low is not None and low <= CLOSE:
            baseline = None
        raw = self.raw(definition, shown, (low, high, baseline, wide_low, wide_high))
        score = None if raw is None else min(max(raw, 0.0), definition.cap)
        return {
            "value": shown["value"], "low": low, "high": high, "baseline": baseline, "raw": raw, "score": score,
            "progress": self.progress(original, end),
            "stale": self.stale(shown, period), "partial": bool(shown["partial"]),
        }  # fmt: skip

    def raw(self, definition, shown, goals):
        """The score before it is kept within 0 and the cap."""
        a = shown["value"]
        low, high, b, wide_low, wide_high = goals
        if a is None:
            return None
        if definition.scale is not None:
            return curve(definition.scale, a, shown["count"])
        if low is None:
            return None
        within = definition.better is Better.WITHIN or isinstance(definition.target, BandTarget)
        alone = by_own_size(definition) and not (from_zero(definition) and low > CLOSE)
        if definition.tolerances or alone:
            below, above = low - a, a - high
            if within:
                d, w = max(below, above, 0.0), wide_low if below > above else wide_high
            elif definition.better is Better.LOWER:
                d, w = above, wide_high
            else:
                d, w = below, wide_low
            if w is None:
                return None
            return (100.0 if d <= CLOSE else 0.0) if abs(w) <= CLOSE else 100 * (1 - d / w)
        if within or b is None:
            return None
        if abs(low - b) <= CLOSE:
            met = a <= low + CLOSE if definition.better is Better.LOWER else a >= low - CLOSE
            return 100.0 if met else 0.0
        return 100 * (a - b) / (low - b)

    def progress(self, kpi, end):
        """How far along the whole way, from the KPI's latest own value."""
        definition = kpi.definition
        target, own = definition.target, definition.grain
        if (
            definition.scale is not None
            or definition.better is Better.WITHIN
            or isinstance(target, BandTarget)
            or target is None
        ):
            return None
        last = self.latest_ended(own, end)
        a = at = None
        for ordinal in range(last, last - 400, -1):
            found = self.own(kpi.address, ordinal)
            if found.value is not None and found.source == ordinal:
                a, at = found.value, ordinal
                break
        if a is None:
            return None
        b = self.baseline(kpi, at)
        if isinstance(target, WaypointTarget):
            whole = target.points[-1].value
        elif isinstance(target, PlanTarget):
            whole = next(
                (
                    v
                    for line in reversed(target.series)
                    for v in reversed(line.values)
                    if clean(v) is not None
                ),
                None,
            )
        else:
            assert isinstance(target, ConstantTarget)
            whole = holding(target.lines, self.end(own, last))
        if from_zero(definition) and whole is not None and whole <= CLOSE:
            b = None
        if b is None or whole is None or abs(whole - b) <= CLOSE:
            return None
        return min(max(100 * (a - b) / (whole - b), 0.0), definition.cap)

    def stale(self, shown, period):
        """View periods since the measurement."""
        if shown["value"] is None:
            return None
        return self.since(period.grain, period.ordinal, shown["measured"])

    # --- The cascade

    def holds(self, span, end):
        return span.after < end <= span.until

    def objective_in_force(self, objective, end):
        return self.holds(objective.span, end) and self.holds(
            self.model.scorecards[objective.scorecard].span, end
        )

    def weight(self, lines, end, otherwise=1.0):
        found = holding(lines, end)
        return otherwise if found is None else found.value

    def scores(self, period, role=None):
        """Score and coverage of every node in a view period; `role` lets only leading or lagging KPIs take part."""
        end = self.end(period.grain, period.ordinal)
        model, found = self.model, {}
        for kpi in model.kpis.values():
            score = self.kpi(kpi, period)["score"]
            takes_part = role is None or kpi.definition.leading is (role == "leading")
            found[kpi.address] = (
                (score if takes_part and kpi.address not in model.broken else None),
                (100.0 if score is not None else 0.0),
            )
        ranks = model.settings.tiers
        for objective in sorted(
            model.objectives.values(),
            key=lambda o: -ranks.index(model.scorecards[o.scorecard].tier),
        ):
            if self.objective_in_force(objective, end):
                kpis, supporters = self.members(objective, end)
                parts = {
                    Parts.ALL: kpis + supporters,
                    Parts.KPIS: kpis,
                    Parts.SUPPORTERS: supporters,
                }[objective.parts]
                found[objective.address] = mean(parts, found, worst=objective.worst)
                found[objective.address, "own"] = mean(kpis, found, worst=objective.worst)[0]
                found[objective.address, "cascaded"] = mean(
                    supporters, found, worst=objective.worst
                )[0]
        for card in model.scorecards.values():
            if self.holds(card.span, end):
                self.card(card, end, found)
        self.tiers(end, found)
        return found

    def members(self, objective, end):
        """(KPIs, supporters) with their weights, those in force."""
        kpis = [
            (kpi.address, self.weight(kpi.weights, end))
            for kpi in self.model.kpis.values()
            if kpi.objective == objective.address and not kpi.part_of and self.in_force(kpi, end)
        ]
        supporters = []
        for giver in self.model.objectives.values():
            lines = [
                line
                for line in giver.supports
                if line.value.target == objective.address and self.holds(line.span, end)
            ]
            if not lines or not self.objective_in_force(giver, end):
                continue
            word = [line for line in objective.supporters if line.value.target == giver.address]
            taken, given = holding(word, end), holding(lines, end)
            weight = (
                taken.weight if taken is not None and taken.weight is not None else given.weight
            )
            supporters.append((giver.address, weight.value if weight is not None else 1.0))
        return kpis, supporters

    def card(self, card, end, found):
        """Perspectives of a scorecard and the scorecard itself."""
        members = []
        for perspective, weights in self.model.settings.perspectives.items():
            objectives = [
                o
                for o in self.model.objectives.values()
                if (o.scorecard, o.perspective) == (card.address, perspective)
                and self.objective_in_force(o, end)
            ]
            lines = card.perspective_weights.get(perspective, ())
            named = any(self.holds(line.span, end) for line in lines)
            if not objectives and not named:
                continue
            address = f"{card.address}.{perspective}"
            found[address] = mean(
                [(o.address, self.weight(o.weights, end)) for o in objectives], found, worst=False
            )
            members.append((address, self.weight(lines, end, self.weight(weights, end))))
        found[card.address] = mean(members, found, worst=card.worst)

    def tiers(self, end, found):
        """Tiers, and the perspectives of tiers, by scorecard weight."""
        for tier in self.model.settings.tiers:
            cards = [
                card
                for card in self.model.scorecards.values()
                if card.tier == tier and self.holds(card.span, end)
            ]
            weights = {card.address: self.weight(card.weights, end) for card in cards}
            found["tier", tier] = mean(list(weights.items()), found, worst=False)
            for perspective in self.model.settings.perspectives:
                inner = [
                    (f"{card}.{perspective}", weight)
                    for card, weight in weights.items()
                    if f"{card}.{perspective}" in found
                ]
                found["tier", tier, perspective] = mean(inner, found, worst=False)


def mean(members, found, *, worst):
    """(score, coverage): the weighted mean of the scored members of weight above 0; how much of all weight is covered."""
    scored = [
        (found[address][0], weight)
        for address, weight in members
        if weight > 0 and found[address][0] is not None
    ]
    whole = sum(weight for _, weight in members if weight > 0)
    covered = sum(found[address][1] * weight for address, weight in members if weight > 0)
    coverage = covered / whole if whole > 0 else 0.0
    if not scored:
        return None, coverage
    if worst:
        return min(score for score, _ in scored), coverage
    return sum(score * weight for score, weight in scored) / sum(
        weight for _, weight in scored
    ), coverage


def curve(scale, a, count):
    """Linear between the points, level outside them; the values of a sum's points add up."""
    points = [
        (value * count, score) for value, score in zip(scale.values, scale.scores, strict=True)
    ]
    if a <= points[0][0]:
        return points[0][1]
    for (x, low), (y, high) in itertools.pairwise(points):
        if a <= y:
            return low + (high - low) * (a - x) / (y - x)
    return points[-1][1]
