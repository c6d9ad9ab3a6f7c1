"""The user's own `config.toml`: home, me, theme, ascii and keys; what it cannot use becomes a warning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from bsctui.tomls import TomlError, toml_tables, toml_text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a user set.

    Attributes:
        home: The address where the app opens and `~` goes.
        me: The person that `mine` means.
        theme: The app's colours.
        ascii: Whether it draws with ASCII signs only; None leaves that to the terminal.
        keys: Keys by command id, comma-separated as in the app's help.
        problems: What could not be used, as lines to show.
    """

    home: str | None = None
    me: str | None = None
    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    ascii: bool | None = None


TEXTS = ("home", "me", "theme")
PREFERENCE_KEYS = (*TEXTS, "ascii", "keys")


def preferences_path() -> Path:
    """Where the file stands on this system."""
    return Path(platformdirs.user_config_dir("bsctui")) / "config.toml"


def load_preferences(path: Path | None = None) -> Preferences:
    """Read the file; a missing one is empty, an unreadable one says so and is otherwise ignored."""
    source = preferences_path() if path is None else path
    try:
        written = toml_tables(toml_text(source))
    except FileNotFoundError:
        return Preferences()
    except TomlError as error:
        return Preferences(problems=(f"{source.name} {error}",))
    problems = [_unknown(name) for name in written if name not in PREFERENCE_KEYS]
    texts = {name: _text(written, name, problems) for name in TEXTS}
    return Preferences(
        **texts,
        ascii=_switch(written, "ascii", problems),
        keys=_keys(written, problems),
        problems=tuple(problems),
    )


def with_preference(text: str, name: str, value: str | None) -> str:
    """The text of the file with one setting (a TOML value) changed in its own line, above all tables; None takes it away.

    Raises:
        TomlError: What stands in it is no TOML, or would be none.
    """
    toml_tables(text)

    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    tables = next(
        (at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines)
    )
    setting = re.compile(rf"\s*{name}\s*=")
    kept = [line for at, line in enumerate(lines) if at >= tables or not setting.match(line)]
    place = next((at for at, line in enumerate(lines[:tables]) if setting.match(line)), 0)
    new = [f"{name} = {value}\n"] if value is not None else []
    changed = "".join([*kept[:place], *new, *kept[place:]])
    toml_tables(changed)
    return changed


def _unknown(name: str) -> str:
    close = get_close_matches(name, PREFERENCE_KEYS, n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(PREFERENCE_KEYS)}"
    return f"config.toml: W102: unknown key `{name}`; {hint}"


def _text(written: Mapping[str, object], name: str, problems: list[str]) -> str | None:
    value = written.get(name)
    if value is None or isinstance(value, str):
        return value
    problems.append(f"config.toml: `{name}` is a text in quotes")
    return None


def _switch(written: Mapping[str, object], name: str, problems: list[str]) -> bool | None:
    value = written.get(name)
    if value is None or isinstance(value, bool):
        return value
    problems.append(f"config.toml: `{name}` is true or false")
    return None


def _keys(written: Mapping[str, object], problems: list[str]) -> dict[str, str]:
    table = written.get("keys", {})
    if not isinstance(table, dict):
        problems.append("config.toml: `[keys]` is a table of command ids and keys")
        return {}
    good = {name: value for name, value in table.items() if isinstance(value, str)}
    problems += [f"config.toml: `keys.{name}` is a text in quotes" for name in table.keys() - good]
    return good
