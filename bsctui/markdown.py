"""Blocks of markdown that the review's page and the report's share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def collapsed_lines(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that a reader opens; the title is our own."""
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from lines
    yield "</details>"
    yield ""
