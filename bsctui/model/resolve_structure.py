"""Scorecards, objectives and initiatives: who stands under whom, and what they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.common_statements import assessments, common_fields, drives, links
from bsctui.model.cycles import shown_circle
from bsctui.model.definitions import unit_text
from bsctui.model.entities import Initiative, InitiativeState, Objective, Parts, Scorecard
from bsctui.model.graph import cycles_in
from bsctui.model.link_lines import LinkLines
from bsctui.model.periods import is_date
from bsctui.model.record_diagnostic import RecordDiagnostic
from bsctui.model.record_reader import RecordReader, Scope
from bsctui.model.settings import read_bands
from bsctui.phrases import first_few
from bsctui.text.bounds import LARGEST
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.model.entities import Dated, Weight
    from bsctui.model.names import Declaration
    from bsctui.model.workspace_settings import Band, Settings


def reader_of(item: Declaration, scope: Scope) -> RecordReader:
    """The reader of a declared record, with its statements grouped."""
    reader = RecordReader(item.origin.path, item.origin.record, item.header, item.address, scope)
    reader.group_statements()
    return reader


class ScorecardReader:
    """Reads all scorecards: their tiers follow from those above them."""

    def __init__(self, declared: list[Declaration], settings: Settings, scope: Scope) -> None:
        self.settings = settings
        self.ranks = {tier.name: rank for rank, tier in enumerate(settings.tiers)}
        self.names = list(self.ranks)
        self.readers = {item.address: reader_of(item, scope) for item in declared}
        self.under: dict[str, str | None] = {item.address: self._under(item) for item in declared}
        self.tiers: dict[str, str] = {}
        self.unplaced: set[str] = set()
        """For whom no tier is left, or for what they are under."""

    def read(self) -> tuple[dict[str, Scorecard], list[RecordDiagnostic]]:
        """All scorecards, in order of display."""
        self._break_circles()
        for address in self.readers:
            self._settle_tier(address)
        scorecards = {address: self._scorecard(reader) for address, reader in self.readers.items()}
        return scorecards, [
            diagnostic for reader in self.readers.values() for diagnostic in reader.diagnostics
        ]

    def _under(self, item: Declaration) -> str | None:
        if item.parent is None:
            return None
        reader = self.readers[item.address]
        return reader.resolve_address(item.parent, ("scorecard",), reader.header, "under")

    def _break_circles(self) -> None:
        """Scorecards under each other are an error that names them all; the first of them counts as a top one."""
        for circle in cycles_in({card: [above] for card, above in self.under.items() if above}):
            reader = self.readers[circle[0]]
            reader.diagnose(
                "E320",
                f"scorecards under each other, in a circle: {shown_circle(circle)}",
                reader.header,
                "under",
                help="take one of them out of the circle",
            )
            self.under[circle[0]] = None

    def _settle_tier(self, address: str) -> None:
        waiting = [address]
        while waiting:
            at = waiting[-1]
            above = self.under[at]
            if at not in self.tiers and above is not None and above not in self.tiers:
                waiting.append(above)
                continue
            waiting.pop()
            if at not in self.tiers:
                self.tiers[at] = self._tier(self.readers[at], self.tiers[above] if above else None)

    def _tier(self, reader: RecordReader, above: str | None) -> str:
        """As written, else the one below its parent's, else the top one; always below its parent's."""
        names = self.names
        least = 0 if above is None else self.ranks[above] + 1
        line = reader.single("tier_of")
        if line is None:
            if self.under[reader.address] in self.unplaced:
                self.unplaced.add(reader.address)
                reader.reported_elsewhere(reader.header)
                return names[-1]
            if least >= len(names):
                self.unplaced.add(reader.address)
                reader.diagnose(
                    "E414",
                    f"no tier is left below `{above}` for this scorecard",
                    reader.header,
                    "under",
                    help="declare one more `tier`, or place it higher",
                )
                return names[-1]
            return names[least]
        name = line.parts[0]
        rank = self.ranks.get(name)
        if rank is None and reader.scope.names.is_erroneous(name, ("tier",)):
            reader.reported_elsewhere(line)
            return names[min(least, len(names) - 1)]
        if rank is None:
            hint = f"the tiers are {listed_names(names)}"
            reader.diagnose("E301", f"no tier named `{name}`", line, "name", help=hint)
            return names[min(least, len(names) - 1)]
        if rank < least:
            reader.diagnose(
                "E414",
                f"tier `{name}` is not below `{above}`, the tier of the scorecard above it",
                line,
                "name",
                help="choose a lower tier, or delete the line",
            )
            return names[min(least, len(names) - 1)]
        return name

    def _scorecard(self, reader: RecordReader) -> Scorecard:
        header = reader.header
        mode = reader.single("score_mode")
        if mode is not None and "source" in mode.form.slots:
            reader.diagnose(
                "E213",
                "a scorecard is scored from its perspectives; `from` is for objectives",
                mode,
                "source",
                help="write `score average` or `score worst`",
            )
        return Scorecard(
            **common_fields(reader, reader.origin(header)),
            under=self.under[reader.address],
            tier=self.tiers[reader.address],
            weights=reader.weights(),
            perspective_weights=self._perspective_weights(reader),
            worst=mode is not None and mode.get("mode") == "worst",
            vision=reader.text("vision"),
            mission=reader.text("mission"),
            bands=own_bands(reader),
        )

    def _perspective_weights(self, reader: RecordReader) -> dict[str, tuple[Dated[Weight], ...]]:
        names = reader.scope.names
        by_perspective: dict[str, list[Dated[Weight]]] = {}
        for dated, statement in zip(
            reader.weights("perspective_weight"), reader.all("perspective_weight"), strict=True
        ):
            name = statement.parts[0]
            if not names.is_perspective(name):
                reader.diagnose(
                    "E301",
                    f"no perspective named `{name}`",
                    statement,
                    "name",
                    help=f"the perspectives are {listed_names(names.perspectives)}",
                )
            else:
                by_perspective.setdefault(name, []).append(dated)
        return {name: tuple(lines) for name, lines in by_perspective.items()}


def own_bands(reader: RecordReader) -> tuple[Band, ...] | None:
    """A record's own status bands."""
    lines = reader.all("band")
    if not lines:
        return None
    bands, diagnostics = read_bands(
        [(line, reader.origin(line)) for line in lines], frozenset({reader.address})
    )
    reader.diagnostics += diagnostics
    return bands or None


