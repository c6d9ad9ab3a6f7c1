"""The user's own settings, changed from the app: one line of `config.toml`, all others as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.preferences import preferences_path, with_preference
from bsctui.storage.atomic_write import content_or_none, replace_unchanged
from bsctui.tomls import TomlError

if TYPE_CHECKING:
    from pathlib import Path

Setting = str | bool | None
"""What a setting may be; None takes its line away."""


def keep_preference(name: str, value: Setting, path: Path | None = None) -> str | None:
    """Write a setting; tells why it could not be written, None where it was.

    Args:
        name: The setting, such as `theme`.
        value: What it is from now on; None takes its line away.
        path: The file; by default the user's own, which is made where there is none.
    """
    source = preferences_path() if path is None else path
    try:
        known = content_or_none(source)
        before = (known or b"").decode("utf-8-sig")
        after = with_preference(before, name, _written(value))
        source.parent.mkdir(parents=True, exist_ok=True)
        replace_unchanged(source, known, after.encode())
    except TomlError as error:
        return f"{source.name} {error}: fix it first"
    except UnicodeDecodeError:
        return f"{source.name} is not UTF-8 text: fix it first"
    except OSError as error:
        return f"{source.name} is not written: {error.strerror or error}"
    return None


def _written(value: Setting) -> str | None:
    """The value as TOML writes it."""
    import tomli_w

    return None if value is None else tomli_w.dumps({"_": value}).partition("=")[2].strip()
