"""A KPI or measure while it is being resolved: its own lines, those it takes over, and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.inheritance import DefinitionLines, own_definition_lines
from bsctui.model.series import RecordStatement

if TYPE_CHECKING:
    from bsctui.model.entities import Formula
    from bsctui.model.inherited_lines import InheritedReader
    from bsctui.model.margin_series import MarginSeries
    from bsctui.model.periods import Grain
    from bsctui.model.record_reader import RecordReader


class QuantityDraft:
    """One KPI or measure while it is being resolved."""

    __slots__ = (
        "actuals",
        "address",
        "copied",
        "formula",
        "grain",
        "inherited_readers",
        "label",
        "like",
        "lines",
        "own",
        "reader",
        "same",
    )  # fmt: skip

    def __init__(self, reader: RecordReader, margin: MarginSeries) -> None:
        self.reader = reader
        self.address = reader.address
        reader.group_statements()
        self.own: DefinitionLines = own_definition_lines(
            reader, margin.plans.get(reader.address, [])
        )
        self.lines = self.own
        self.inherited_readers: list[InheritedReader] = []
        self.label = reader.header.get("label")
        self.copied: QuantityDraft | None = None
        self.actuals = [
            *(RecordStatement(reader, s) for s in reader.all("actual")),
            *margin.actuals.get(reader.address, []),
        ]
        self.like: str | None = None
        self.same: str | None = None
        self.formula: Formula | None = None
        self.grain: Grain | None = None

    @property
    def original(self) -> QuantityDraft:
        """Where `same` leads in the end; itself without one (told, not kept: a draft in a circle would never be freed)."""
        return self.copied or self
