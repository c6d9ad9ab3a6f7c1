"""What the signs on screen mean: the first section of `?`, and `bsctui help legend`; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs
    from bsctui.model.model import Model


TREE: Final = frozenset({"cascade"})
TABLES: Final = frozenset({"cascade", "kpis"})
FIGURES: Final = frozenset({"cascade", "kpis", "record"})
EVERYWHERE: Final = frozenset[str]()
"""The header is drawn above every view."""


class LegendLine(NamedTuple):
    """A sign (or a column's name, or what stands in it), what it means, and the views that draw it (none: all)."""

    sign: str
    meaning: str
    views: frozenset[str] = EVERYWHERE


def legend(
    glyphs: Glyphs, model: Model | None = None, view: str | None = None, base: str = "Q2"
) -> tuple[LegendLine, ...]:
    """The signs of a view, in the order of the eye: status, score and its change, the tree, weights, header.

    Args:
        glyphs: The signs that the terminal draws.
        model: The workspace whose own bands are told; None for the customary ones.
        view: The view in front; None for the signs of all.
        base: The period that changes are told against, as the head of their column names it.
    """
    lines = (*_statuses(glyphs, model), *_signs(glyphs, base))
    return tuple(line for line in lines if view is None or not line.views or view in line.views)


def _signs(glyphs: Glyphs, base: str) -> tuple[LegendLine, ...]:
    return (
        LegendLine(
            "score", "0 to 100: how much of the way from the baseline to the target is covered"
        ),
        LegendLine(
            f"{glyphs.change} {base}".strip(),
            "change of the score since that period, the last earlier one with a score",
            TABLES,
        ),
        LegendLine(
            "".join(glyphs.trend(direction) for direction in (1, 0, -1)),
            "trend: more than half a point up, level, or down against the period before",
        ),
        LegendLine(glyphs.bars, f"scores of the last periods; {glyphs.gap} has none", TABLES),
        LegendLine(
            "*",
            "an assumed weight; in a column of changes: a score appeared or disappeared",
            TABLES,
        ),
        LegendLine(
            f"{glyphs.opened} {glyphs.folded} {glyphs.bare}",
            "unfolded, folded, nothing below",
            TREE,
        ),
        LegendLine(glyphs.leaf, "a KPI", TABLES),
        LegendLine(
            glyphs.shared,
            "the same KPI as another one, shown and counted here too (`same`)",
            TABLES,
        ),
        LegendLine(
            glyphs.link,
            "an objective that supports the one above it; its weight is that of the link, and d deletes the link only",
            TREE,
        ),
        LegendLine(glyphs.measure, "a measure: a number that others use, never scored", TREE),
        LegendLine(
            glyphs.initiative,
            "an initiative: never scored",
            frozenset({"cascade", "initiatives"}),
        ),
        LegendLine(glyphs.mark, "marked (v): e edits all marked items at once", TABLES),
        LegendLine(
            "1  40%",
            "weight: a relative number among siblings; a percent sign changes nothing: 40% is 40",
            TABLES,
        ),
        LegendLine(
            "1Q",
            "on an arrow: the delay until the cause shows in the effect (W weeks, M months, Q quarters, H halves, Y years)",
            frozenset({"map"}),
        ),
        LegendLine(
            "lead, leading",
            "leading KPIs move early, lagging ones show the outcome; lead and lag are the scores of only these",
            TABLES,
        ),
        LegendLine(
            "coverage",
            "how much of the weight below has a score; under the limit a status is insufficient",
        ),
        LegendLine(
            "partial",
            "a value from only some of its periods; stale: an older value carried forward",
            FIGURES,
        ),
        LegendLine(
            "~58",
            "provisional: an estimate, or of a period not yet finished; it counts as 58",
            FIGURES,
        ),
        LegendLine(
            "judged", "a person set this status (assess); the score did not change", FIGURES
        ),
        LegendLine(
            "main +6 facts",
            "the branch, and how many facts in the files differ from its last commit",
        ),
    )


def _statuses(glyphs: Glyphs, model: Model | None) -> tuple[LegendLine, ...]:
    """The bands that hold where nothing has its own, and the two words that are no band."""
    from bsctui.model.workspace_settings import DEFAULT_BANDS

    bands = model.settings.bands if model is not None else DEFAULT_BANDS
    below: float | None = None
    lines: list[LegendLine] = []
    for band in bands:
        label = f" ({band.label})" if band.label else ""
        span = _span(below, band.below)
        lines.append(LegendLine(glyphs.status(band.colour), f"{band.colour}{label}: {span}"))
        below = band.below
    return (
        *lines,
        LegendLine("", "an item with `status` lines of its own has its own limits"),
        LegendLine(glyphs.status("insufficient"), "insufficient: too little of it is measured"),
        LegendLine(glyphs.status("broken"), "broken: an error in its text"),
    )


def _span(low: float | None, high: float | None) -> str:
    """The scores of a band; None: it has no limit on that side."""
    if high is None:
        return "any score" if low is None else f"a score of {low:g} or more"
    return f"a score below {high:g}" if low is None else f"a score from {low:g} to below {high:g}"
