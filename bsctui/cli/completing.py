"""What may stand at the end of a command line: commands, options, addresses, periods, persons, revisions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import click

from bsctui.cli import COMMANDS, commands
from bsctui.cli.proposing import (
    BY_METAVAR,
    BY_OPTION,
    POSITIONALS,
    REPEATED,
    CommandLine,
    CompletedWord,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SAFE: Final = re.compile(r"[\w./@{}^~+,:%=-]+")
"""What a shell takes as one plain word: a branch may be called anything, and nothing that it is called may run."""


def complete_words(words: Sequence[str]) -> list[CompletedWord]:
    """What the last of the words behind `bsctui` may become; nothing where only a file may stand."""
    line = _read(words)
    return [
        word
        for word in _proposed(line)
        if word.text.startswith(line.typed) and _SAFE.fullmatch(word.text)
    ]


def _read(words: Sequence[str]) -> CommandLine:
    typed, before = words[-1] if words else "", list(words[:-1])
    if typed == "=":  # bash cuts `--period=2025` into three words
        typed = ""
    root = next((after for word, after in pairwise(before) if word == "-C"), None)
    while before[:1] == ["-C"]:
        del before[:2]
    command = None
    if before and before[0] in COMMANDS:
        command = commands.get_command(click.Context(commands), before.pop(0))
    return CommandLine(command, tuple(word for word in before if word != "="), typed, root)


def _proposed(line: CommandLine) -> Iterator[CompletedWord]:
    if line.command is None:
        if not line.before and not line.typed.startswith("-"):
            yield from (CompletedWord(name, about) for name, about in COMMANDS.items())
        elif not line.before:
            yield from _options(commands)
        return
    option = _awaiting(line.command, line.before[-1] if line.before else "")
    name, equals, value = line.typed.partition("=")
    if option is not None:
        yield from _values(line, option)
    elif equals and name.startswith("--"):
        option = _awaiting(line.command, name)
        proposed = _values(line._replace(typed=value), option) if option is not None else ()
        yield from (word._replace(text=f"{name}={word.text}") for word in proposed)
    elif line.typed.startswith("-"):
        yield from _options(line.command)
    else:
        yield from _positional(line, line.command)


def _options(command: click.Command) -> Iterator[CompletedWord]:
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            yield from (CompletedWord(name, param.help or "") for name in param.opts)
    yield CompletedWord("--help", "what this does")


def _awaiting(command: click.Command, last: str) -> click.Option | None:
    """The option that the last whole word is and that takes a value."""
    for param in command.params:
        if isinstance(param, click.Option) and last in param.opts and not param.is_flag:
            return param
    return None


def _values(line: CommandLine, option: click.Option) -> Iterator[CompletedWord]:
    """What an option takes, told by its kind or by the word in its help."""
    if isinstance(option.type, click.Choice):
        yield from (CompletedWord(str(choice)) for choice in option.type.choices)
        return
    metavar = (option.metavar or "").upper()
    fill = BY_METAVAR.get(metavar) or BY_OPTION.get(option.opts[0])
    if fill is not None:
        yield from fill(line)


def _positional(line: CommandLine, command: click.Command) -> Iterator[CompletedWord]:
    at = _place(line, command)
    kinds = POSITIONALS.get(command.name or "", ())
    if not kinds:
        return
    fill = kinds[min(at, len(kinds) - 1)] if at < len(kinds) or kinds[-1] in REPEATED else None
    if fill is not None:
        yield from fill(line)


def _place(line: CommandLine, command: click.Command) -> int:
    """How many positionals stand before the last word."""
    taking = {
        name
        for param in command.params
        if isinstance(param, click.Option) and not param.is_flag
        for name in param.opts
    }
    count, skip = 0, False
    for word in line.before:
        if skip:
            skip = False
        elif word in taking:
            skip = True
        elif not word.startswith("-") or word == "-":
            count += 1
    return count
