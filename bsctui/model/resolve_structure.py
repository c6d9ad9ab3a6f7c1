"""Scorecards, objectives and initiatives: who stands under whom, and what they claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.model.common_statements import assessments, common_fields, drives, links
from bsctui.model.cycles import circles, shown_circle
from bsctui.model.definitions import unit_text
from bsctui.model.entities import (
    Initiative,
    InitiativeState,
    Objective,
    Parts,
    Scorecard,
    Settings,
)
from bsctui.model.periods import is_date
from bsctui.model.record_diagnostic import Flaw
from bsctui.model.record_reader import Desk, Scope
from bsctui.model.settings import read_bands
from bsctui.text.bounds import LARGEST
from bsctui.text.literals import string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.model.entities import Band, Dated, Weight
    from bsctui.model.names import Declaration
    from bsctui.text.lines import Statement


def open_desk(item: Declaration, scope: Scope) -> Desk:
    """The desk of a declared record, statements sorted."""
    desk = Desk(item.origin.path, item.origin.record, item.kind, item.address, scope)
    desk.sort_statements()
    return desk


def header_of(desk: Desk) -> Statement:
    """The header of a declared record."""
    header = desk.record.header
    assert header is not None, "only records whose header was read"
    return header


class ScorecardReader:
    """Reads all scorecards: their tiers follow from those above them."""

    def __init__(self, declared: list[Declaration], settings: Settings, scope: Scope) -> None:
        self.settings = settings
        self.ranks = {tier.name: rank for rank, tier in enumerate(settings.tiers)}
        self.names = list(self.ranks)
        self.desks = {item.address: open_desk(item, scope) for item in declared}
        self.under: dict[str, str | None] = {item.address: self._under(item) for item in declared}
        self.tiers: dict[str, str] = {}
        self.unplaced: set[str] = set()
        """For whom no tier is left, or for what they are under."""

    def read(self) -> tuple[dict[str, Scorecard], list[Flaw]]:
        """All scorecards, in order of display."""
        self._break_circles()
        for address in self.desks:
            self._settle_tier(address)
        made = {address: self._scorecard(desk) for address, desk in self.desks.items()}
        return made, [flaw for desk in self.desks.values() for flaw in desk.flaws]

    def _under(self, item: Declaration) -> str | None:
        if item.parent is None:
            return None
        desk = self.desks[item.address]
        return desk.known(item.parent, ("scorecard",), header_of(desk), "under")

    def _break_circles(self) -> None:
        """Scorecards under each other are an error that names them all; the first of them counts as a top one."""
        for circle in circles({card: [above] for card, above in self.under.items() if above}):
            desk = self.desks[circle[0]]
            desk.flaw(
                "E320",
                f"scorecards under each other: {shown_circle(circle)}",
                header_of(desk),
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
                self.tiers[at] = self._tier(self.desks[at], self.tiers[above] if above else None)

    def _tier(self, desk: Desk, above: str | None) -> str:
        """As written, else the one below its parent's, else the top one; always below its parent's."""
        names = self.names
        least = 0 if above is None else self.ranks[above] + 1
        line = desk.one("tier_of")
        if line is None:
            if self.under[desk.address] in self.unplaced:
                self.unplaced.add(desk.address)
                desk.told_elsewhere(header_of(desk))
                return names[-1]
            if least >= len(names):
                self.unplaced.add(desk.address)
                desk.flaw(
                    "E414",
                    f"no tier is left below `{above}` for this scorecard",
                    header_of(desk),
                    "under",
                    help="declare one more `tier`, or place it higher",
                )
                return names[-1]
            return names[least]
        name = line.parts[0]
        rank = self.ranks.get(name)
        if rank is None and desk.scope.names.is_wrong(name, ("tier",)):
            desk.told_elsewhere(line)
            return names[min(least, len(names) - 1)]
        if rank is None:
            hint = f"the tiers are {listed(names)}"
            desk.flaw("E301", f"no tier named `{name}`", line, "name", help=hint)
            return names[min(least, len(names) - 1)]
        if rank < least:
            desk.flaw(
                "E414",
                f"tier `{name}` is not below `{above}`, the tier of the scorecard above it",
                line,
                "name",
                help="take a lower tier, or leave the line out",
            )
            return names[min(least, len(names) - 1)]
        return name

    def _scorecard(self, desk: Desk) -> Scorecard:
        header = header_of(desk)
        mode = desk.one("score_mode")
        if mode is not None and "source" in mode.form.slots:
            desk.flaw(
                "E213",
                "a scorecard is scored from its perspectives; `from` is for objectives",
                mode,
                "source",
                help="write `score average` or `score worst`",
            )
        return Scorecard(
            **common_fields(desk, desk.origin(header)),
            under=self.under[desk.address],
            tier=self.tiers[desk.address],
            weights=desk.weights(),
            perspective_weights=self._perspective_weights(desk),
            worst=mode is not None and mode.get("mode") == "worst",
            vision=desk.text("vision"),
            mission=desk.text("mission"),
            bands=bands_of(desk),
        )

    def _perspective_weights(self, desk: Desk) -> dict[str, tuple[Dated[Weight], ...]]:
        names = desk.scope.names
        found: dict[str, list[Dated[Weight]]] = {}
        for dated, statement in zip(
            desk.weights("perspective_weight"), desk.all("perspective_weight"), strict=True
        ):
            name = statement.parts[0]
            if not names.is_perspective(name):
                desk.flaw(
                    "E301",
                    f"no perspective named `{name}`",
                    statement,
                    "name",
                    help=f"the perspectives are {listed(names.perspectives)}",
                )
            else:
                found.setdefault(name, []).append(dated)
        return {name: tuple(lines) for name, lines in found.items()}


def bands_of(desk: Desk) -> tuple[Band, ...] | None:
    """A record's own status bands."""
    lines = desk.all("band")
    if not lines:
        return None
    bands, flaws = read_bands(
        [(line, desk.origin(line)) for line in lines], frozenset({desk.address})
    )
    desk.flaws += flaws
    return bands or None


