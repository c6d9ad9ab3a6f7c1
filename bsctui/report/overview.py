"""What a reader sees first: the top scorecards, how many KPIs stand where, where points are still to be had, the tiers."""

from __future__ import annotations

from collections import Counter
from math import isnan, nan
from typing import TYPE_CHECKING, Final

from bsctui.analysis.sensitivity import sensitivities
from bsctui.model.entities import InitiativeState, Kind
from bsctui.numbers import round_within
from bsctui.report.content import (
    BandText,
    Lever,
    PerspectiveStanding,
    StatusCount,
    TierMatrix,
    TierRow,
    TopScorecard,
    WorstKpi,
)
from bsctui.report.reading import status_heading
from bsctui.report.reasons import LEAST_POINTS
from bsctui.report.scorecard_rows import ReportedScore
from bsctui.scoring.result import COLOURS, status_word
from bsctui.scoring.status import band_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.report.reading import ScoreReader

LEVERS_SHOWN: Final = 6
"""KPIs that a report draws large: as many as a page holds, and as a board talks about."""


def top_scorecards(reader: ScoreReader) -> tuple[TopScorecard, ...]:
    """The scorecards under no other, each with its perspectives."""
    return tuple(
        TopScorecard(
            address,
            reader.label(address),
            reader.owner(address),
            reader.model.scorecards[address].vision or "",
            reader.standing(address),
            tuple(
                PerspectiveStanding(reader.label(perspective), reader.standing(perspective))
                for perspective in reader.children(address, Kind.PERSPECTIVE)
            ),
        )
        for address in reader.tops()
    )


def status_counts(reader: ScoreReader) -> tuple[StatusCount, ...]:
    """How many KPIs in force have each status, the worst first, those without score last; by the workspace's names."""
    scores = reader.scores
    by_status = Counter(scores.status_word(row, reader.at) for row in reader.rows(Kind.KPI))
    bands = reader.model.settings.bands
    return tuple(
        StatusCount(status, status_heading(status, bands), by_status[status])
        for status in (*COLOURS, "insufficient", None)
        if by_status[status]
    )


def top_levers(reader: ScoreReader) -> tuple[Lever, ...]:
    """The KPIs from which most points of a top score are still to be had, most first."""
    by_address: dict[str, Lever] = {}
    for top in reader.tops():
        for leverage_entry in sensitivities(reader.scores, top, reader.at).values():
            earlier = by_address.get(leverage_entry.address)
            if not reader.shows(leverage_entry.address):
                continue
            if leverage_entry.open >= LEAST_POINTS and (
                earlier is None or earlier.open < leverage_entry.open
            ):
                row = reader.kpi_row(leverage_entry.address)
                by_address[leverage_entry.address] = Lever(
                    row,
                    reader.where(leverage_entry.address),
                    leverage_entry.share,
                    leverage_entry.open,
                )
    return tuple(sorted(by_address.values(), key=lambda lever: -lever.open)[:LEVERS_SHOWN])


def worst_kpis(reader: ScoreReader) -> tuple[WorstKpi, ...]:
    """The KPIs that count and have the worst status, in order of display."""
    at_work: dict[str, list[str]] = {}
    for initiative in reader.model.initiatives.values():
        if initiative.state is InitiativeState.ACTIVE and reader.shows(initiative.address):
            at_work.setdefault(initiative.parent, []).append(initiative.display_name)
    scores = reader.scores
    rows = []
    for row in reader.rows(Kind.KPI):
        address, weight = scores.nodes[row].address, float(scores.weight[row, reader.at])
        if scores.status_word(row, reader.at) == COLOURS[0] and weight > 0:
            objective = reader.model.kpis[address].objective
            works = (*at_work.get(address, ()), *at_work.get(objective, ()))
            rows.append(WorstKpi(reader.kpi_row(address), reader.where(address), works))
    return tuple(rows)


def tier_matrix(reader: ScoreReader) -> TierMatrix:
    """Tiers by perspectives; tiers without a scorecard in force are left out."""
    scores = reader.scores.tiers
    settings = reader.model.settings
    labels = {entry.name: entry.label for entry in settings.tiers}
    names = {entry.name: entry.label for entry in settings.perspectives}
    used = {reader.scores.nodes[row].tier for row in reader.rows(Kind.SCORECARD)}
    rows = [
        TierRow(
            labels[name],
            _tier(reader, at),
            tuple(_cell(reader, at, place) for place in range(len(scores.perspectives))),
        )
        for at, name in enumerate(scores.names)
        if name in used
    ]
    return TierMatrix(tuple(names.get(entry, entry) for entry in scores.perspectives), tuple(rows))


def _tier(reader: ScoreReader, row: int) -> ReportedScore:
    scores, at = reader.scores.tiers, reader.at
    line = scores.block.score[row].tolist()
    earlier = [score for score in line[:at] if not isnan(score)]
    change = line[at] - earlier[-1] if earlier else nan
    status = status_word(int(scores.status[row, at]))
    return _reported_score(reader, line, status, float(scores.block.coverage[row, at]), change)


def _cell(reader: ScoreReader, row: int, place: int) -> ReportedScore | None:
    scores, at = reader.scores.tiers, reader.at
    line = scores.perspective_score[row, place].tolist()
    if isnan(line[at]):
        return None
    status = status_word(int(scores.perspective_status[row, place, at]))
    return _reported_score(
        reader, line, status, float(scores.perspective_coverage[row, place, at]), nan
    )


def _reported_score(
    reader: ScoreReader, line: list[float], status: str | None, coverage: float, change: float
) -> ReportedScore:
    bands = reader.model.settings.bands
    word, shown = (
        status_heading(status, bands),
        round_within(line[reader.at], band_bounds(bands)),
    )
    history = tuple(line[: reader.at + 1])
    return ReportedScore(
        line[reader.at], shown, change, status, word, None, coverage,
        judged=False, broken=False, history=history,
    )  # fmt: skip


def band_texts(reader: ScoreReader) -> tuple[BandText, ...]:
    """The workspace's statuses with the scores that have them."""
    return tuple(_bands(reader))


def _bands(reader: ScoreReader) -> Iterator[BandText]:
    low = 0.0
    for band in reader.model.settings.bands:
        word = status_heading(band.colour, (band,))
        if band.below is None:
            yield BandText(band.colour, word, f"{low:g} and more")
        else:
            yield BandText(band.colour, word, f"{low:g} to below {band.below:g}")
            low = band.below
