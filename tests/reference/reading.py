"""A workspace's text as the reference understands it: `like`, `spread`, dates, grains and directions, from the contract alone.

Only for texts without errors. The classes that hold what was read are the model's; no line of its reading is used.
"""

from __future__ import annotations

import shlex
from dataclasses import replace
from types import SimpleNamespace

from bsctui.model.entities import (
    ALWAYS,
    Aggregate,
    BandTarget,
    BaselinePoint,
    BaselineSeries,
    Better,
    ConstantTarget,
    Dated,
    Definition,
    EntityLink,
    Formula,
    Kpi,
    Measure,
    Objective,
    Over,
    Parts,
    PlanTarget,
    Rollup,
    Scale,
    Scorecard,
    SeriesLine,
    Span,
    Tolerance,
    Waypoint,
    WaypointTarget,
    Weight,
)
from bsctui.model.periods import Grain
from bsctui.text.expressions import parse_formula, references
from tests.reference.periods import FiscalYear, Period
from tests.reference.targets import baseline_at, target_at

MONTHS = "January February March April May June July August September October November December"
TAKEN_OVER = (
    "better", "baseline", "target", "tolerance", "scale", "cap", "every", "aggregate", "over", "carry", "role",
)  # fmt: skip
"""What `like` takes over, of what counts for a figure."""


class Record:
    """A header's words and its statements' words."""

    def __init__(self, words):
        self.words = words
        self.lines = []

    def all(self, keyword):
        """The statements that begin with a word, without it."""
        return [line[1:] for line in self.lines if line[0] == keyword]

    def one(self, keyword):
        """The only such statement, None where there is none."""
        return next(iter(self.all(keyword)), None)


def records_of(text):
    """Every record of a text, comments and strings apart."""
    found = []
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        if line[0] in " \t":
            found[-1].lines.append(words)
        else:
            found.append(Record(words))
    return found


def number(text):
    """`26_000`, `1.5M`, `30%`."""
    bare = text.replace("_", "").rstrip("%")
    factor = {"K": 1e3, "M": 1e6, "B": 1e9}.get(bare[-1])
    return float(bare[:-1]) * factor if factor else float(bare)


def cells(words):
    """The cells of a series; None for `-`; an estimate counts as its number."""
    return tuple(None if word == "-" else number(word.lstrip("~")) for word in words if word != "|")


