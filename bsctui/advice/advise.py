"""All advisers at work: their remarks as problems, in file order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.advice.remark import Case, Remark
from bsctui.advice.structure import STRUCTURE
from bsctui.advice.substance import SUBSTANCE
from bsctui.advice.values import VALUES
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.text.diagnostics import in_file_order

if TYPE_CHECKING:
    from bsctui.model.entities import Kpi, Objective, Quantity
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.text.diagnostics import Diagnostic


def advise(model: Model, scores: Scores) -> list[Diagnostic]:
    """Every piece of advice on a workspace at its current period, and the warnings of its formulas."""
    case = case_of(model, scores, scores.current)
    remarks = [remark for adviser in (*STRUCTURE, *SUBSTANCE, *VALUES) for remark in adviser(case)]
    remarks += [
        _divided(quantity)
        for quantity in map(model.quantity, scores.divided_by_zero)
        if quantity is not None
    ]
    problems = [
        model.placed_diagnostic(
            RecordDiagnostic(r.code, r.message, r.origin, r.slot, r.help, columns=r.columns)
        )
        for r in remarks
    ]
    return sorted(dict.fromkeys(problems), key=in_file_order)


def _divided(quantity: Quantity) -> Remark:
    origin = quantity.formula.origin if quantity.formula else quantity.origin
    return Remark(
        "W101",
        f"the formula of `{quantity.address}` divides by zero in some period; there it has no value",
        origin,
        "use `if(…)` or `coalesce(…)` where zero is meant to happen",
        None,
    )


def case_of(model: Model, scores: Scores, at: int) -> Case:
    """What advisers look at in one period of scores."""
    end = scores.calendar.fiscal.end(scores.grain, scores.periods[at].ordinal)
    supported: dict[str, list[Objective]] = {}
    served: set[str] = set()
    driven: set[str] = set()
    for objective in model.objectives.values():
        row = scores.row.get(objective.address)
        if row is None or not scores.in_force[row, at]:
            continue
        for line in objective.supports:
            if line.span.holds(end):
                supported.setdefault(line.value.target, []).append(objective)
                served.add(line.value.target)
        served |= {line.value.target for line in objective.aligns if line.span.holds(end)}
        driven |= {line.value.target for line in objective.drives if line.span.holds(end)}
    objectives_in: dict[str, list[Objective]] = {}
    for objective in model.objectives.values():
        objectives_in.setdefault(f"{objective.scorecard}.{objective.perspective}", []).append(
            objective
        )
    kpis_in: dict[str, list[Kpi]] = {}
    for kpi in model.kpis.values():
        if kpi.part_of is None:
            kpis_in.setdefault(kpi.objective, []).append(kpi)
    return Case(
        model,
        scores,
        at,
        objectives_in,
        kpis_in,
        end,
        supported,
        frozenset(served),
        frozenset(driven),
    )
