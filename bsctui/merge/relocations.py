"""Records followed from file to file: each version has them in the file where the result has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.merge.pieces import FilePieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.pieces import MergePiece, PieceKey

    Files = Mapping[str, FilePieces]

UNIQUE_HEADERS: Final = frozenset({"thing", "calendar", "coverage", "tier", "perspective", "status", "person"})  # fmt: skip
"""Headers that a workspace has once, whatever file they stand in."""


def relocated(base: Files, ours: Files, theirs: Files) -> tuple[Files, Files, Files]:
    """The versions with every record in the file that the result has it in."""
    base_files, our_files, their_files = (_files_of(files) for files in (base, ours, theirs))
    moved: dict[PieceKey, str] = {}
    for key in {*base_files, *our_files, *their_files}:
        places = {side[key] for side in (base_files, our_files, their_files) if key in side}
        if len(places) > 1:
            moved[key] = _final(base_files.get(key), our_files.get(key), their_files.get(key))
    if not moved:
        return base, ours, theirs
    return _moved(base, moved), _moved(ours, moved), _moved(theirs, moved)


def _final(base: str | None, ours: str | None, theirs: str | None) -> str:
    """The file that a side put a record in; where both sides did, ours."""
    return next(file for file in (ours, theirs) if file is not None and file != base)


def _files_of(files: Files) -> dict[PieceKey, str]:
    """In which file each record stands; those that stand twice are left where they are."""
    file_of: dict[PieceKey, str] = {}
    twice: set[PieceKey] = set()
    for path, content in files.items():
        for piece in content.pieces:
            if piece.key[0] in UNIQUE_HEADERS:
                if piece.key in file_of:
                    twice.add(piece.key)
                file_of[piece.key] = path
    return {key: path for key, path in file_of.items() if key not in twice}


def _moved(files: Files, moved: Mapping[PieceKey, str]) -> Files:
    """Records go behind all others of their new file: only the version that has them there knows a better place."""
    remaining: dict[str, list[MergePiece]] = {}
    arrived: dict[str, list[MergePiece]] = {}
    for path, content in files.items():
        remaining[path] = []
        for piece in content.pieces:
            target = moved.get(piece.key, path)
            if target == path:
                remaining[path].append(piece)
            else:
                arrived.setdefault(target, []).append(replace(piece, gap=piece.gap or ("\n",)))
    return {
        path: replace(
            files.get(path, FilePieces()),
            pieces=tuple(remaining.get(path, []) + arrived.get(path, [])),
        )
        for path in {*remaining, *arrived}
    }
