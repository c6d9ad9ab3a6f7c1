"""What the app knows of git: the branch, the facts that differ from the last commit, the history of items. Asked in threads."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.identity import ByIdentity
from bsctui.app.core.result_cache import ResultCache
from bsctui.phrases import count_phrase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bsctui.app.core.session import Session
    from bsctui.git.objects import GitObjects
    from bsctui.model.model import Model
    from bsctui.review.blame import FactBlame
    from bsctui.review.history import ItemCommit, ItemHistory
    from bsctui.review.score_at import CommitModels as Models
    from bsctui.review.score_at import PeriodScore


class ViewedRevision(NamedTuple):
    """A revision to look from: its texts, and its name in git."""

    model: Model
    revision: str


class BranchStatus(NamedTuple):
    """The branch that is checked out, how many facts differ from its last commit, and what is not finished."""

    branch: str
    facts: int
    doing: str | None = None
    """What is under way, such as a merge; `detached` where no branch is checked out."""

    def __str__(self) -> str:
        """As the header shows it: what is under way first, since it is cut at the end."""
        doing = f"{self.doing}: " if self.doing else ""
        facts = f" +{count_phrase(self.facts, 'fact')}" if self.facts else ""
        return f"{doing}{self.branch}{facts}"


@dataclass(frozen=True, slots=True)
class ItemGitHistory:
    """All that git tells of an item: who set its facts, the commits that touched it, and its score after each."""

    blamed: tuple[FactBlame, ...] = ()
    touches: tuple[ItemCommit, ...] = ()
    standings: tuple[PeriodScore, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class RecentCommits:
    """A few commits that touched an item, or why there are none to tell of."""

    touches: tuple[ItemCommit, ...] = ()
    trouble: str | None = None
    notes: tuple[FactBlame, ...] = ()
    """Who wrote its comments."""


_NOTHING = RecentCommits()

RECENT = 5
"""Commits that an item's detail tells of."""


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


