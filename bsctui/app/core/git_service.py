"""What the app knows of git: the branch, the facts that differ from the last commit, the history of items. Asked in threads."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from bsctui.app.core.identity import Held
from bsctui.app.core.kept_results import Kept

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bsctui.app.core.session import Session
    from bsctui.git.objects import Objects
    from bsctui.model.model import Model
    from bsctui.review.blame import Blamed
    from bsctui.review.history import History, Touch
    from bsctui.review.score_at import Past as Models
    from bsctui.review.score_at import Standing


class Side(NamedTuple):
    """A revision to look from: its texts, and its name in git."""

    model: Model
    revision: str


class Where(NamedTuple):
    """The branch that is checked out, how many facts differ from its last commit, and what is not finished."""

    branch: str
    facts: int
    doing: str | None = None
    """What is under way, such as a merge; `detached` where no branch is checked out."""

    def __str__(self) -> str:
        """As the header shows it: what is under way first, since it is cut at the end."""
        doing = f"{self.doing}: " if self.doing else ""
        facts = f" +{self.facts} {'fact' if self.facts == 1 else 'facts'}" if self.facts else ""
        return f"{doing}{self.branch}{facts}"


@dataclass(frozen=True, slots=True)
class Past:
    """All that git tells of an item: who set its facts, the commits that touched it, and its score after each."""

    blamed: tuple[Blamed, ...] = ()
    touches: tuple[Touch, ...] = ()
    standings: tuple[Standing, ...] = ()
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A few commits that touched an item, or why there are none to tell of."""

    touches: tuple[Touch, ...] = ()
    trouble: str | None = None


_NOTHING = Told()

RECENT = 5
"""Commits that an item's detail tells of."""


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


class Archive:
    """The repository around the workspace; one thread at a time asks it. Nothing of git is imported before."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = Lock()
        self._objects: Objects | None = None
        self._history: History | None = None
        self._models: Models | None = None
        self._watched: tuple[Path, ...] = ()
        self._stamps: tuple[int, ...] = ()
        self.moves = 0
        """How often `moved` was told of: what rests on commits is made anew."""
        self._asked_at: Path | None = None
        self._is_closed = False
        self._recent: Kept[str, Told] = Kept()
        self.where: Where | None = None
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

    def moved(self) -> bool:
        """Whether a commit or a checkout was made since the last look, here or anywhere else."""
        before, self._stamps = self._stamps, tuple(_stamp(path) for path in self._watched)
        return bool(before) and before != self._stamps

    # --- Asked by the app

    async def look(self) -> Where | None:
        """The branch and the differing facts; None where there is no git."""
        place, basis = self.place, self._basis()
        where = None
        if place is not None:
            where = await asyncio.to_thread(self._look, place, self._session.model)
        if basis == self._basis():
            self.where = where
        return self.where

    def recent_known(self, address: str) -> Told | None:
        """The last commits that touched an item; None where they must be asked for, as the texts changed since."""
        if self.place is None:
            return _NOTHING
        return self._recent.known(self._basis(), address)

    async def recent(self, address: str) -> Told:
        """The last commits that touched an item, and what is not committed of it."""
        basis, place = self._basis(), self.place
        if place is None:
            return _NOTHING
        told = await asyncio.to_thread(
            self._touches, place, self._session.model, address, RECENT + 1
        )
        self._recent.keep(basis, address, told)
        return told

    async def past(self, address: str, side: Side | None = None) -> AsyncIterator[Past]:
        """All of an item's past, as far as it is known: facts and commits first, then scores one by one.

        Args:
            address: The item.
            side: The revision to look from; None for the files as they are.
        """
        model, revision = side or Side(self._session.model, "HEAD")
        place = self.place
        if place is None:
            yield Past(trouble="this workspace is not on disk: it has no history")
            return
        found = await asyncio.to_thread(self._past, place, model, revision, address)
        yield found
        for _ in found.touches:
            found = await asyncio.to_thread(self._scored, place, model, found)
            yield found

    def _basis(self) -> object:
        return Held(self._session.model), len(self._session.committed), self.moves

    # --- In threads

    def _past(self, place: Path, model: Model, revision: str, address: str) -> Past:
        from bsctui.git.repository import GitError
        from bsctui.review.perspectives import blame_of, touches_of

        try:
            with self._lock:
                history = self.history(place, model, revision)
                return Past(tuple(blame_of(history, address)), tuple(touches_of(history, address)))
        except GitError as error:
            return Past(trouble=str(error))

    def _scored(self, place: Path, model: Model, found: Past) -> Past:
        """The same with the score after one more commit."""
        from bsctui.git.repository import GitError
        from bsctui.review import score_at

        touch = found.touches[len(found.standings)]
        try:
            with self._lock:
                if self._models is None:
                    self._models = score_at.Past(self.objects(place))
                then = model if touch.ancestor is None else self._models.model(touch.ancestor.tree)
                told = score_at.standing(then, touch.address)
        except GitError:
            told = score_at.Standing()
        return replace(found, standings=(*found.standings, told))

    def _look(self, place: Path, model: Model) -> Where | None:
        from bsctui.git.repository import GitError

        try:
            with self._lock:
                history = self.history(place, model)
                repository = history.objects.repository
                doing = repository.under_way or ("detached" if repository.is_detached else None)
                return Where(repository.branch, len(history.pending()), doing)
        except GitError:
            return None

    def _touches(self, place: Path, model: Model, address: str, count: int) -> Told:
        from itertools import islice

        from bsctui.git.repository import GitError
        from bsctui.review.perspectives import touches_of

        try:
            with self._lock:
                history = self.history(place, model)
                return Told(tuple(islice(touches_of(history, address), count)))
        except GitError as error:
            return Told(trouble=str(error))

    def history(self, place: Path, model: Model, revision: str = "HEAD") -> History:
        """The history up to some texts.

        Raises:
            GitError: There is no repository, or no commit, or git does not answer.
        """
        from bsctui.review.history import History

        objects = self.objects(place)
        if self._history is None:
            self._history = History(objects, model, revision)
        self._history = self._history.of(model, revision)
        return self._history

    def objects(self, place: Path) -> Objects:
        """The repository's objects.

        Raises:
            GitError: There is no repository.
        """
        from bsctui.git.objects import Objects
        from bsctui.git.repository import GitError, Repository

        if self._is_closed:
            raise GitError("the app is closing")
        if self._objects is not None and self._asked_at != place:
            self._objects.close()
            self._objects = self._history = self._models = None
        if self._objects is None:
            self._objects = Objects(Repository.around(place))
            self._asked_at = place
            self._watched = self._objects.repository.heads()
        return self._objects
