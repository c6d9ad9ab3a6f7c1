"""Where two sides meet: their files merged by meaning, records followed from file to file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from bsctui.merge.conflicts import (
    MergeConflict,
    conflict_count,
    joined_conflicts,
    lines_with_markers,
)
from bsctui.merge.equivalence import signatures
from bsctui.merge.pieces import FilePieces, MergePiece, file_pieces, to_bytes
from bsctui.merge.relocations import relocated
from bsctui.merge.renames import in_final_names
from bsctui.merge.series_layout import in_one_layout
from bsctui.merge.subtrees import disputed_paths
from bsctui.merge.three_way import Disagreement, three_way_choice
from bsctui.merge.trees import Disputes, MergedPart, TreeMerge
from bsctui.merge.versions import FileVersions, MergedFile, merge_by_lines
from bsctui.model.build import build
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bsctui.merge.conflicts import ConflictMarkers, TextPart
    from bsctui.merge.trees import PiecePath
    from bsctui.text.diagnostics import Diagnostic
    from bsctui.text.document import Document

    Documents = Mapping[str, Document]
    DuplicateKey = tuple[str, ...]

DUPLICATE_CODES: Final = frozenset({"E202", "E203", "E204", "E206", "E207", "E208", "E410"})
"""The codes of facts that stand twice, or that cannot stand together."""

MOST_ROUNDS: Final = 8
"""Each round puts what was found to conflict in dispute; more rounds than this find nothing new."""

NO_PIECES: Final = FilePieces()


class Merger:
    """A merge by meaning of files that can be read.

    Args:
        base: The version from which both come, by path.
        ours: Our version.
        theirs: The other side's.
        markers: How conflicts are written.
    """

    def __init__(
        self, base: Documents, ours: Documents, theirs: Documents, markers: ConflictMarkers
    ) -> None:
        self._markers = markers
        self._as_read = (base, ours, theirs)
        named = in_final_names(base, ours, theirs)
        self._headers = named.headers
        self._named = (named.base, named.ours, named.theirs)
        pieces = (
            {path: file_pieces(document) for path, document in side.items()} for side in self._named
        )
        self._pieces = in_one_layout(*relocated(*pieces))
        self._deleted = disputed_paths(*self._pieces, named.our_changes, named.their_changes)
        self._paths = sorted({path for side in self._pieces for path in side})

    @cached_property
    def _known_duplicates(self) -> set[DuplicateKey]:
        """What stands twice on a side already."""
        return {
            _duplicate_key(problem, side)
            for side in self._named[1:]
            for problem in _duplicates(side)
        }

    def merged(self) -> dict[str, MergedFile]:
        """The merged files by path."""
        settled = self._settled()
        return {path: self._file(path, settled[path]) for path in self._paths}

    def _file(self, path: str, owned: Sequence[MergedPart]) -> MergedFile:
        """The merge by meaning, or the one by lines where it is clean and says the same."""
        versions = FileVersions(
            *(side[path].to_bytes() if path in side else b"" for side in self._as_read)
        )
        parts = joined_conflicts(merged_part.part for merged_part in owned)
        count = conflict_count(parts)
        content = self._bytes(path, parts)
        if count or content in versions[1:]:
            return MergedFile(content, count)
        # Git's own merge keeps layout that no meaning has (order, blank lines); it is taken where it is as right.
        lined = merge_by_lines(versions, self._markers)
        same = not lined.conflicts and _says_the_same(path, lined.content, content)
        return lined if same else MergedFile(content)

    def _settled(self) -> dict[str, list[MergedPart]]:
        """The parts of each file, with everything in dispute that cannot stand together."""
        # Each side by itself is right, and what both keep may still contradict itself: a value in two lines, a name
        # twice. The merged text is therefore read as any text is, what it says twice is put in dispute, and the merge
        # is done again, since lines in dispute may bring others with them.
        places = self._deleted
        owned: dict[str, list[MergedPart]] = {}
        for _ in range(MOST_ROUNDS):
            disputes = Disputes(places, self._headers)
            owned = {path: self._merged_parts(path, disputes) for path in self._paths}
            newly_disputed = self._contradictions(owned) - places
            if not newly_disputed:
                break
            places |= newly_disputed
        return owned

    def _merged_parts(self, path: str, disputes: Disputes) -> list[MergedPart]:
        base, ours, theirs = (side.get(path, NO_PIECES) for side in self._pieces)
        parts = TreeMerge(disputes).merged(base.pieces, ours.pieces, theirs.pieces)
        return [
            *parts,
            *(MergedPart(line, ()) for line in _chosen(base.tail, ours.tail, theirs.tail)),
        ]

    def _contradictions(self, owned: Mapping[str, Sequence[MergedPart]]) -> frozenset[PiecePath]:
        """The places of lines that a merge brought together and that cannot stand together."""
        places: dict[str, list[PiecePath]] = {}
        documents: dict[str, Document] = {}
        for path, parts in owned.items():
            places[path] = [merged_part.place for merged_part in parts for _ in merged_part.lines]
            text = "".join(line for merged_part in parts for line in merged_part.lines)
            documents[path] = read_document(path, text.encode("utf-8", "surrogateescape"))
        disputed: set[PiecePath] = set()
        for problem in _duplicates(documents):
            if _duplicate_key(problem, documents) not in self._known_duplicates:
                lines = {
                    (problem.path, problem.line),
                    *((related.path, related.line) for related in problem.related),
                }
                disputed |= {
                    places[path][line - 1] for path, line in lines if line <= len(places[path])
                }
        return frozenset(disputed - {()})

    def _bytes(self, path: str, parts: Sequence[TextPart]) -> bytes:
        base, ours, theirs = (side.get(path, NO_PIECES) for side in self._pieces)
        bom = three_way_choice(base.bom, ours.bom, theirs.bom)
        is_open = three_way_choice(base.is_open, ours.is_open, theirs.is_open)
        lines = lines_with_markers(parts, self._markers)
        ends_marked = bool(parts) and isinstance(parts[-1], MergeConflict)
        return to_bytes(lines, bom=bom, is_open=is_open and not ends_marked)


def _says_the_same(path: str, left: bytes, right: bytes) -> bool:
    first, second = (file_pieces(read_document(path, content)).pieces for content in (left, right))
    return signatures(first) == signatures(second) and _ranks(first) == _ranks(second)


def _chosen(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    try:
        return three_way_choice(base, ours, theirs)
    except Disagreement:
        return ours


def repeats_a_fact(outcome: Documents, sides: Iterable[Documents]) -> bool:
    """Whether something stands twice that does so on no side."""
    known = {_duplicate_key(problem, side) for side in sides for problem in _duplicates(side)}
    return any(_duplicate_key(problem, outcome) not in known for problem in _duplicates(outcome))


def _duplicates(documents: Documents) -> Iterator[Diagnostic]:
    """What stands twice."""
    for problem in build(documents).diagnostics:
        if problem.code in DUPLICATE_CODES:
            yield problem


def _duplicate_key(problem: Diagnostic, documents: Documents) -> DuplicateKey:
    """What stands twice, wherever it does: the error, and the lines that it names."""
    places = (
        (problem.path, problem.line),
        *((related.path, related.line) for related in problem.related),
    )
    lines = (" ".join(documents[path].line_text(line).split()) for path, line in places)
    return (problem.code, problem.message, *sorted(lines))


def _ranks(pieces: Iterable[MergePiece]) -> list[object]:
    """The headers whose order is a fact, in their order."""
    kinds: dict[str, list[object]] = {"tier": [], "perspective": [], "status": []}
    for piece in pieces:
        if piece.key[0] in kinds:
            kinds[piece.key[0]].append(piece.key)
    return list(kinds.values())
