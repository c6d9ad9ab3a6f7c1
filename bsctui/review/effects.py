"""What a change of revision did to each score: so much by results, so much by rules; the parts add up."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bsctui.model.entities import Kind
from bsctui.review.facts import SETTINGS, ChangeClass
from bsctui.scoring.result import NO_STATUS
from bsctui.scoring.roll_up import with_ancestors
from bsctui.scoring.score_formulas import EPSILON
from bsctui.scoring.status import round_to_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from bsctui.review.alignment import AlignedSides
    from bsctui.review.changes import StrategyChange
    from bsctui.review.counterfactuals import Counterfactual, Counterfactuals
    from bsctui.scoring.result import Scores


@dataclass(frozen=True, slots=True)
class Effect:
    """Three scores of one thing, and the parts of the way between them, in points; None for no score.

    `results = time + restated + new`, and `after - before = results + rules`.

    Attributes:
        address: The new side's; of what was removed the old side's.
        before: The old side, at its own current period.
        old_rules: The old side's rules on the new side's results.
        after: The new side, at its own current period.
        structure: One of the three is missing: the effect is not split.
        statuses: Before, under the old rules, after.
        shown: The three scores as people read them, rounded towards their statuses.
    """

    address: str
    label: str
    kind: Kind
    before: float | None
    old_rules: float | None
    after: float | None
    results: float | None
    time: float | None
    restated: float | None
    new: float | None
    rules: float | None
    structure: bool
    statuses: tuple[str | None, str | None, str | None]
    shown: tuple[float | None, float | None, float | None]
    is_top: bool


def effects_of(counterfactuals: Counterfactuals, changes: Iterable[StrategyChange]) -> list[Effect]:
    """The effects on all that is touched and all above it, in order of the new side's display; removed things last."""
    nodes = list(_nodes(counterfactuals))
    touched = _touched(counterfactuals, changes, [(node.new, node.old) for node in nodes])
    return [_effect(counterfactuals, node) for node in nodes if (node.new or node.old) in touched]


class _Node(NamedTuple):
    """A node of either side by both its names, with the scores that it stands in and its row there."""

    new: str | None
    old: str | None
    scores: Scores
    row: int


def _nodes(counterfactuals: Counterfactuals) -> Iterator[_Node]:
    """Every node of the new side, then those that only the old side has."""
    after, before = counterfactuals.now.scores, counterfactuals.old_rules.scores
    old_names: set[str | None] = set()
    if after is not None:
        for row, node in enumerate(after.nodes):
            old = old_name(counterfactuals.sides, node.address, node.kind)
            old_names.add(old)
            yield _Node(node.address, old, after, row)
    if before is not None:
        for row, node in enumerate(before.nodes):
            if node.address not in old_names:
                yield _Node(None, node.address, before, row)


def old_name(sides: AlignedSides, new: str, kind: Kind) -> str | None:
    """What the old side calls a node of the new one; None for what it lacks."""
    if kind is Kind.PERSPECTIVE:
        card, _, name = new.partition(".")
        above = sides.matching.old_of.get(card)
        return None if above is None else f"{above}.{name}"
    return sides.matching.old_of.get(new)


def _touched(
    counterfactuals: Counterfactuals,
    changes: Iterable[StrategyChange],
    names: Iterable[tuple[str | None, str | None]],
) -> set[str]:
    """The addresses (the new side's first) that a change speaks of or a score moved at, and all above."""
    named: set[str] = set()
    for change in changes:
        for part in (change, *change.inside):
            if part.change_class is not ChangeClass.NONE and part.record_kind not in SETTINGS:
                named |= {part.address, part.old_address or part.address}
    pairs = list(names)
    moved = {
        new or old or ""
        for (new, old), moves in zip(pairs, _moves(counterfactuals, pairs), strict=True)
        if moves
    }
    of_old = {old: new or old for new, old in pairs if old is not None}
    touched = moved | {new or old or "" for new, old in pairs if new in named or old in named}
    after, before = counterfactuals.now.scores, counterfactuals.old_rules.scores
    if after is not None:
        touched |= _above(after, touched)
    if before is not None:
        to_old = {new: old for old, new in of_old.items()}
        touched |= {of_old.get(a, a) for a in _above(before, {to_old.get(a, a) for a in touched})}
    return touched


