"""The cascade as a table for people: a tree with status in words, aligned in cells."""

from __future__ import annotations

import sys
from math import isnan
from typing import TYPE_CHECKING

from bsctui import signs
from bsctui.cells import align_label
from bsctui.cli.terminal import is_plain, is_unicode, line_width
from bsctui.escaping import printable
from bsctui.model.entities import Kind
from bsctui.scoring.estimates import is_estimated
from bsctui.scoring.status import shown_score, shown_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bsctui.scoring.result import Scores

COLOURS = {"red": "31", "amber": "33", "green": "32", "blue": "34", "insufficient": "2"}
NARROW, WIDE = 80, 120
ESTIMATE = "e"
"""Marks a score that rests on a provisional value."""


def write_score_table(
    scores: Scores, columns: Iterable[int], addresses: Sequence[str] | None
) -> None:
    """Print one table a period."""
    columns = list(columns)
    keep = None if addresses is None else set(addresses)
    for number, at in enumerate(columns):
        if number:
            sys.stdout.write("\n")
        sys.stdout.write("\n".join(_table(scores, at, keep)) + "\n")


def _table(scores: Scores, at: int, keep: set[str] | None) -> list[str]:
    model = scores.model
    fiscal = scores.calendar.fiscal
    drawn = is_unicode()
    glyphs = signs.STATUS if drawn else signs.PLAIN_STATUS
    trends = signs.TREND if drawn else signs.PLAIN_TREND
    rows = [row for row, node in enumerate(scores.nodes) if keep is None or node.address in keep]
    depths = depths_of(scores)
    least = min((depths[scores.nodes[row].address] for row in rows), default=0)
    width = line_width(NARROW, WIDE, WIDE)
    owner_width = 14 if width < 100 else 20
    label_width = width - 39 - owner_width
    name = fiscal.format(scores.periods[at])
    mark = "" if at != scores.current else "  (current)"
    lines = [f"{scores.grain.word} {name}{mark}"]
    lines.append(
        f"{fit_to_cells('', label_width)}   score   status        cover  weight  {fit_to_cells('owner', owner_width).rstrip()}"
    )
    any_estimated = False
    for row in rows:
        node = scores.nodes[row]
        status = scores.status_word(row, at)
        label = "  " * (depths[node.address] - least) + printable(node.label)
        score = (
            "      -" if isnan(scores.score[row, at]) else f"{shown_score(scores, row, at):7.1f}"
        )
        trend = trends.get(int(scores.trend[row, at]), " ")
        word = f"{glyphs[status] if status else ' '} {fit_to_cells(printable(shown_status(scores, row, at)), 12)}"
        estimated = node.kind is Kind.KPI and is_estimated(scores, node.address, at)
        marks = (
            "!"
            if scores.broken[row, at]
            else "~"
            if scores.partial[row, at]
            else ESTIMATE
            if estimated
            else " "
        )
        any_estimated |= estimated and marks == ESTIMATE
        coverage = (
            "     " if isnan(scores.coverage[row, at]) else f"{scores.coverage[row, at]:4.0f}%"
        )
        weight = "      -" if isnan(scores.weight[row, at]) else f"{scores.weight[row, at]:7g}"
        entity = (
            model.entity(node.address)
            if node.kind is not Kind.PERSPECTIVE
            else model.scorecards[node.address.partition(".")[0]]
        )
        owner = model.owner(entity) if entity is not None else None
        shown = printable(model.person_label(owner)) if owner else ""
        line = f"{fit_to_cells(label, label_width - 1)} {marks}{score} {trend} {_coloured(word, status)}{coverage} {weight}  {fit_to_cells(shown, owner_width).rstrip()}"
        lines.append(line.rstrip())
    if any(scores.broken[row, at] for row in rows):
        lines.append("! rests on a line that cannot be read or is wrong")
    if any(scores.partial[row, at] for row in rows):
        lines.append("~ made from a part of its periods")
    if any_estimated:
        lines.append(f"{ESTIMATE} made from an estimate")
    if not rows:
        lines.append("nothing matches")
    return lines


def depths_of(scores: Scores) -> dict[str, int]:
    """How many nodes stand above each address."""
    depths: dict[str, int] = {}
    for node in scores.nodes:
        depths[node.address] = 0 if node.parent is None else depths.get(node.parent, 0) + 1
    return depths


def fit_to_cells(text: str, width: int) -> str:
    """A text in exactly so many cells; a longer one is cut in the middle, behind its indentation."""
    indent = len(text) - len(text.lstrip(" "))
    end = "…" if is_unicode() else "~"
    return text[:indent] + align_label(text[indent:], max(0, width - indent), end)


def _coloured(text: str, status: str | None) -> str:
    if is_plain() or status is None:
        return text
    return f"\x1b[{COLOURS[status]}m{text}\x1b[0m"
