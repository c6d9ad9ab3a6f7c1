"""Merging three versions of one file: by lines where that says all that both sides say, else by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.model.build import build
from bsctui.review.merging.clashes import Clash, Marks, Part, clashes, joined, ours_of, written
from bsctui.review.merging.deciding import Disagreement, decided
from bsctui.review.merging.lines import merge_lines
from bsctui.review.merging.meanings import signatures
from bsctui.review.merging.names import in_final_names
from bsctui.review.merging.pieces import Piece, pieces_of, to_bytes
from bsctui.review.merging.trees import Disputes, Owned, TreeMerge
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bsctui.review.merging.trees import Place
    from bsctui.text.document import Document
    from bsctui.text.problems import Problem

TWICE: Final = frozenset({"E202", "E203", "E204", "E206", "E207", "E208", "E410"})
"""The codes of facts that stand twice, or that cannot stand together."""

ROUNDS: Final = 8
"""Each round puts what was found to clash in dispute; more rounds than this find nothing new."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged file.

    Attributes:
        content: Its bytes, with conflict markers where something is to be decided.
        conflicts: How many.
        by_meaning: Whether its lines are not those of a merge by lines.
    """

    content: bytes
    conflicts: int = 0
    by_meaning: bool = False


class Versions(NamedTuple):
    """Three versions of one file."""

    base: bytes
    ours: bytes
    theirs: bytes


def merge_file(versions: Versions, marks: Marks | None = None, path: str = "file.bsc") -> Merged:
    """Merge three versions of one file.

    Lines first: where they merge cleanly, and the outcome says what both sides say, no fact twice, it is taken as it
    is. Else by meaning: record by record, fact by fact, in a series period by period. A file of which a line
    cannot be read is merged by lines alone.

    Args:
        versions: The contents; an empty base where both sides added the file.
        marks: How conflicts are written.
        path: What the file is called.
    """
    marks = marks or Marks()
    if versions.theirs in (versions.ours, versions.base):
        return Merged(versions.ours)
    if versions.ours == versions.base:
        return Merged(versions.theirs)
    documents = [read_document(path, content) for content in versions]
    if any(_is_unread(document) for document in documents):
        return by_lines(versions, marks)
    return _Merge(path, documents, marks).merged(by_lines(versions, marks))


def _is_unread(document: Document) -> bool:
    """Whether a line cannot be read."""
    return any(problem.code.startswith("E1") for problem in document.problems)


def by_lines(versions: Versions, marks: Marks | None = None) -> Merged:
    """Merge as git does, whatever the lines say."""
    base, ours, theirs = (lines_of(content) for content in versions)
    parts = joined(merge_lines(base, ours, theirs))
    text = "".join(written(parts, marks or Marks()))
    return Merged(text.encode("utf-8", "surrogateescape"), clashes(parts))


def lines_of(content: bytes) -> list[str]:
    """Raw lines with their ends; only a line feed ends one."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [*(line + "\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]


class _Merge:
    """A merge by meaning."""

    def __init__(self, path: str, documents: Sequence[Document], marks: Marks) -> None:
        self._path = path
        self._marks = marks
        self._sides = [document.to_bytes() for document in documents[1:]]
        named = in_final_names(*({path: document} for document in documents))
        self._headers = named.headers
        self._documents = [named.base[path], named.ours[path], named.theirs[path]]
        self._pieces = [pieces_of(document) for document in self._documents]

    def merged(self, lined: Merged) -> Merged:
        """The merge by meaning, or the one by lines where it is clean and says the same."""
        owned = self._settled()
        parts = joined(one.part for one in owned)
        count = clashes(parts)
        content = self._bytes(parts)
        adds_nothing = content in self._sides
        if (
            not count
            and not lined.conflicts
            and not adds_nothing
            and self._says_the_same(lined.content, parts)
        ):
            return lined
        return Merged(content, count, by_meaning=True)

    def _settled(self) -> list[Owned]:
        """The parts, with everything in dispute that cannot stand together."""
        places: frozenset[Place] = frozenset()
        owned: list[Owned] = []
        for _ in range(ROUNDS):
            owned = self._owned(Disputes(places, self._headers))
            more = self._twice(owned) - places
            if not more:
                return owned
            places |= more
        return owned

    def _owned(self, disputes: Disputes) -> list[Owned]:
        base, ours, theirs = self._pieces
        found = TreeMerge(disputes).merged(base.pieces, ours.pieces, theirs.pieces)
        return [*found, *(Owned(line, ()) for line in _chosen(base.tail, ours.tail, theirs.tail))]

    def _twice(self, owned: Sequence[Owned]) -> frozenset[Place]:
        """The places of lines that a merge brought together and that cannot stand together."""
        places = [one.place for one in owned for _ in _resolved(one.part)]
        text = "".join(ours_of(one.part for one in owned)).encode("utf-8", "surrogateescape")
        known = _problems(self._documents[1]) | _problems(self._documents[2])
        document = read_document(self._path, text)
        found: set[Place] = set()
        for problem in _clashing(document):
            if (problem.code, problem.message) not in known:
                lines = {problem.line, *(related.line for related in problem.related)}
                found |= {places[line - 1] for line in lines if line <= len(places)}
        return frozenset(found)

    def _says_the_same(self, content: bytes, parts: Sequence[Part]) -> bool:
        by_line = pieces_of(read_document(self._path, content)).pieces
        text = "".join(ours_of(parts)).encode("utf-8", "surrogateescape")
        by_meaning = pieces_of(read_document(self._path, text)).pieces
        return signatures(by_line) == signatures(by_meaning) and _ranks(by_line) == _ranks(by_meaning)  # fmt: skip

    def _bytes(self, parts: Sequence[Part]) -> bytes:
        base, ours, theirs = self._pieces
        bom = _flag(base.bom, ours.bom, theirs.bom)
        is_open = _flag(base.is_open, ours.is_open, theirs.is_open)
        lines = written(parts, self._marks)
        ends_marked = bool(parts) and isinstance(parts[-1], Clash)
        return to_bytes(lines, bom=bom, is_open=is_open and not ends_marked)


def _resolved(part: Part) -> Iterable[str]:
    return (part,) if isinstance(part, str) else part.ours


def _chosen(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:  # fmt: skip
    try:
        return decided(base, ours, theirs)
    except Disagreement:
        return ours


def _flag(base: bool, ours: bool, theirs: bool) -> bool:  # noqa: FBT001 - three versions of one fact
    return decided(base, ours, theirs)


def _clashing(document: Document) -> Iterator[Problem]:
    """What stands twice in one file."""
    for problem in build({document.path: document}).problems:
        if problem.code in TWICE:
            yield problem


def _problems(document: Document) -> set[tuple[str, str]]:
    return {(problem.code, problem.message) for problem in _clashing(document)}


def _ranks(pieces: Iterable[Piece]) -> list[object]:
    """The headers whose order is a fact, in their order."""
    kinds: dict[str, list[object]] = {"tier": [], "perspective": [], "status": []}
    for piece in pieces:
        if piece.key[0] in kinds:
            kinds[piece.key[0]].append(piece.key)
    return list(kinds.values())
