"""Everything that `help` knows as one document: for editors, and for agents that read before they write."""

from __future__ import annotations

from typing import Any

import click

from bsctui.cli.documented_commands import documented_commands


def write_reference() -> None:
    """Print it as JSON."""
    from bsctui.cli.writing import write_json

    write_json(
        {
            "version": 1,
            "commands": _commands(),
            "language": _language(),
            "codes": _codes(),
            "keys": _keys(),
            "json": _json_keys(),
        }
    )


def _commands() -> list[dict[str, Any]]:
    """Every command with what it takes, as its own help says it."""
    return [
        {**command._asdict(), "options": [_option(option) for option in command.options]}
        for command in documented_commands()
    ]


def _option(option: click.Option) -> dict[str, Any]:
    choices = [*option.type.choices] if isinstance(option.type, click.Choice) else None
    return {
        "names": option.opts,
        "value": None if option.is_flag else option.metavar or option.type.name.upper(),
        "choices": choices,
        "help": option.help,
    }


def _language() -> list[dict[str, Any]]:
    """Every form of a line: its keyword, the records that it stands in, what it says, and a line that has it."""
    from bsctui.text.forms import ROWS, asked_by

    return [
        {
            "form": row.name,
            "keyword": asked_by(row),
            "place": "statement" if row.header is None else "header",
            "stands_in": row.records,
            "repeatable": row.repeatable or row.is_dated,
            "meaning": row.meaning,
            "example": row.example,
        }
        for row in ROWS.values()
    ]


def _codes() -> list[dict[str, Any]]:
    from bsctui.codes import CODES

    return [
        {
            "code": code,
            "title": entry.title,
            "explanation": entry.explanation,
            "example": entry.example,
            "remedy": entry.remedy,
        }
        for code, entry in sorted(CODES.items())
    ]


def _keys() -> list[dict[str, str]]:
    """Every command of the app, with its keys as they are by default."""
    from bsctui.app.key_reference import key_rows

    return [
        {"section": str(section), "keys": keys, "id": name, "views": views, "help": text}
        for section, rows in key_rows({})
        for keys, name, views, text in rows
    ]


def _json_keys() -> dict[str, dict[str, str]]:
    """What the keys of each command's JSON document mean, and those of the tables that several have in common."""
    from bsctui.cli.json_keys import DOCUMENTS, TABLES, document_rows

    documents = {command: dict(document_rows(command)) for command in DOCUMENTS}
    return {**documents, **{name: dict(rows) for name, rows in TABLES.items()}}
