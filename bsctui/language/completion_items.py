"""Which names and periods of a workspace may fill a slot: refs of the right kind, persons, tiers, tags, periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Kpi
from bsctui.model.periods import Period
from bsctui.text.forms import ROWS, STATEMENTS
from bsctui.text.literals import is_name, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bsctui.model.entities import Entity, Quantity, SeriesLine
    from bsctui.model.model import Model
    from bsctui.model.periods import FiscalYear, Grain


class Candidate(NamedTuple):
    """Something that may be written: its text, and a word about it."""

    text: str
    detail: str = ""


class Slot(NamedTuple):
    """A slot to be filled: in which form, in which record.

    Attributes:
        form: The line's form, as in the grammar.
        slot: The slot in it.
        own: The address of the record; None where it declares none.
        home: The scorecard whose names may be written short; empty for none.
        may_be_short: Whether a name alone is read here.
        model: What the workspace says.
    """

    form: str
    slot: str
    own: str | None
    home: str
    may_be_short: bool
    model: Model


def candidates(slot: Slot) -> Iterable[Candidate]:
    """What may fill a slot, in the order of display; nothing where the text is the writer's own."""
    filling = _FILLINGS.get((slot.form, slot.slot)) or _FILLINGS.get(("", slot.slot))
    return filling(slot) if filling is not None else _referred(slot)


def _referred(slot: Slot) -> Iterator[Candidate]:
    """Everything of the kinds that the table of forms lets the slot refer to."""
    row = ROWS.get(slot.form)
    kinds = row.refers.get(slot.slot, ()) if row is not None else ()
    entities = [
        entity for kind in kinds if kind in _OF_KIND for entity in _OF_KIND[kind](slot.model)
    ]
    yield from _refs(slot, entities)


def _refs(slot: Slot, entities: Iterable[Entity]) -> Iterator[Candidate]:
    """Addresses, short within their own scorecard; what is declared here itself is left out."""
    near: list[Candidate] = []
    far: list[Candidate] = []
    for entity in entities:
        if entity.address == slot.own:
            continue
        card, _, name = entity.address.partition(".")
        short = slot.may_be_short and card == slot.home
        candidate = Candidate(name if short else entity.address, entity.label or "")
        (near if card == slot.home else far).append(candidate)
    yield from near
    yield from far


def _objectives_above(slot: Slot) -> Iterator[Candidate]:
    """Those of a higher tier: scores cascade upward only."""
    model = slot.model
    ranks = {tier.name: rank for rank, tier in enumerate(model.settings.tiers)}
    card = model.scorecards.get(slot.home)
    own = ranks.get(card.tier, len(ranks)) if card is not None else len(ranks)
    tier_of = {name: ranks.get(each.tier, 0) for name, each in model.scorecards.items()}
    above = (each for each in model.objectives.values() if tier_of.get(each.scorecard, own) < own)
    return _refs(slot, above)


def _supporters(slot: Slot) -> Iterator[Candidate]:
    """Those that say that they support this objective."""
    supporters = (
        each
        for each in slot.model.objectives.values()
        if any(line.value.target == slot.own for line in each.supports)
    )
    return _refs(slot, supporters)


def _driven(slot: Slot) -> Iterator[Candidate]:
    """An objective drives objectives, a KPI drives KPIs."""
    model = slot.model
    return _refs(slot, (model.kpis if slot.own in model.kpis else model.objectives).values())


_OF_KIND: dict[str, Callable[[Model], Iterable[Entity]]] = {
    "objective": lambda model: model.objectives.values(),
    "kpi": lambda model: model.kpis.values(),
    "measure": lambda model: model.measures.values(),
}


def _quantities(slot: Slot) -> Iterator[Candidate]:
    return _refs(slot, slot.model.quantities())


def _entered(slot: Slot) -> Iterator[Candidate]:
    """What takes actuals: neither computed nor another KPI's."""
    return _refs(slot, (each for each in slot.model.quantities() if _is_entered(each)))


def _is_entered(quantity: Quantity) -> bool:
    same = quantity.same if isinstance(quantity, Kpi) else None
    return not quantity.is_computed and same is None


def _rollups(slot: Slot) -> Iterator[Candidate]:
    return _refs(slot, (each for each in slot.model.quantities() if each.rollup is not None))


def _scorecards(slot: Slot) -> Iterator[Candidate]:
    """All but the scorecard itself and those under it: a circle is an error."""
    model = slot.model
    for name, card in model.scorecards.items():
        if slot.form != "scorecard" or not _is_under(model, name, slot.own):
            yield Candidate(name, card.label or "")


def _is_under(model: Model, name: str | None, top: str | None) -> bool:
    visited: set[str] = set()
    while name is not None and name not in visited:
        if name == top:
            return True
        visited.add(name)
        card = model.scorecards.get(name)
        name = card.under if card is not None else None
    return False


def _places_of_objectives(slot: Slot) -> Iterator[Candidate]:
    for name, card in slot.model.scorecards.items():
        for perspective in slot.model.settings.perspectives:
            label = f"{perspective.label}, {card.display_name}"
            yield Candidate(f"{name}.{perspective.name}", label)


