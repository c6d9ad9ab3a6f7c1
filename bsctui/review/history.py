"""The history of one item through renames and moves: the commits that changed what is said of it, and what they changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from bsctui.git.objects import NO_FILES
from bsctui.merge.record_pairing import Matching, match_records
from bsctui.model.excerpt import (
    STUB_FILE,
    Excerpt,
    Stub,
    declared_in,
    declares,
    excerpt_in,
    excerpt_model,
    excerpt_of,
    mentioned_addresses,
    same_excerpts,
    settings_of,
)
from bsctui.review.alignment import AlignedSides
from bsctui.review.changes import ChangeKind, single_changes
from bsctui.review.decisions import changes_between
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from bsctui.git.objects import Ancestor, GitObjects
    from bsctui.git.repository import Commit
    from bsctui.model.model import Model
    from bsctui.review.changes import StrategyChange
    from bsctui.text.document import Document


@dataclass(frozen=True, slots=True)
class ItemCommit:
    """A commit that changed an item.

    Attributes:
        ancestor: None for what is not committed yet.
        address: What it is called from this commit on.
        changes: What became of it.
        is_cut: Nothing older is known here: the clone is shallow.
    """

    ancestor: Ancestor | None
    address: str
    changes: tuple[StrategyChange, ...]
    is_cut: bool = False

    @property
    def commit(self) -> Commit | None:
        """The commit; None for what is not committed yet."""
        return self.ancestor.commit if self.ancestor is not None else None


class HistoryStep(NamedTuple):
    """An item on both sides of one commit.

    Attributes:
        before: What it was called; what it is called where it came with this commit.
        is_new: It came with this commit.
        sides: Both slices; None where the commit did not touch them.
        changes: What became of it.
    """

    before: str
    is_new: bool = False
    sides: AlignedSides | None = None
    changes: tuple[StrategyChange, ...] = ()


@dataclass(eq=False, repr=False)
class ItemHistory:
    """Walks the history of a workspace.

    Args:
        objects: The repository's objects.
        model: The files as they are: what is not committed yet is told by them.
        revision: Where the history ends.
    """

    objects: GitObjects
    model: Model
    revision: str = "HEAD"
    _excerpts: dict[tuple[str, str, str], Excerpt] = field(default_factory=dict)
    _here: dict[tuple[str, str], Document] = field(default_factory=dict)
    _named: dict[str, tuple[Document, str]] = field(default_factory=dict)
    _read: dict[tuple[str, str], Document] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._settings = settings_of(self.model)
        self._perspective = next(iter(self.model.names.perspectives), "financial")
        self.ancestors = self.objects.lineage(self.revision)
        self._cuts = _cuts(self.objects)

    def of(self, model: Model, revision: str = "HEAD") -> ItemHistory:
        """The history up to other texts, or another revision; what was read is not read again.

        Raises:
            GitError: There is no such revision, or git does not answer.
        """
        return replace(self, model=model, revision=revision, _here={})

    def is_cut(self, commit: Commit | None) -> bool:
        """Whether a commit is where a shallow clone ends: what it seems to have set may be older."""
        return commit is not None and commit.oid in self._cuts

    # --- The walk

    def item_commits(self, address: str) -> Iterator[ItemCommit]:
        """The commits that changed an item, the latest first; what is not committed comes before them.

        Raises:
            GitError: Git does not answer.
        """
        return (touch for touch in self.all_commits(address) if touch.changes)

    def all_commits(self, address: str) -> Iterator[ItemCommit]:
        """Every commit as long as an item was there, those that changed nothing of it too.

        Raises:
            GitError: Git does not answer.
        """
        for ancestor, name, steps in self.steps(address):
            cut = ancestor is not None and self.is_cut(ancestor.commit)
            is_cut = cut and any(step.is_new for step in steps)
            yield ItemCommit(ancestor, name, _common(steps), is_cut)

    def steps(self, address: str) -> Iterator[tuple[Ancestor | None, str, list[HistoryStep]]]:
        """Every commit as long as the item is there: what it is called, and a step from each of its parents.

        The first is from the last commit to the files as they are.
        """
        newest = self._files_of(self.ancestors[0]) if self.ancestors else NO_FILES
        first = self._step(address, newest, self._files_here())
        yield None, address, [first]
        names: dict[str, str] = {}
        if self.ancestors and not first.is_new:
            names[self.ancestors[0].commit.oid] = first.before
        for ancestor in self.ancestors:
            name = names.pop(ancestor.commit.oid, None)
            if name is None:
                continue
            after = self._files_of(ancestor)
            parents = [self._by_oid[parent] for parent in self.parents(ancestor)]
            steps = [self._step(name, self._files_of(parent), after) for parent in parents]
            for parent, step in zip(parents, steps, strict=True):
                if not step.is_new:
                    names.setdefault(parent.commit.oid, step.before)
            yield ancestor, name, steps or [self._step(name, NO_FILES, after)]
            if not names:
                return

    def parents(self, ancestor: Ancestor | None) -> list[str]:
        """The commits that the steps of one were made from, in the same order."""
        if ancestor is None:
            return [newest.commit.oid for newest in self.ancestors[:1]]
        known = self._by_oid
        return [parent for parent in ancestor.parents if parent in known]

    def parent_trees(self, ancestor: Ancestor | None) -> list[str]:
        """The trees that a commit was made from; of the files as they are the last commit's."""
        return [self._by_oid[parent].tree for parent in self.parents(ancestor)]

    def excerpt_here(self, address: str) -> Model:
        """What the files as they are say of an item, by itself."""
        files = self._files_here()
        return excerpt_model(
            self._excerpts_of(files, files, address), self._settings, (), self._perspective
        )

    @cached_property
    def _by_oid(self) -> Mapping[str, Ancestor]:
        return {ancestor.commit.oid: ancestor for ancestor in self.ancestors}

    def _files_of(self, ancestor: Ancestor) -> Mapping[str, str]:
        return self.objects.files(ancestor.tree)

    def _files_here(self) -> Mapping[str, str]:
        """The files as they are, as git would call their contents."""
        size = len(self.ancestors[0].tree) if self.ancestors else 40
        blob_names: dict[str, str] = {}
        for path, document in self.model.documents.items():
            named = self._named.get(path)
            if named is None or named[0] is not document:
                named = self._named[path] = (document, blob_name(document.to_bytes(), size))
            self._here[path, named[1]] = document
            blob_names[path] = named[1]
        return blob_names

    # --- Everything at once

    def pending(self) -> list[StrategyChange]:
        """What the files as they are say otherwise than the last commit: one decision, one change.

        Raises:
            GitError: Git does not answer.
        """
        old = self._files_of(self.ancestors[0]) if self.ancestors else NO_FILES
        new = self._files_here()
        paths = [path for path in {**new, **old} if old.get(path) != new.get(path)]
        before = {path: self._document(path, old[path]).records for path in paths if path in old}
        after = {path: self._document(path, new[path]).records for path in paths if path in new}
        before, after = _without(before, after), _without(after, before)
        if not any(before.values()) and not any(after.values()):
            return []
        matching = self._matching(paths, old, new)
        return [
            change
            for change in changes_between(self._sides(before, after, matching))
            if change.place is None or change.place.path != STUB_FILE
        ]

    # --- One step

    def _step(self, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> HistoryStep:
        paths = [path for path in {**new, **old} if old.get(path) != new.get(path)]
        before, after = self._excerpts_of(paths, old, name), self._excerpts_of(paths, new, name)
        if same_excerpts(before, after):
            return HistoryStep(name)
        was, now = _declares(before, name), _declares(after, name)
        if (
            not was and not now
        ):  # margin lines of a record that stands in a file that did not change
            before, after = self._excerpts_of(old, old, name), self._excerpts_of(new, new, name)
            was, now = _declares(before, name), _declares(after, name)
            if not was and not now:
                return HistoryStep(name)
        matching = self._matching(paths, old, new)
        if was and now:
            return self._compared(name, name, before, after, matching)
        if now:
            former = matching.old_of.get(name)
            before = self._excerpts_of(paths, old, former) if former else {}
            return self._compared(
                former or name, name, before, after, matching, is_new=former is None
            )
        later = matching.new_of.get(name)
        after = self._excerpts_of(paths, new, later) if later else {}
        return self._compared(name, later or name, before, after, matching)

    def _compared(
        self, old: str, new: str, before: Mapping[str, Excerpt], after: Mapping[str, Excerpt], matching: Matching,
        *, is_new: bool = False,
    ) -> HistoryStep:  # fmt: skip
        sides = self._sides(before, after, matching)
        changes = tuple(
            change
            for change in single_changes(sides)
            if (
                change.address == new
                or (change.kind is ChangeKind.REMOVED and change.address == old)
            )
            and (change.place is None or change.place.path != STUB_FILE)
        )
        return HistoryStep(old, is_new, sides, changes)

    def _sides(
        self, before: Mapping[str, Excerpt], after: Mapping[str, Excerpt], matching: Matching
    ) -> AlignedSides:
        """What two sides say, cut out, with what both refer to."""
        named = {**mentioned_addresses(before), **mentioned_addresses(after)}
        after_lines = {record.lines for records in after.values() for record in records}
        settings = tuple(record for record in self._settings if record.lines not in after_lines)
        old, new = (
            excerpt_model(
                excerpts, settings, self._stubs(named, matching, new=is_new), self._perspective
            )
            for excerpts, is_new in ((before, False), (after, True))
        )
        return AlignedSides(old, new)

    def _stubs(
        self, named: Mapping[str, str | None], matching: Matching, *, new: bool
    ) -> Iterator[Stub]:
        """What both slices name, as a side calls it."""
        yielded: set[str] = set()
        for address, mentioned_kind in named.items():
            old_name = matching.old_of.get(address, address)
            new_name = matching.new_of.get(old_name, old_name)
            stub_address = new_name if new else old_name
            has_gone = old_name in matching.old and old_name not in matching.new_of
            has_come = new_name in matching.new and new_name not in matching.old_of
            if has_gone if new else has_come:
                continue
            record = matching.new.get(new_name) or matching.old.get(old_name)
            kind = (
                record.kind
                if record is not None
                else self.model.names.kind(address) or mentioned_kind
            )
            if kind is not None and kind != "perspective" and stub_address not in yielded:
                yielded.add(stub_address)
                yield Stub(kind, stub_address, old_name if new and old_name != new_name else None)

    # --- Reading, each content once

    def _excerpts_of(
        self, paths: Sequence[str] | Mapping[str, str], files: Mapping[str, str], address: str
    ) -> dict[str, Excerpt]:
        """What some files say of an item; those that say nothing left out."""
        excerpts = {
            path: self._excerpt_at(path, files[path], address) for path in paths if path in files
        }
        return {path: records for path, records in excerpts.items() if records}

    def _excerpt_at(self, path: str, oid: str, address: str) -> Excerpt:
        key = (path, oid, address)
        if key not in self._excerpts:
            document = self._here.get((path, oid))
            self._excerpts[key] = (
                excerpt_of(document.records, path, address)
                if document is not None
                else excerpt_in(self.objects.content(oid), path, address)
            )
        return self._excerpts[key]

    def _matching(
        self, paths: Sequence[str], old: Mapping[str, str], new: Mapping[str, str]
    ) -> Matching:
        """Which record is which, among the files that changed: in the others nothing came or went."""
        before = declared_in(self._document(path, old[path]) for path in paths if path in old)
        after = declared_in(self._document(path, new[path]) for path in paths if path in new)
        return match_records(before, after)

    def _document(self, path: str, oid: str) -> Document:
        document = self._here.get((path, oid))
        if document is not None:
            return document
        if (path, oid) not in self._read:
            if len(self._read) > 200:
                self._read.clear()
            self._read[path, oid] = read_document(path, self.objects.content(oid))
        return self._read[path, oid]


def _without(side: Mapping[str, Excerpt], other: Mapping[str, Excerpt]) -> dict[str, Excerpt]:
    """The records of a side that the other has not, wherever they stand."""
    known = {record.lines for records in other.values() for record in records}
    return {
        path: tuple(r for r in records if r.header is not None and r.lines not in known)
        for path, records in side.items()
    }


def _declares(excerpts: Mapping[str, Excerpt], address: str) -> bool:
    return any(declares(records, address) for records in excerpts.values())


def _common(steps: Sequence[HistoryStep]) -> tuple[StrategyChange, ...]:
    """What a commit changed; of a merge what differs from each of its parents that has the item.

    The parents differ among themselves: of a series the periods are compared, not the lines.
    """
    known = [step.changes for step in steps if not step.is_new] or [step.changes for step in steps]
    nearest, *others = sorted(known, key=lambda changes: sum(map(len, map(_touched, changes))))
    return tuple(
        change
        for change in nearest
        if all(
            any(_touched(change) & _touched(candidate) for candidate in other) for other in others
        )
    )


def _touched(change: StrategyChange) -> frozenset[Hashable]:
    """What a change is of: of a fact its parts that differ, of a record itself."""
    before = change.before.pieces if change.before is not None else {}
    after = change.after.pieces if change.after is not None else {}
    parts = {**before, **after}
    differing: set[Hashable] = {
        (change.key, name)
        for name, part in parts.items()
        if (not change.periods or part.period in change.periods)
        and (name in before, name in after, before.get(name, part).meaning)
        != (True, True, after.get(name, part).meaning)
    }
    return frozenset(differing) or frozenset(
        [(change.kind, change.address, change.key, change.new)]
    )


def _cuts(objects: GitObjects) -> frozenset[str]:
    """The commits whose parents a shallow clone lacks."""
    answer = objects.repository.run("rev-parse", "--git-path", "shallow")
    path = objects.repository.top / answer.stdout.decode("utf-8", "surrogateescape").rstrip("\n")
    try:
        return frozenset(path.read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def blob_name(content: bytes, size: int) -> str:
    """What git calls a content, in a repository whose names have `size` digits."""
    kind = "sha256" if size == 64 else "sha1"
    whole = b"blob %d\0" % len(content) + content
    return hashlib.new(kind, whole, usedforsecurity=False).hexdigest()