class GitService:
    """The repository around the workspace; one thread at a time asks it. Nothing of git is imported before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = Lock()
        self._objects: GitObjects | None = None
        self._history: ItemHistory | None = None
        self._models: Models | None = None
        self._watched: tuple[Path, ...] = ()
        self._stamps: tuple[int, ...] = ()
        self.moves = 0
        """How often `moved` was told of: what rests on commits is made anew."""
        self._asked_at: Path | None = None
        self._is_closed = False
        self._recent: ResultCache[str, RecentCommits] = ResultCache()
        self.branch_status: BranchStatus | None = None
        """The last answer of `look`; None where there is no git, or nothing is known yet."""

    def close(self) -> None:
        """Let git go."""
        self._is_closed = True
        if self._objects is not None:
            self._objects.close()

    @property
    def place(self) -> Path | None:
        """Where the workspace is; None for one in memory."""
        workspace = self._session.workspace
        return workspace.place if workspace.home is not None else None

    def has_moved(self) -> bool:
        """Whether a commit or a checkout was made since the last look, here or anywhere else."""
        before, self._stamps = self._stamps, tuple(_stamp(path) for path in self._watched)
        return bool(before) and before != self._stamps

    # --- Asked by the app

    async def refresh_status(self) -> BranchStatus | None:
        """The branch and the differing facts; None where there is no git."""
        place, basis = self.place, self._basis()
        where = None
        if place is not None:
            where = await asyncio.to_thread(self._look, place, self._session.model)
        if basis == self._basis():
            self.branch_status = where
        return self.branch_status

    def cached_commits(self, address: str) -> RecentCommits | None:
        """The last commits that touched an item; None where they must be asked for, as the texts changed since."""
        if self.place is None:
            return _NOTHING
        return self._recent.get(self._basis(), address)

    async def recent_commits(self, address: str) -> RecentCommits:
        """The last commits that touched an item, and what is not committed of it."""
        basis, place = self._basis(), self.place
        if place is None:
            return _NOTHING
        commits = await asyncio.to_thread(
            self._touches, place, self._session.model, address, RECENT + 1
        )
        self._recent.keep(basis, address, commits)
        return commits

    async def item_history(
        self, address: str, side: ViewedRevision | None = None
    ) -> AsyncIterator[ItemGitHistory]:
        """All of an item's past, as far as it is known: facts and commits first, then scores one by one.

        Args:
            address: The item.
            side: The revision to look from; None for the files as they are.
        """
        model, revision = side or ViewedRevision(self._session.model, "HEAD")
        place = self.place
        if place is None:
            yield ItemGitHistory(trouble="this workspace is not on disk: it has no history")
            return
        history = await asyncio.to_thread(self._past, place, model, revision, address)
        yield history
        for _ in history.touches:
            history = await asyncio.to_thread(self._scored, place, model, history)
            yield history

    def _basis(self) -> object:
        return ByIdentity(self._session.model), len(self._session.committed), self.moves

    # --- In threads

    def _past(self, place: Path, model: Model, revision: str, address: str) -> ItemGitHistory:
        from bsctui.git.command import GitError
        from bsctui.review.perspectives import blame_of, item_commits_of

        try:
            with self._lock:
                history = self.history(place, model, revision)
                return ItemGitHistory(
                    tuple(blame_of(history, address)), tuple(item_commits_of(history, address))
                )
        except GitError as error:
            return ItemGitHistory(trouble=str(error))

    def _scored(self, place: Path, model: Model, history: ItemGitHistory) -> ItemGitHistory:
        """The same with the score after one more commit."""
        from bsctui.git.command import GitError
        from bsctui.review import score_at

        touch = history.touches[len(history.standings)]
        try:
            with self._lock:
                if self._models is None:
                    self._models = score_at.CommitModels(self.objects(place))
                then = model if touch.ancestor is None else self._models.model(touch.ancestor.tree)
                score = score_at.item_score(then, touch.address)
        except GitError:
            score = score_at.PeriodScore()
        return replace(history, standings=(*history.standings, score))

    def _look(self, place: Path, model: Model) -> BranchStatus | None:
        from bsctui.git.command import GitError

        try:
            with self._lock:
                history = self.history(place, model)
                repository = history.objects.repository
                doing = repository.under_way or ("detached" if repository.is_detached else None)
                return BranchStatus(repository.branch, len(history.pending()), doing)
        except GitError:
            return None

    def _touches(self, place: Path, model: Model, address: str, count: int) -> RecentCommits:
        from itertools import islice

        from bsctui.git.command import GitError
        from bsctui.review.perspectives import blame_of, item_commits_of

        entity = model.entity(address)
        try:
            with self._lock:
                history = self.history(place, model)
                touches = tuple(islice(item_commits_of(history, address), count))
                facts = blame_of(history, address) if entity and entity.notes else ()
                notes = tuple(fact for fact in facts if fact.field == "note")
                return RecentCommits(touches, notes=notes)
        except GitError as error:
            return RecentCommits(trouble=str(error))

    def history(self, place: Path, model: Model, revision: str = "HEAD") -> ItemHistory:
        """The history up to some texts.

        Raises:
            GitError: There is no repository, or no commit, or git does not answer.
        """
        from bsctui.review.history import ItemHistory

        objects = self.objects(place)
        if self._history is None:
            self._history = ItemHistory(objects, model, revision)
        self._history = self._history.of(model, revision)
        return self._history

    def objects(self, place: Path) -> GitObjects:
        """The repository's objects.

        Raises:
            GitError: There is no repository.
        """
        from bsctui.git.command import GitError
        from bsctui.git.objects import GitObjects
        from bsctui.git.repository import Repository

        if self._is_closed:
            raise GitError("the app is closing")
        if self._objects is not None and self._asked_at != place:
            self._objects.close()
            self._objects = self._history = self._models = None
        if self._objects is None:
            self._objects = GitObjects(Repository.around(place))
            self._asked_at = place
            self._watched = self._objects.repository.head_files()
        return self._objects
