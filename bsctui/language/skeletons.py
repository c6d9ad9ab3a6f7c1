"""What stands behind a header's keyword to begin with: a whole record to be filled in; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.model.model import Model

_STATEMENTS: Final[Mapping[str, Sequence[str]]] = {
    "kpi": ("unit %", "better higher", "baseline 0", "target 100", "aggregate last"),
    "objective": ("weight 1",),
    "scorecard": ('owner "Owner"',),
    "measure": ("unit hours", "aggregate sum"),
    "initiative": ("state planned", "progress 0%"),
}


def has_skeleton(keyword: str) -> bool:
    """Whether a header's keyword brings a record to fill in."""
    return keyword in _STATEMENTS


class Skeleton(NamedTuple):
    """The text behind a keyword, and which of its columns (from 0) hold the name to be written over."""

    text: str
    name: tuple[int, int]


def skeleton(keyword: str, model: Model, above: str) -> Skeleton | None:
    """A record that reads as it stands; None for a keyword whose line is all that there is.

    Args:
        keyword: The header's.
        model: What the workspace says.
        above: The address of the record above the line; empty for none.
    """
    statements = _STATEMENTS.get(keyword)
    if statements is None:
        return None
    parent = _parent(keyword, model, above)
    name = "name"
    first = f'{name} "Label"{parent}'
    return Skeleton("\n".join((first, *(f"  {each}" for each in statements))), (0, len(name)))


def _parent(keyword: str, model: Model, above: str) -> str:
    """` in skyline.profit`: the record above, or the nearest that may hold it; nothing where there is none."""
    card = above.partition(".")[0] or next(iter(model.scorecards), "")
    if not card:
        return ""
    if keyword == "scorecard":
        return f" under {card}"
    if keyword == "measure":
        return f" in {card}"
    if keyword == "objective":
        objective = model.objectives.get(above)
        first = next((each.name for each in model.settings.perspectives), "")
        return f" in {card}.{objective.perspective if objective is not None else first}"
    if above in model.objectives:
        return f" in {above}"
    kpi = model.kpis.get(above)
    if kpi is not None:
        return f" in {kpi.objective}"
    own = next((each for each in model.objectives if each.startswith(f"{card}.")), "")
    return f" in {own or next(iter(model.objectives), card)}"
