"""What goes with a record: one that a side deleted, and in which the other side did something, is in dispute with all below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.merge.equivalence import is_as_before
from bsctui.merge.normal_form import whole
from bsctui.text.expressions import formula_or_none, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.merge.pieces import Piece, Pieces
    from bsctui.merge.renames import Fate
    from bsctui.merge.trees import Place

    Files = Mapping[str, Pieces]

MARGIN: Final = frozenset({"actual_margin", "target_margin"})
"""Headers that give a KPI's figures apart from its record."""


def in_dispute(
    base: Files, ours: Files, theirs: Files, here: Fate, there: Fate
) -> frozenset[Place]:
    """The places of all that stands or falls with what one side deleted and the other side kept, changed or moved."""
    if not here.gone and not there.gone:
        return frozenset()
    old, mine, other = _Version(base), _Version(ours), _Version(theirs)
    found = _Deletion(old, mine, other, here.gone, there).disputed()
    return frozenset([*found, *_Deletion(old, other, mine, there.gone, here).disputed()])


class _Version:
    """One version's records by address, what stands in which, and the figures that stand apart from them.

    Attributes:
        things: The records.
        parents: Record -> the one it stands in, or under.
        data: Record -> its figures at the margin and in reports, by place.
        places: Every line by place.
    """

    def __init__(self, files: Files) -> None:
        self.things: dict[str, Piece] = {}
        self.parents: dict[str, str] = {}
        self.data: dict[str, dict[Place, Piece]] = {}
        self.places: dict[Place, Piece] = {}
        for content in files.values():
            for piece in content.pieces:
                self._add(piece)

    def _add(self, piece: Piece) -> None:
        self.places[piece.key,] = piece
        if piece.key[0] == "thing":
            self.things[piece.key[1]] = piece
            self.parents[piece.key[1]] = _parent(piece)
        elif piece.key[0] in MARGIN:
            self.data.setdefault(piece.key[1], {})[piece.key,] = piece
        for line in piece.inside:
            self.places[piece.key, line.key] = line
            if line.form == "block_actual":
                self.data.setdefault(line.key[1], {})[piece.key, line.key] = line

    def below(self, some: Iterable[str]) -> set[str]:
        """Some records, and all that stands in them."""
        children: dict[str, list[str]] = {}
        for address, parent in self.parents.items():
            children.setdefault(parent, []).append(address)
        found: set[str] = set()
        waiting = list(some)
        while waiting:
            address = waiting.pop()
            if address not in found:
                found.add(address)
                waiting += children.get(address, [])
        return found


class _Deletion:
    """What one side deleted, against what the other made of it.

    Args:
        base: The version from which both come.
        lacking: The side that deleted something.
        keeping: The other one.
        gone: What is deleted.
        fate: What the other side made of the base's records.
    """

    def __init__(
        self,
        base: _Version,
        lacking: _Version,
        keeping: _Version,
        gone: frozenset[str],
        fate: Fate,
    ) -> None:
        self._base = base
        self._lacking = lacking
        self._keeping = keeping
        self._gone = gone & keeping.things.keys()
        self._fate = fate

    def disputed(self) -> set[Place]:
        """The places of what is deleted and yet changed, of all below it, and of the lines that go with these."""
        all_below = self._keeping.below(self._with_all_above(self._touched()))
        some = {one for one in all_below if one in self._gone or one not in self._lacking.things}
        if not some:
            return set()
        some |= self._holding(some)
        records: set[Place] = {(("thing", one),) for one in some}
        return {*records, *self._figures(some), *self._naming(some)}

    def _touched(self) -> Iterator[str]:
        """The deleted records in which the other side did something."""
        moved = self._fate.moved | self._fate.touched
        for address in self._gone:
            old, new = self._base.things.get(address), self._keeping.things[address]
            is_changed = address in moved or old is None or not is_as_before(old, new)
            if is_changed or any(map(self._is_new, self._keeping.data.get(address, ()))):
                yield address
        known = self._base.things.keys() | self._lacking.things.keys()
        for address, parent in self._keeping.parents.items():
            if parent in self._gone and address not in known:
                yield parent

    def _is_new(self, place: Place) -> bool:
        """Whether the keeping side alone wrote a line, or wrote it anew."""
        if place in self._lacking.places:
            return False
        old = self._base.places.get(place)
        return old is None or not is_as_before(old, self._keeping.places[place])

    def _with_all_above(self, some: Iterable[str]) -> set[str]:
        """Some deleted records, with the deleted ones in which they stand."""
        found: set[str] = set()
        for one in some:
            at: str | None = one
            while at in self._gone and at not in found:
                found.add(at)
                at = self._keeping.parents.get(at)
        return found

    def _holding(self, some: set[str]) -> set[str]:
        """What the other side made to hold nothing but some records: a scorecard under a name that nobody can follow."""
        others = {parent for one, parent in self._keeping.parents.items() if one not in some}
        known = self._base.things.keys() | self._lacking.things.keys()
        holders = {self._keeping.parents[one] for one in some} - {""}
        found = {one for one in holders - others - known if one in self._keeping.things}
        return found - some

    def _figures(self, some: set[str]) -> Iterator[Place]:
        """The figures of some records that the other side lacks; a whole report where that is deleted too."""
        for place in {place for one in some for place in self._keeping.data.get(one, ())}:
            if place not in self._lacking.places:
                yield place if place[:1] in self._lacking.places else place[:1]

    def _naming(self, some: set[str]) -> Iterator[Place]:
        """The lines that named some records in the base and still do, and on the other side are gone or name them no more."""
        for place, piece in self._keeping.places.items():
            if len(place) == 1 or some.isdisjoint(_named(piece)):
                continue
            here = self._lacking.places.get(place)
            was_let_go = here is None or some.isdisjoint(_named(here))
            if was_let_go and place[:1] in self._lacking.places and place in self._base.places:
                yield place


def _parent(piece: Piece) -> str:
    """The address of the record in which one stands: an objective's is its scorecard."""
    statement = piece.statement
    assert statement is not None, "a header is read"
    parent = statement.get("parent") or statement.get("under") or ""
    return parent.partition(".")[0] if piece.form == "objective" else parent


def _named(piece: Piece) -> set[str]:
    """The addresses that a line names, former ones apart."""
    statement = piece.statement
    if statement is None or piece.form == "was":
        return set()
    formula = formula_or_none(statement.get("expression") or "")
    names = [ref.name for ref in references(formula)] if formula is not None else []
    ref = statement.get("ref")
    return {whole(name, piece.home) for name in [*names, *([ref] if ref else [])]}


__all__ = ["in_dispute"]
