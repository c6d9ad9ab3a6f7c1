"""Rows that hold no KPI's figures: headings that are printed again page by page, and totals; told for a whole table at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.exchange.reading.words import is_total, may_be_total

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def headings_again(
    titles: Sequence[str], first_column: Sequence[str], texts_of: Callable[[int], Sequence[str]]
) -> set[int]:
    """Rows (from 0) that say in every column what its heading says.

    Args:
        titles: What stands over the columns.
        first_column: What the rows say in the first of them.
        texts_of: What a row says in all of them.
    """
    if not any(titles):
        return set()
    return {
        at for at, text in enumerate(first_column) if text == titles[0] and texts_of(at) == titles
    }


def totals(columns: Iterable[Sequence[str]]) -> dict[int, tuple[int, str]]:
    """Rows (from 0) that sum up others, with the column (from 0, of those given) whose text says so, and that text.

    Args:
        columns: What the rows say in each of the columns in which a row may say that it is a total.
    """
    columns = list(columns)
    candidates = {
        at
        for texts in columns
        if may_be_total("\n".join(texts))
        for at, text in enumerate(texts)
        if text and may_be_total(text)
    }
    if not candidates:
        return {}
    first_rows: dict[str, int] = {}
    for texts in columns:
        for at, text in enumerate(texts):
            group = text.casefold()
            first_rows[group] = min(first_rows.get(group, at), at)
    return {
        at: total
        for at in sorted(candidates)
        for total in [_total_in(at, columns, first_rows)]
        if total is not None
    }


def _total_in(
    at: int, columns: Sequence[Sequence[str]], first_rows: dict[str, int]
) -> tuple[int, str] | None:
    """What says that a row is a total: its own word, or that and the name of a group that stands above it."""
    for number, texts in enumerate(columns):
        text = texts[at]
        if text and is_total(text, lambda group: first_rows.get(group, at) < at):
            return number, text
    return None
