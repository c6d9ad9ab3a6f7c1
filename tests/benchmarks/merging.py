"""Merging by meaning against `git merge-file`, on concurrent edits of the samples: conflicts, needless ones, wrong merges.

Then whole workspaces, in which records and values go from file to file: what git cannot follow, and a driver of one file neither.

`python -m tests.benchmarks.merging [PAIRS] [SEED]`
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from bsctui.merge.conflicts import ConflictMarkers
from bsctui.merge.files import FileVersions, merge_file
from bsctui.merge.workspaces import merge_workspaces
from tests.merge.concurrent import Pair, pair
from tests.merge.judge import Verdict, both, facts, faults, judged
from tests.merge.reshaping import IN_ONE_FILE, WorkspacePair, workspace_pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAIRS = 2_000
SEED = 20_260_331


@dataclass
class Tally:
    """What became of the pairs in one way of merging."""

    clean: int = 0
    needless: int = 0
    due: int = 0
    wrong: list[tuple[Pair | WorkspacePair, list[str]]] = field(default_factory=list)
    uneven: int = 0
    """Merges that come out otherwise when repeated, or with the sides exchanged."""

    def count(
        self, one: Pair | WorkspacePair, verdict: Verdict, merged: str, conflicts: int
    ) -> None:
        """Judge one merge."""
        if conflicts and verdict.disputed:
            self.due += 1
        elif conflicts:
            self.needless += 1
        else:
            found = faults(verdict, merged, both(one.ours.former, one.theirs.former))
            if found:
                self.wrong.append((one, found))
            else:
                self.clean += 1


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """Pairs in which both sides changed something, each in its own way."""
    random = Random(seed)
    while count:
        one = pair(random, IN_ONE_FILE)
        if one.ours.text != one.base != one.theirs.text != one.ours.text:
            count -= 1
            yield one


def by_git(one: Pair) -> tuple[str, int]:
    """The merge that git makes, and its conflicts."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("ours", "base", "theirs")
        for name, text in zip(names, (one.ours.text, one.base, one.theirs.text), strict=True):
            (Path(folder) / name).write_text(text)
        done = subprocess.run(
            ["git", "merge-file", "-p", *names],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    return done.stdout, done.returncode


def by_meaning(one: Pair) -> tuple[str, int]:
    """The merge that bsctui makes, and its conflicts."""
    merged = merge_file(
        FileVersions(one.base.encode(), one.ours.text.encode(), one.theirs.text.encode()),
        path=one.path,
    )
    return merged.content.decode(), merged.conflicts


def is_even(one: Pair, merged: str, conflicts: int) -> bool:
    """Whether merging the other side again changes nothing, and the exchanged sides say the same."""
    other, mirrored = by_meaning(Pair(one.path, one.base, one.theirs, one.ours))
    if conflicts != mirrored:
        return False
    if conflicts:
        return True
    repeated = replace(one.ours, files={**one.ours.files, one.path: merged})
    again = by_meaning(Pair(one.path, one.base, repeated, one.theirs))
    return again == (merged, 0) and facts(merged, {}) == facts(other, {})


def measured(count: int, seed: int) -> tuple[Tally, Tally]:
    """Git's tally, and ours."""
    git, ours = Tally(), Tally()
    for one in pairs(count, seed):
        verdict = judged(
            one.base, one.ours.text, one.theirs.text, (one.ours.former, one.theirs.former)
        )
        git.count(one, verdict, *by_git(one))
        merged = by_meaning(one)
        ours.count(one, verdict, *merged)
        ours.uneven += not is_even(one, *merged)
    return git, ours


def workspace_pairs(count: int, seed: int) -> Iterator[WorkspacePair]:
    """Pairs of workspaces in which both sides changed something, each in its own way."""
    random = Random(seed)
    while count:
        one = workspace_pair(random)
        if one.ours.files != one.base != one.theirs.files != one.ours.files:
            count -= 1
            yield one


def measured_across_files(count: int, seed: int) -> Tally:
    """The tally of merges of whole workspaces."""
    tally = Tally()
    for one in workspace_pairs(count, seed):
        base, ours, theirs = (_whole(side) for side in (one.base, one.ours.files, one.theirs.files))
        verdict = judged(base, ours, theirs, (one.ours.former, one.theirs.former))
        tally.count(one, verdict, *merged_workspace(one))
    return tally


def merged_workspace(one: WorkspacePair) -> tuple[str, int]:
    """All that the merged workspace says, and its conflicts."""
    base, ours, theirs = (
        {path: text.encode() for path, text in side.items()}
        for side in (one.base, one.ours.files, one.theirs.files)
    )
    outcome = merge_workspaces(base, ours, theirs, ConflictMarkers())
    files = {path: content for path, content in {**ours, **outcome.files}.items() if content}
    text = _whole({path: content.decode() for path, content in files.items()})
    return text, sum(outcome.conflicts.values())


def _whole(files: Mapping[str, str]) -> str:
    return "\n".join(files[path] for path in sorted(files))


def table(git: Tally, ours: Tally) -> str:
    """The tallies side by side."""
    rows = [
        ("merged cleanly and rightly", git.clean, ours.clean),
        ("conflict where the sides disagree", git.due, ours.due),
        ("needless conflict", git.needless, ours.needless),
        ("clean, but wrong or lossy", len(git.wrong), len(ours.wrong)),
    ]
    lines = [f"{'':36}{'git merge-file':>16}{'bsctui merge':>16}"]
    lines += [f"{name:36}{one:16}{other:16}" for name, one, other in rows]
    lines.append(f"{'other when repeated or turned round':36}{'':16}{ours.uneven:16}")
    share = ours.needless / git.needless if git.needless else 0.0
    return "\n".join([*lines, f"needless conflicts against git's: {share:.3f} (at most 0.100)"])


def main() -> None:
    """Print the table."""
    count, seed = (
        int(word) for word in [*sys.argv[1:3], *(str(PAIRS), str(SEED))[len(sys.argv[1:3]) :]]
    )
    sys.stdout.write(f"{count} pairs of concurrent edits of samples/\n")
    sys.stdout.write(table(*measured(count, seed)) + "\n\n")
    tally = measured_across_files(count // 4, seed)
    sys.stdout.write(
        f"{count // 4} pairs of whole workspaces: {tally.clean} merged cleanly and rightly, {tally.due} conflicts where the sides"
        f" disagree, {tally.needless} needless ones, {len(tally.wrong)} clean, but wrong or lossy\n"
    )


if __name__ == "__main__":
    main()
