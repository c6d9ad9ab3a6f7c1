"""What a reader sees first: the top scorecards, how many KPIs stand where, where points are still to be had, the tiers."""

from __future__ import annotations

from collections import Counter
from math import isnan, nan
from typing import TYPE_CHECKING, Final

from bsctui.analysis.sensitivity import leverage
from bsctui.model.entities import InitiativeState, Kind
from bsctui.report.content import BandText, Behind, Count, Lever, Standing, TierRow, Tiers, Top
from bsctui.report.reading import status_label
from bsctui.report.reasons import LEAST
from bsctui.scoring.result import COLOURS, status_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.report.reading import Reader

LEVERS: Final = 6
"""KPIs that a report draws large: as many as a page holds, and as a board talks about."""


def tops(reader: Reader) -> tuple[Top, ...]:
    """The scorecards under no other, each with its perspectives."""
    return tuple(
        Top(
            address,
            reader.label(address),
            reader.owner(address),
            reader.model.scorecards[address].vision or "",
            reader.standing(address),
            tuple(
                (reader.label(one), reader.standing(one))
                for one in reader.children(address, Kind.PERSPECTIVE)
            ),
        )
        for address in reader.tops()
    )


def counts(reader: Reader) -> tuple[Count, ...]:
    """How many KPIs in force have each status, the worst first, those without score last; by the workspace's names."""
    scores = reader.scores
    found = Counter(scores.status_word(row, reader.at) for row in reader.rows(Kind.KPI))
    bands = reader.model.settings.bands
    return tuple(
        Count(status, status_label(status, bands), found[status])
        for status in (*COLOURS, "insufficient", None)
        if found[status]
    )


def levers(reader: Reader) -> tuple[Lever, ...]:
    """The KPIs from which most points of a top score are still to be had, most first."""
    found: dict[str, Lever] = {}
    for top in reader.tops():
        for one in leverage(reader.scores, top, reader.at).values():
            known = found.get(one.address)
            if one.open >= LEAST and (known is None or known.open < one.open):
                row = reader.kpi_row(one.address)
                found[one.address] = Lever(row, reader.where(one.address), one.share, one.open)
    return tuple(sorted(found.values(), key=lambda lever: -lever.open)[:LEVERS])


def behind(reader: Reader) -> tuple[Behind, ...]:
    """The KPIs that count and have the worst status, in order of display."""
    at_work: dict[str, list[str]] = {}
    for initiative in reader.model.initiatives.values():
        if initiative.state is InitiativeState.ACTIVE:
            at_work.setdefault(initiative.parent, []).append(initiative.shown)
    scores = reader.scores
    found = []
    for row in reader.rows(Kind.KPI):
        address, weight = scores.nodes[row].address, float(scores.weight[row, reader.at])
        if scores.status_word(row, reader.at) == COLOURS[0] and weight > 0:
            objective = reader.model.kpis[address].objective
            works = (*at_work.get(address, ()), *at_work.get(objective, ()))
            found.append(Behind(reader.kpi_row(address), reader.where(address), works))
    return tuple(found)


def tiers(reader: Reader) -> Tiers:
    """Tiers by perspectives; tiers without a scorecard in force are left out."""
    found = reader.scores.tiers
    settings = reader.model.settings
    labels = {one.name: one.label for one in settings.tiers}
    names = {one.name: one.label for one in settings.perspectives}
    used = {reader.scores.nodes[row].tier for row in reader.rows(Kind.SCORECARD)}
    rows = [
        TierRow(
            labels[name],
            _tier(reader, at),
            tuple(_cell(reader, at, place) for place in range(len(found.perspectives))),
        )
        for at, name in enumerate(found.names)
        if name in used
    ]
    return Tiers(tuple(names.get(one, one) for one in found.perspectives), tuple(rows))


def _tier(reader: Reader, row: int) -> Standing:
    found, at = reader.scores.tiers, reader.at
    line = found.block.score[row].tolist()
    earlier = [score for score in line[:at] if not isnan(score)]
    change = line[at] - earlier[-1] if earlier else nan
    status = status_word(int(found.status[row, at]))
    return _of(reader, line, status, float(found.block.coverage[row, at]), change)


def _cell(reader: Reader, row: int, place: int) -> Standing | None:
    found, at = reader.scores.tiers, reader.at
    line = found.perspective_score[row, place].tolist()
    if isnan(line[at]):
        return None
    status = status_word(int(found.perspective_status[row, place, at]))
    return _of(reader, line, status, float(found.perspective_coverage[row, place, at]), nan)


def _of(
    reader: Reader, line: list[float], status: str | None, coverage: float, change: float
) -> Standing:
    word = status_label(status, reader.model.settings.bands)
    history = tuple(line[: reader.at + 1])
    return Standing(
        line[reader.at], change, status, word, None, coverage,
        judged=False, broken=False, history=history,
    )  # fmt: skip


def bands(reader: Reader) -> tuple[BandText, ...]:
    """The workspace's statuses with the scores that have them."""
    return tuple(_bands(reader))


def _bands(reader: Reader) -> Iterator[BandText]:
    low = 0.0
    for band in reader.model.settings.bands:
        word = band.label or band.colour.capitalize()
        if band.below is None:
            yield BandText(band.colour, word, f"{low:g} and more")
        else:
            yield BandText(band.colour, word, f"{low:g} to below {band.below:g}")
            low = band.below
