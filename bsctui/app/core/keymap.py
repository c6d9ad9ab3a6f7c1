"""The user's own keys: which of them can be used, and what has to be said about the others; pure."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.keys import Keys

from bsctui.app.core.commands import shown_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bsctui.app.core.commands import Commands, KeyCommand, LayerCommands

    KeySet = tuple[type[KeyCommand], ...]
    """What can be done in one view, or in one layer by a command of its own."""

_NAMES: Final = {
    "/": "slash",
    "-": "minus",
    "+": "plus",
    "_": "underscore",
    "@": "at",
    "\\": "backslash",
}
"""Signs that Textual does not call as Unicode does."""
_KNOWN: Final = frozenset(str(key.value) for key in Keys) | {"space", "delete", "insert"}
_MODIFIERS: Final = re.compile(r"(?:(?:ctrl|alt|shift|super|meta|hyper)\+)*")


class Keymap(NamedTuple):
    """Keys by command id, as Textual names them; and what could not be used, as lines to show."""

    keys: dict[str, str]
    warnings: tuple[str, ...]


NO_KEYS: Final = Keymap({}, ())
"""Nobody has keys of their own: the defaults hold."""


def keymap(
    written: Mapping[str, str], views: Iterable[Commands], layers: Iterable[LayerCommands] = ()
) -> Keymap:
    """The keys that hold: the user's own, and what they leave of the defaults.

    A key of the user's takes it from every command that has it by default in the same view; of two
    of the user's own the first one written keeps it. Both are told. In a layer only its own commands
    are told apart so: what has the id of a view's command keeps the keys that it has there.

    Args:
        written: Keys by command id, comma-separated, named as the help shows them or as Textual does.
        views: The commands of each view, those that hold everywhere included.
        layers: The commands of each layer.
    """
    sets: list[KeySet] = [tuple(dict.fromkeys(commands)) for commands in views]
    of_views = {kind.id for commands in sets for kind in commands}
    sets += [tuple(kind for kind in commands if kind.id not in of_views) for commands in layers]
    by_id = {kind.id: kind for commands in sets for kind in commands}
    keys: dict[str, str] = {}
    warnings: list[str] = []
    for name, text in written.items():
        if name not in by_id:
            warnings.append(_unknown(name, by_id))
            continue
        good, bad = _named(text)
        warnings += [f"[keys] {name}: there is no key `{key}`" for key in bad]
        taken = _among(good, name, keys, by_id, sets)
        warnings += [
            f"[keys] {name}: `{shown_key(key)}` is {other}'s already"
            for key, other in taken.items()
        ]
        good = [key for key in good if key not in taken]
        if good or not text.strip():
            keys[name] = ",".join(good)
    warnings += _take_from_defaults(keys, by_id, sets)
    return Keymap(keys, tuple(warnings))


def _unknown(name: str, by_id: Mapping[str, type[KeyCommand]]) -> str:
    close = get_close_matches(name, by_id, n=1)
    hint = f"did you mean `{close[0]}`?" if close else "`bsctui help keys` lists the ids"
    return f"[keys] no command `{name}`; {hint}"


def _named(text: str) -> tuple[list[str], list[str]]:
    """Keys as Textual names them, and those that there are not."""
    good: list[str] = []
    bad: list[str] = []
    for word in _split(text):
        key = named_key(word)
        (good if key is not None else bad).append(key or word)
    return good, bad


def _split(text: str) -> list[str]:
    """Words between commas; a comma by itself is a key."""
    if text.strip() == ",":
        return [","]
    return [word.strip() for word in text.split(",") if word.strip()]


def named_key(word: str) -> str | None:
    """A key as Textual names it (`?` is `question_mark`); None where there is no such key."""
    match = _MODIFIERS.match(word.lower())
    size = match.end() if match else 0
    head, base = word[:size].lower(), word[size:]
    if not base:  # `ctrl++`
        head, base = word[: size - 2].lower(), "+"
    if len(base) == 1:
        return head + (base if base.isalnum() else _NAMES.get(base) or _unicode_name(base))
    whole = head + base.lower()
    if whole in _KNOWN or base.lower() in _KNOWN:
        return whole
    try:
        unicodedata.lookup(base.replace("_", " "))
    except KeyError:
        return head + base if base in _NAMES.values() else None
    return head + base.lower()


def _unicode_name(sign: str) -> str:
    return unicodedata.name(sign, sign).lower().replace("-", "_").replace(" ", "_")


def _keys_of(kind: type[KeyCommand], keys: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in keys.get(kind.id, kind.keys).split(",") if key.strip()]


def _among(
    good: list[str],
    name: str,
    keys: Mapping[str, str],
    by_id: Mapping[str, type[KeyCommand]],
    sets: list[KeySet],
) -> dict[str, str]:
    """Of some keys those that the user gave to another command that holds in the same view."""
    beside = {kind.id for commands in sets if by_id[name] in commands for kind in commands}
    return {
        key: other
        for other in keys
        if other in beside and other != name
        for key in _keys_of(by_id[other], keys)
        if key in good
    }


def _take_from_defaults(
    keys: dict[str, str], by_id: Mapping[str, type[KeyCommand]], sets: list[KeySet]
) -> list[str]:
    """Take the user's keys from the commands that have them by default; told where one loses its last."""
    lost: dict[str, tuple[list[str], str]] = {}
    for name in list(keys):
        wanted = set(_keys_of(by_id[name], keys))
        for commands in (each for each in sets if by_id[name] in each):
            for kind in commands:
                had = _keys_of(kind, keys)
                if kind.id != name and (kind.id not in keys or kind.id in lost):
                    rest = [key for key in had if key not in wanted]
                    if rest != had:
                        keys[kind.id] = ",".join(rest)
                        lost[kind.id] = (rest, name)
    return [
        f"[keys] {taker}: `{by_id[name].name()}` ({name}) no longer has a key; give it one, or use the palette"
        for name, (rest, taker) in lost.items()
        if not rest
    ]
