"""`python -m tests.benchmarks.remembering`: an item's history among 10,000 KPIs against `git log -p` and loading."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.edits import SetField
from bsctui.git.objects import GitObjects
from bsctui.git.repository import Repository
from bsctui.review.history import ItemHistory
from bsctui.workspace import Workspace
from tests.benchmarks.generate import Generator
from tests.benchmarks.scoring import say
from tests.review.repositories import git, repository

if TYPE_CHECKING:
    from collections.abc import Callable

KPIS = 10_000
COMMITS = 100


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = _history(Path(name))
        reference = _seconds(
            lambda: subprocess.run(
                ["git", "log", "-p"], cwd=folder, capture_output=True, check=True
            )
        )
        loading = _seconds(lambda: Workspace.load(folder))
        workspace = Workspace.load(folder)
        address = list(workspace.model.kpis)[KPIS // 2]
        with GitObjects(Repository.around(folder)) as objects:
            walked = _seconds(
                lambda: list(ItemHistory(objects, workspace.model).item_commits(address))
            )
            history = ItemHistory(objects, workspace.model)
            history.pending()
            workspace.apply(SetField(address, "owner", '"Somebody"'))
            pending = _seconds(lambda: history.of(workspace.model).pending())
    say(f"history of one of {KPIS} KPIs, {COMMITS} commits that touch others: {walked:.2f} s")
    say(f"  {walked / reference:.1f} x of `git log -p`, {walked / loading:.2f} x of loading once")
    say(
        f"differing facts after an edit: {pending * 1000:.0f} ms, {pending / loading:.2f} x of loading"
    )


def _history(folder: Path) -> Path:
    """A large workspace whose files were committed again and again."""
    files = Generator(1).files(KPIS)
    repository(folder, {**files, "bsctui.toml": ""})
    paths = [path for path in files if path.startswith("cards")]
    for number in range(COMMITS):
        path = folder / paths[number % len(paths)]
        text = path.read_text("utf-8")
        path.write_text(
            text.replace("  owner ann\n", f"  owner ann\n  tag t{number}\n", 1), "utf-8"
        )
        git(folder, "commit", "-q", "-a", "-m", str(number))
    return folder


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
