"""Which KPI, scorecard and perspective of a workspace a row means: by address, by `meta id`, by a label that is unique."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bsctui.exchange.reading.findings import Card, Row
    from bsctui.model.entities import Entity, Quantity
    from bsctui.model.model import Model
    from bsctui.model.workspace_settings import Perspective

META_ID: Final = "id"
"""The name of the `meta` line that holds by what a row is found again."""

_SYNONYMS: Final = {
    "finance": "financial", "finances": "financial", "financials": "financial", "customers": "customer", "client": "customer",
    "clients": "customer", "stakeholder": "customer", "internal": "process", "processes": "process", "internal process": "process",
    "internal processes": "process", "internal business process": "process", "internal business processes": "process",
    "learning and growth": "learning", "learning & growth": "learning", "growth": "learning", "people": "learning",
    "organizational capacity": "learning", "employees": "learning",
}  # fmt: skip


def id_of(entity: Entity) -> str | None:
    """By what a record is found again, if it says so."""
    return next((text for name, text in entity.meta if name == META_ID), None)


class RowMatching:
    """The records of a workspace by id and by label."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._kpis_by_id = _by_id(model.quantities())
        self._kpis_by_label = _by_label(model.quantities())
        self._cards_by_id = _by_id(model.scorecards.values())
        self._cards_by_label = _by_label(model.scorecards.values())

    @property
    def is_empty(self) -> bool:
        """Whether the workspace has no KPI or measure that a row could mean."""
        return not self._kpis_by_label

    def known_and_new(
        self, rows: Sequence[Row], same: Mapping[str, str]
    ) -> tuple[list[tuple[Row, Quantity]], list[Row]]:
        """Rows of known KPIs and measures with these, and new ones; two rows are never of one KPI.

        Args:
            rows: The rows.
            same: Addresses by the key of a row that is a known KPI under another label.
        """
        if self.is_empty:
            return [], list(rows)
        addresses = {id(row): same.get(row.key) or self.by_id(row) for row in rows}
        taken = {address for address in addresses.values() if address is not None}
        for row in rows:
            if addresses[id(row)] is None:
                address = self.by_label(row, self.card(row.card))
                if address is not None and address not in taken:
                    taken.add(address)
                    addresses[id(row)] = address
        known = [
            (row, quantity)
            for row in rows
            if (quantity := self.model.quantity(addresses[id(row)] or "")) is not None
        ]
        return known, [row for row in rows if addresses[id(row)] is None]

    def new_rows(self, rows: Sequence[Row]) -> list[Row]:
        """Rows of which a new record would be made: of the others the workspace says what it is."""
        return self.known_and_new(rows, {})[1]

    def by_id(self, row: Row) -> str | None:
        """The address of the KPI or measure that a row names by address or id."""
        if row.address is not None and self.model.quantity(row.address) is not None:
            return row.address
        addresses = self._kpis_by_id.get(row.key, ())
        return addresses[0] if len(addresses) == 1 else None

    def by_label(self, row: Row, card: str | None) -> str | None:
        """The address of the one KPI or measure that is called so, in the scorecard if one is named."""
        alike = [
            address
            for address in self._kpis_by_label.get(row.label.casefold(), ())
            if (card is None or address.partition(".")[0] == card) and self._may_be(address, row)
        ]
        return alike[0] if len(alike) == 1 else None

    def _may_be(self, address: str, row: Row) -> bool:
        """A record with an id of its own is no other row's; one that was made of a label may be found by that."""
        quantity = self.model.quantity(address)
        known = id_of(quantity) if quantity is not None else None
        if known is None or known == row.key:
            return True
        return row.id is None and ("/" not in known or known.rpartition("/")[2] == row.label)

    def card(self, card: Card) -> str | None:
        """The address of the scorecard that a row names; None: it is new, or none is named."""
        if card.key is None:
            return None
        addresses = self._cards_by_id.get(card.key, ())
        if len(addresses) == 1:
            return addresses[0]
        label = (card.label or card.key).casefold()
        alike = [
            address
            for address in self._cards_by_label.get(label, ())
            if not addresses or address in addresses
        ]
        alike = alike or [address for address in (label,) if address in self.model.scorecards]
        return alike[0] if len(alike) == 1 else None


def _by_id(entities: Iterable[Entity]) -> dict[str, list[str]]:
    addresses: dict[str, list[str]] = {}
    for entity in entities:
        key = id_of(entity)
        if key is not None:
            addresses.setdefault(key, []).append(entity.address)
    return addresses


def _by_label(entities: Iterable[Entity]) -> dict[str, list[str]]:
    addresses: dict[str, list[str]] = {}
    for entity in entities:
        addresses.setdefault(entity.display_name.casefold(), []).append(entity.address)
    return addresses


def perspective_of(text: str, perspectives: Sequence[Perspective]) -> str | None:
    """The name of the perspective that a text means; None: it is new."""
    plain = " ".join(text.casefold().removesuffix("perspective").split())
    for known in perspectives:
        if plain in {known.name.casefold(), known.label.casefold()}:
            return known.name
    meant = _SYNONYMS.get(plain)
    return meant if any(known.name == meant for known in perspectives) else None


def most_common(addresses: Iterable[str | None]) -> str | None:
    """What most rows of a file have in common; None: nothing was found of them."""
    counted = Counter(address for address in addresses if address is not None)
    return counted.most_common(1)[0][0] if counted else None
