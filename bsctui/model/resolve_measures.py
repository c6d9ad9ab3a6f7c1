"""KPIs and measures: their lines gathered from everywhere, `like` and `same` followed, formulas and feeds resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model import vocabulary
from bsctui.model.chains import along_chains
from bsctui.model.common_statements import assessments, common_fields, drives
from bsctui.model.components import components
from bsctui.model.definitions import DefinitionReader
from bsctui.model.entities import Aggregate, Dated, Formula, Kpi, Link, Measure, Rollup
from bsctui.model.inheritance import Written, check_percent, merged, written_by
from bsctui.model.periods import Grain
from bsctui.model.record_reader import Desk, Scope
from bsctui.model.series import Line, read_series
from bsctui.model.taken import (
    Finding,
    TakenDesk,
    finding,
    findings,
    like_origin,
    taken,
    where_like_stands,
)
from bsctui.text.columns import token_span
from bsctui.text.expressions import parse_formula, references, uses_history
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bsctui.model.entities import Calendar, Definition, Quantity, Series
    from bsctui.model.names import Declaration
    from bsctui.model.record_diagnostic import Flaw
    from bsctui.text.lines import Statement

QUANTITIES: Final = ("kpi", "measure")
SOURCES: Final = ("actual", "formula", "rollup", "same")


class Draft:
    """One KPI or measure while it is being resolved."""

    __slots__ = (
        "actuals", "address", "desk", "formula", "grain", "label", "like", "original", "own", "same", "taken", "written",
    )  # fmt: skip

    def __init__(self, desk: Desk, margin: Margin) -> None:
        self.desk = desk
        self.address = desk.address
        desk.sort_statements()
        self.own: Written = written_by(desk, margin.plans.get(desk.address, []))
        self.written = self.own
        self.taken: list[TakenDesk] = []
        self.label = _header(desk).get("label")
        self.original = self
        self.actuals = [
            *(Line(desk, s) for s in desk.all("actual")),
            *margin.actuals.get(desk.address, []),
        ]
        self.like: str | None = None
        self.same: str | None = None
        self.formula: Formula | None = None
        self.grain: Grain | None = None


class Margin:
    """Series that stand outside of their KPI's record, by address."""

    def __init__(self) -> None:
        self.actuals: dict[str, list[Line]] = {}
        self.plans: dict[str, list[Line]] = {}


