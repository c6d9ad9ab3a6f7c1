"""Names that differ only by letters which look the same, such as a Latin and a Cyrillic o (W103)."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from bsctui.model.record_diagnostic import RecordDiagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsctui.model.names import Declaration

_FOREIGN: Final = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"  # Cyrillic
    "\u03bf\u03bd\u03b9\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # Greek
)
_LATIN: Final = "aeopcyxijsABEKMHOPCTXIJSoviABEZHIKMNOPTYX"
_ALIKE: Final = str.maketrans(_FOREIGN, _LATIN)


def skeleton_of(name: str) -> str:
    """What a name looks like: equal for names that a reader cannot tell apart."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFKC", name).translate(_ALIKE)


def lookalikes(declared: dict[str, Declaration]) -> Iterator[RecordDiagnostic]:
    """A warning for each name that looks like another one of its scorecard."""
    if all(address.isascii() for address in declared):
        return
    by_skeleton: dict[str, Declaration] = {}
    for address, item in declared.items():
        skeleton = skeleton_of(address)
        other = by_skeleton.setdefault(skeleton, item)
        if other is not item:
            message = f"`{address}` looks like `{other.address}`, and is another name"
            hint = "rename one of them"
            yield RecordDiagnostic("W103", message, item.origin, "name", hint, (other.origin,))
