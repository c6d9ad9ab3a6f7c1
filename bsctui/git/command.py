"""The one way in which git is called: never a shell, always with an end, whatever its user has configured."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TIMEOUT_SECONDS: Final = 60
"""After which a call of git has failed: long enough for a large history, short enough to be believed."""

FIXED_CONFIG: Final = (
    "color.ui=false",
    "core.quotePath=false",
    "diff.ignoreSubmodules=none",
    "diff.mnemonicPrefix=false",
    "diff.noprefix=false",
    "diff.relative=false",
    "i18n.logOutputEncoding=UTF-8",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
)
"""What git's answers look like, whatever the user's own configuration says."""

UNSET: Final = (
    "GIT_DIFF_OPTS",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
)
"""Variables that would change what git answers, or what a path means to it."""

PLACES: Final = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")  # fmt: skip
"""Variables that git hands to hooks, relative to the folder in which it runs them."""

NONE: Final[Mapping[str, str]] = {}
"""No variables of one's own."""

_CALL: Final = (
    "git",
    "--no-pager",
    *(word for setting in FIXED_CONFIG for word in ("-c", setting)),
)


class GitError(Exception):
    """What git could not do, in one line for the user."""


def run_git(
    folder: Path,
    arguments: Sequence[str],
    feed: bytes | None = None,
    variables: Mapping[str, str] = NONE,
) -> subprocess.CompletedProcess[bytes]:
    """One call of git, whatever its outcome.

    Args:
        folder: Where it runs.
        arguments: What it is told.
        feed: What it reads on its standard input.
        variables: Of the environment, on top of what always holds: another index, another repository.

    Raises:
        GitError: Git is not installed, or did not end in time.
    """
    try:
        return subprocess.run(
            [*_CALL, *arguments],
            cwd=folder, input=feed if feed is not None else b"", capture_output=True, timeout=TIMEOUT_SECONDS,
            check=False, env={**git_environment(), **variables},
        )  # fmt: skip
    except OSError as error:
        raise _not_started(folder, error) from None
    except subprocess.TimeoutExpired:
        raise GitError(
            f"`git {arguments[0]}` did not end within {TIMEOUT_SECONDS} seconds"
        ) from None


def answer_of_git(folder: Path, arguments: Sequence[str], feed: bytes | None = None) -> bytes:
    """What git answers to a call that must succeed.

    Raises:
        GitError: It did not; says what git said.
    """
    completed = run_git(folder, arguments, feed)
    if completed.returncode:
        reason = output_lines(completed.stderr)
        raise GitError(f"`git {arguments[0]}` failed" + (f": {reason[0]}" if reason else ""))
    return completed.stdout


def start_git(folder: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """A git that goes on answering what it is asked on its standard input.

    Raises:
        GitError: Git is not installed.
    """
    try:
        return subprocess.Popen(
            [*_CALL, *arguments],
            cwd=folder, env=git_environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError as error:
        raise _not_started(folder, error) from None


def _not_started(folder: Path, error: OSError) -> GitError:
    """Why git could not be run: in a folder that is gone the system says what it says of a missing program."""
    if not folder.is_dir():
        return GitError(f"the folder `{folder}` is not there")
    if isinstance(error, FileNotFoundError):
        return GitError("the `git` command is not installed")
    return GitError(f"`git` does not start: {error.strerror or error}")


def git_environment() -> dict[str, str]:
    """What git runs with: it takes no lock that it does not need, asks nothing, and speaks English.

    Where a hook runs us its places are made absolute, since git is called from other folders too.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in UNSET}
    places = {name: str(Path(inherited[name]).absolute()) for name in PLACES if inherited.get(name)}
    fixed = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return {**inherited, **places, **fixed}


def output_lines(output: bytes) -> list[str]:
    """What git says to people, line by line; only a line feed ends one, whatever else Unicode takes for an end."""
    return [line for line in output.decode("utf-8", "replace").split("\n") if line.strip()]


def nul_records(text: str, fields: int) -> Iterator[list[str]]:
    """The answer of a call with `-z`: so many fields a record, each ended by NUL, which no subject or name can hold."""
    words = text.split("\0")
    for at in range(0, len(words) - fields + 1, fields):
        yield words[at : at + fields]
