"""Statements of a KPI or measure that exclude each other: two sources of a value, and what goes with neither."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.entities import Aggregate
from bsctui.model.series import RecordStatement
from bsctui.text.expressions import uses_history
from bsctui.text.forms import ROWS

if TYPE_CHECKING:
    from bsctui.model.entities import Definition
    from bsctui.model.quantity_draft import QuantityDraft

MADE_OF_OTHERS: Final = ("formula", "rollup", "same")
SOURCES: Final = ("actual", *MADE_OF_OTHERS)


def check_sources(draft: QuantityDraft) -> None:
    """At most one of actual, formula, rollup and same; `same` says little else."""
    reader = draft.reader
    if reader.forms.keys().isdisjoint(MADE_OF_OTHERS):  # actuals alone, as nearly all have
        return
    sources = [
        RecordStatement(reader, s) for form in MADE_OF_OTHERS for s in reader.all(form)[:1]
    ] + draft.actuals[:1]
    if len(sources) > 1:
        first, second = sources[0], sources[1]
        words = (
            f"`{first.statement.form.keyword}` and `{second.statement.form.keyword or 'actual'}`"
        )
        second.reader.diagnose(
            "E208",
            f"a value can have only one source, and this one has two: {words}",
            second.statement,
            help="keep one of them",
            related=(first.origin,),
        )
    if reader.single("same"):
        for form, statements in reader.forms.items():
            if not ROWS[form].own_under_same and form not in SOURCES:
                word = ROWS[form].word
                reader.diagnose(
                    "E209",
                    f"`{word}` belongs to the original, not to a KPI with `same`",
                    statements[0],
                    help="delete it, or use `like`",
                )
    every, formula = reader.single("every"), reader.single("formula")
    if every and formula:
        reader.diagnose(
            "E210",
            "`every` cannot be combined with `formula`: the inputs decide how often it is computed",
            every,
            related=(reader.origin(formula),),
            help="delete `every`",
        )


def check_exclusive(draft: QuantityDraft, definition: Definition) -> None:
    """Statements that exclude each other."""
    carry = draft.lines.get("carry")
    if carry and (
        definition.over or (definition.aggregate is Aggregate.SUM and "aggregate" in draft.lines)
    ):
        other = "over" if definition.over else "aggregate sum"
        carry[0].reader.diagnose(
            "E211",
            f"`carry` cannot be combined with `{other}`",
            carry[0].statement,
            help="delete one of the two",
        )
    recompute = draft.lines.get("aggregate")
    if definition.aggregate is Aggregate.RECOMPUTE and recompute:
        line = recompute[0]
        if draft.formula is None:
            line.reader.diagnose(
                "E212",
                "only a formula can be recomputed",
                line.statement,
                "method",
                help="use another method, such as `average`",
            )
        elif uses_history(draft.formula.expression):
            line.reader.diagnose(
                "E212",
                "a formula with `prev`, `ytd` or `rolling` cannot be recomputed",
                line.statement,
                "method",
                help="use `last`, or another method",
                related=(draft.formula.origin,),
            )
