"""Records followed from file to file: each version has them in the file where the result has them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.merge.pieces import Pieces
from bsctui.merge.three_way import Disagreement, decided

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.merge.pieces import Key, Piece

    Files = Mapping[str, Pieces]

SINGLE: Final = frozenset({"thing", "calendar", "coverage", "tier", "perspective", "status", "person"})  # fmt: skip
"""Headers that a workspace has once, whatever file they stand in."""


def gathered(base: Files, ours: Files, theirs: Files) -> tuple[Files, Files, Files]:
    """The versions with every record in the file that the result has it in."""
    old, mine, other = (_files_of(files) for files in (base, ours, theirs))
    moved: dict[Key, str] = {}
    for key in {*old, *mine, *other}:
        places = {side[key] for side in (old, mine, other) if key in side}
        if len(places) > 1:
            moved[key] = _final(old.get(key), mine.get(key), other.get(key))
    if not moved:
        return base, ours, theirs
    return _moved(base, moved), _moved(ours, moved), _moved(theirs, moved)


def _final(base: str | None, ours: str | None, theirs: str | None) -> str:
    """The file of a record; where both sides put it elsewhere, ours."""
    if base is None:
        return ours or theirs or ""
    try:
        return decided(base, ours or base, theirs or base)
    except Disagreement:
        return ours or base


def _files_of(files: Files) -> dict[Key, str]:
    """In which file each record stands; those that stand twice are left where they are."""
    found: dict[Key, str] = {}
    twice: set[Key] = set()
    for path, content in files.items():
        for piece in content.pieces:
            if piece.key[0] in SINGLE:
                if piece.key in found:
                    twice.add(piece.key)
                found[piece.key] = path
    return {key: path for key, path in found.items() if key not in twice}


def _moved(files: Files, moved: Mapping[Key, str]) -> Files:
    """Records go behind all others of their new file: only the version that has them there knows a better place."""
    found: dict[str, list[Piece]] = {}
    arrived: dict[str, list[Piece]] = {}
    for path, content in files.items():
        found[path] = []
        for piece in content.pieces:
            target = moved.get(piece.key, path)
            if target == path:
                found[path].append(piece)
            else:
                arrived.setdefault(target, []).append(replace(piece, gap=piece.gap or ("\n",)))
    return {
        path: replace(
            files.get(path, Pieces()), pieces=tuple(found.get(path, []) + arrived.get(path, []))
        )
        for path in {*found, *arrived}
    }
