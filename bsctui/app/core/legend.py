"""What the signs on screen mean: the first section of `?`, and `bsctui help legend`; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.model.model import Model


class LegendLine(NamedTuple):
    """A sign (or a column's name, or what stands in it) and what it means."""

    sign: str
    meaning: str


def legend(glyphs: Glyphs, model: Model | None = None) -> tuple[LegendLine, ...]:
    """Every sign, in the order of the eye: status, score and its change, the tree, weights, header.

    Args:
        glyphs: The signs that the terminal draws.
        model: The workspace whose own bands are told; None for the customary ones.
    """
    return (
        *_statuses(glyphs, model),
        LegendLine(
            "score", "0 to 100: how much of the way from the baseline to the target is made"
        ),
        LegendLine(
            f"{glyphs.change} Q2",
            "the score's change against that period, the last one before with a score",
        ),
        LegendLine(
            "".join(glyphs.trend(direction) for direction in (1, 0, -1)),
            "trend: more than half a point up, level, or down against that period",
        ),
        LegendLine(glyphs.bars, f"scores of the last periods; {glyphs.gap} has none"),
        LegendLine(
            "*", "an assumed weight; in a column of changes: a score appeared or disappeared"
        ),
        LegendLine(
            f"{glyphs.opened} {glyphs.folded} {glyphs.bare}", "unfolded, folded, nothing below"
        ),
        LegendLine(glyphs.leaf, "a KPI"),
        LegendLine(glyphs.shared, "a KPI that is another one, shown and counted here too (same)"),
        LegendLine(
            glyphs.link,
            "an objective that supports the one above it: its weight, and d, belong to that link",
        ),
        LegendLine(glyphs.measure, "a measure: a number that others use, never scored"),
        LegendLine(glyphs.initiative, "an initiative: never scored"),
        LegendLine(glyphs.mark, "marked (v): e edits all marked ones at once"),
        LegendLine(
            "1  40%",
            "weight: a relative number among siblings; a percent sign changes nothing: 40% is 40",
        ),
        LegendLine(
            "lead, leading",
            "what moves early: such a KPI, or the score of those alone; lag, lagging: the outcome",
        ),
        LegendLine(
            "coverage",
            "how much of the weight below has a score; under the limit a status is insufficient",
        ),
        LegendLine(
            "partial",
            "a value made from a part of its periods; stale: an older value was carried on",
        ),
        LegendLine(
            "~58", "provisional: an estimate, or of a period not yet finished; it counts as 58"
        ),
        LegendLine("judged", "a person set this status (assess); the score did not change"),
        LegendLine(
            "main +6 facts",
            "the branch, and how many facts in the files differ from its last commit",
        ),
    )


def _statuses(glyphs: Glyphs, model: Model | None) -> tuple[LegendLine, ...]:
    """The bands that hold where nothing has its own, and the two words that are no band."""
    from bsctui.model.workspace_settings import DEFAULT_BANDS

    bands = model.settings.bands if model is not None else DEFAULT_BANDS
    below = 0.0
    lines: list[LegendLine] = []
    for band in bands:
        limit = band.below
        span = f"{below:g} up to {limit:g}" if limit is not None else f"{below:g} and more"
        label = f" ({band.label})" if band.label else ""
        lines.append(
            LegendLine(
                glyphs.status(band.colour),
                f"{band.colour}{label}: {span}; an item's own `status` lines come first",
            )
        )
        below = limit if limit is not None else below
    return (
        *lines,
        LegendLine(glyphs.status("insufficient"), "insufficient: too little of it is measured"),
        LegendLine(glyphs.status("broken"), "broken: an error in its text"),
    )