def read_objective(desk: Desk, parent: str) -> Objective | None:
    """An objective; None where its place does not exist."""
    header = header_of(desk)
    card, _, perspective = parent.partition(".")
    if desk.known(card, ("scorecard",), header, "parent") is None:
        return None
    names = desk.scope.names
    if not names.is_perspective(perspective) and names.is_wrong(perspective, ("perspective",)):
        desk.told_elsewhere(header)
        return None
    if not names.is_perspective(perspective):
        known = [f"{card}.{other}" for other in names.perspectives[:MOST_LISTED]]
        desk.flaw(
            "E301",
            f"no perspective named `{perspective}`",
            header,
            "parent",
            help=f"an objective stands in a perspective: {listed(known)}",
        )
        return None
    mode = desk.one("score_mode")
    source = mode.get("source") if mode else None
    return Objective(
        **common_fields(desk, desk.origin(header)),
        scorecard=card,
        perspective=perspective,
        weights=desk.weights(),
        supports=links(desk, "supports", ("objective",)),
        supporters=links(desk, "supporter", ("objective",)),
        aligns=links(desk, "aligns", ("objective",)),
        drives=drives(desk, ("objective",)),
        worst=mode is not None and mode.get("mode") == "worst",
        parts=Parts(source) if source else Parts.ALL,
        assessments=assessments(desk),
    )


def check_cascade(
    objectives: Mapping[str, Objective], scorecards: Mapping[str, Scorecard], settings: Settings
) -> list[Flaw]:
    """`supports` runs to a higher tier; `supporter` speaks of one that supports."""
    ranks = {tier.name: rank for rank, tier in enumerate(settings.tiers)}
    flaws: list[Flaw] = []
    for objective in objectives.values():
        breaks = frozenset({objective.address})
        own = ranks[scorecards[objective.scorecard].tier]
        for line in objective.supports:
            other = objectives.get(line.value.target)
            if other is not None and ranks[scorecards[other.scorecard].tier] >= own:
                tier = scorecards[other.scorecard].tier
                message = f"`{other.address}` is of tier `{tier}`, which is not above `{scorecards[objective.scorecard].tier}`"
                flaws.append(
                    Flaw(
                        "E304",
                        message,
                        line.origin,
                        "ref",
                        "within a tier write `drives` or `aligns`; `supports` runs upward",
                        (),
                        breaks,
                    )
                )
        for line in objective.supporters:
            giver = objectives.get(line.value.target)
            if giver is not None and not any(
                link.value.target == objective.address for link in giver.supports
            ):
                message = f"`{giver.address}` does not support this objective, so its support has no weight"
                flaws.append(
                    Flaw(
                        "E305",
                        message,
                        line.origin,
                        "ref",
                        f"write `supports {objective.address}` in the record of `{giver.address}`",
                        (),
                        breaks,
                    )
                )
    return flaws


def read_initiative(desk: Desk, parent: str) -> Initiative | None:
    """An initiative; None where its place does not exist."""
    header = header_of(desk)
    if desk.known(parent, ("objective", "kpi"), header, "parent") is None:
        return None
    unit, state = desk.one("unit"), desk.one("state")
    return Initiative(
        **common_fields(desk, desk.origin(header)),
        parent=parent,
        start=_date(desk, "start"),
        due=_date(desk, "due"),
        budget=_amount(desk, "budget"),
        spent=_amount(desk, "spent"),
        unit=unit_text(unit) if unit else None,
        progress=_progress(desk),
        state=InitiativeState(state.parts[0]) if state else None,
        cause=string(cause.parts[0]) if (cause := desk.one("cause")) else None,
    )


MOST_LISTED: Final = 12
"""Names that a help lists."""


def listed(names: Sequence[str]) -> str:
    """Names to choose from; of many the first."""
    shown = ", ".join(f"`{name}`" for name in names[:MOST_LISTED])
    return shown if len(names) <= MOST_LISTED else f"{shown} and {len(names) - MOST_LISTED} more"


def _date(desk: Desk, form: str) -> str | None:
    line = desk.one(form)
    if line is None:
        return None
    if not is_date(line.parts[0]):
        desk.flaw("E415", f"there is no day `{line.parts[0]}`", line, "date")
        return None
    return line.parts[0]


def _amount(desk: Desk, form: str) -> float | None:
    line = desk.one(form)
    return desk.number(line) if line else None


def _progress(desk: Desk) -> float | None:
    value = _amount(desk, "progress")
    line = desk.one("progress")
    if value is not None and line is not None and not 0 <= value <= 100 and abs(value) < LARGEST:
        desk.flaw("E416", "`progress` is a percentage from 0 to 100", line, "value")
    return value
