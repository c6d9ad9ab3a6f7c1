"""`bsctui help`: commands, every keyword with an example, every code; from the tables that the reader uses."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click

from bsctui.cli import COMMANDS, BsctuiCommand, CommandError, commands
from bsctui.cli.options import format_option

TOPICS = {
    "commands": "what bsctui can do",
    "language": "every keyword with an example",
    "codes": "every error and advice",
    "keys": "every key of the app, with your own",
    "legend": "what the signs in the app mean",
    "json": "what the keys of `--format json` mean",
}


@click.command("help", cls=BsctuiCommand)
@click.argument("topic", required=False)
@format_option("text", "json")
@click.pass_context
def command(context: click.Context, topic: str | None, form: str) -> None:
    """Help on TOPIC: a command, a keyword of the language, a code such as E301, or `commands`, `language`, `codes`, `keys`, `legend`, `json`.

    `--format json` prints everything at once, for programs.
    """
    if form == "json":
        if topic is not None:
            raise CommandError("`--format json` prints everything; leave TOPIC out")
        from bsctui.cli.reference import write_reference

        write_reference()
        return
    if topic is None:
        lines = [
            "bsctui help TOPIC",
            "",
            *_rows(
                {
                    **TOPICS,
                    "COMMAND": "one command and its options",
                    "KEYWORD": "one keyword, such as `target`",
                    "CODE": "one code, such as `E301`",
                }
            ),
        ]
    elif topic == "commands":
        lines = _rows(COMMANDS)
    elif topic == "language":
        lines = _language()
    elif topic == "codes":
        lines = _codes()
    elif topic == "keys":
        lines = _keys()
    elif topic == "legend":
        lines = _legend()
    elif topic == "json":
        lines = _json_keys()
    else:
        lines = _topic_help(context, topic)
    click.echo("\n".join(lines))


def _rows(rows: dict[str, str]) -> list[str]:
    width = max(len(name) for name in rows)
    return [f"  {name:{width}}  {text}" for name, text in rows.items()]


def _language() -> list[str]:
    from bsctui.text.forms import HEADERS, STATEMENTS

    lines = ["Headers begin a record, at the left margin:", ""]
    lines += [f"  {entry.example}\n      {entry.meaning}" for entry in HEADERS.values()]
    lines += ["", "Statements are indented, one fact a line, in any order:", ""]
    lines += [
        f"  {entry.example}\n      {entry.meaning} (in: {entry.place})"
        for entry in STATEMENTS.values()
    ]
    return lines


def _codes() -> list[str]:
    from bsctui.codes import CODES

    return _rows({code: entry.title for code, entry in sorted(CODES.items())})


def _legend() -> list[str]:
    import os
    import sys

    from bsctui.app.core.glyphs import glyphs_for, is_plain_wanted
    from bsctui.app.core.legend import legend
    from bsctui.preferences import load_preferences

    is_plain = is_plain_wanted(os.environ, load_preferences().ascii)
    signs = legend(glyphs_for(sys.stdout.encoding, ascii_only=is_plain))
    return _rows({line.sign: line.meaning for line in signs})


def _json_keys() -> list[str]:
    from bsctui.cli.json_keys import DOCUMENTS, TABLES, document_rows

    tables = {
        **{f"bsctui {name} --format json": dict(document_rows(name)) for name in DOCUMENTS},
        **{name: dict(rows) for name, rows in TABLES.items()},
    }
    return [line for title, rows in tables.items() for line in ("", title, *_rows(rows))][1:]


def _keys() -> list[str]:
    from bsctui.app.core.keymap import keymap
    from bsctui.app.key_reference import key_reference, layer_commands, view_commands
    from bsctui.preferences import load_preferences

    own = keymap(load_preferences().keys, view_commands().values(), layer_commands().values())
    lines = [
        "Keys, the command's id for `[keys]` in config.toml, the views it works in (all, if none are named):"
    ]
    lines += key_reference(own.keys)
    return [*lines, *(["", *own.warnings] if own.warnings else [])]


def _topic_help(context: click.Context, topic: str) -> list[str]:
    """A code, keywords and commands of that name, one after the other."""
    from bsctui.codes import CODES
    from bsctui.text.forms import keywords, rows_of, rows_with

    lines: list[str] = []
    code = CODES.get(topic.upper())
    if code is not None:
        lines += [f"{topic.upper()}: {code.title}", "", f"  {code.explanation}"]
        lines += (
            ["", *(f"    {line}" for line in code.example.splitlines())] if code.example else []
        )
        lines += ["", f"  {code.remedy}"]
    if topic in COMMANDS:
        help_command = commands.get_command(context, topic)
        if help_command is not None:
            with click.Context(help_command, info_name=topic, parent=context.parent) as inner:
                lines += [help_command.get_help(inner)]
    entries = rows_of(topic) or (() if lines else rows_with(topic))
    if entries:
        lines += ["", f"`{topic}` in the language:"] if lines else []
        for entry in entries:
            lines += [
                "",
                f"  {entry.example}",
                f"      {entry.meaning} ({'a header' if entry.place == 'header' else f'in: {entry.place}'})",
            ]
    if not lines and topic.isalpha():
        lines = [line for line in _legend() if topic in re.findall(r"\w+", line)]
    if not lines:
        topics = [*TOPICS, *COMMANDS, *keywords(), *CODES]
        close = get_close_matches(topic, topics, 1) or get_close_matches(topic.upper(), topics, 1)
        hint = f"did you mean `{close[0]}`?" if close else "`bsctui help` lists the topics"
        raise CommandError(f"no help on `{topic}`; {hint}")
    return lines[1:] if lines and not lines[0] else lines
