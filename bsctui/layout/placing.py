"""Places along a line: numbers that keep an order and a distance and are otherwise as near as can be to their wishes."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread_places(
    wished: Sequence[float], weights: Sequence[float], steps: Sequence[int], room: int
) -> list[int]:
    """The places with the least weighted squares of their distances from the wishes.

    By pooling adjacent violators (isotonic regression), cut to the room: exact but for rounding.

    Args:
        wished: Where each would like to be.
        weights: How much each insists, above 0.
        steps: How far each but the first is from the one before, at least.
        room: The first is at 0 or later, the last at `room` or before; at least the sum of the steps.
    """
    offsets = list(accumulate(steps, initial=0))[: len(wished)]
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for wish, weight, offset in zip(wished, weights, offsets, strict=True):
        mean, total, count = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, others, more = pools.pop()
            mean = (mean * total + other * others) / (total + others)
            total, count = total + others, count + more
        pools.append((mean, total, count))
    level = [mean for mean, _, count in pools for _ in range(count)]
    end = room - (offsets[-1] if offsets else 0)
    return [
        offset + round(min(max(at, 0.0), float(end)))
        for at, offset in zip(level, offsets, strict=True)
    ]


def choose_places(
    wished: Sequence[float], allowed: Sequence[Sequence[int]], steps: Sequence[int]
) -> list[int] | None:
    """Of the allowed places (ascending) one each, in order and apart; None where there are not enough.

    The squares of the distances from the wishes are least (dynamic programming).
    """
    costs: list[list[float]] = []
    froms: list[list[int]] = []
    for number, (wish, places) in enumerate(zip(wished, allowed, strict=True)):
        row, back, best, at = [], [], (float("inf"), -1), 0
        for place in places:
            if number:
                before = allowed[number - 1]
                while at < len(before) and before[at] + steps[number - 1] <= place:
                    best = min(best, (costs[-1][at], at))
                    at += 1
            else:
                best = (0.0, -1)
            row.append(best[0] + (place - wish) ** 2)
            back.append(best[1])
        costs.append(row)
        froms.append(back)
    if not costs:
        return []
    least = min(costs[-1], default=float("inf"))
    if least == float("inf"):
        return None
    return _traced(costs[-1].index(least), froms, allowed)


def _traced(last: int, froms: list[list[int]], allowed: Sequence[Sequence[int]]) -> list[int]:
    chosen = []
    for number in range(len(froms) - 1, -1, -1):
        chosen.append(allowed[number][last])
        last = froms[number][last]
    return chosen[::-1]
