"""What a commit of some files would hold, and making it: only these files, whatever else is changed or staged."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.git.command import GitError, output_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bsctui.git.repository import Repository

UNMERGED: Final = frozenset({"DD", "AU", "UD", "UA", "DU", "AA", "UU"})
"""What `git status` says of a file in conflict."""

UNKNOWN_AUTHOR: Final = (
    "please tell me who you are",
    "empty ident name",
    "unable to auto-detect email",
    "no email was given",
)
"""What git says, in any of its versions, where it does not know who commits."""


class PendingFile(NamedTuple):
    """A file that differs from the last commit; `path` is relative to the workspace."""

    path: str
    state: str
    """`new`, `deleted`, `changed` or `unmerged`."""


class CommitError(Exception):
    """A commit that git (or one of its hooks) did not make; `said` is all that they printed."""

    def __init__(self, message: str, output: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.output = output


def commit_obstacle(repository: Repository) -> str | None:
    """Why nothing can be committed now, and what to do about it; None where it can.

    In the midst of a merge or the like staging a file would say that its conflict is resolved.
    """
    doing = repository.under_way
    if doing == "bisect":
        return "a bisect is under way: end it first (git bisect reset)"
    if doing is None:
        return None
    return (
        f"a {doing} is under way: end it first (git add what is settled, then git {doing}"
        " --continue; or --abort)"
    )


def pending_files(repository: Repository, documents: Collection[str]) -> list[PendingFile]:
    """The workspace's files that differ from the last commit, in their order; empty new ones are none.

    Args:
        repository: Whose `prefix` is the workspace's folder.
        documents: The workspace's files, relative to it.

    Raises:
        GitError: Git cannot say.
    """
    folder = repository.prefix or "."
    status = repository.run(
        "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--",
        f":(top,literal){folder}" if repository.prefix else ":(top)",
    )  # fmt: skip
    if status.returncode:
        raise GitError("`git status` failed: " + _first_line(status.stderr))
    candidates = sorted(_of_workspace(repository.prefix, status.stdout, documents))
    differing = _differing(repository, [file.path for file in candidates if file.state != "new"])
    return [
        file
        for file in candidates
        if (_has_content(repository, file) if file.state == "new" else file.path in differing)
    ]


def _differing(repository: Repository, paths: Sequence[str]) -> frozenset[str]:
    """Which of some files hold something else than in the last commit: not those that only were touched."""
    if not paths:
        return frozenset()
    diff = repository.run(
        "diff", "--no-ext-diff", "--no-renames", "--name-only", "-z", "HEAD", "--", *_pathspecs(repository, paths)
    )  # fmt: skip
    if diff.returncode:
        raise GitError("`git diff` failed: " + _first_line(diff.stderr))
    names = diff.stdout.decode("utf-8", "surrogateescape").split("\0")
    return frozenset(name.removeprefix(repository.prefix) for name in names)


def _has_content(repository: Repository, file: PendingFile) -> bool:
    try:
        return (repository.top / repository.prefix / file.path).stat().st_size > 0
    except OSError:
        return False


def _of_workspace(prefix: str, status: bytes, documents: Collection[str]) -> Iterator[PendingFile]:
    for entry in status.decode("utf-8", "surrogateescape").split("\0"):
        signs, path = entry[:2], entry[3:].removeprefix(prefix)
        if signs in UNMERGED and path.endswith(".bsc"):
            yield PendingFile(path, "unmerged")
        elif path in documents:
            yield PendingFile(path, "new" if signs == "??" or "A" in signs else "changed")
        elif "D" in signs and path.endswith(".bsc"):
            yield PendingFile(path, "deleted")


def diff_against_head(repository: Repository, files: Sequence[PendingFile]) -> list[str]:
    """The lines of a unified diff against the last commit; of new files all lines.

    Raises:
        GitError: Git does not answer.
    """
    tracked = [file.path for file in files if file.state != "new"]
    lines: list[str] = []
    if tracked:
        diff = repository.run(
            "diff",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            "HEAD",
            "--",
            *_pathspecs(repository, tracked),
        )
        lines += diff.stdout.decode("utf-8", "replace").removesuffix("\n").split("\n")
    for file in files:
        if file.state == "new":
            text = _text_of(repository, file).removesuffix("\n").split("\n")
            lines += [f"new file {file.path}", *(f"+{line}" for line in text)]
    return lines


def _text_of(repository: Repository, file: PendingFile) -> str:
    """What a new file holds; what cannot be read shows no line."""
    try:
        content = (repository.top / repository.prefix / file.path).read_bytes()
    except OSError as error:
        return f"({error.strerror or error})"
    return content.decode("utf-8", "replace")


def commit_files(repository: Repository, paths: Sequence[str], message: str) -> str:
    """Commit these files and nothing else; the new commit's short name.

    What else is staged stays staged. Hooks run as ever. Nothing is staged where something else is under way,
    or one of the files is in conflict.

    Raises:
        Refusal: Git or a hook refused; says which, and what it printed.
        GitError: Git does not answer.
    """
    pathspecs = _pathspecs(repository, paths)
    if why := commit_obstacle(repository) or _in_conflict(repository, pathspecs):
        raise CommitError(why)
    added = repository.run("add", "--", *pathspecs)
    if added.returncode:
        raise CommitError(
            f"git cannot stage: {_first_line(added.stderr)}", tuple(output_lines(added.stderr))
        )
    completed = repository.run(
        "commit", "--quiet", f"--message={message}", "--only", "--", *pathspecs
    )
    if completed.returncode:
        raise _refused(repository, completed.stderr + completed.stdout)
    return repository.commit("HEAD")[:8]


def _in_conflict(repository: Repository, pathspecs: Sequence[str]) -> str | None:
    listing = repository.run("ls-files", "--unmerged", "-z", "--", *pathspecs)
    names = [
        entry.partition(b"\t")[2].decode("utf-8", "replace")
        for entry in listing.stdout.split(b"\0")
        if entry
    ]
    return f"{names[0]} is in conflict: resolve it, then run `git add`" if names else None


def _refused(repository: Repository, output: bytes) -> CommitError:
    lines = tuple(output_lines(output))
    text = " ".join(lines).casefold()
    if any(words in text for words in UNKNOWN_AUTHOR):
        return CommitError(
            "git does not know who you are: set `git config user.name` and `user.email`", lines
        )
    if _has_hook(repository):
        return CommitError(f"a hook refused the commit: {_first_line(output)}", lines)
    return CommitError(f"git did not commit: {_first_line(output)}", lines)


def _has_hook(repository: Repository) -> bool:
    """Whether a hook that can refuse a commit is there."""
    for name in ("pre-commit", "commit-msg", "prepare-commit-msg"):
        answer = repository.run("rev-parse", "--git-path", f"hooks/{name}")
        path = answer.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
        if not answer.returncode and (repository.top / path).is_file():
            return True
    return False


def _pathspecs(repository: Repository, paths: Sequence[str]) -> list[str]:
    return [f":(top,literal){repository.prefix}{path}" for path in paths]


def _first_line(output: bytes) -> str:
    lines = output_lines(output)
    return lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "it says nothing"


def commit_contents(
    repository: Repository, contents: Mapping[str, bytes | None], message: str
) -> str:
    """Commit files with other contents than they have on disk, and nothing else; the new commit's short name.

    The files themselves stay as they are: what was left out of the commit differs from it, unstaged.

    Args:
        repository: Whose `prefix` is the workspace's folder.
        contents: By path relative to it; None for a file that the commit deletes.
        message: The commit's.

    Raises:
        CommitError: Git or a hook refused; says which, and what it printed.
        GitError: Git does not answer.
    """
    wanted = _pathspecs(repository, list(contents))
    if why := commit_obstacle(repository) or _in_conflict(repository, wanted):
        raise CommitError(why)
    with TemporaryDirectory(prefix="bsctui-index-") as folder:
        index = Path(folder, "index")
        for step in _staging(repository, contents):
            done = repository.run(*step, index=index)
            if done.returncode:
                raise CommitError(
                    f"git cannot stage: {_first_line(done.stderr)}",
                    tuple(output_lines(done.stderr)),
                )
        completed = repository.run("commit", "--quiet", f"--message={message}", index=index)
    if completed.returncode:
        raise _refused(repository, completed.stderr + completed.stdout)
    repository.run("reset", "--quiet", "--", *wanted)
    return repository.commit("HEAD")[:8]


def _staging(
    repository: Repository, contents: Mapping[str, bytes | None]
) -> Iterator[tuple[str, ...]]:
    """The calls that fill an index of its own: the last commit, then each file as it is to be."""
    has_commit = not repository.run("rev-parse", "--verify", "--quiet", "HEAD").returncode
    yield ("read-tree", "HEAD" if has_commit else "--empty")
    for path, content in contents.items():
        name = f"{repository.prefix}{path}"
        if content is None:
            yield ("update-index", "--force-remove", "--", name)
            continue
        done = repository.run("hash-object", "-w", "--stdin", f"--path={name}", feed=content)
        blob = done.stdout.decode("ascii").strip()
        yield ("update-index", "--add", "--cacheinfo", f"{_mode(repository, path)},{blob},{name}")


def _mode(repository: Repository, path: str) -> str:
    """The mode that git knows a file by; that of a plain file where it is new."""
    done = repository.run("ls-files", "--stage", "-z", "--", *_pathspecs(repository, [path]))
    return done.stdout[:6].decode("ascii") or "100644"