def _above(scores: Scores, addresses: set[str]) -> set[str]:
    flags = np.zeros(len(scores.nodes), dtype=bool)
    flags[[scores.row[address] for address in addresses if address in scores.row]] = True
    return {
        scores.nodes[row].address
        for row in np.flatnonzero(with_ancestors(scores.structure, flags)).tolist()
    }


def _moves(
    counterfactuals: Counterfactuals, names: Sequence[tuple[str | None, str | None]]
) -> list[bool]:
    """Whether any of the three scores or statuses of each differs; `names` are the new side's and the old side's."""
    new, old = [new for new, _ in names], [old for _, old in names]
    three = (
        _columns(counterfactuals.before, old),
        _columns(counterfactuals.old_rules, old),
        _columns(counterfactuals.now, new),
    )
    scores = np.array([column for column, _ in three])
    statuses = np.array([column for _, column in three])
    missing = np.isnan(scores)
    spread = np.nan_to_num(scores.max(axis=0) - scores.min(axis=0))
    differs = (
        (missing != missing[0]).any(axis=0)
        | (spread > EPSILON)
        | (statuses != statuses[0]).any(axis=0)
    )
    return [bool(flag) for flag in differs.tolist()]


def _columns(
    counterfactual: Counterfactual, addresses: Sequence[str | None]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """The scores and statuses of some addresses, in the period seen; none for what is not present."""
    score = np.full(len(addresses), np.nan)
    status = np.full(len(addresses), NO_STATUS, dtype=np.int8)
    scores, at = counterfactual.scores, counterfactual.at
    if scores is None or at is None:
        return score, status
    rows = np.array([-1 if a is None else scores.row.get(a, -1) for a in addresses], dtype=np.int64)
    present = rows >= 0
    score[present] = scores.score[rows[present], at]
    status[present] = scores.status[rows[present], at]
    return score, status


def _effect(counterfactuals: Counterfactuals, two_sided: _Node) -> Effect:
    new, old, scores, row = two_sided
    node = scores.nodes[row]
    before, old_rules = _score(counterfactuals.before, old), _score(counterfactuals.old_rules, old)
    after = _score(counterfactuals.now, new)
    structure = before is None or old_rules is None or after is None
    results = _difference(old_rules, before) if not structure else None
    time = restated = fresh = None
    if not structure:
        at_time, at_restated = (
            _score(counterfactuals.time, old),
            _score(counterfactuals.restated, old),
        )
        if at_time is not None and at_restated is not None:
            time = _difference(at_time, before)
            restated, fresh = _difference(at_restated, at_time), _difference(old_rules, at_restated)
    return Effect(
        node.address, qualified_label(scores, row), node.kind, before, old_rules, after, results, time, restated, fresh,
        _difference(after, old_rules) if not structure else None, structure,
        (counterfactuals.before.status(old), counterfactuals.old_rules.status(old), counterfactuals.now.status(new)),
        (_shown(counterfactuals.before, old), _shown(counterfactuals.old_rules, old), _shown(counterfactuals.now, new)),
        node.kind is Kind.SCORECARD and node.parent is None,
    )  # fmt: skip


def _score(counterfactual: Counterfactual, address: str | None) -> float | None:
    score = counterfactual.score(address)
    return None if isnan(score) else score


def _shown(counterfactual: Counterfactual, address: str | None) -> float | None:
    scores, score = counterfactual.scores, _score(counterfactual, address)
    if scores is None or address is None or score is None:
        return None
    return round_to_status(scores, scores.row[address], score)


def _difference(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left - right


def qualified_label(scores: Scores, row: int) -> str:
    """How a node is called beside others: a perspective with its scorecard."""
    node = scores.nodes[row]
    if node.kind is not Kind.PERSPECTIVE or node.parent is None:
        return node.label
    return f"{scores.nodes[scores.row[node.parent]].label}, {node.label}"


def top_scorecard_addresses(scores: Scores) -> list[str]:
    """The scorecards under no other."""
    return [n.address for n in scores.nodes if n.kind is Kind.SCORECARD and n.parent is None]