def _persons(slot: Slot) -> Iterator[Candidate]:
    for name, person in slot.model.settings.persons.items():
        yield Candidate(name, person.full_name)


def _free_owners(slot: Slot) -> Iterator[Candidate]:
    """Texts that stand as owners elsewhere already."""
    texts = [each.owner for each in _entities(slot.model)]
    for text in dict.fromkeys(texts):
        if text and text not in slot.model.settings.persons:
            yield Candidate(quoted(text))


def _tiers(slot: Slot) -> Iterator[Candidate]:
    """Those below the parent's."""
    model = slot.model
    card = model.scorecards.get(slot.own or "")
    above = model.scorecards.get(card.under or "") if card is not None else None
    names = [tier.name for tier in model.settings.tiers]
    least = names.index(above.tier) + 1 if above is not None and above.tier in names else 0
    for tier in model.settings.tiers[least:]:
        yield Candidate(tier.name, tier.label)


def _perspectives(slot: Slot) -> Iterator[Candidate]:
    for perspective in slot.model.settings.perspectives:
        yield Candidate(perspective.name, perspective.label)


def _units(slot: Slot) -> Iterator[Candidate]:
    """Units in use, the commonest first; `%` with them."""
    counts: dict[str, int] = {}
    for quantity in slot.model.quantities():
        unit = quantity.definition.unit
        if unit:
            counts[unit] = counts.get(unit, 0) + 1
    for unit in sorted(counts, key=lambda each: -counts[each]):
        yield Candidate(unit if unit == "%" or is_name(unit) else quoted(unit))


def _tags(slot: Slot) -> Iterator[Candidate]:
    for tag in dict.fromkeys(tag for each in _entities(slot.model) for tag in each.tags):
        yield Candidate(tag)


def _metas(slot: Slot) -> Iterator[Candidate]:
    for name in dict.fromkeys(name for each in _entities(slot.model) for name, _ in each.meta):
        yield Candidate(name)


def _sources(slot: Slot) -> Iterator[Candidate]:
    for name in dict.fromkeys(q.source[0] for q in slot.model.quantities() if q.source):
        yield Candidate(name)


def _entities(model: Model) -> Iterator[Entity]:
    yield from model.scorecards.values()
    yield from model.objectives.values()
    yield from model.quantities()
    yield from model.initiatives.values()


def _periods(slot: Slot) -> Iterator[Candidate]:
    """The calendar's, in the KPI's own grain where it is a series: from the next one on that may be meant."""
    calendar = slot.model.settings.calendar
    if calendar is None:
        return
    quantity = slot.model.quantity(slot.own or "")
    grain = calendar.grain
    if quantity is not None and slot.slot == "period" and slot.form in _IN_OWN_GRAIN:
        grain = quantity.definition.grain
    fiscal = calendar.fiscal
    first, last = (
        _in_grain(fiscal, grain, Period(calendar.grain, ordinal))
        for ordinal in (calendar.first, calendar.last)
    )
    ordinals = range(first[0], last[-1] + 1)
    after = max(
        (line.start + len(line.values) for line in _lines(slot, quantity)), default=first[0]
    )
    at = min(max(after - first[0], 0), len(ordinals))
    for ordinal in (*ordinals[at:], *ordinals[:at]):
        yield Candidate(fiscal.format(Period(grain, ordinal)))


def _in_grain(fiscal: FiscalYear, grain: Grain, period: Period) -> range:
    """The periods of a grain in a period, or the one that it is in."""
    if grain <= period.grain:
        return fiscal.within(grain, period)
    ordinal = fiscal.containing(grain, period).ordinal
    return range(ordinal, ordinal + 1)


_IN_OWN_GRAIN = frozenset(row.name for row in STATEMENTS.values() if row.is_series)


def _lines(slot: Slot, quantity: Quantity | None) -> tuple[SeriesLine, ...]:
    return quantity.actuals if quantity is not None and slot.form == "actual" else ()


if TYPE_CHECKING:
    _Filling = Callable[[Slot], Iterable[Candidate]]

_FILLINGS: dict[tuple[str, str], _Filling] = {
    ("objective", "parent"): _places_of_objectives,
    ("measure", "parent"): _scorecards,
    ("scorecard", "under"): _scorecards,
    ("supports", "ref"): _objectives_above,
    ("supporter", "ref"): _supporters,
    ("drives", "ref"): _driven,
    ("feeds", "ref"): _rollups,
    ("block_actual", "ref"): _entered,
    ("actual_margin", "ref"): _entered,
    ("formula", "input"): _quantities,
    ("tier_of", "name"): _tiers,
    ("perspective_weight", "name"): _perspectives,
    ("meta", "name"): _metas,
    ("source", "name"): _sources,
    ("", "person"): _persons,
    ("owner", "text"): _free_owners,
    ("reporter", "text"): _free_owners,
    ("", "unit"): _units,
    ("", "names"): _tags,
    ("", "period"): _periods,
    ("", "at"): _periods,
    ("", "from_"): _periods,
    ("", "until"): _periods,
}
"""By form and slot, where not just anything of the kinds that the slot refers to will do; an empty form stands for all."""
