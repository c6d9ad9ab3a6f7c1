"""The cascade as a tree of rows: scorecards, perspectives, objectives, KPIs and supporters; pure functions.

An objective shows in its own place and again under each objective it supports, so a row is told
by its *path*, the addresses from the root down to it, never by its address alone.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bsctui.model.entities import Kind
from bsctui.model.graph import chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from bsctui.model.entities import Entity
    from bsctui.model.model import Model

Path = tuple[str, ...]


class Branch(NamedTuple):
    """Something that stands below something else."""

    address: str
    kind: Kind
    supporting: bool = False
    """An objective that stands here because it supports the one above."""


class TreeRow(NamedTuple):
    """One row of the tree on screen."""

    path: Path
    branch: Branch
    expandable: bool
    opened: bool

    @property
    def address(self) -> str:
        """What the row shows."""
        return self.branch.address

    @property
    def depth(self) -> int:
        """0 for a top scorecard."""
        return len(self.path) - 1

    @property
    def above(self) -> str | None:
        """The address of the row above it in the tree."""
        return self.path[-2] if len(self.path) > 1 else None


class Outline:
    """What stands below what in one model, in the text's order.

    Built once for a model in one pass; `end` is the end of the period in view
    (`FiscalYear.end`): links that do not hold then are left out.
    """

    def __init__(self, model: Model, end: int | None) -> None:
        self._model = model
        self._end = end
        self._below: dict[str, list[Branch]] = defaultdict(list)
        self._parent: dict[str, str] = {}
        self._kinds: dict[str, Kind] = {}
        self.roots: list[Branch] = []
        self._place_perspectives(model)
        self._place_leaves(model)
        self._place_supporters(model)
        self._place_initiatives(model)
        self._place_scorecards(model)

    def on(self, model: Model, end: int | None) -> Outline:
        """The outline of a later model: this one, where no edit moved anything (most do not)."""
        if end == self._end and (model is self._model or _same_places(self._model, model)):
            self._model = model
            return self
        return Outline(model, end)

    def below(self, address: str) -> Sequence[Branch]:
        """What stands below an item."""
        return self._below.get(address, ())

    def parent(self, address: str) -> str | None:
        """Where an item stands by its own header; None for a top scorecard."""
        return self._parent.get(address)

    def kind(self, address: str) -> Kind | None:
        """What the address is; None where nothing is called so."""
        return self._kinds.get(address)

    def path(self, address: str) -> Path:
        """From the top scorecard down to an item, by headers."""
        return tuple(chain(address, self._parent.get))[::-1]

    def everything(self) -> Iterator[Branch]:
        """Every item once, in the order of display, parents first."""
        stack = list(reversed(self.roots))
        while stack:
            branch = stack.pop()
            yield branch
            stack.extend(
                child for child in reversed(self.below(branch.address)) if not child.supporting
            )

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each item stands when all is unfolded."""
        return {branch.address: at for at, branch in enumerate(self.everything())}

    def leads_along(self, path: Path) -> bool:
        """Whether each item of a path stands below the one before it, by itself or by a link."""
        return all(
            any(branch.address == below for branch in self.below(above))
            for above, below in pairwise(path)
        )

    def _add(self, parent: str, branch: Branch) -> None:
        self._below[parent].append(branch)
        self._parent[branch.address] = parent
        self._kinds[branch.address] = branch.kind

    def _place_perspectives(self, model: Model) -> None:
        used: dict[str, set[str]] = defaultdict(set)
        for objective in model.objectives.values():
            used[objective.scorecard].add(objective.perspective)
        for name, scorecard in model.scorecards.items():
            for perspective in model.settings.perspectives:
                if (
                    perspective.name in used[name]
                    or perspective.name in scorecard.perspective_weights
                ):
                    self._add(name, Branch(f"{name}.{perspective.name}", Kind.PERSPECTIVE))
        for address, objective in model.objectives.items():
            place = f"{objective.scorecard}.{objective.perspective}"
            self._add(place, Branch(address, Kind.OBJECTIVE))

    def _place_leaves(self, model: Model) -> None:
        for address, kpi in model.kpis.items():
            self._add(kpi.parent, Branch(address, Kind.KPI))
        for address, measure in model.measures.items():
            self._add(measure.scorecard, Branch(address, Kind.MEASURE))

    def _place_supporters(self, model: Model) -> None:
        for address, objective in model.objectives.items():
            for line in objective.supports:
                if self._end is None or line.span.holds(self._end):
                    branch = Branch(address, Kind.OBJECTIVE, supporting=True)
                    if branch not in self._below[line.value.target]:
                        self._below[line.value.target].append(branch)

    def _place_initiatives(self, model: Model) -> None:
        for address, initiative in model.initiatives.items():
            self._add(initiative.parent, Branch(address, Kind.INITIATIVE))

    def _place_scorecards(self, model: Model) -> None:
        for name, scorecard in model.scorecards.items():
            branch = Branch(name, Kind.SCORECARD)
            if scorecard.under in model.scorecards and scorecard.under is not None:
                self._add(scorecard.under, branch)
            else:
                self._kinds[name] = Kind.SCORECARD
                self.roots.append(branch)


def _same_places(old: Model, new: Model) -> bool:
    """Whether everything stands where it stood, in the same order."""
    if old.settings.perspectives != new.settings.perspectives:
        return False
    groups = (
        (old.kpis, new.kpis),
        (old.objectives, new.objectives),
        (old.scorecards, new.scorecards),
        (old.measures, new.measures),
        (old.initiatives, new.initiatives),
    )
    return all(
        len(before) == len(after)
        and all(
            old_entity is new_entity or _place(old_entity) == _place(new_entity)
            for old_entity, new_entity in zip(before.values(), after.values(), strict=True)
        )
        for before, after in groups
    )