class Reading:
    """A text as settings and entities by address."""

    def __init__(self, text):
        records = records_of(text)
        self.by_kind = {}
        for record in records:
            self.by_kind.setdefault(record.words[0], []).append(record)
        self.settings = self.read_settings()
        self.cards = {record.words[1]: record for record in self.by_kind.get("scorecard", [])}
        self.scorecards = {name: self.scorecard(name) for name in self.cards}
        self.objectives = dict(map(self.objective, self.by_kind.get("objective", [])))
        self.written = {
            f"{record.words[record.words.index('in') + 1].split('.')[0]}.{record.words[1]}": record
            for kind in ("kpi", "measure")
            for record in self.by_kind.get(kind, [])
        }
        self.grains = {}
        self.kpis = {
            address: self.quantity(address)
            for address, record in self.written.items()
            if record.words[0] == "kpi"
        }
        self.measures = {
            address: self.quantity(address)
            for address, record in self.written.items()
            if record.words[0] == "measure"
        }
        self.broken = frozenset()

    def entity(self, address):
        """A KPI or measure."""
        return self.kpis.get(address) or self.measures.get(address)

    def quantities(self):
        """KPIs, then measures."""
        return [*self.kpis.values(), *self.measures.values()]

    # --- Settings, scorecards, objectives

    def read_settings(self):
        record = self.by_kind["calendar"][0]
        starts = record.one("starts") or ["January"]
        month = MONTHS.split().index(starts[0]) + 1
        self.fiscal = FiscalYear(month, named_for_end=starts[1:] == ["named", "end"])
        grain = Grain.of(record.words[1])
        first, last = (self.fiscal.parse(word) for word in record.words[2].split(".."))
        first, last = (self.fiscal.within(grain, one)[at] for one, at in ((first, 0), (last, -1)))
        closed = record.one("closed")
        if closed is not None:
            closed = self.fiscal.within(grain, self.fiscal.parse(closed[0]))[-1]
        tiers = [one.words[1] for one in self.by_kind.get("tier", [])]
        perspectives = {
            one.words[1]: self.weights(one) for one in self.by_kind.get("perspective", [])
        } or dict.fromkeys(("financial", "customer", "process", "learning"), ())
        return SimpleNamespace(
            calendar=SimpleNamespace(grain=grain, first=first, last=last, closed=closed),
            tiers=tiers or ["organization", "unit", "team"],
            perspectives=perspectives,
        )

    def span(self, words):
        """The words before `from` and `until`, and the span they make: from its first day to its last."""
        after, until, first, last = ALWAYS.after, ALWAYS.until, None, None
        words = list(words)
        if "until" in words:
            at = words.index("until")
            last = self.fiscal.parse(words[at + 1])
            until = self.fiscal.days(*last)[1].toordinal()
            words[at : at + 2] = []
        if "from" in words[1:] or words[:1] == ["from"]:
            at = words.index("from")
            first = self.fiscal.parse(words[at + 1])
            after = self.fiscal.days(*first)[0].toordinal() - 1
            words[at : at + 2] = []
        return words, Span(after, until, first, last)

    def own_span(self, record):
        words = [
            word
            for keyword in ("from", "until")
            for line in record.all(keyword)
            for word in (keyword, line[0])
        ]
        return self.span(words)[1]

    def weights(self, record):
        return tuple(self.weight(line) for line in record.all("weight"))

    def weight(self, line):
        (value,), span = self.span(line)
        return Dated(Weight(number(value), percent=False), span, None)

    def scorecard(self, name):
        record, weights = self.cards[name], {}
        for line in record.all("perspective"):
            weights.setdefault(line[0], []).append(self.weight(line[2:]))
        return Scorecard(
            address=name, name=name, label=None, origin=None, span=self.own_span(record), under=None,
            tier=self.settings.tiers[self.rank(name)],
            weights=self.weights(record), perspective_weights=weights,
            worst=(record.one("score") or [""])[0] == "worst",
        )  # fmt: skip

    def rank(self, name):
        """As written, else the tier below its parent's, else the top one."""
        words, tier = self.cards[name].words, self.cards[name].one("tier")
        if tier:
            return self.settings.tiers.index(tier[0])
        return self.rank(words[words.index("under") + 1]) + 1 if "under" in words else 0

    def objective(self, record):
        card, perspective = record.words[record.words.index("in") + 1].split(".")
        score = record.one("score") or ["average"]
        address = f"{card}.{record.words[1]}"
        return address, Objective(
            address=address, name=record.words[1], label=None, origin=None, span=self.own_span(record),
            scorecard=card, perspective=perspective, weights=self.weights(record),
            supports=self.links(record, "supports", card), supporters=self.links(record, "supporter", card),
            worst=score[0] == "worst", parts=Parts(score[-1]) if "from" in score else Parts.ALL,
        )  # fmt: skip

    def links(self, record, keyword, card):
        return tuple(self.link(line, card) for line in record.all(keyword))

    def link(self, line, card):
        words, span = self.span(line)
        weight = Weight(number(words[2]), percent=False) if len(words) > 1 else None
        return Dated(EntityLink(self.address(words[0], card), weight), span, None)

    def address(self, name, card):
        return name if "." in name else f"{card}.{name}"

    # --- KPIs and measures

    def groups(self, address):
        """A KPI's own lines by kind, and behind each kind those of what it is `like` where it has none."""
        record, found = self.written[address], {}
        for line in record.lines:
            kind = "role" if line[0] in {"leading", "lagging"} else line[0]
            found.setdefault(kind, []).append(line)
        if "like" in found:
            other = self.groups(self.address(found["like"][0][1], address.split(".")[0]))
            found = {kind: other[kind] for kind in TAKEN_OVER if kind in other} | found
        return found

    def grain(self, address):
        """How often it is measured."""
        if address not in self.grains:
            self.grains[address] = self.found_grain(address)
        return self.grains[address]

    def found_grain(self, address):
        groups, card = self.groups(address), address.split(".")[0]
        calendar = self.settings.calendar.grain
        if "same" in groups:
            return self.grain(self.address(groups["same"][0][1], card))
        if "formula" in groups:
            inputs = references(self.expression(groups))
            return min(
                (self.grain(self.address(one.name, card)) for one in inputs), default=calendar
            )
        if "every" in groups:
            return Grain.of(groups["every"][0][1])
        if "rollup" in groups:
            return calendar
        plans = [
            line for line in groups.get("target", []) if line[1][-1] == ":" and line[-1] != "spread"
        ]
        for line in (*groups.get("actual", []), *plans):
            return self.fiscal.parse(line[1].rstrip(":")).grain
        return calendar

    def expression(self, groups):
        return parse_formula(" ".join(groups["formula"][0][1:]))

    def quantity(self, address):
        record, card = self.written[address], address.split(".")[0]
        groups = self.groups(address)
        same = self.address(groups["same"][0][1], card) if "same" in groups else None
        definition = self.definition(same or address)
        formula = None
        if "formula" in groups:
            expression = self.expression(groups)
            names = {one.name: self.address(one.name, card) for one in references(expression)}
            formula = Formula(expression, names, None)
        rollup = groups.get("rollup")
        shared = {
            "address": address, "name": record.words[1], "label": None, "origin": None,
            "span": self.own_span(record), "scorecard": card, "definition": definition,
            "actuals": self.series(groups.get("actual", []), definition.grain, None), "formula": formula,
            "rollup": rollup and Rollup(Aggregate(rollup[0][1]), "partial" in rollup[0], None),
            "feeds": self.feeds(address, record, card),
        }  # fmt: skip
        if record.words[0] == "measure":
            return Measure(**shared)
        objective = place = self.place(record)
        while objective in self.written:
            objective = self.place(self.written[objective])
        return Kpi(
            **shared, objective=objective, part_of=place if place in self.written else None,
            weights=self.weights(record), same=same,
        )  # fmt: skip

    def place(self, record):
        """What a header names behind `in`."""
        return record.words[record.words.index("in") + 1]

    def feeds(self, address, record, card):
        """As written; a part feeds the `rollup` of the KPI that it is in with weight 1, unless a line of its own says another."""
        lines = self.links(record, "feeds", card)
        whole = self.place(record)
        rolls_up = whole in self.written and self.written[whole].all("rollup")
        if rolls_up and all(line.value.target != whole for line in lines):
            lines = (*lines, Dated(EntityLink(whole, Weight(1.0, percent=False)), ALWAYS, None))
        return lines

    def series(self, lines, grain, aggregate):
        """Lines of a series in the own grain; `spread` divides or repeats a coarser one's cells."""
        found = []
        for _, start, *words in lines:
            period, spread = self.fiscal.parse(start.rstrip(":")), words[-1] == "spread"
            values = cells(words[:-1] if spread else words)
            if not spread:
                found.append(SeriesLine(period.ordinal, values, None))
                continue
            for step, value in enumerate(values):
                inside = self.fiscal.within(grain, Period(period.grain, period.ordinal + step))
                share = value
                if value is not None and aggregate is Aggregate.SUM:
                    share = value / len(inside)
                found.append(SeriesLine(inside[0], (share,) * len(inside), None))
        return tuple(found)

    def definition(self, address):
        groups, grain = self.groups(address), self.grain(address)
        aggregate = None if "formula" in groups else Aggregate.AVERAGE
        if "aggregate" in groups:
            aggregate = Aggregate(groups["aggregate"][0][1])
        over = groups.get("over")
        scale = groups.get("scale")
        points = [word.split(":") for word in scale[0][1:]] if scale else []
        made = Definition(
            leading=groups.get("role", [["lagging"]])[0][0] == "leading",
            baseline=self.baseline(groups.get("baseline", []), grain, aggregate),
            target=self.target(groups.get("target", []), grain, aggregate),
            tolerances=tuple(self.tolerance(line[1:]) for line in groups.get("tolerance", [])),
            scale=Scale(tuple(number(x) for x, _ in points), tuple(number(y) for _, y in points), None)
            if scale
            else None,
            cap=number(groups["cap"][0][1]) if "cap" in groups else 100.0,
            grain=grain, aggregate=aggregate,
            over=over and Over(None if over[0][1] == "ytd" else int(over[0][1])),
            carry="carry" in groups,
        )  # fmt: skip
        better = groups.get("better")
        return replace(made, better=Better(better[0][1]) if better else self.direction(made))

    def own_date(self, text, grain):
        """A coarser date means the last own period inside it."""
        return self.fiscal.within(grain, self.fiscal.parse(text))[-1]

    def baseline(self, lines, grain, aggregate):
        if not lines:
            return None
        if lines[0][1][-1] == ":":
            return BaselineSeries(self.series(lines, grain, aggregate))
        _, value, *at = lines[0]
        return BaselinePoint(number(value), self.own_date(at[1], grain) if at else None, None)

    def target(self, lines, grain, aggregate):
        if not lines:
            return None
        if lines[0][1][-1] == ":":
            return PlanTarget(self.series(lines, grain, aggregate))
        if "by" in lines[0]:
            points = [Waypoint(number(v), self.own_date(p, grain), None) for _, v, _, p in lines]
            return WaypointTarget(tuple(sorted(points, key=lambda point: point.at)))
        parts = [self.span(line[1:]) for line in lines]
        if ".." in lines[0][1]:
            ends = [tuple(map(number, words[0].split(".."))) for words, _ in parts]
            return BandTarget(
                tuple(Dated(e, span, None) for e, (_, span) in zip(ends, parts, strict=True))
            )
        return ConstantTarget(tuple(Dated(number(words[0]), span, None) for words, span in parts))

    def tolerance(self, line):
        words, span = self.span(line)
        return Dated(Tolerance(number(words[0]), relative=len(words) > 1), span, None)

    def direction(self, made):
        """Within for a band; else compared at the last own period in the calendar that has both; else higher."""
        if isinstance(made.target, BandTarget):
            return Better.WITHIN
        if made.target is None or made.baseline is None:
            return Better.HIGHER
        calendar = self.settings.calendar
        first = self.fiscal.days(calendar.grain, calendar.first)[0]
        last = self.fiscal.days(calendar.grain, calendar.last)[1]
        low, high = (self.fiscal.holding(made.grain, day) for day in (first, last))
        for ordinal in range(high + 1, low - 2, -1):
            inside = Period(made.grain, ordinal)
            coarse = max(made.grain, calendar.grain)
            there = [
                self.fiscal.containing(coarse, Period(calendar.grain, one))
                for one in range(calendar.first, calendar.last + 1)
            ]
            if self.fiscal.containing(coarse, inside) not in there:
                continue
            low_end = target_at(made, ordinal, self.fiscal.end(made.grain, ordinal))[0]
            baseline = baseline_at(made, ordinal)
            if low_end is not None and baseline is not None:
                return Better.LOWER if low_end < baseline else Better.HIGHER
        return Better.HIGHER
