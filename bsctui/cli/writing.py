"""The forms in which a document of scores is printed: json, toml without empty keys, csv with a row a node and period."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Values = dict[str, Any]

WORD_KEYS = frozenset(
    {
        "status",
        "trend",
        "owner",
        "role",
        "unit",
        "parent",
        "label",
        "address",
        "kind",
        "tier",
        "state",
        "due",
    }
)
"""Keys that hold words: in a list over periods a missing one is an empty word in toml, where numbers are nan."""


def write_json(document: Values) -> None:
    """One JSON document; numbers unrounded, None is null."""
    import json

    from bsctui.escaping import json_document

    written = json.dumps(document, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(json_document(written) + "\n")


def write_toml(document: Values) -> None:
    """The same document as TOML, which has no null: such keys are left out."""
    import tomli_w

    from bsctui.escaping import toml_document

    sys.stdout.write(toml_document(tomli_w.dumps(_without_none(document))))


def _without_none(values: Values) -> Values:
    return {
        key: _toml_value(key, value)
        for key, value in values.items()
        if value is not None and not _is_all_none(value)
    }


def _is_all_none(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(cell is None for cell in value)


def _toml_value(key: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _without_none(value)
    if isinstance(value, list):
        missing: Any = "" if key in WORD_KEYS else float("nan")
        return [
            _without_none(cell) if isinstance(cell, dict) else missing if cell is None else cell
            for cell in value
        ]
    return value


def write_csv(document: Values) -> None:
    """One row a node and period, keys as columns."""
    periods = document.get("periods") or [document["period"]]
    many = "periods" in document
    keys = list(dict.fromkeys(key for node in document["nodes"] for key in node))
    write_rows(
        ["period", *keys],
        (
            [period, *(_cell(node.get(key), at, many=many) for key in keys)]
            for node in document["nodes"]
            for at, period in enumerate(periods)
        ),
    )


def write_rows(keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of csv below their keys: what is text there is no formula anywhere, None is nothing, numbers are unrounded."""
    import csv

    from bsctui.escaping import csv_text

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows(
        [csv_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )


def _cell(value: Any, at: int, *, many: bool) -> Any:
    """One cell: of a list over periods the period's; a band as `lo..hi`; None as nothing."""
    if many and isinstance(value, list):
        value = value[at]
    if isinstance(value, list):
        return f"{value[0]}..{value[1]}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