def read_objective(reader: RecordReader, parent: str) -> Objective | None:
    """An objective; None where its place does not exist."""
    header = reader.header
    card, _, perspective = parent.partition(".")
    if reader.resolve_address(card, ("scorecard",), header, "parent") is None:
        return None
    names = reader.scope.names
    if not names.is_perspective(perspective) and names.is_erroneous(perspective, ("perspective",)):
        reader.reported_elsewhere(header)
        return None
    if not names.is_perspective(perspective):
        places = [f"{card}.{other}" for other in names.perspectives[:MOST_LISTED]]
        reader.diagnose(
            "E301",
            f"no perspective named `{perspective}`",
            header,
            "parent",
            help=f"an objective belongs to a perspective: {listed_names(places)}",
        )
        return None
    mode = reader.single("score_mode")
    source = mode.get("source") if mode else None
    return Objective(
        **common_fields(reader, reader.origin(header)),
        scorecard=card,
        perspective=perspective,
        weights=reader.weights(),
        supports=links(reader, "supports", ("objective",)),
        supporters=links(reader, "supporter", ("objective",)),
        aligns=links(reader, "aligns", ("objective",)),
        drives=drives(reader, ("objective",)),
        worst=mode is not None and mode.get("mode") == "worst",
        parts=Parts(source) if source else Parts.ALL,
        assessments=assessments(reader),
    )


def check_cascade(
    objectives: Mapping[str, Objective], scorecards: Mapping[str, Scorecard], settings: Settings
) -> list[RecordDiagnostic]:
    """`supports` runs to a higher tier; `supporter` speaks of one that supports."""
    ranks = {tier.name: rank for rank, tier in enumerate(settings.tiers)}
    diagnostics: list[RecordDiagnostic] = []
    supports = LinkLines()
    for objective in objectives.values():
        breaks = frozenset({objective.address})
        own = ranks[scorecards[objective.scorecard].tier]
        for line in objective.supports:
            other = objectives.get(line.value.target)
            if other is not None and ranks[scorecards[other.scorecard].tier] >= own:
                tier = scorecards[other.scorecard].tier
                message = f"`{other.address}` is of tier `{tier}`, which is not above `{scorecards[objective.scorecard].tier}`"
                diagnostics.append(
                    RecordDiagnostic(
                        "E304",
                        message,
                        line.origin,
                        "ref",
                        "within a tier write `drives` or `aligns`; `supports` is for an objective of a higher tier",
                        (),
                        breaks,
                    )
                )
        for line in objective.supporters:
            giver = objectives.get(line.value.target)
            if giver is not None and not supports.naming(giver.supports, objective.address):
                message = f"`{giver.address}` does not support this objective, so its support has no weight"
                diagnostics.append(
                    RecordDiagnostic(
                        "E305",
                        message,
                        line.origin,
                        "ref",
                        f"write `supports {objective.address}` in the record of `{giver.address}`",
                        (),
                        breaks,
                    )
                )
    return diagnostics


def read_initiative(reader: RecordReader, parent: str) -> Initiative | None:
    """An initiative; None where its place does not exist."""
    header = reader.header
    if reader.resolve_address(parent, ("objective", "kpi"), header, "parent") is None:
        return None
    unit, state = reader.single("unit"), reader.single("state")
    return Initiative(
        **common_fields(reader, reader.origin(header)),
        parent=parent,
        start=_date(reader, "start"),
        due=_date(reader, "due"),
        budget=_amount(reader, "budget"),
        spent=_amount(reader, "spent"),
        unit=unit_text(unit) if unit else None,
        progress=_progress(reader),
        state=InitiativeState(state.parts[0]) if state else None,
        cause=string(cause.parts[0]) if (cause := reader.single("cause")) else None,
    )


MOST_LISTED: Final = 12
"""Names that a help lists."""


def listed_names(names: Sequence[str]) -> str:
    """Names to choose from; of many the first."""
    return first_few([f"`{name}`" for name in names], MOST_LISTED)


def _date(reader: RecordReader, form: str) -> str | None:
    line = reader.single(form)
    if line is None:
        return None
    if not is_date(line.parts[0]):
        reader.diagnose("E415", f"there is no day `{line.parts[0]}`", line, "date")
        return None
    return line.parts[0]


def _amount(reader: RecordReader, form: str) -> float | None:
    line = reader.single(form)
    return reader.number(line) if line else None


def _progress(reader: RecordReader) -> float | None:
    value = _amount(reader, "progress")
    line = reader.single("progress")
    if value is not None and line is not None and not 0 <= value <= 100 and abs(value) < LARGEST:
        reader.diagnose("E416", "`progress` is a percentage from 0 to 100", line, "value")
    return value
