"""A review as the view shows it: compared in a thread, with progress, given up when nobody waits for it any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bsctui.codes import CODES
from bsctui.config import load_config
from bsctui.git.command import GitError
from bsctui.git.repository import Repository
from bsctui.review.comparison import compare
from bsctui.review.revisions import branch_revisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bsctui.model.model import Model
    from bsctui.review.changes import StrategyChange
    from bsctui.review.comparison import Comparison
    from bsctui.review.revisions import RevisionPair


class ReviewCancelled(Exception):
    """Nobody waits for this review any more."""


@dataclass(slots=True)
class ReviewProgress:
    """How many single effects are known. Written by the thread, read by the view."""

    done: int = 0
    total: int = 0
    is_given_up: bool = False

    def __call__(self, changes: Sequence[StrategyChange]) -> Iterator[StrategyChange]:
        """Hand the changes on one by one."""
        self.total = len(changes)
        for change in changes:
            if self.is_given_up:
                raise ReviewCancelled
            yield change
            self.done += 1


@dataclass(frozen=True, slots=True)
class Review:
    """What two revisions differ in, or why that cannot be told and what to do about it.

    Attributes:
        base: The branch that is compared against where nothing else is asked for.
        authors: By identity of the change: who made it; empty until they are known.
    """

    base: str
    pair: RevisionPair | None = None
    comparison: Comparison | None = None
    trouble: tuple[str, ...] = ()
    authors: Mapping[int, str | None] = field(default_factory=dict)

    @property
    def follows_files(self) -> bool:
        """Whether one of the sides is the files as they are, edits included."""
        return self.pair is None or self.pair.new.commit is None


def review(
    place: Path, root: Path, words: str | None, model: Model, progress: ReviewProgress
) -> Review:
    """Compare what the words mean (`branch_revisions`); takes its time.

    Raises:
        GivenUp: Nobody waits any more.
    """
    config = load_config(root)
    base = config.base or ""
    try:
        base = base or Repository.around(place).base_branch()
        pair = branch_revisions(place, words, base, model)
    except GitError as error:
        return Review(base, trouble=tuple(_remedies(place, str(error), words, base)))
    comparison = compare(
        pair.old.model, pair.new.model, progress=progress,
        is_reported=pair.settings.is_reported, settings=pair.setting_changes(CODES),
    )  # fmt: skip
    return Review(base, pair, comparison)


def authors_of(review: Review) -> dict[int, str | None]:
    """Who made each change; asks git about every file that is touched."""
    if review.pair is None or review.comparison is None:
        return {}
    try:
        return {
            id(reviewed.change): review.pair.author(reviewed.change)
            for reviewed in review.comparison.reviewed
        }
    except GitError:
        return {}


def _remedies(place: Path, message: str, words: str | None, base: str) -> Iterator[str]:
    """What git said, and what to do about it."""
    yield message.replace(f"`{place}`", "this workspace")
    try:
        repository = Repository.around(place)
        repository.commit("HEAD")
    except GitError:
        yield "A review compares commits: `git init`, then `git add` and `git commit`, and it can begin."
        return
    if words is None and base and f"`{base}`" in message:
        yield f"B compares with another branch; to change it permanently, set `[review] base` in bsctui.toml, now `{base}`."
    else:
        yield "B compares other revisions."
