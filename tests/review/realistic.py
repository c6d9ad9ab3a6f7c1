"""Five changes that the airline of the sample might propose; `python -m tests.review.realistic` writes their goldens anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.edits import Compound, DeleteRecord, MoveRecord, RecordValue, RenameRecord
from bsctui.review.as_markdown import review_markdown
from bsctui.review.comparison import compare
from bsctui.workspace import Workspace
from tests.review.company import close

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.edits import Edit
    from bsctui.review.comparison import Comparison

SAMPLE = Path(__file__).parents[2] / "samples" / "skyline"
GOLDENS = Path(__file__).parent / "goldens"


def sample() -> Workspace:
    """The sample as it is."""
    return Workspace.load(SAMPLE)


def _replaced(path: str, *pairs: tuple[str, str]) -> Callable[[Workspace], Workspace]:
    """The sample with some text of a file replaced."""

    def change(workspace: Workspace) -> Workspace:
        texts = {name: content.decode() for name, content in workspace.contents.items()}
        for old, new in pairs:
            assert old in texts[path], old
            texts[path] = texts[path].replace(old, new, 1)
        return Workspace.from_texts(texts)

    return change


def _edited(*edits: Edit) -> Callable[[Workspace], Workspace]:
    def change(workspace: Workspace) -> Workspace:
        workspace.apply(Compound(tuple(edits)))
        return workspace

    return change


def _quiet(workspace: Workspace) -> Workspace:
    """Labels, owners and notes, and in between a baseline that nobody mentions."""
    changed = _replaced(
        "units/ground.bsc",
        ('"Overtime hours"', '"Overtime"'),
        (
            "  baseline 11.5\n  target 7\n  tolerance 5",
            "  baseline 11.5\n  target 7\n  tolerance 8",
        ),
        ("owner samuel", 'owner samuel\n  note 2026-Q3 "Tidied after the review"'),
    )
    return changed(workspace)


def _merged(workspace: Workspace) -> Workspace:
    """Gates South joins Gates North: everything in it goes along under a name of its own, then the empty card goes."""
    inside = [a for a in workspace.model.names.declared if a.startswith("gates_south.")]
    for address in inside:
        workspace.apply(RenameRecord(address, f"{address.partition('.')[2]}_south"))
    for objective in [a for a in workspace.model.objectives if a.startswith("gates_south.")]:
        perspective = workspace.model.objectives[objective].perspective
        workspace.apply(MoveRecord(objective, f"gates_north.{perspective}"))
    workspace.apply(MoveRecord("gates_south.turns_south", "gates_north"))
    workspace.apply(DeleteRecord("gates_south"))
    return workspace


MONTH = {
    "commercial.passengers": "498", "commercial.seats": "620", "commercial.ticket_revenue": "85.3",
    "commercial.ancillary_revenue": "16.4", "skyline.operating_cost": "97.8", "ground.handling_cost": "5480",
    "gates_north.turns": "2510", "gates_south.turns": "1690", "gates_north.turn_time": "38", "gates_south.turn_time": "51",
}  # fmt: skip

CHANGES: Mapping[str, Callable[[Workspace], Workspace]] = {
    "targets": _replaced(
        "corporate.bsc",
        ("target 11% by 2026-Q4", 'target 10% by 2026-Q4 "Fuel will stay dear"'),
        ("target 84% by 2026-Q4", 'target 85% by 2026-Q4 "The summer showed that it can be done"'),
        ("target 1.8M by 2026-Q4", "target 1.85M by 2026-Q4"),
    ),
    "reorganisation": _edited(
        MoveRecord("ground.bags_arrive", "commercial.customer"),
        RenameRecord("gates_south", "gates_pier"),
        RenameRecord("flight_ops.lean_flying", "lean_flights"),
    ),
    "month": _edited(*(RecordValue(ref, "2026-10", value) for ref, value in MONTH.items())),
    "quiet": _quiet,
    "merger": _merged,
}


def review_of(name: str) -> Comparison:
    """The review of one of the changes."""
    return compare(sample().model, CHANGES[name](sample()).model)


def text_of(name: str) -> str:
    """Its comment on the pull request; `close` is a month's close of a company of 400 people."""
    comparison = close() if name == "close" else review_of(name)
    return review_markdown(
        comparison, "main", name, lambda change: "Ines Aldaba" if change.place else None
    )


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for change in (*CHANGES, "close"):
        (GOLDENS / f"{change}.md").write_text(text_of(change), "utf-8")
