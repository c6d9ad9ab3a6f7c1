"""What goes with a record: one that a side deleted, and in which the other side did something, is in dispute with all below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.merge.equivalence import is_equivalent
from bsctui.merge.normal_form import qualified_ref
from bsctui.text.expressions import formula_or_none, references
from bsctui.text.forms import MARGIN_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.merge.pieces import FilePieces, MergePiece
    from bsctui.merge.renames import RecordChanges
    from bsctui.merge.trees import PiecePath

    Files = Mapping[str, FilePieces]


def disputed_paths(
    base: Files,
    ours: Files,
    theirs: Files,
    our_changes: RecordChanges,
    their_changes: RecordChanges,
) -> frozenset[PiecePath]:
    """The places of all that stands or falls with what one side deleted and the other side kept, changed or moved."""
    if not our_changes.deleted and not their_changes.deleted:
        return frozenset()
    base_version, our_version, their_version = _Version(base), _Version(ours), _Version(theirs)
    disputed = _Deletion(
        base_version, our_version, their_version, our_changes.deleted, their_changes
    ).disputed()
    return frozenset(
        [
            *disputed,
            *_Deletion(
                base_version, their_version, our_version, their_changes.deleted, our_changes
            ).disputed(),
        ]
    )


class _Version:
    """One version's records by address, what stands in which, and the figures that stand apart from them.

    Attributes:
        things: The records.
        parents: Record -> the one it stands in, or under.
        data: Record -> its figures at the margin and in reports, by place.
        places: Every line by place.
    """

    def __init__(self, files: Files) -> None:
        self.records: dict[str, MergePiece] = {}
        self.parents: dict[str, str] = {}
        self.data: dict[str, dict[PiecePath, MergePiece]] = {}
        self.places: dict[PiecePath, MergePiece] = {}
        for content in files.values():
            for piece in content.pieces:
                self._add(piece)

    def _add(self, piece: MergePiece) -> None:
        self.places[piece.key,] = piece
        if piece.key[0] == "thing":
            self.records[piece.key[1]] = piece
            self.parents[piece.key[1]] = _parent(piece)
        elif piece.key[0] in MARGIN_HEADERS:
            self.data.setdefault(piece.key[1], {})[piece.key,] = piece
        for line in piece.inside:
            self.places[piece.key, line.key] = line
            if line.form == "block_actual":
                self.data.setdefault(line.key[1], {})[piece.key, line.key] = line

    def below(self, addresses: Iterable[str]) -> set[str]:
        """Some records, and all that stands in them."""
        children: dict[str, list[str]] = {}
        for address, parent in self.parents.items():
            children.setdefault(parent, []).append(address)
        reached: set[str] = set()
        waiting = list(addresses)
        while waiting:
            address = waiting.pop()
            if address not in reached:
                reached.add(address)
                waiting += children.get(address, [])
        return reached


class _Deletion:
    """What one side deleted, against what the other made of it.

    Args:
        base: The version from which both come.
        lacking: The side that deleted something.
        keeping: The other one.
        gone: What is deleted.
        changes: What the other side made of the base's records.
    """

    def __init__(
        self,
        base: _Version,
        lacking: _Version,
        keeping: _Version,
        gone: frozenset[str],
        changes: RecordChanges,
    ) -> None:
        self._base = base
        self._lacking = lacking
        self._keeping = keeping
        self._gone = gone & keeping.records.keys()
        self._changes = changes

    def disputed(self) -> set[PiecePath]:
        """The places of what is deleted and yet changed, of all below it, and of the lines that go with these."""
        all_below = self._keeping.below(self._with_all_above(self._touched()))
        disputed_records = {
            address
            for address in all_below
            if address in self._gone or address not in self._lacking.records
        }
        if not disputed_records:
            return set()
        disputed_records |= self._holding(disputed_records)
        records: set[PiecePath] = {(("thing", address),) for address in disputed_records}
        return {*records, *self._figures(disputed_records), *self._naming(disputed_records)}

    def _touched(self) -> Iterator[str]:
        """The deleted records in which the other side did something."""
        moved = self._changes.moved | self._changes.touched
        for address in self._gone:
            old, new = self._base.records.get(address), self._keeping.records[address]
            is_changed = address in moved or old is None or not is_equivalent(old, new)
            if is_changed or any(map(self._is_new, self._keeping.data.get(address, ()))):
                yield address
        existing = self._base.records.keys() | self._lacking.records.keys()
        for address, parent in self._keeping.parents.items():
            if parent in self._gone and address not in existing:
                yield parent

    def _is_new(self, place: PiecePath) -> bool:
        """Whether the keeping side alone wrote a line, or wrote it anew."""
        if place in self._lacking.places:
            return False
        old = self._base.places.get(place)
        return old is None or not is_equivalent(old, self._keeping.places[place])

    def _with_all_above(self, addresses: Iterable[str]) -> set[str]:
        """Some deleted records, with the deleted ones in which they stand."""
        deleted: set[str] = set()
        for address in addresses:
            at: str | None = address
            while at in self._gone and at not in deleted:
                deleted.add(at)
                at = self._keeping.parents.get(at)
        return deleted

    def _holding(self, disputed: set[str]) -> set[str]:
        """What the other side made to hold nothing but some records: a scorecard under a name that nobody can follow."""
        other_parents = {
            parent for address, parent in self._keeping.parents.items() if address not in disputed
        }
        existing = self._base.records.keys() | self._lacking.records.keys()
        holders = {self._keeping.parents[address] for address in disputed} - {""}
        added = {
            address
            for address in holders - other_parents - existing
            if address in self._keeping.records
        }
        return added - disputed

    def _figures(self, disputed: set[str]) -> Iterator[PiecePath]:
        """The figures of some records that the other side lacks; a whole report where that is deleted too."""
        for place in {
            place for address in disputed for place in self._keeping.data.get(address, ())
        }:
            if place not in self._lacking.places:
                yield place if place[:1] in self._lacking.places else place[:1]

    def _naming(self, disputed: set[str]) -> Iterator[PiecePath]:
        """The lines that named some records in the base and still do, and on the other side are gone or name them no more."""
        for place, piece in self._keeping.places.items():
            if len(place) == 1 or disputed.isdisjoint(_named(piece)):
                continue
            counterpart = self._lacking.places.get(place)
            was_let_go = counterpart is None or disputed.isdisjoint(_named(counterpart))
            if was_let_go and place[:1] in self._lacking.places and place in self._base.places:
                yield place


def _parent(piece: MergePiece) -> str:
    """The address of the record in which one stands: an objective's is its scorecard."""
    statement = piece.statement
    if statement is None:
        return ""
    parent = statement.get("parent") or statement.get("under") or ""
    return parent.partition(".")[0] if piece.form == "objective" else parent


def _named(piece: MergePiece) -> set[str]:
    """The addresses that a line names, former ones apart."""
    statement = piece.statement
    if statement is None or piece.form == "was":
        return set()
    formula = formula_or_none(statement.get("expression") or "")
    names = [ref.name for ref in references(formula)] if formula is not None else []
    ref = statement.get("ref")
    return {qualified_ref(name, piece.home) for name in [*names, *([ref] if ref else [])]}
