"""Short names from labels: never a keyword's, never a perspective's, never two alike."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from bsctui.text.expected_tokens import words_of_language
from bsctui.text.literals import is_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LONGEST: Final = 28
"""Characters of a name: two of them and the keyword between fit into half a terminal's line."""

_NOISE: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "per", "the", "to", "with", "by", "at", "or"})  # fmt: skip
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+")


def name_of_label(label: str, fallback: str) -> str:
    """A name made of a label's words.

    Args:
        label: What it is called.
        fallback: A name for labels without a letter.
    """
    words = _WORD.findall(_THOUSANDS.sub("", _folded(label).casefold()))
    telling = [word for word in words if word not in _NOISE] or words
    name = "_".join(telling)
    if len(name) > LONGEST:
        name = _shortened(telling)
    if name and not name[0].isalpha():
        name = f"{fallback}_{name}"
    return name if name and is_name(name) else fallback


def _shortened(words: Sequence[str]) -> str:
    """As many whole words as fit, the first cut where it alone is too long."""
    kept = words[0][:LONGEST]
    for word in words[1:]:
        longer = f"{kept}_{word}"
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept


def _folded(text: str) -> str:
    """Letters without their accents where that leaves plain ones; letters of other scripts as they are."""
    if text.isascii():
        return text
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O")
    )
    bare = "".join(each for each in plain if not unicodedata.combining(each))
    return bare if bare.isascii() else unicodedata.normalize("NFC", text)


class NameGiver:
    """Gives out names, each once."""

    def __init__(self, taken: Iterable[str], reserved: Collection[str] = ()) -> None:
        self._taken = set(taken)
        self._reserved = {*words_of_language(), *reserved}
        self._counts: dict[str, int] = {}

    def give(self, label: str, fallback: str, wanted: str = "") -> str:
        """A name that nothing has yet: the wanted one if it can be one, else one made of the label."""
        name = wanted if wanted and is_name(wanted) else name_of_label(label, fallback)
        if name in self._reserved:
            name = f"{name}_{fallback}"
        if name in self._taken:
            count = self._counts.get(name, 1)
            while f"{name}_{count + 1}" in self._taken:
                count += 1
            self._counts[name] = count + 1
            name = f"{name}_{count + 1}"
        self._taken.add(name)
        return name