class QuantityReader:
    """Resolves all KPIs and measures of a workspace together."""

    def __init__(
        self,
        declared: list[Declaration],
        margin: Margin,
        scope: Scope,
        calendar: Calendar,
        known: Callable[[str], Quantity | None] = lambda _: None,
    ) -> None:
        """`known` gives what was resolved before and is not read here (after an edit)."""
        self.known = known
        self.scope = scope
        self.calendar = calendar
        self.margin = margin
        self.flaws: list[Flaw] = []
        self.drafts: dict[str, Draft] = {}
        self.declared: dict[str, Declaration] = {}
        for item in declared:
            desk = Desk(item.origin.path, item.origin.record, item.kind, item.address, scope)
            self.drafts[item.address] = Draft(desk, margin)
            self.declared[item.address] = item

    def read(self) -> tuple[dict[str, Kpi], dict[str, Measure]]:
        """All of them, in order of display."""
        drafts = list(self.drafts.values())
        for draft in drafts:
            self._refer(draft)
        self._follow_like()
        self._follow_same()
        self._settle_grains()
        kpis: dict[str, Kpi] = {}
        measures: dict[str, Measure] = {}
        definitions = {
            draft.address: self._definition(draft) for draft in drafts if draft.same is None
        }
        for draft in drafts:
            made = self._entity(draft, definitions)
            if isinstance(made, Kpi):
                kpis[draft.address] = made
            elif isinstance(made, Measure):
                measures[draft.address] = made
        for draft in drafts:
            self.flaws += draft.desk.flaws
        self.flaws += self._taken_flaws()
        return kpis, measures

    # --- What it refers to

    def _refer(self, draft: Draft) -> None:
        desk = draft.desk
        like, same = desk.one("like"), desk.one("same")
        draft.like = desk.ref(like, ("kpi",)) if like else None
        draft.same = desk.ref(same, ("kpi",)) if same else None
        line = desk.one("formula")
        if line:
            draft.formula = self._formula(desk, line)
        self._check_sources(draft)

    def _formula(self, desk: Desk, line: Statement) -> Formula | None:
        text = line.parts[line.form.slots["expression"]]  # type: ignore[index]
        expression = parse_formula(text)
        addresses: dict[str, str] = {}
        start = 0
        for ref in references(expression):
            address = ref.name if "." in ref.name else f"{desk.home}.{ref.name}"
            if self.scope.names.kind(address) not in QUANTITIES:
                start = start or token_span(desk.record.lines[line.line], line, "expression")[0]
                columns = (start + ref.column, start + ref.column + len(ref.name))
                desk.known(address, QUANTITIES, line, None, columns)
            else:
                addresses[ref.name] = address
        return Formula(expression, addresses, desk.origin(line))

    def _check_sources(self, draft: Draft) -> None:
        """At most one of actual, formula, rollup and same; `same` says little else."""
        desk = draft.desk
        found = [Line(desk, s) for form in SOURCES[1:] for s in desk.all(form)[:1]] + draft.actuals[
            :1
        ]
        if len(found) > 1:
            first, second = found[0], found[1]
            words = f"`{first.statement.form.keyword}` and `{second.statement.form.keyword or 'actual'}`"
            second.desk.flaw(
                "E208",
                f"a value comes from one source only, and here are two: {words}",
                second.statement,
                help="keep one of them",
                related=(first.origin,),
            )
        if desk.one("same"):
            for form, statements in desk.forms.items():
                if form not in vocabulary.SAME_KEEPS and form not in SOURCES:
                    word = vocabulary.word_of(form)
                    desk.flaw(
                        "E209",
                        f"`{word}` belongs to the original, not to a KPI that is the `same`",
                        statements[0],
                        help="delete it, or use `like`",
                    )
        every, formula = desk.one("every"), desk.one("formula")
        if every and formula:
            desk.flaw(
                "E210",
                "`every` does not go with `formula`: its inputs tell how often",
                every,
                related=(desk.origin(formula),),
                help="delete `every`",
            )

    # --- like and same

    def _follow_like(self) -> None:
        """The lines (and the label) that each takes over, along the chain."""
        written: dict[str, Written] = {}
        for address, other in along_chains(self.drafts, self._like):
            draft = self.drafts[address]
            written[address] = draft.own if other is None else merged(draft.own, written[other])
            if other is not None:
                draft.label = draft.label or self.drafts[other].label
                draft.written, draft.taken = taken(written[address], draft.own, address)

    def _like(self, address: str) -> str | None:
        other = self.drafts[address].like
        return other if other in self.drafts else None

    def _follow_same(self) -> None:
        """Where `same` leads in the end."""
        for address, other in along_chains(self.drafts, self._same):
            if other is not None:
                self.drafts[address].original = self.drafts[other].original

    def _same(self, address: str) -> str | None:
        other = self.drafts[address].same
        return other if other in self.drafts else None

    def _taken_flaws(self) -> Iterator[Flaw]:
        """What is wrong with lines only where they are taken over, where `like` stands."""
        for address, draft in self.drafts.items():
            flaws = [flaw for desk in draft.taken for flaw in desk.flaws]
            like = like_origin(self.declared[address].origin) if flaws else None
            if like is not None:
                known = self._findings(draft.like or "")
                yield from (
                    where_like_stands(flaw, like) for flaw in flaws if finding(flaw) not in known
                )

    def _findings(self, address: str) -> frozenset[Finding]:
        """What is wrong with the lines that a KPI has, its own and those it takes over."""
        draft = self.drafts[address]
        outside = (line.desk for line in self.margin.plans.get(address, ()))
        desks = (draft.desk, *draft.taken, *outside)
        return findings(flaw for desk in desks for flaw in desk.flaws)

    # --- grain

    def _settle_grains(self) -> None:
        """The own grain of each; of formulas the finest of their inputs', of a circle the finest of all that it looks at."""
        for members in components(self.drafts, self._looked_at):
            drafts = [self.drafts[address] for address in members]
            if len(drafts) == 1:
                drafts[0].grain = self._own_grain(drafts[0])
                continue
            finest = min(map(self._own_grain, drafts))
            for draft in drafts:
                draft.grain = finest

    def _looked_at(self, address: str) -> list[str]:
        """Those whose grain must be known before."""
        draft = self.drafts[address]
        if draft.same is not None:
            found = [draft.same]
        else:
            found = list(draft.formula.addresses.values()) if draft.formula is not None else []
        return [other for other in dict.fromkeys(found) if other in self.drafts]

    def _grain_of(self, address: str) -> Grain | None:
        draft = self.drafts.get(address)
        if draft is not None:
            return draft.grain
        known = self.known(address)
        return known.definition.grain if known is not None else None

    def _takes_feeds(self, address: str) -> bool:
        draft = self.drafts.get(address)
        if draft is not None:
            return draft.desk.one("rollup") is not None
        known = self.known(address)
        return known is not None and known.rollup is not None

    def _own_grain(self, draft: Draft) -> Grain:
        if draft.same is not None:
            grain = draft.original.grain
            return grain if grain is not None else self.calendar.grain
        if draft.formula is not None:
            inputs = [self._grain_of(address) for address in draft.formula.addresses.values()]
            return min(
                (grain for grain in inputs if grain is not None), default=self.calendar.grain
            )
        every = draft.written.get("every")
        if every:
            return Grain.of(every[0].statement.parts[0])
        if draft.desk.one("rollup"):
            return self.calendar.grain
        plans = [
            line for line in draft.written.get("goal", [])
            if line.statement.form.name == "target_series" and "spread" not in line.statement.form.slots
        ]  # fmt: skip
        for statement in [*draft.desk.all("actual"), *(line.statement for line in plans)]:
            period = self.scope.fiscal.parse(statement.parts[0])
            if period is not None:
                return period.grain
        return self.calendar.grain

    # --- made

    def _definition(self, draft: Draft) -> Definition:
        grain = draft.grain if draft.grain is not None else self.calendar.grain
        reader = DefinitionReader(draft.desk, draft.written, self.calendar)
        definition = reader.read(grain, computed=draft.formula is not None)
        check_percent([line for group in draft.written.values() for line in group], definition.unit)
        self._check_together(draft, definition)
        return definition

    def _check_together(self, draft: Draft, definition: Definition) -> None:
        """Statements that exclude each other."""
        carry = draft.written.get("carry")
        if carry and (
            definition.over
            or (definition.aggregate is Aggregate.SUM and "aggregate" in draft.written)
        ):
            other = "over" if definition.over else "aggregate sum"
            carry[0].desk.flaw(
                "E211",
                f"`carry` does not go with `{other}`",
                carry[0].statement,
                help="delete one of the two",
            )
        recompute = draft.written.get("aggregate")
        if definition.aggregate is Aggregate.RECOMPUTE and recompute:
            line = recompute[0]
            if draft.formula is None:
                line.desk.flaw(
                    "E212",
                    "only a formula can be recomputed",
                    line.statement,
                    "method",
                    help="use another method, such as `average`",
                )
            elif uses_history(draft.formula.expression):
                line.desk.flaw(
                    "E212",
                    "a formula with `prev`, `ytd` or `rolling` cannot be recomputed",
                    line.statement,
                    "method",
                    help="use `last`, or another method",
                    related=(draft.formula.origin,),
                )

    def _entity(self, draft: Draft, definitions: Mapping[str, Definition]) -> Quantity | None:
        desk, item = draft.desk, self.declared[draft.address]
        original = draft.original
        definition = definitions.get(original.address)
        if definition is None:
            return None
        rollup = desk.one("rollup")
        source = desk.one("source")
        shared = common_fields(desk, item.origin) | {
            "scorecard": desk.home,
            "definition": definition,
            "actuals": self._actuals(draft, definition),
            "formula": draft.formula,
            "rollup": Rollup(
                Aggregate(rollup.parts[0]), "partial" in rollup.form.slots, desk.origin(rollup)
            )
            if rollup
            else None,
            "feeds": self._feeds(desk),
            "source": (source.parts[0], string(source.parts[1])) if source else None,
        }
        if item.kind == "measure":
            home = desk.known(item.parent or "", ("scorecard",), _header(desk), "parent")
            return Measure(**shared) if home is not None else None
        parent = item.parent or ""
        if desk.known(parent, ("objective",), _header(desk), "parent") is None:
            return None
        if draft.label is not None:
            shared["label"] = string(draft.label)
        return Kpi(
            **shared,
            objective=parent,
            weights=desk.weights(),
            like=draft.like,
            same=original.address if original is not draft else None,
            drives=drives(desk, ("kpi",)),
            assessments=assessments(desk),
        )

    def _actuals(self, draft: Draft, definition: Definition) -> Series:
        if not draft.actuals:
            return ()
        check_percent(draft.actuals, definition.unit)
        return read_series(
            draft.actuals, definition.grain, definition.aggregate, "series of actuals"
        )

    def _feeds(self, desk: Desk) -> tuple[Dated[Link], ...]:
        found = []
        for statement, span in desk.dated("feeds") if desk.forms.get("feeds") else ():
            address = desk.ref(statement, QUANTITIES)
            if address is None:
                continue
            if not self._takes_feeds(address):
                desk.flaw(
                    "E303",
                    f"`{address}` takes no feeds: it has no `rollup`",
                    statement,
                    "ref",
                    help=f"give `{address}` a line such as `rollup sum`",
                )
                continue
            found.append(Dated(Link(address, desk.weight(statement)), span, desk.origin(statement)))
        return tuple(found)


def _header(desk: Desk) -> Statement:
    header = desk.record.header
    assert header is not None, "only records whose header was read"
    return header
