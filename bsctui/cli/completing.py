"""What may stand at the end of a command line: commands, options, addresses, periods, persons, revisions."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from bsctui.cli import COMMANDS, commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.language.name_scan import ScannedNames

SECONDS: Final = 0.5
"""How long names are read for: a shell that waits longer is worse than one that proposes nothing."""

_SAFE: Final = re.compile(r"[\w./@{}^~+,:%=-]+")
"""What a shell takes as one plain word: a branch may be called anything, and nothing that it is called may run."""


class CompletedWord(NamedTuple):
    """A word, and a word about it."""

    text: str
    about: str = ""


class CommandLine(NamedTuple):
    """A command line up to the cursor.

    Attributes:
        command: The command; None where it is not written yet.
        before: The words behind it that are whole.
        typed: What is written of the last word.
        root: The workspace, as given by `-C`.
    """

    command: click.Command | None
    before: tuple[str, ...]
    typed: str
    root: str | None


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
    if option is not None:
        yield from _values(line, option)
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
    fill = _BY_METAVAR.get(metavar) or _BY_OPTION.get(option.opts[0])
    if fill is not None:
        yield from fill(line)


def _positional(line: CommandLine, command: click.Command) -> Iterator[CompletedWord]:
    at = _place(line, command)
    kinds = _POSITIONALS.get(command.name or "", ())
    if not kinds:
        return
    fill = kinds[min(at, len(kinds) - 1)] if at < len(kinds) or kinds[-1] in _REPEATED else None
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


# --- Names


def _names(line: CommandLine) -> ScannedNames:
    """The names of the workspace; none where reading takes too long or fails."""
    from pathlib import Path

    from bsctui.language.name_scan import ScannedNames, scan_names
    from bsctui.storage.workspace_files import (
        WorkspaceError,
        default_path,
        locate_workspace,
        workspace_files,
    )

    until = time.monotonic() + SECONDS
    texts: list[str] = []
    try:
        home = locate_workspace(Path(line.root) if line.root is not None else default_path())
        for file in workspace_files(home):
            if time.monotonic() > until:
                return ScannedNames()
            texts.append(file.read_text(encoding="utf-8", errors="replace"))
    except (OSError, WorkspaceError):
        return ScannedNames()
    return scan_names(texts) if time.monotonic() < until else ScannedNames()


def _addresses(line: CommandLine) -> Iterator[CompletedWord]:
    for address, label in _names(line).addresses.items():
        yield CompletedWord(address, label)


def _periods(line: CommandLine) -> Iterator[CompletedWord]:
    for period in sorted(_names(line).periods):
        yield CompletedWord(period)


def _addresses_and_periods(line: CommandLine) -> Iterator[CompletedWord]:
    names = _names(line)
    for address, label in names.addresses.items():
        yield CompletedWord(address, label)
    for period in sorted(names.periods):
        yield CompletedWord(period)


def _fields(line: CommandLine) -> Iterator[CompletedWord]:
    from bsctui.text.forms import STATEMENTS

    del line
    yield CompletedWord("label", "what it is called")
    for row in STATEMENTS.values():
        if row.keyword:
            yield CompletedWord(row.keyword, row.meaning)


def _field_values(line: CommandLine) -> Iterator[CompletedWord]:
    """Behind a field: persons, addresses or periods, by what the field takes."""
    field = next((word for word in reversed(line.before) if not word.startswith("-")), "")
    names = _names(line)
    if field in {"owner", "reporter"}:
        for name, full in names.persons.items():
            yield CompletedWord(name, full)
    elif field in {"supports", "supporter", "aligns", "drives", "feeds", "like", "same", "formula"}:
        for address, label in names.addresses.items():
            yield CompletedWord(address, label)
    else:
        for period in sorted(names.periods):
            yield CompletedWord(period)


def _revisions(line: CommandLine) -> Iterator[CompletedWord]:
    """Branches and tags, and behind `A..` or `A...` those again."""
    from pathlib import Path

    from bsctui.git.command import GitError
    from bsctui.git.repository import Repository
    from bsctui.storage.workspace_files import default_path

    head, dots, _ = line.typed.rpartition("..")
    try:
        names = Repository.around(Path(line.root) if line.root else default_path()).branches()
    except (GitError, OSError):
        return
    for name in ("HEAD", *names):
        yield CompletedWord(f"{head}{dots}{name}")


def _topics(line: CommandLine) -> Iterator[CompletedWord]:
    from bsctui.cli.help_command import TOPICS
    from bsctui.codes import CODES
    from bsctui.text.forms import keywords

    del line
    for table in (TOPICS, COMMANDS):
        yield from (CompletedWord(name, about) for name, about in table.items())
    yield from (CompletedWord(word) for word in keywords())
    yield from (CompletedWord(code, entry.title) for code, entry in CODES.items())


def _shells(line: CommandLine) -> Iterator[CompletedWord]:
    del line
    yield from (CompletedWord(name) for name in ("bash", "zsh", "fish"))


_REPEATED: Final = frozenset({_addresses, _addresses_and_periods, _field_values})
"""What may stand any number of times."""

_POSITIONALS: Final[dict[str, tuple[Callable[[CommandLine], Iterator[CompletedWord]], ...]]] = {
    "score": (_addresses,), "explain": (_addresses,), "log": (_addresses,), "blame": (_addresses,), "map": (_addresses,),
    "sensitivity": (_addresses,), "forecast": (_addresses,), "report": (_addresses,), "whatif": (_addresses,), "delete": (_addresses,),
    "goal": (_addresses,), "rename": (_addresses,), "move": (_addresses, _addresses), "set": (_addresses, _fields, _field_values),
    "record": (_addresses_and_periods, _periods), "diff": (_revisions, _revisions), "help": (_topics,), "completions": (_shells,),
}  # fmt: skip
"""By command: what its positionals are, the last of them again where it repeats; commands that take paths are not here."""

_BY_METAVAR: Final = {"P": _periods, "PERIOD": _periods, "REV": _revisions, "REVISION": _revisions, "REF": _addresses, "KPI": _addresses}  # fmt: skip
_BY_OPTION: Final = {
    "--period": _periods, "--until": _periods, "--since": _revisions, "--rules": _revisions, "--data": _revisions,
    "--review": _revisions, "--workspace": _revisions, "--at": _addresses, "--by": _addresses,
}  # fmt: skip
