"""The shapes of lines that are known before any line is read: those of the samples, learned when the program is made.

`shapes.json` holds them for one text of the grammar; with another text none is known, and all are learned anew.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

_HERE: Final = Path(__file__).resolve().parent
SHAPES_FILE: Final = _HERE / "shapes.json"
_GRAMMAR_PLACES: Final = (_HERE / "bsc.lark", _HERE.parents[1] / "grammar" / "bsc.lark")


class KnownShape(NamedTuple):
    """A shape as it is written down: the parts of its form, and the regular expression of its lines."""

    name: str
    slots: dict[str, int | tuple[int, ...]]
    names: tuple[int, ...]
    pattern: str


def grammar_path() -> Path:
    """`bsc.lark`: beside this module in an installed wheel, at the top of the tree in a clone."""
    return next(place for place in _GRAMMAR_PLACES if place.is_file())


def grammar_digest() -> str:
    """What tells one text of the grammar from another."""
    return hashlib.sha256(grammar_path().read_bytes()).hexdigest()


def known_shapes(start: str) -> dict[str, list[KnownShape]]:
    """The known shapes of lines from a start of the grammar, by keyword, the most usual first."""
    return {
        keyword: [_shape(*written) for written in shapes]
        for keyword, shapes in _known().get(start, {}).items()
    }


def _shape(name: str, slots: dict[str, Any], names: list[int], pattern: str) -> KnownShape:
    places = {
        slot: place if isinstance(place, int) else tuple(place) for slot, place in slots.items()
    }
    return KnownShape(name, places, tuple(names), pattern)


@cache
def _known() -> dict[str, Any]:
    try:
        shapes: dict[str, Any] = json.loads(SHAPES_FILE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return shapes if shapes.get("grammar") == grammar_digest() else {}
