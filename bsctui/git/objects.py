"""Git's object store, read through one `cat-file --batch` that runs as long as somebody asks it."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from bsctui.git.command import TIMEOUT_SECONDS, GitError, nul_records, start_git
from bsctui.git.repository import Blob, Commit

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.git.repository import Repository

NO_FILES: Mapping[str, str] = {}
"""The files of a side that has none."""

LOG_FIELDS = "%H%x00%T%x00%P%x00%as%x00%an%x00%s"
MODES: Final = {b"100644": "file", b"100755": "file", b"40000": "folder", b"120000": "link"}
"""The entries of a tree that hold something of a workspace; submodules hold nothing."""


class Ancestor(NamedTuple):
    """A commit in the order of its history: its tree, and the nearest commits before it that touched the workspace."""

    commit: Commit
    tree: str
    parents: tuple[str, ...]


class TreeEntry(NamedTuple):
    """What stands in a tree: its name, `file`, `folder` or `link`, and git's name for it."""

    name: str
    kind: str
    oid: str


def ancestors(repository: Repository, revision: str) -> list[Ancestor]:
    """The commits up to a revision that touched the workspace's texts, children before their parents.

    Raises:
        GitError: There is no such revision, or git does not answer.
    """
    start = repository.commit(revision)
    answer = repository.run(
        "log", "-z", f"--format={LOG_FIELDS}", "--topo-order", "--parents", "--end-of-options", start, "--", _texts(repository, start),
    )  # fmt: skip
    if answer.returncode:
        raise GitError(
            "`git log` failed: " + answer.stderr.decode("utf-8", "replace").strip()[:200]
        )
    text = answer.stdout.decode("utf-8", "surrogateescape")
    return [_ancestor(fields) for fields in nul_records(text, 6)]


def _ancestor(words: Sequence[str]) -> Ancestor:
    oid, tree, parents, date, author, summary = words
    return Ancestor(Commit(oid, date, author, summary), tree, tuple(parents.split()))


def _texts(repository: Repository, commit: str) -> str:
    """The pathspec of the workspace's texts; signs that mean something in one are taken as they are.

    Where there are links a text may stand under any name.
    """
    prefix = repository.prefix
    if repository.only is not None or repository.has_links(commit):
        return f":(top,literal){prefix}{repository.only or ''}"
    escaped = "".join(f"\\{sign}" if sign in "*?[]\\" else sign for sign in prefix)
    return f":(top,glob){escaped}**/*.bsc"


class GitObjects:
    """Trees and files by git's names for them; each is asked for once as long as this lives.

    One at a time may ask; another thread waits.
    """

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._is_closed = False
        self._lineages: dict[str, list[Ancestor]] = {}
        self._trees: dict[str, tuple[TreeEntry, ...]] = {}
        self._files: dict[str, Mapping[str, str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let git go for good."""
        self._is_closed = True
        self._end_process()

    def lineage(self, revision: str) -> list[Ancestor]:
        """The commits up to a revision that touched the workspace's texts, children before their parents.

        Raises:
            GitError: There is no such revision, or git does not answer.
        """
        oid = self.repository.commit(revision)
        if oid not in self._lineages:
            self._lineages[oid] = ancestors(self.repository, oid)
        return self._lineages[oid]

    def _end_process(self) -> None:
        """End the process; the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def files(self, tree: str) -> Mapping[str, str]:
        """The workspace's files in a tree: path relative to the workspace -> git's name for its content.

        Raises:
            GitError: Git does not answer.
        """
        if tree not in self._files:
            inside = self._below(tree, self.repository.prefix.strip("/"))
            entries = list(self._walk(inside)) if inside else []
            blobs = [Blob(entry.name, entry.oid) for entry in entries if entry.kind == "file"]
            links = {entry.name: self._link(entry) for entry in entries if entry.kind == "link"}
            self._files[tree] = {
                blob.path: blob.oid
                for blob in (
                    *self.repository.of_workspace(blobs),
                    *self.repository.linked(links, blobs),
                )
            }
        return self._files[tree]

    def _link(self, entry: TreeEntry) -> str:
        """Where a link leads, as it is written in it."""
        return self.content(entry.oid).decode("utf-8", "surrogateescape")

    def _below(self, tree: str, folder: str) -> str | None:
        """The tree of a folder; None where there is none."""
        for name in folder.split("/") if folder else ():
            subtree = next(
                (
                    entry.oid
                    for entry in self._tree(tree)
                    if entry.kind == "folder" and entry.name == name
                ),
                None,
            )
            if subtree is None:
                return None
            tree = subtree
        return tree

    def _walk(self, tree: str) -> Iterator[TreeEntry]:
        """The files and links below a tree, by their path from there; folders may stand deeper than calls can."""
        waiting = [TreeEntry("", "folder", tree)]
        while waiting:
            entry = waiting.pop()
            if entry.kind != "folder":
                yield entry
                continue
            above = f"{entry.name}/" if entry.name else ""
            inner = reversed(self._tree(entry.oid))
            waiting += [each._replace(name=above + each.name) for each in inner]

    def _tree(self, oid: str) -> tuple[TreeEntry, ...]:
        if oid not in self._trees:
            self._trees[oid] = tuple(_entries(self.content(oid), len(oid) // 2))
        return self._trees[oid]

    def content(self, oid: str) -> bytes:
        """The content of an object.

        Raises:
            GitError: Git does not have it, or did not answer in time.
        """
        with self._lock:
            process = self._live_process()
            watchdog = Timer(TIMEOUT_SECONDS, process.kill)
            watchdog.daemon = True
            watchdog.start()
            try:
                return self._answer(process, oid)
            except (OSError, ValueError):  # it died, or was let go by another thread
                self._end_process()
                raise GitError("`git cat-file` ended before it answered") from None
            finally:
                watchdog.cancel()

    def _answer(self, process: subprocess.Popen[bytes], oid: str) -> bytes:
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:
            raise ValueError("a process without pipes")
        asked.write(f"{oid}\n".encode("ascii"))
        asked.flush()
        words = answers.readline().split()
        if len(words) != 3:
            self._end_process()
            raise GitError(f"this repository lacks the object {oid[:12]}")
        size = int(words[2])
        content = answers.read(size + 1)
        if len(content) != size + 1:
            self._end_process()
            raise GitError("`git cat-file` ended before it answered")
        return content[:-1]

    def _live_process(self) -> subprocess.Popen[bytes]:
        if self._is_closed:
            raise GitError("the history is closed")
        if self._process is None or self._process.poll() is not None:
            self._process = start_git(self.repository.top, ("cat-file", "--batch"))
        return self._process


def _entries(content: bytes, size: int) -> Iterator[TreeEntry]:
    """The entries of a tree as git stores it: mode, name, and `size` bytes of its name for what stands there."""
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        at = end + 1 + size
        if mode in MODES:
            shown = name.decode("utf-8", "surrogateescape")
            yield TreeEntry(shown, MODES[mode], content[end + 1 : at].hex())
