"""What a commit of some files would hold, and making it: only these files, whatever else is changed or staged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.git.repository import GitError, lines_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bsctui.git.repository import Repository

UNMERGED: Final = frozenset({"DD", "AU", "UD", "UA", "DU", "AA", "UU"})
"""What `git status` says of a file in conflict."""

NOBODY: Final = (
    "please tell me who you are",
    "empty ident name",
    "unable to auto-detect email",
    "no email was given",
)
"""What git says, in any of its versions, where it does not know who commits."""


class Pending(NamedTuple):
    """A file that differs from the last commit; `path` is relative to the workspace."""

    path: str
    state: str
    """`new`, `deleted`, `changed` or `unmerged`."""


class Refusal(Exception):
    """A commit that git (or one of its hooks) did not make; `said` is all that they printed."""

    def __init__(self, message: str, said: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.said = said


def unfit(repository: Repository) -> str | None:
    """Why nothing can be committed now, and what to do about it; None where it can.

    In the midst of a merge or the like staging a file would say that its conflict is resolved.
    """
    doing = repository.under_way
    if doing == "bisect":
        return "a bisect is under way: end it first (git bisect reset)"
    if doing is None:
        return None
    return f"a {doing} is under way: end it first (git {doing} --continue, or --abort)"


def pending(repository: Repository, documents: Collection[str]) -> list[Pending]:
    """The workspace's files that differ from the last commit, in their order; empty new ones are none.

    Args:
        repository: Whose `prefix` is the workspace's folder.
        documents: The workspace's files, relative to it.

    Raises:
        GitError: Git cannot say.
    """
    folder = repository.prefix or "."
    told = repository.run(
        "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--",
        f":(top,literal){folder}" if repository.prefix else ":(top)",
    )  # fmt: skip
    if told.returncode:
        raise GitError("`git status` failed: " + _first(told.stderr))
    found = sorted(_of_workspace(repository.prefix, told.stdout, documents))
    differing = _differing(repository, [file.path for file in found if file.state != "new"])
    return [
        file
        for file in found
        if (_has_content(repository, file) if file.state == "new" else file.path in differing)
    ]


def _differing(repository: Repository, paths: Sequence[str]) -> frozenset[str]:
    """Which of some files hold something else than in the last commit: not those that only were touched."""
    if not paths:
        return frozenset()
    told = repository.run(
        "diff", "--no-ext-diff", "--no-renames", "--name-only", "-z", "HEAD", "--", *_paths(repository, paths)
    )  # fmt: skip
    if told.returncode:
        raise GitError("`git diff` failed: " + _first(told.stderr))
    names = told.stdout.decode("utf-8", "surrogateescape").split("\0")
    return frozenset(name.removeprefix(repository.prefix) for name in names)


def _has_content(repository: Repository, file: Pending) -> bool:
    try:
        return (repository.top / repository.prefix / file.path).stat().st_size > 0
    except OSError:
        return False


def _of_workspace(prefix: str, status: bytes, documents: Collection[str]) -> Iterator[Pending]:
    for entry in status.decode("utf-8", "surrogateescape").split("\0"):
        signs, path = entry[:2], entry[3:].removeprefix(prefix)
        if signs in UNMERGED and path.endswith(".bsc"):
            yield Pending(path, "unmerged")
        elif path in documents:
            yield Pending(path, "new" if signs == "??" or "A" in signs else "changed")
        elif "D" in signs and path.endswith(".bsc"):
            yield Pending(path, "deleted")


def difference(repository: Repository, files: Sequence[Pending]) -> list[str]:
    """The lines of a unified diff against the last commit; of new files all lines.

    Raises:
        GitError: Git does not answer.
    """
    known = [file.path for file in files if file.state != "new"]
    lines: list[str] = []
    if known:
        told = repository.run(
            "diff", "--no-color", "--no-ext-diff", "HEAD", "--", *_paths(repository, known)
        )
        lines += told.stdout.decode("utf-8", "replace").removesuffix("\n").split("\n")
    for file in files:
        if file.state == "new":
            text = _text_of(repository, file).removesuffix("\n").split("\n")
            lines += [f"new file {file.path}", *(f"+{line}" for line in text)]
    return lines


def _text_of(repository: Repository, file: Pending) -> str:
    """What a new file holds; what cannot be read shows no line."""
    try:
        content = (repository.top / repository.prefix / file.path).read_bytes()
    except OSError as error:
        return f"({error.strerror or error})"
    return content.decode("utf-8", "replace")


def commit(repository: Repository, paths: Sequence[str], message: str) -> str:
    """Commit these files and nothing else; the new commit's short name.

    What else is staged stays staged. Hooks run as ever. Nothing is staged where something else is under way,
    or one of the files is in conflict.

    Raises:
        Refusal: Git or a hook refused; says which, and what it printed.
        GitError: Git does not answer.
    """
    wanted = _paths(repository, paths)
    if why := unfit(repository) or _in_conflict(repository, wanted):
        raise Refusal(why)
    added = repository.run("add", "--", *wanted)
    if added.returncode:
        raise Refusal(f"git cannot stage: {_first(added.stderr)}", tuple(lines_of(added.stderr)))
    made = repository.run("commit", "--quiet", f"--message={message}", "--only", "--", *wanted)
    if made.returncode:
        raise _refused(repository, made.stderr + made.stdout)
    return repository.commit("HEAD")[:8]


def _in_conflict(repository: Repository, wanted: Sequence[str]) -> str | None:
    told = repository.run("ls-files", "--unmerged", "-z", "--", *wanted)
    names = [
        entry.partition(b"\t")[2].decode("utf-8", "replace")
        for entry in told.stdout.split(b"\0")
        if entry
    ]
    return f"{names[0]} is in conflict: resolve it, then `git add` says so" if names else None


def _refused(repository: Repository, output: bytes) -> Refusal:
    said = tuple(lines_of(output))
    text = " ".join(said).casefold()
    if any(words in text for words in NOBODY):
        return Refusal(
            "git does not know who you are: set `git config user.name` and `user.email`", said
        )
    if _has_hook(repository):
        return Refusal(f"a hook refused the commit: {_first(output)}", said)
    return Refusal(f"git did not commit: {_first(output)}", said)


def _has_hook(repository: Repository) -> bool:
    """Whether a hook that can refuse a commit is there."""
    for name in ("pre-commit", "commit-msg", "prepare-commit-msg"):
        told = repository.run("rev-parse", "--git-path", f"hooks/{name}")
        path = told.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
        if not told.returncode and (repository.top / path).is_file():
            return True
    return False


def _paths(repository: Repository, paths: Sequence[str]) -> list[str]:
    return [f":(top,literal){repository.prefix}{path}" for path in paths]


def _first(output: bytes) -> str:
    lines = lines_of(output)
    return lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "it says nothing"
