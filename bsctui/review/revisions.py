"""The two sides of a review as the user names them: revisions of a repository, or the files as they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bsctui.config import CONFIG_FILE, read_config
from bsctui.git.command import GitError
from bsctui.git.repository import NOT_COMMITTED, Repository
from bsctui.model.build import build
from bsctui.review.moved_workspace import former_place
from bsctui.review.review_settings import ReviewSettings
from bsctui.review.shared_reading import model_beside
from bsctui.storage.workspace_files import nothing_written
from bsctui.text.document import read_document
from bsctui.tomls import TomlError, toml_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from bsctui.model.model import Model
    from bsctui.review.changes import StrategyChange
    from bsctui.review.review_settings import SettingChange

FILES = "files"
"""What the work tree is called beside revisions."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One side: `commit` is None for the files as they are.

    Attributes:
        config_text: What stands in its `bsctui.toml`; empty where there is none.
        is_missing: Whether there is no workspace at all where the other side has one.
    """

    name: str
    commit: str | None
    model: Model
    config_text: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class RevisionPair:
    """The two sides of a review."""

    repository: Repository
    old: Revision
    new: Revision

    def author(self, change: StrategyChange) -> str | None:
        """Who made a change: who wrote its line; of what was taken away, who last touched the file."""
        return self._authors.of(change)

    @cached_property
    def settings(self) -> ReviewSettings:
        """What both sides ask of a review."""
        return ReviewSettings(*(read_config(side.config_text) for side in (self.old, self.new)))

    def setting_changes(self, codes: Collection[str]) -> list[SettingChange]:
        """What changed in `bsctui.toml`; `codes` are all that can be reported."""
        return self.settings.changes(codes, self.new.config_text)

    @cached_property
    def _authors(self) -> ChangeAuthors:
        return ChangeAuthors(self.repository, self.old.commit, self.new)


class ChangeAuthors:
    """Who wrote what, asked of git once a file."""

    def __init__(self, repository: Repository, old: str | None, new: Revision) -> None:
        self._repository = repository
        self._old = old
        self._new = new
        self._line_authors: dict[str, list[str]] = {}
        self._last: dict[str, str | None] = {}

    def of(self, change: StrategyChange) -> str | None:
        """The author of a change; None where git cannot say."""
        place = change.place
        if place is None:
            return None
        if place.is_old:
            return self._last_author(place.path)
        if place.path not in self._line_authors:
            self._line_authors[place.path] = self._authors_of_lines(place.path)
        authors = self._line_authors[place.path]
        return authors[place.line - 1] if place.line <= len(authors) else None

    def _authors_of_lines(self, path: str) -> list[str]:
        document = self._new.model.documents.get(path)
        content = document.to_bytes() if document is not None else None
        return self._repository.line_authors(path, self._new.commit, content)

    def _last_author(self, path: str) -> str | None:
        if path not in self._last:
            commits = (
                self._repository.log_between(self._old, self._new.commit, path) if self._old else []
            )
            nobody = NOT_COMMITTED if self._new.commit is None else None
            self._last[path] = commits[0].author if commits else nobody
        return self._last[path]


def named_revisions(
    place: Path, old: str | None, new: str | None, files: Model | None = None
) -> RevisionPair:
    """The sides that the words of a command mean: `A...B`, `A..B`, `OLD NEW`, `OLD`, or none (HEAD against the files).

    Args:
        place: The workspace's folder, or the one file that it consists of.
        old: The first word; with `...` inside it means the merge base of two, with `..` those two as they are.
        new: The second word; without it the files as they are.
        files: The model of the files as they are.

    Raises:
        GitError: No repository, no such revision, nothing in common, or no workspace on either side.
    """
    repository = Repository.around(place)
    if old is not None and new is None and "..." in old:
        left, _, right = old.partition("...")
        base = repository.merge_base(left or "HEAD", right or "HEAD")
        later = revision_at(repository, repository.commit(right or "HEAD"), right or "HEAD")
        name = f"{left or 'HEAD'}...{right or 'HEAD'} ({base[:9]})"
        return _pair(place, repository, _older(repository, base, name, later), later)
    if old is not None and new is None and ".." in old:
        left, _, right = old.partition("..")
        return named_revisions(place, left or "HEAD", right or "HEAD")
    before = old or "HEAD"
    commit = repository.commit(before)
    if new is not None:
        later = revision_at(repository, repository.commit(new), new)
    elif files is not None:
        later = _files(place, files)
    else:
        raise GitError("there are no files to compare with")
    return _pair(place, repository, _older(repository, commit, before, later), later)


def branch_revisions(place: Path, words: str | None, base: str, files: Model) -> RevisionPair:
    """The sides of a branch's review: what it brings since it parted from the base.

    Args:
        place: The workspace's folder, or the one file that it consists of.
        words: A revision, `A...B`, `A..B` (those two as they are), or None for the files as they are.
        base: The branch that changes are reviewed against.
        files: The model of the files as they are.

    Raises:
        GitError: No repository, no such revision, nothing in common, or no workspace on either side.
    """
    if words is not None and "..." in words:
        return named_revisions(place, words, None, files)
    if words is not None and ".." in words:
        left, _, right = words.partition("..")
        return named_revisions(place, left or "HEAD", right or None, files)
    if words is not None:
        return named_revisions(place, f"{base}...{words}", None, files)
    repository = Repository.around(place)
    parted = repository.merge_base(base, "HEAD")
    later = _files(place, files)
    name = f"{base} ({parted[:9]})"
    return _pair(place, repository, _older(repository, parted, name, later), later)


def _pair(place: Path, repository: Repository, older: Revision, later: Revision) -> RevisionPair:
    """Two sides of which one has something: who stands in a folder without a workspace must not read that nothing changed.

    Raises:
        GitError: Neither has a file.
    """
    if not older.model.documents and not later.model.documents:
        raise GitError(nothing_written(place))
    return RevisionPair(repository, older, later)


def revision_at(
    repository: Repository, commit: str, name: str, beside: Model | None = None
) -> Revision:
    """The workspace at a commit; beside another side it shares with it what both say."""
    contents = repository.files(commit)
    if beside is not None:
        model = model_beside(beside, contents)
    else:
        model = build({path: read_document(path, content) for path, content in contents.items()})
    return Revision(name, commit, model, _config_at(repository, commit))


def _older(repository: Repository, commit: str, name: str, later: Revision) -> Revision:
    """The older side; where its folder is not there the workspace is looked for where it stood then."""
    older = revision_at(repository, commit, name, later.model)
    documents = later.model.documents
    if older.model.documents or not documents:
        return older
    former = former_place(repository, commit, later.commit, documents)
    if former is None:
        return replace(older, name=f"{name} (no workspace there)", is_missing=True)
    place = f"{former.prefix}{former.only or ''}" or "the top folder"
    return revision_at(former, commit, f"{name} (moved from {place})")


def _files(place: Path, model: Model) -> Revision:
    """The files as they are, with the settings beside them."""
    if place.is_file():
        return Revision(FILES, None, model)
    try:
        text = toml_text(place / CONFIG_FILE)
    except (FileNotFoundError, TomlError):
        text = ""
    return Revision(FILES, None, model, text)


def _config_at(repository: Repository, commit: str) -> str:
    """The text of `bsctui.toml` at a commit; empty where there is none, or it is no text."""
    if repository.only is not None:
        return ""
    content = repository.run("cat-file", "blob", f"{commit}:{repository.prefix}{CONFIG_FILE}")
    try:
        return content.stdout.decode("utf-8-sig") if not content.returncode else ""
    except UnicodeDecodeError:
        return ""
