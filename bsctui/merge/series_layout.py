"""Three versions of every series on the lines of the result: where one side split, joined or moved them the others follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bsctui.merge.pieces import FilePieces
from bsctui.merge.series_lines import MARGIN_SERIES, laid_out, series_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bsctui.merge.pieces import MergePiece, PieceKey
    from bsctui.merge.series_lines import LaidLine, LineHolder, WrittenSeries

    Files = Mapping[str, FilePieces]
    Holders = dict[int, LineHolder]


def in_one_layout(base: Files, ours: Files, theirs: Files) -> tuple[Files, Files, Files]:
    """The versions with the periods of every series on the lines where the result has them.

    The layout is that of the side that changed it; ours where both did.
    """
    versions = [_LineMover(files) for files in (base, ours, theirs)]
    for subject in dict.fromkeys(subject for version in versions for subject in version.series):
        lines = [version.series.get(subject, []) for version in versions]
        for choice in _layouts(*map(_holders, lines)):
            plans = [laid_out(lines[choice], own) for own in lines]
            if all(v.has_room(plan) for v, plan in zip(versions, plans, strict=True)):
                for version, own, plan in zip(versions, lines, plans, strict=True):
                    version.replace_lines(own, plan or ())
                break
    first, second, third = (version.files() for version in versions)
    return first, second, third


def _holders(lines: Iterable[WrittenSeries]) -> Holders | None:
    """Period -> where it stands; None where one stands twice."""
    holders: Holders = {}
    for line in lines:
        for period in line.periods:
            if period in holders:
                return None
            holders[period] = line.holder
    return holders


def _layouts(base: Holders | None, ours: Holders | None, theirs: Holders | None) -> tuple[int, ...]:
    """Whose layout the result may have, by its place among the versions, the best first; none where nobody changed it."""
    if base is None or ours is None or theirs is None:
        return ()
    if _differ(base, ours):
        return 1, 2, 0
    if _differ(base, theirs):
        return 2, 1, 0
    return (1, 2) if _differ(ours, theirs) else ()


def _differ(left: Holders, right: Holders) -> bool:
    return any(left[period] != right[period] for period in left.keys() & right.keys())


@dataclass(slots=True)
class _OpenRecord:
    """A record while lines come and go."""

    piece: MergePiece
    inside: list[MergePiece]

    def closed(self) -> MergePiece:
        """The record with the lines that it has now."""
        return replace(self.piece, inside=tuple(self.inside))


class _LineMover:
    """One version's files while lines of values go elsewhere in them."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._opened: dict[str, list[_OpenRecord]] = {}
        self._index: dict[str, dict[PieceKey, int]] = {}
        self.series = series_lines(files)
        self._records = Counter(
            (path, piece.key) for path, content in files.items() for piece in content.pieces
        )

    def has_room(self, plan: Iterable[LaidLine] | None) -> bool:
        """Whether every line finds the record that it must stand in, once; a period's report can be begun."""
        if plan is None:
            return False
        return all(
            line.piece.form in MARGIN_SERIES
            or (count := self._records[line.holder.path, line.holder.record]) == 1
            or (count == 0 and line.record.form == "actuals")
            for line in plan
        )

    def replace_lines(self, lines: Sequence[WrittenSeries], plan: Iterable[LaidLine]) -> None:
        """Put lines in the place of others."""
        places: dict[tuple[str, PieceKey], int] = {}
        for line in lines:
            self._take_away(line, places)
        for laid in plan:
            if laid.piece.form in MARGIN_SERIES:
                self._put_at_the_margin(laid, places)
            else:
                self._put_inside(laid, places)
        for holder in dict.fromkeys(line.holder for line in lines):
            self._drop_empty_report(holder)

    def files(self) -> Files:
        """The files, with every line where it was put."""
        changed = {
            path: replace(
                self._files.get(path, FilePieces()),
                pieces=tuple(record.closed() for record in records),
            )
            for path, records in self._opened.items()
        }
        return {**self._files, **changed}

    def _file(self, path: str) -> list[_OpenRecord]:
        if path not in self._opened:
            pieces = self._files.get(path, FilePieces()).pieces
            self._opened[path] = [_OpenRecord(piece, list(piece.inside)) for piece in pieces]
        return self._opened[path]

    def _places(self, path: str) -> Mapping[PieceKey, int]:
        """Where in a file each record stands; of several with one key the first."""
        if path not in self._index:
            file = self._file(path)
            self._index[path] = {file[at].piece.key: at for at in reversed(range(len(file)))}
        return self._index[path]

    def _insert(self, path: str, at: int, record: _OpenRecord) -> None:
        self._file(path).insert(at, record)
        self._index.pop(path, None)

    def _delete(self, path: str, at: int) -> None:
        del self._file(path)[at]
        self._index.pop(path, None)

    def _take_away(self, line: WrittenSeries, places: dict[tuple[str, PieceKey], int]) -> None:
        path, key, inner = line.holder
        at = self._places(path)[key]
        if line.piece.form in MARGIN_SERIES:
            self._delete(path, at)
            places.setdefault((path, ()), at)
            return
        inside = self._file(path)[at].inside
        place = next(place for place, piece in enumerate(inside) if piece.key == inner)
        del inside[place]
        places.setdefault((path, key), place)

    def _put_at_the_margin(self, laid: LaidLine, places: dict[tuple[str, PieceKey], int]) -> None:
        path = laid.holder.path
        at = places.get((path, ()), len(self._file(path)))
        self._insert(path, at, _OpenRecord(laid.piece, []))
        places[path, ()] = at + 1

    def _put_inside(self, laid: LaidLine, places: dict[tuple[str, PieceKey], int]) -> None:
        path, key, _ = laid.holder
        at = self._places(path).get(key)
        if at is None:
            at = len(self._file(path))
            header = replace(laid.record, inside=(), remarks=(), gap=laid.record.gap or ("\n",))
            self._insert(path, at, _OpenRecord(header, []))
        inside = self._file(path)[at].inside
        place = places.get((path, key), len(inside))
        inside.insert(place, laid.piece)
        places[path, key] = place + 1

    def _drop_empty_report(self, holder: LineHolder) -> None:
        """A period's report of which nothing is left is none."""
        at = self._places(holder.path).get(holder.record)
        if at is None:
            return
        report = self._file(holder.path)[at]
        if report.piece.form == "actuals" and not report.inside and not report.piece.remarks:
            self._delete(holder.path, at)
