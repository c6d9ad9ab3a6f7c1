"""Toml files as people leave them: read with or without a byte order mark, and never a fault."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Tables = dict[str, Any]


class TomlError(ValueError):
    """A toml file that cannot be read; the message says why, as the end of a sentence that names the file."""


def toml_text(path: Path) -> str:
    """The text of a toml file, without its byte order mark.

    Raises:
        FileNotFoundError: There is none.
        TomlError: It cannot be read, or is in another encoding.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise TomlError(f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise TomlError("is not UTF-8 text") from None


def toml_tables(text: str) -> Tables:
    """What a toml text says.

    Raises:
        TomlError: It is none, or nests or counts beyond what can be read.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(f"is not valid TOML: {error}") from None
    except RecursionError:
        raise TomlError("nests deeper than can be read") from None
    except ValueError:  # Python reads no integer of more than some thousand digits
        raise TomlError("holds a number of more digits than can be read") from None
