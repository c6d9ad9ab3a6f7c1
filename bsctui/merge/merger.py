"""Where two sides meet: their files merged by meaning, records followed from file to file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.merge.conflicts import Clash, clashes, joined, written
from bsctui.merge.equivalence import signatures
from bsctui.merge.pieces import Piece, Pieces, pieces_of, to_bytes
from bsctui.merge.relocations import gathered
from bsctui.merge.renames import in_final_names
from bsctui.merge.subtrees import in_dispute
from bsctui.merge.three_way import Disagreement, decided
from bsctui.merge.trees import Disputes, Owned, TreeMerge
from bsctui.merge.versions import Merged, Versions, by_lines
from bsctui.model.build import build
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import Marks, Part
    from bsctui.merge.trees import Place
    from bsctui.text.diagnostics import Problem
    from bsctui.text.document import Document

    Documents = Mapping[str, Document]
    Twice = tuple[str, ...]

TWICE: Final = frozenset({"E202", "E203", "E204", "E206", "E207", "E208", "E410"})
"""The codes of facts that stand twice, or that cannot stand together."""

ROUNDS: Final = 8
"""Each round puts what was found to clash in dispute; more rounds than this find nothing new."""

NOTHING: Final = Pieces()


def is_unread(document: Document) -> bool:
    """Whether a line cannot be read."""
    return any(problem.code.startswith("E1") for problem in document.problems)


class Meeting:
    """A merge by meaning of files that can be read.

    Args:
        base: The version from which both come, by path.
        ours: Our version.
        theirs: The other side's.
        marks: How conflicts are written.
    """

    def __init__(self, base: Documents, ours: Documents, theirs: Documents, marks: Marks) -> None:
        self._marks = marks
        self._as_read = (base, ours, theirs)
        named = in_final_names(base, ours, theirs)
        self._headers = named.headers
        self._named = (named.base, named.ours, named.theirs)
        self._pieces = gathered(
            *(
                {path: pieces_of(document) for path, document in side.items()}
                for side in self._named
            )
        )
        self._deleted = in_dispute(*self._pieces, named.here, named.there)
        self._paths = sorted({path for side in self._pieces for path in side})

    @cached_property
    def _known(self) -> set[Twice]:
        """What stands twice on a side already."""
        return {_told(problem, side) for side in self._named[1:] for problem in _clashing(side)}

    def merged(self) -> dict[str, Merged]:
        """The merged files by path."""
        settled = self._settled()
        return {path: self._file(path, settled[path]) for path in self._paths}

    def _file(self, path: str, owned: Sequence[Owned]) -> Merged:
        """The merge by meaning, or the one by lines where it is clean and says the same."""
        versions = Versions(
            *(side[path].to_bytes() if path in side else b"" for side in self._as_read)
        )
        parts = joined(one.part for one in owned)
        count = clashes(parts)
        content = self._bytes(path, parts)
        if count or content in versions[1:]:
            return Merged(content, count, by_meaning=True)
        lined = by_lines(versions, self._marks)
        same = not lined.conflicts and _says_the_same(path, lined.content, content)
        return lined if same else Merged(content, by_meaning=True)

    def _settled(self) -> dict[str, list[Owned]]:
        """The parts of each file, with everything in dispute that cannot stand together."""
        places = self._deleted
        owned: dict[str, list[Owned]] = {}
        for _ in range(ROUNDS):
            disputes = Disputes(places, self._headers)
            owned = {path: self._owned(path, disputes) for path in self._paths}
            more = self._twice(owned) - places
            if not more:
                break
            places |= more
        return owned

    def _owned(self, path: str, disputes: Disputes) -> list[Owned]:
        base, ours, theirs = (side.get(path, NOTHING) for side in self._pieces)
        found = TreeMerge(disputes).merged(base.pieces, ours.pieces, theirs.pieces)
        return [*found, *(Owned(line, ()) for line in _chosen(base.tail, ours.tail, theirs.tail))]

    def _twice(self, owned: Mapping[str, Sequence[Owned]]) -> frozenset[Place]:
        """The places of lines that a merge brought together and that cannot stand together."""
        places: dict[str, list[Place]] = {}
        documents: dict[str, Document] = {}
        for path, parts in owned.items():
            places[path] = [one.place for one in parts for _ in one.lines]
            text = "".join(line for one in parts for line in one.lines)
            documents[path] = read_document(path, text.encode("utf-8", "surrogateescape"))
        found: set[Place] = set()
        for problem in _clashing(documents):
            if _told(problem, documents) not in self._known:
                lines = {
                    (problem.path, problem.line),
                    *((one.path, one.line) for one in problem.related),
                }
                found |= {
                    places[path][line - 1] for path, line in lines if line <= len(places[path])
                }
        return frozenset(found - {()})

    def _bytes(self, path: str, parts: Sequence[Part]) -> bytes:
        base, ours, theirs = (side.get(path, NOTHING) for side in self._pieces)
        bom = decided(base.bom, ours.bom, theirs.bom)
        is_open = decided(base.is_open, ours.is_open, theirs.is_open)
        lines = written(parts, self._marks)
        ends_marked = bool(parts) and isinstance(parts[-1], Clash)
        return to_bytes(lines, bom=bom, is_open=is_open and not ends_marked)


def _says_the_same(path: str, one: bytes, other: bytes) -> bool:
    first, second = (pieces_of(read_document(path, content)).pieces for content in (one, other))
    return signatures(first) == signatures(second) and _ranks(first) == _ranks(second)


def _chosen(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    try:
        return decided(base, ours, theirs)
    except Disagreement:
        return ours


def _clashing(documents: Documents) -> Iterator[Problem]:
    """What stands twice."""
    for problem in build(documents).problems:
        if problem.code in TWICE:
            yield problem


def _told(problem: Problem, documents: Documents) -> Twice:
    """What stands twice, wherever it does: the error, and the lines that it names."""
    places = ((problem.path, problem.line), *((one.path, one.line) for one in problem.related))
    lines = (" ".join(documents[path].line_text(line).split()) for path, line in places)
    return (problem.code, problem.message, *sorted(lines))


def _ranks(pieces: Iterable[Piece]) -> list[object]:
    """The headers whose order is a fact, in their order."""
    kinds: dict[str, list[object]] = {"tier": [], "perspective": [], "status": []}
    for piece in pieces:
        if piece.key[0] in kinds:
            kinds[piece.key[0]].append(piece.key)
    return list(kinds.values())
