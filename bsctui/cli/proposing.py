"""The words that may stand at a place of the command line: addresses, periods, persons, revisions and the like."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.cli import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import click

    from bsctui.language.name_scan import ScannedNames

    Fill = Callable[["CommandLine"], Iterator["CompletedWord"]]

SECONDS: Final = 0.5
"""How long names are read for: a shell that waits longer is worse than one that proposes nothing."""
COMMITS: Final = 50
"""The latest commits that are proposed, behind branches and tags."""


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


# --- Names


def _texts(line: CommandLine) -> list[str]:
    """The files of the workspace; none where reading takes too long or fails."""
    from pathlib import Path

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
                return []
            texts.append(file.read_text(encoding="utf-8", errors="replace"))
    except (OSError, WorkspaceError):
        return []
    return texts


def _names(line: CommandLine) -> ScannedNames:
    from bsctui.language.name_scan import scan_names

    return scan_names(_texts(line))


def _with_labels(names: dict[str, str]) -> Iterator[CompletedWord]:
    yield from (CompletedWord(name, label) for name, label in names.items())


def _addresses(line: CommandLine) -> Iterator[CompletedWord]:
    yield from _with_labels(_names(line).addresses)


def _tiers(line: CommandLine) -> Iterator[CompletedWord]:
    yield from _with_labels(_names(line).tiers)


def _parents(line: CommandLine) -> Iterator[CompletedWord]:
    """Whatever a record may stand in or under: an address, or a perspective of a scorecard."""
    names = _names(line)
    yield from _with_labels(names.addresses)
    for card in names.addresses:
        if "." not in card:
            yield from _with_labels(
                {f"{card}.{n}": label for n, label in names.perspectives.items()}
            )


def _added(line: CommandLine) -> Iterator[CompletedWord]:
    """Behind a kind and a name: `in` or `under`, and then the parent."""
    if line.before[-1] in {"in", "under"}:
        yield from _parents(line)
    elif len(line.before) > 1:
        yield CompletedWord("under" if line.before[0] == "scorecard" else "in", "its parent")


def _kinds(line: CommandLine) -> Iterator[CompletedWord]:
    from bsctui.cli.add_command import RECORDS, SETTINGS

    del line
    yield from (CompletedWord(kind) for kind in (*RECORDS, *SETTINGS))


def _periods(line: CommandLine) -> Iterator[CompletedWord]:
    from bsctui.language.name_scan import scan_periods

    yield from (CompletedWord(period) for period in sorted(scan_periods(_texts(line))))


def _addresses_and_periods(line: CommandLine) -> Iterator[CompletedWord]:
    yield from _addresses(line)
    yield from _periods(line)


def _sources(line: CommandLine) -> Iterator[CompletedWord]:
    from pathlib import Path

    from bsctui.config import load_config
    from bsctui.storage.workspace_files import WorkspaceError, default_path, locate_workspace

    try:
        home = locate_workspace(Path(line.root) if line.root is not None else default_path())
    except (OSError, WorkspaceError):
        return
    yield from (CompletedWord(source.name) for source in load_config(home.root).sources)


def _fields(line: CommandLine) -> Iterator[CompletedWord]:
    """The fields of the kind of record that is named; of every kind where nothing has that name."""
    from bsctui.text.forms import STATEMENTS

    kinds = _names(line).kinds
    kind = next((kinds[word] for word in reversed(line.before) if word in kinds), None)
    yield CompletedWord("label", "what it is called")
    about: dict[str, str] = {}
    for row in STATEMENTS.values():
        if row.keyword and (kind is None or kind in row.records):
            about.setdefault(row.keyword, row.meaning)
    yield from _with_labels(about)


def _field_values(line: CommandLine) -> Iterator[CompletedWord]:
    """Behind a field: persons, addresses or periods, by what the field takes."""
    field = next((word for word in reversed(line.before) if not word.startswith("-")), "")
    if field in {"owner", "reporter"}:
        yield from _with_labels(_names(line).persons)
    elif field in {"supports", "supporter", "aligns", "drives", "feeds", "like", "same", "formula"}:
        yield from _addresses(line)
    elif field == "tier":
        yield from _tiers(line)
    else:
        yield from _periods(line)


def _revisions(line: CommandLine) -> Iterator[CompletedWord]:
    """Branches, tags and the latest commits, and behind `A..` or `A...` those again."""
    from pathlib import Path

    from bsctui.git.command import GitError
    from bsctui.git.repository import Repository
    from bsctui.storage.workspace_files import default_path

    head, dots, _ = line.typed.rpartition("..")
    try:
        repository = Repository.around(Path(line.root) if line.root else default_path())
        names = ["HEAD", *repository.branches(), *repository.tags()]
        commits = repository.latest_commits(COMMITS)
    except (GitError, OSError):
        return
    yield from (CompletedWord(f"{head}{dots}{name}") for name in names)
    for commit in commits:
        yield CompletedWord(f"{head}{dots}{commit.oid}", f"{commit.date} {commit.summary}")


def _codes(line: CommandLine) -> Iterator[CompletedWord]:
    """Codes of problems, and behind a comma those again."""
    from bsctui.codes import CODES

    head, comma, _ = line.typed.rpartition(",")
    for code, entry in CODES.items():
        yield CompletedWord(f"{head}{comma}{code}", entry.title)


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


REPEATED: Final = frozenset({_addresses, _addresses_and_periods, _field_values, _added, _sources})
"""What may stand any number of times."""

POSITIONALS: Final[dict[str, tuple[Fill, ...]]] = {
    "score": (_addresses,), "explain": (_addresses,), "log": (_addresses,), "blame": (_addresses,), "map": (_addresses,),
    "sensitivity": (_addresses,), "forecast": (_addresses,), "report": (_addresses,), "whatif": (_addresses,), "delete": (_addresses,),
    "goal": (_addresses,), "rename": (_addresses,), "move": (_addresses, _parents), "links": (_addresses,), "add": (_kinds, _added), "pull": (_sources,), "trust": (_sources,), "set": (_addresses, _fields, _field_values),
    "record": (_addresses_and_periods, _periods), "diff": (_revisions, _revisions), "help": (_topics,), "completions": (_shells,),
}  # fmt: skip
"""By command: what its positionals are, the last of them again where it repeats; commands that take paths are not here."""

BY_METAVAR: Final[dict[str, Fill]] = {"P": _periods, "PERIOD": _periods, "REV": _revisions, "REVISION": _revisions, "REF": _addresses, "KPI": _addresses, "T": _tiers, "CODES": _codes}  # fmt: skip
BY_OPTION: Final[dict[str, Fill]] = {
    "--period": _periods, "--until": _periods, "--since": _revisions, "--rules": _revisions, "--data": _revisions,
    "--review": _revisions, "--workspace": _revisions, "--at": _addresses, "--by": _addresses,
}  # fmt: skip
