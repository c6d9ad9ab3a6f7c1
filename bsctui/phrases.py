"""Parts of sentences: a count with its noun, and a list of which the first few are named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


def count_phrase(count: int, singular: str, plural: str | None = None) -> str:
    """`1 KPI`, `3 KPIs`; the plural is told where it is not the singular with an s."""
    return f"{count} {singular if count == 1 else plural or f'{singular}s'}"


def first_few(words: Sequence[str], most: int) -> str:
    """`a, b`; of more than `most` the first: `a, b and 7 more`."""
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"


_USUAL_EXTRAS: Final = ("excel", "lsp", "web")
"""What the front page installs. Installing again with fewer would take the others away."""


def install_phrase(extra: str) -> str:
    """How an optional part comes: in a clone, and from a package index once there is a release."""
    extras = ",".join(dict.fromkeys((*_USUAL_EXTRAS, extra)))
    return f"install bsctui with its extra `{extra}`: `uv tool install --force '.[{extras}]'` in a clone (released: `pip install 'bsctui[{extra}]'`)"
