"""Which values rest on which: feeders by rollup, and what must be computed anew after a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bsctui.model.entities import Kpi
from bsctui.model.graph import reachable_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Addresses of KPIs and measures.

    Attributes:
        feeders: By rollup: what feeds it, in order of display.
        dependents: By value: what is computed from it, is the `same`, or is defined `like` it.
    """

    feeders: Mapping[str, tuple[str, ...]]
    dependents: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, model: Model) -> Dependencies:
        """The dependencies of a model."""
        feeders: dict[str, list[str]] = {}
        resting: dict[str, list[str]] = {}
        for quantity in model.quantities():
            for line in quantity.feeds:
                fed = feeders.setdefault(line.value.target, [])
                if not fed or fed[-1] != quantity.address:
                    fed.append(quantity.address)
            for source in direct_inputs(quantity):
                resting.setdefault(source, []).append(quantity.address)
            like = getattr(quantity, "like", None)
            if like:
                resting.setdefault(like, []).append(quantity.address)
        for rollup, fed in feeders.items():
            for address in fed:
                resting.setdefault(address, []).append(rollup)
        return cls(_frozen(feeders), _frozen(resting))

    def inputs_of(self, quantity: Quantity) -> Iterable[str]:
        """The addresses that a value is computed from."""
        if quantity.rollup is None or same_as(quantity):
            return direct_inputs(quantity)
        return () if has_conflicting_sources(quantity) else self.feeders.get(quantity.address, ())

    def all_dependents(self, changed: Iterable[str]) -> set[str]:
        """The touched ones and all that rests on them."""
        return set(reachable_from(changed, lambda address: self.dependents.get(address, ())))


def direct_inputs(quantity: Quantity) -> tuple[str, ...]:
    """What a KPI is the `same` as, or what a formula looks at."""
    same = same_as(quantity)
    if same is not None:
        return (same,)
    if quantity.formula is None or has_conflicting_sources(quantity):
        return ()
    return tuple(dict.fromkeys(quantity.formula.addresses.values()))


def same_as(quantity: Quantity) -> str | None:
    """The original of a KPI that is the `same`."""
    return quantity.same if isinstance(quantity, Kpi) else None


def has_conflicting_sources(quantity: Quantity) -> bool:
    """Whether its value has two sources: an error, and what is an error is not evaluated."""
    sources = (quantity.formula is not None, quantity.rollup is not None, bool(quantity.actuals))
    return sum(sources) > 1


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {address: tuple(dict.fromkeys(addresses)) for address, addresses in lists.items()}
