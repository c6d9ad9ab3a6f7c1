"""What a report shows: the whole workspace, what stands below some addresses, or what a filter lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.filters import find_addresses, negative_terms
from bsctui.model.graph import chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.model.entities import Entity
    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.text.diagnostics import Diagnostic


class Selection:
    """Which addresses a report shows; None for all of them."""

    def __init__(self, addresses: frozenset[str] | None = None) -> None:
        self.addresses = addresses

    def shows(self, address: str) -> bool:
        """Whether something may be named in the report."""
        return self.addresses is None or address in self.addresses

    def __and__(self, other: Selection) -> Selection:
        """What both show."""
        if self.addresses is None or other.addresses is None:
            return other if self.addresses is None else self
        return Selection(self.addresses & other.addresses)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.addresses is None

    def diagnostics(self, model: Model, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those that speak of what is shown."""
        if self.addresses is None:
            return list(diagnostics)
        owners = {id(entity.origin.record): entity.address for entity in _entities(model)}
        kept = []
        for diagnostic in diagnostics:
            document = model.documents.get(diagnostic.path)
            record = document.record_at(diagnostic.line) if document is not None else None
            if owners.get(id(record)) in self.addresses and not self._names_hidden(diagnostic):
                kept.append(diagnostic)
        return kept

    def _names_hidden(self, diagnostic: Diagnostic) -> bool:
        """Whether a message has the address of something that is not shown."""
        words = diagnostic.message.split("`")[1::2]
        return any("." in word and not self.shows(word) for word in words)


def selection(
    scores: Scores, at: int, refs: Iterable[str], query: str | None, me: str | None = None
) -> Selection:
    """What stands below some addresses (default: everything) and passes a filter.

    What a `-` term of the filter names is left out with all below it; what the others find is shown
    with what it stands in.

    Raises:
        FilterError: The filter cannot be read.
    """
    model, refs = scores.model, tuple(refs)
    if not refs and not query:
        return Selection()
    parents = _parents(scores)
    shown = {
        address for address in parents if not refs or not _above(address, parents).isdisjoint(refs)
    }
    places = set(shown)
    if query:
        matches = set(find_addresses(query, model, scores, at, me))
        for term in negative_terms(query):
            hidden = set(find_addresses(term, model, scores, at, me))
            places = {address for address in places if _above(address, parents).isdisjoint(hidden)}
        shown &= matches & places
    within = {above for address in shown for above in _above(address, parents) if above in places}
    homes = {
        above
        for ref in refs
        for above in _above(ref, parents)
        if above.partition(".")[0] == ref.partition(".")[0]
    }
    return Selection(frozenset(shown | within | (homes if shown else set())))


def _parents(scores: Scores) -> Mapping[str, str | None]:
    """Where everything stands, by address."""
    model = scores.model
    parents: dict[str, str | None] = {node.address: node.parent for node in scores.nodes}
    parents |= {initiative.address: initiative.parent for initiative in model.initiatives.values()}
    parents |= {measure.address: measure.scorecard for measure in model.measures.values()}
    return parents


def _above(address: str, parents: Mapping[str, str | None]) -> set[str]:
    """An address and all that it stands in."""
    return set(chain(address, parents.get))


def _entities(model: Model) -> list[Entity]:
    groups: tuple[Mapping[str, Entity], ...] = (
        model.scorecards,
        model.objectives,
        model.kpis,
        model.measures,
        model.initiatives,
    )
    return [entity for group in groups for entity in group.values()]
