"""The commands as their help pages say them: for the man page, the reference page and the reference as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from bsctui.cli import COMMANDS, commands

if TYPE_CHECKING:
    from collections.abc import Iterator


class DocumentedCommand(NamedTuple):
    """A command: its name, what it is for in a line, how it is called, its help and its options."""

    name: str
    about: str
    usage: str
    help: str
    options: tuple[click.Option, ...]


def documented_commands() -> Iterator[DocumentedCommand]:
    """All of them, in the order of `--help`."""
    context = click.Context(commands, info_name="bsctui")
    for name, about in COMMANDS.items():
        command = commands.get_command(context, name)
        if command is None:
            continue
        with click.Context(command, info_name=name, parent=context) as inner:
            usage = " ".join([inner.command_path, *command.collect_usage_pieces(inner)])
        options = (each for each in command.params if isinstance(each, click.Option))
        shown = tuple(each for each in options if not each.hidden)
        yield DocumentedCommand(name, about, usage, command.help or "", shown)


def option_value(option: click.Option) -> str:
    """What an option takes, as help names it; empty for a flag."""
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return "" if option.is_flag else option.metavar or option.type.name.upper()
