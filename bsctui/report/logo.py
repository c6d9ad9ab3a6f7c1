"""The logo of a report: an image file of the workspace, carried inside the page and never fetched."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES: Final = 512 * 1024
"""Bytes: a logo, not a photograph, or every copy of the report carries it."""

IMAGE_TYPES: Final = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".webp": ("image/webp", b"RIFF"),
    ".svg": ("image/svg+xml", b"<"),
}
"""By the end of the file's name: the type, and how such a file begins. As an image, svg runs no script."""


class LogoError(Exception):
    """A logo that cannot be shown; the message says why."""


def logo_data_uri(root: Path, name: str) -> str:
    """An image file of a workspace as a data URI.

    Args:
        root: The workspace's folder.
        name: The file, relative to it.

    Raises:
        LogoError: It lies outside of the workspace, is no image, too large, or not readable.
    """
    kind = next((kind for end, kind in IMAGE_TYPES.items() if name.lower().endswith(end)), None)
    if kind is None:
        raise LogoError(
            f"the logo `{name}` is not an image: its name ends in none of {', '.join(IMAGE_TYPES)}"
        )
    content = _content(root, name)
    media, start = kind
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
        raise LogoError(f"the logo `{name}` does not begin as a file of {media} does")
    return f"data:{media};base64,{b64encode(content).decode('ascii')}"


def _content(root: Path, name: str) -> bytes:
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root.resolve()):
            raise LogoError(f"the logo `{name}` is outside the workspace")
        if not path.is_file():
            raise LogoError(f"there is no file `{name}` in the workspace to take as a logo")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise LogoError(f"the logo `{name}` cannot be read: {why}") from None
    if len(content) > LARGEST_BYTES:
        raise LogoError(f"the logo `{name}` is larger than {LARGEST_BYTES // 1024} KB")
    return content
