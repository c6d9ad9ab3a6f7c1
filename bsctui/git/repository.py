"""A git repository: its revisions, files, branches and history; no name is ever taken for an option."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.git.command import GitError, answer_of_git, nul_records, output_lines, run_git
from bsctui.git.linked_files import linked_paths
from bsctui.git.unconfigured import unconfigured
from bsctui.storage.workspace_files import ENDING, SETTINGS_FILE

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BLAME: Final = ("blame", "--porcelain", "--no-textconv", "--ignore-revs-file=")
"""Every commit counts and every line is as it is, whatever is configured; an empty name forgets the files before it."""

UNDER_WAY: Final = (
    ("rebase-merge", "rebase"),
    ("rebase-apply", "rebase"),
    ("MERGE_HEAD", "merge"),
    ("CHERRY_PICK_HEAD", "cherry-pick"),
    ("REVERT_HEAD", "revert"),
    ("BISECT_LOG", "bisect"),
)
"""What git leaves in its folder while something is not finished; a rebase may stop in a cherry-pick of its own."""

USUAL_BRANCHES: Final = ("main", "master")
"""What the branch that others grow from is called, where nobody says."""


NOT_COMMITTED: Final = "not committed yet"
"""The author of lines that no commit has yet."""

PLAIN = (b"100644 blob", b"100755 blob")
LINKS = (b"120000 blob",)
"""Modes of a commit's entries: files, and links with their target as content."""


class Blob(NamedTuple):
    """A file of a revision: where it stands in the repository, and git's name for its content."""

    path: str
    oid: str


class Commit(NamedTuple):
    """One commit of a history."""

    oid: str
    date: str
    author: str
    summary: str


