"""What was typed into a form or a commit that was left, kept for the next time it is opened; pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.review.commit_parts import CommitPart


class EditableField(Protocol):
    """A line of a form: what it is, and what is written of it."""

    @property
    def keyword(self) -> str:
        """The field."""

    @property
    def text(self) -> str:
        """What stands there; empty for nothing."""


class DraftKey(NamedTuple):
    """A fact as it was seen; of several that read the same, the one of that number."""

    keyword: str
    text: str
    number: int


class CommitDraft(NamedTuple):
    """A commit's message (empty: the suggested one), and the facts that stay out of it."""

    message: str = ""
    left_out: frozenset[CommitPart] = frozenset()


NO_DRAFT = CommitDraft()
"""As it is suggested, and all of it."""


Draft = dict[DraftKey, str]
"""The texts typed in place of facts, those that were left as they stood not among them."""


class RestoredDraft(NamedTuple):
    """A form's texts to start from, and the facts whose typed text is dropped: they say something else now."""

    texts: tuple[str, ...]
    dropped: tuple[DraftKey, ...]


def draft_of(facts: Sequence[EditableField], typed: Sequence[str]) -> Draft:
    """What was typed that differs from what stands there."""
    pairs = zip(_draft_keys(facts), typed, strict=True)
    return {spot: text for spot, text in pairs if text != spot.text}


def restore_draft(draft: Draft, facts: Sequence[EditableField]) -> RestoredDraft:
    """The form as it is now, with what was typed where the fact still is as it was then."""
    spots = tuple(_draft_keys(facts))
    return RestoredDraft(
        tuple(draft.get(spot, spot.text) for spot in spots),
        tuple(spot for spot in draft if spot not in set(spots)),
    )


def _draft_keys(facts: Sequence[EditableField]) -> Iterator[DraftKey]:
    counts: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        same = fact.keyword, fact.text
        yield DraftKey(*same, counts[same])
        counts[same] += 1