def _place(entity: Entity) -> tuple[object, ...]:
    """What tells where an entity stands: its address, what its header names, and its links."""
    supports = getattr(entity, "supports", ())
    return (
        entity.address,
        *(getattr(entity, name, None) for name in ("perspective", "parent", "under")),
        tuple((line.value.target, line.span) for line in supports),
        tuple(getattr(entity, "perspective_weights", ())),
    )


def flatten(
    outline: Outline,
    opened: AbstractSet[Path],
    shown: Callable[[Branch], bool] | None = None,
    order: Callable[[Sequence[Branch]], Sequence[Branch]] | None = None,
) -> list[TreeRow]:
    """The rows on screen, top to bottom.

    Args:
        outline: What stands below what.
        opened: The paths that are unfolded; what is not in it is folded.
        shown: Leaves out the branches it says no to, with all below them.
        order: Sorts siblings; None keeps the text's order.
    """
    roots = [((branch.address,), branch) for branch in _siblings(outline.roots, shown, order)]
    return _walk(outline, roots, opened, shown, order)


def rows_below(
    outline: Outline,
    path: Path,
    opened: AbstractSet[Path],
    shown: Callable[[Branch], bool] | None = None,
    order: Callable[[Sequence[Branch]], Sequence[Branch]] | None = None,
) -> list[TreeRow]:
    """The rows that unfolding one path brings on screen, as in `flatten`."""
    children = _siblings(_below(outline, path, shown), None, order)
    start = [((*path, branch.address), branch) for branch in children]
    return _walk(outline, start, opened, shown, order)


def end_of_branch(rows: Sequence[TreeRow], index: int) -> int:
    """The first row after all that stands below row `index`."""
    depth, at = rows[index].depth, index + 1
    while at < len(rows) and rows[at].depth > depth:
        at += 1
    return at


def _walk(
    outline: Outline,
    start: Sequence[tuple[Path, Branch]],
    opened: AbstractSet[Path],
    shown: Callable[[Branch], bool] | None,
    order: Callable[[Sequence[Branch]], Sequence[Branch]] | None,
) -> list[TreeRow]:
    rows: list[TreeRow] = []
    stack = list(reversed(start))
    while stack:
        path, branch = stack.pop()
        children = _below(outline, path, shown)
        is_open = bool(children) and path in opened
        rows.append(TreeRow(path, branch, bool(children), is_open))
        if is_open:
            ordered = order(children) if order else children
            stack.extend(((*path, child.address), child) for child in reversed(ordered))
    return rows


def _siblings(
    branches: Sequence[Branch],
    shown: Callable[[Branch], bool] | None,
    order: Callable[[Sequence[Branch]], Sequence[Branch]] | None,
) -> Sequence[Branch]:
    kept = [branch for branch in branches if shown is None or shown(branch)]
    return order(kept) if order else kept


def _below(
    outline: Outline, path: Path, shown: Callable[[Branch], bool] | None
) -> Sequence[Branch]:
    """What may show below a path; an item never shows below itself, whatever a faulty text says."""
    return [
        child
        for child in outline.below(path[-1])
        if child.address not in path and (shown is None or shown(child))
    ]


def first_opened(outline: Outline, depth: int = 2) -> set[Path]:
    """What is unfolded at the start: everything above `depth`, but not the scorecards below others."""
    opened: set[Path] = set()
    level: list[Path] = [(branch.address,) for branch in outline.roots]
    for _ in range(depth):
        opened.update(level)
        level = [
            (*path, child.address)
            for path in level
            for child in outline.below(path[-1])
            if child.kind in {Kind.PERSPECTIVE, Kind.OBJECTIVE} and not child.supporting
        ]
    return opened


def open_one_level(rows: Sequence[TreeRow]) -> set[Path]:
    """The paths to unfold so that the tree grows by one level: the folded rows nearest the root."""
    folded = [row for row in rows if row.expandable and not row.opened]
    depth = min((row.depth for row in folded), default=0)
    return {row.path for row in folded if row.depth == depth}


def close_one_level(rows: Sequence[TreeRow]) -> set[Path]:
    """The paths to fold so that the tree shrinks by one level: the open rows farthest from the root."""
    open_rows = [row for row in rows if row.opened]
    depth = max((row.depth for row in open_rows), default=0)
    return {row.path for row in open_rows if row.depth == depth}


def reveal(opened: Iterable[Path], path: Path) -> set[Path]:
    """`opened` with everything above `path` unfolded."""
    return {*opened, *(path[:length] for length in range(1, len(path)))}


def index_of(rows: Sequence[TreeRow], path: Path) -> int | None:
    """The row of a path; None where it is folded away."""
    return next((index for index, row in enumerate(rows) if row.path == path), None)


def nearest(rows: Sequence[TreeRow], path: Path) -> int:
    """The row of a path or of the nearest item above it that shows; the first row at worst."""
    for length in range(len(path), 0, -1):
        index = index_of(rows, path[:length])
        if index is not None:
            return index
    return 0


def parent_row(rows: Sequence[TreeRow], index: int) -> int | None:
    """The row above in the tree; None at a root."""
    path = rows[index].path[:-1]
    return next((at for at in range(index - 1, -1, -1) if rows[at].path == path), None)


def sibling_row(rows: Sequence[TreeRow], index: int, by: int) -> int | None:
    """The next (`by` 1) or previous (-1) row with the same parent; None at the ends."""
    depth, parent = rows[index].depth, rows[index].path[:-1]
    at = index + by
    while 0 <= at < len(rows) and rows[at].depth >= depth:
        if rows[at].path[:-1] == parent:
            return at
        at += by
    return None