@dataclass(frozen=True)
class Repository:
    """A git repository with its work tree.

    Attributes:
        top: The root of the work tree.
        prefix: The folder that it was asked for from, relative to `top`, with a `/` at its end; empty for `top`.
        only: The one file in that folder that the workspace consists of; None for all below it.
    """

    top: Path
    prefix: str
    only: str | None = None

    @classmethod
    def around(cls, place: Path) -> Repository:
        """The repository that a workspace stands in: a folder, or the one file that it consists of.

        Raises:
            GitError: It stands in none, or git is not installed.
        """
        folder, only = (place.parent, place.name) if place.is_file() else (place, None)
        answer = run_git(folder, ("rev-parse", "--show-toplevel", "--show-prefix"))
        if answer.returncode:
            errors = output_lines(answer.stderr)
            strange = errors and "not a git repository" not in errors[0]
            why = f": {errors[0].removeprefix('fatal: ')}" if strange else ""
            raise GitError(f"`{folder}` is not in a git repository{why}")
        # Of the two names only the second is a line for sure: a folder's name may hold line ends.
        prefix = answer_of_git(folder, ("rev-parse", "--show-prefix"))
        top = answer.stdout.removesuffix(prefix)
        return cls(Path(_name(top)), _name(prefix), only)

    def commit(self, revision: str) -> str:
        """The commit that a revision means, as a full hash.

        Raises:
            GitError: There is none.
        """
        oid = self._try(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if oid is not None:
            return oid.strip()
        if self._try("rev-parse", "--verify", "--quiet", "HEAD") is None:
            raise GitError("this repository has no commit yet")
        hint = (
            "; its history is shallow: `git fetch --unshallow` brings the rest"
            if self.is_shallow
            else ""
        )
        raise GitError(f"git knows no revision `{revision}`{hint}")

    def merge_base(self, left: str, right: str) -> str:
        """The commit at which two histories parted.

        Raises:
            GitError: A revision is unknown, or they have nothing in common.
        """
        base = self._try("merge-base", self.commit(left), self.commit(right))
        if base is not None:
            return base.split()[0]
        hint = (
            "; the history is shallow: `git fetch --unshallow` brings the rest"
            if self.is_shallow
            else ""
        )
        raise GitError(f"`{left}` and `{right}` have no commit in common{hint}")

    def is_later(self, commit: str | None, other: str | None) -> bool:
        """Whether a commit comes after another; the files (None) come after all."""
        if commit is None or other is None:
            return commit is None
        return (
            commit != other and self._try("merge-base", "--is-ancestor", other, commit) is not None
        )

    @property
    def is_shallow(self) -> bool:
        """Whether the repository lacks the older part of its history."""
        return self._try("rev-parse", "--is-shallow-repository") == "true\n"

    def files(self, commit: str) -> dict[str, bytes]:
        """The workspace's files at a commit, by path relative to `prefix`, as `workspace_files` finds them on disk."""
        inside = list(self._below_prefix(self._blobs(commit, PLAIN)))
        workspace_blobs = self.of_workspace(inside)
        workspace_blobs += self.linked(self._links(commit), inside)
        contents = self._contents(blob.oid for blob in workspace_blobs)
        return {blob.path: content for blob, content in zip(workspace_blobs, contents, strict=True)}

    def of_workspace(self, blobs: Sequence[Blob]) -> list[Blob]:
        """Of the files below `prefix` those that belong to the workspace."""
        if self.only is not None:
            return [blob for blob in blobs if blob.path == self.only]
        return list(_of_workspace(blobs))

    def _below_prefix(self, blobs: Iterable[Blob]) -> Iterator[Blob]:
        """Those below `prefix`, by their path there."""
        for blob in blobs:
            if blob.path.startswith(self.prefix):
                yield Blob(blob.path[len(self.prefix) :], blob.oid)

    def has_links(self, commit: str) -> bool:
        """Whether a commit has links below `prefix`."""
        return any(self._below_prefix(self._blobs(commit, LINKS)))

    def _links(self, commit: str) -> dict[str, str]:
        """The links of a commit below `prefix`, each with where it leads, as it is written in it."""
        links = list(self._below_prefix(self._blobs(commit, LINKS)))
        contents = self._contents(link.oid for link in links)
        return {
            link.path: content.decode("utf-8", "surrogateescape")
            for link, content in zip(links, contents, strict=True)
        }

    def linked(self, links: Mapping[str, str], inside: Sequence[Blob]) -> list[Blob]:
        """Of the files below `prefix` those that the workspace has through committed links alone."""
        if not links or self.only is not None:
            return []
        oids = {blob.path: blob.oid for blob in inside}
        named = linked_paths(links, list(oids), ENDING)
        return self.of_workspace([Blob(name, oids[path]) for name, path in named.items()])

    def _blobs(self, commit: str, modes: tuple[bytes, ...]) -> Iterator[Blob]:
        """All entries of a commit with one of some modes; submodules have none of them."""
        listing = self._bytes("ls-tree", "-r", "-z", "--full-tree", commit)
        for entry in listing.split(b"\0"):
            meta, _, name = entry.partition(b"\t")
            if meta.startswith(modes):
                yield Blob(name.decode("utf-8", "surrogateescape"), meta.split()[2].decode("ascii"))

    def _contents(self, oids: Iterable[str]) -> list[bytes]:
        """The contents of blobs, all in one call."""
        names = list(oids)
        if not names:
            return []
        feed = "".join(f"{oid}\n" for oid in names).encode("ascii")
        answer = self._bytes("cat-file", "--batch", feed=feed)
        contents: list[bytes] = []
        at = 0
        for _ in names:
            end = answer.index(b"\n", at)
            size = int(answer[at:end].split()[2])
            contents.append(answer[end + 1 : end + 1 + size])
            at = end + 1 + size + 1
        return contents

    def line_authors(
        self, path: str, commit: str | None, content: bytes | None = None
    ) -> list[str]:
        """Who wrote each line of a file (path relative to `prefix`); empty where git cannot say.

        Args:
            path: The file.
            commit: As it is at this commit; None for the work tree.
            content: Instead of what is on disk: edits that are not saved.
        """
        at = (commit,) if commit else ("--contents", "-") if content is not None else ()
        words = (*BLAME, *at, "--", self.prefix + path)
        answer = self.run(*words, feed=content)
        if b"object name list" in answer.stderr:
            with unconfigured(self.top, self.commit("HEAD")) as environment:
                answer = run_git(self.top, words, content, environment)
        if answer.returncode:
            return []
        return list(_authors(answer.stdout.decode("utf-8", "surrogateescape")))

    @cached_property
    def folder(self) -> Path:
        """Where git keeps what concerns this work tree."""
        return self.top / _name(self._bytes("rev-parse", "--absolute-git-dir"))

    def head_files(self) -> tuple[Path, ...]:
        """The files of git's own that change where a commit or a checkout is made, or something begins or ends."""
        names = ("HEAD", "logs/HEAD", *(name for name, _ in UNDER_WAY))
        return tuple(self.folder / name for name in names)

    @property
    def under_way(self) -> str | None:
        """What was begun and is not finished: a merge, a rebase; None for nothing."""
        return next(
            (operation for name, operation in UNDER_WAY if (self.folder / name).exists()), None
        )

    @property
    def is_detached(self) -> bool:
        """Whether no branch is checked out: commits would be on none."""
        return self._try("symbolic-ref", "--quiet", "HEAD") is None

    @property
    def branch(self) -> str:
        """The branch that is checked out, or being rebased; the commit's short name where it is none."""
        name = self._try("symbolic-ref", "--quiet", "--short", "HEAD") or self._rebased
        return (name or self._try("rev-parse", "--short", "HEAD") or "").strip()

    @property
    def _rebased(self) -> str | None:
        for name in ("rebase-merge", "rebase-apply"):
            try:
                text = (self.folder / name / "head-name").read_text("utf-8", "surrogateescape")
            except OSError:
                continue
            return text.removeprefix("refs/heads/")
        return None

    def base_branch(self) -> str:
        """The branch that others grow from: the remote's own, else one of a usual name; `HEAD` where there is none."""
        remote = self._try("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD") or ""
        far = remote.strip().removeprefix("refs/remotes/")
        own = (self._try("config", "--get", "init.defaultBranch") or "").strip()
        names = [far.removeprefix("origin/"), far, *USUAL_BRANCHES, own]
        return next((name for name in names if name and self._is_branch(name)), "HEAD")

    def _is_branch(self, name: str) -> bool:
        places = (f"refs/heads/{name}", f"refs/remotes/{name}")
        return any(self._try("rev-parse", "--verify", "--quiet", place) for place in places)

    def log_between(self, old: str, new: str | None, path: str) -> list[Commit]:
        """The commits after `old` up to `new` (HEAD for None) that touched a file, newest first."""
        span = f"{old}..{new or 'HEAD'}"
        text = self._try(
            "log",
            "-z",
            "--format=%H%x00%as%x00%an%x00%s",
            "--end-of-options",
            span,
            "--",
            f":(top,literal){self.prefix}{path}",
        )
        return [Commit(*fields) for fields in nul_records(text or "", 4)]

    def branches(self) -> list[str]:
        """The names of the local and remote branches, the latest first."""
        return self._short_names("refs/heads", "refs/remotes")

    def tags(self) -> list[str]:
        """The names of the tags, the latest first."""
        return self._short_names("refs/tags")

    def _short_names(self, *places: str) -> list[str]:
        text = self._try(
            "for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", *places
        )
        return [line for line in (text or "").split("\n") if line]

    def latest_commits(self, count: int) -> list[Commit]:
        """The latest commits up to HEAD, newest first, by their short names."""
        text = self._try("log", "-z", f"-n{count}", "--format=%h%x00%as%x00%an%x00%s")
        return [Commit(*fields) for fields in nul_records(text or "", 4)]

    # --- Calls

    def run(
        self, *arguments: str, feed: bytes | None = None, index: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """One call of git in the work tree, whatever its outcome; with an index of its own where one is given.

        Raises:
            GitError: Git is not installed, or did not end in time.
        """
        return run_git(
            self.top, arguments, feed, {"GIT_INDEX_FILE": str(index)} if index is not None else {}
        )

    def _bytes(self, *arguments: str, feed: bytes | None = None) -> bytes:
        return answer_of_git(self.top, arguments, feed)

    def _try(self, *arguments: str) -> str | None:
        """The answer, None where git refuses."""
        completed = self.run(*arguments)
        return None if completed.returncode else completed.stdout.decode("utf-8", "surrogateescape")


def branches_around(place: Path) -> tuple[str, ...]:
    """The branches to choose from, the latest first; none where there is no repository around it."""
    try:
        return tuple(Repository.around(place).branches())
    except GitError:
        return ()


def _name(line: bytes) -> str:
    """A path that git says, with its line's end taken off."""
    return line.removesuffix(b"\n").decode("utf-8", "surrogateescape")


def _of_workspace(blobs: Sequence[Blob]) -> Iterator[Blob]:
    """The `.bsc` files that belong to the workspace at the root: no dotfiles, no folder that is a workspace of its own."""
    nested = {
        blob.path.removesuffix(SETTINGS_FILE)
        for blob in blobs
        if blob.path.endswith(f"/{SETTINGS_FILE}")
    }
    for blob in blobs:
        parts = blob.path.split("/")
        folders = ("/".join(parts[:at]) + "/" for at in range(1, len(parts)))
        hidden = any(part.startswith(".") for part in parts)
        if blob.path.endswith(ENDING) and not hidden and nested.isdisjoint(folders):
            yield blob


def _authors(text: str) -> Iterator[str]:
    """Of the answer of `git blame --porcelain`, each line's author; a commit's header stands once."""
    names: dict[str, str] = {}
    commit = ""
    for line in text.split("\n"):
        if line.startswith("\t"):
            yield names.get(commit, "") if commit.strip("0") else NOT_COMMITTED
        elif line.startswith("author "):
            names.setdefault(commit, line.removeprefix("author "))
        elif len(words := line.split(" ")) >= 3 and len(words[0]) >= 40:
            commit = words[0]
