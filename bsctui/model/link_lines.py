"""Lines that link one thing to another, found by what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bsctui.model.entities import Dated, EntityLink

    Links = Sequence[Dated[EntityLink]]


class LinkLines:
    """For who asks for many pairs: each record's lines are sorted once, since one may link to thousands."""

    def __init__(self) -> None:
        self._sorted: dict[int, tuple[Links, Mapping[str, Links]]] = {}
        """By identity of the lines, kept beside it: what came out of a file has other identities than it knows."""

    def naming(self, lines: Links, target: str) -> Links:
        """Those of a record's lines that name a target, in order."""
        if len(lines) == 1:
            return lines if lines[0].value.target == target else ()
        known = self._sorted.get(id(lines))
        if known is None or known[0] is not lines:
            known = self._sorted[id(lines)] = (lines, _by_target(lines))
        return known[1].get(target, ())


def _by_target(lines: Links) -> Mapping[str, Links]:
    groups: dict[str, list[Dated[EntityLink]]] = {}
    for line in lines:
        groups.setdefault(line.value.target, []).append(line)
    return groups
