"""The old side's rules with one change, joined with others where it does not load by itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.review.changes import ChangeKind, StrategyChange
from bsctui.review.facts import SETTINGS, ChangeClass
from bsctui.review.patching import patched_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.model import Model
    from bsctui.review.alignment import AlignedSides

MOST_TRIED: Final = 30
"""More changes than this are not tried one by one when some must be left out of a joint one."""


class PatchedRules:
    """Models of the old side with some of the changes.

    Args:
        sides: What is compared.
        changes: All changes between them.
    """

    def __init__(self, sides: AlignedSides, changes: Sequence[StrategyChange]) -> None:
        self._sides = sides
        self._changes = changes

    def with_change(self, change: StrategyChange) -> tuple[Model, tuple[StrategyChange, ...]]:
        """The old rules with just this change, and the others that it does not load without."""
        model = patched_model(self._sides, [change])
        if self._stands(change, model):
            return model, ()
        others = [other for other in self._changes if other is not change]
        for helpers in self._helpers(change, others):
            model = patched_model(self._sides, [change, *helpers])
            if self._stands(change, model):
                return self._fewest(change, list(helpers))
        return patched_model(self._sides, [change]), ()

    def _stands(self, change: StrategyChange, model: Model) -> bool:
        """Whether a change can be judged so: it loads, and a rollup that came has what it sums up."""
        if not self.loads(model):
            return False
        if change.key != ("rollup", "") or change.before is not None:
            return True
        wanted = _feeders(self._sides.new, change.address)
        return _feeders(model, change.old_address or "") >= wanted

    def loads(self, model: Model) -> bool:
        """Whether there is no error that neither side has."""
        return all(
            (problem.code, problem.message) in self._known
            for problem in model.diagnostics
            if problem.is_error
        )

    @cached_property
    def _known(self) -> set[tuple[str, str]]:
        problems = (*self._sides.old.diagnostics, *self._sides.new.diagnostics)
        return {(problem.code, problem.message) for problem in problems}

    @staticmethod
    def _helpers(
        change: StrategyChange, others: Sequence[StrategyChange]
    ) -> Iterator[Sequence[StrategyChange]]:
        """What may be missing: more of the same record, its results too; records that came, went or moved; settings."""
        rules = [other for other in others if other.change_class is ChangeClass.RULES]
        same = [
            other
            for other in others
            if other.old_address and other.old_address == change.old_address
        ]
        same_rules = [other for other in same if other.change_class is ChangeClass.RULES]
        elsewhere = [
            other
            for other in rules
            if other.kind is not ChangeKind.CHANGED or other.record_kind in SETTINGS
        ]
        yield same_rules
        yield same
        yield elsewhere
        yield [*same, *(other for other in elsewhere if other not in same)]
        yield rules
        yield others

    def _fewest(
        self, change: StrategyChange, helpers: list[StrategyChange]
    ) -> tuple[Model, tuple[StrategyChange, ...]]:
        """Leave out what it loads without."""
        if len(helpers) <= MOST_TRIED:
            for other in list(helpers):
                fewer = [helper for helper in helpers if helper is not other]
                if self._stands(change, patched_model(self._sides, [change, *fewer])):
                    helpers = fewer
        return patched_model(self._sides, [change, *helpers]), tuple(helpers)


def _feeders(model: Model, address: str) -> int:
    """How many feed a rollup, as its parts or by a line of theirs."""
    parts = sum(kpi.part_of == address for kpi in model.kpis.values())
    lines = sum(
        line.value.target == address for other in model.quantities() for line in other.feeds
    )
    return parts + lines
