"""Git's object store, read through one `cat-file --batch` that runs as long as somebody asks it."""

from __future__ import annotations

from threading import Lock, Timer
from typing import TYPE_CHECKING, NamedTuple, Self

from bsctui.git.command import TIMEOUT_SECONDS, GitError, nul_records, start_git
from bsctui.git.repository import Blob, Commit

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.git.repository import Repository

NO_FILES: Mapping[str, str] = {}
"""The files of a side that has none."""

LOG_FIELDS = "%H%x00%T%x00%P%x00%as%x00%an%x00%s"
FILE_MODES = (b"100644", b"100755")
FOLDER_MODE = b"40000"


class Ancestor(NamedTuple):
    """A commit in the order of its history: its tree, and the nearest commits before it that touched the workspace."""

    commit: Commit
    tree: str
    parents: tuple[str, ...]


def ancestors(repository: Repository, revision: str) -> list[Ancestor]:
    """The commits up to a revision that touched the workspace's texts, children before their parents.

    Raises:
        GitError: There is no such revision, or git does not answer.
    """
    start = repository.commit(revision)
    answer = repository.run(
        "log", "-z", f"--format={LOG_FIELDS}", "--topo-order", "--parents", "--end-of-options", start, "--", _texts(repository),
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


def _texts(repository: Repository) -> str:
    """The pathspec of the workspace's texts; signs that mean something in one are taken as they are."""
    prefix = repository.prefix
    if repository.only is not None:
        return f":(top,literal){prefix}{repository.only}"
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
        self._trees: dict[str, tuple[tuple[str, bool, str], ...]] = {}
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
            blobs = [Blob(path, oid) for path, oid in self._walk(inside)] if inside else []
            self._files[tree] = {
                blob.path: blob.oid for blob in self.repository.of_workspace(blobs)
            }
        return self._files[tree]

    def _below(self, tree: str, folder: str) -> str | None:
        """The tree of a folder; None where there is none."""
        for name in folder.split("/") if folder else ():
            subtree = next(
                (oid for entry, deep, oid in self._tree(tree) if deep and entry == name), None
            )
            if subtree is None:
                return None
            tree = subtree
        return tree

    def _walk(self, tree: str) -> Iterator[tuple[str, str]]:
        """Every file below a tree; folders may stand deeper in each other than calls can."""
        waiting = [("", True, tree)]
        while waiting:
            path, is_folder, oid = waiting.pop()
            if not is_folder:
                yield path, oid
                continue
            above = f"{path}/" if path else ""
            waiting += [
                (above + name, deep, inner) for name, deep, inner in reversed(self._tree(oid))
            ]

    def _tree(self, oid: str) -> tuple[tuple[str, bool, str], ...]:
        """The entries of a tree: name, whether it is a folder, git's name for it; links and submodules left out."""
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
        assert process.stdin is not None, "it was started with pipes"
        assert process.stdout is not None, "it was started with pipes"
        process.stdin.write(f"{oid}\n".encode("ascii"))
        process.stdin.flush()
        words = process.stdout.readline().split()
        if len(words) != 3:
            self._end_process()
            raise GitError(f"this repository lacks the object {oid[:12]}")
        size = int(words[2])
        content = process.stdout.read(size + 1)
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


def _entries(content: bytes, size: int) -> Iterator[tuple[str, bool, str]]:
    """A tree as git stores it: mode, name, and `size` bytes of its name for what stands there."""
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        at = end + 1 + size
        if mode in FILE_MODES or mode == FOLDER_MODE:
            yield (
                name.decode("utf-8", "surrogateescape"),
                mode == FOLDER_MODE,
                content[end + 1 : at].hex(),
            )
