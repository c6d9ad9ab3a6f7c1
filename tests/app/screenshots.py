"""Write the README's pictures, one a view: `python -m tests.app.screenshots [FOLDER]` draws the sample airline."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.app.ui.themes import DARK
from bsctui.app.ui.view import VIEWS, ViewEntry
from bsctui.workspace import Workspace
from tests.review.repositories import commit, git, repository

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "views"
SIZE = (120, 32)
"""Cells: wide enough for tree and detail side by side, few enough to be read in a README."""

START = "skyline.on_ground"
"""The item that all pictures are of, so that they show what each view adds."""

KEYS = {
    "cascade": ("plus",),
    "text": ("i", "down", "end", "enter", "o"),
}
"""What is pressed in a view before its picture; nothing in the others."""


PROPOSED = (
    ("target 11% by 2026-Q4", 'target 10% by 2026-Q4 "Fuel will stay dear"'),
    ("target 84% by 2026-Q4", 'target 85% by 2026-Q4 "The summer showed that it can be done"'),
    ("target 1.8M by 2026-Q4", "target 1.85M by 2026-Q4"),
)
"""What the branch of the review's picture brings."""


def propose(folder: Path) -> None:
    """Make a repository of a folder, with a branch to review."""
    repository(folder, {})
    text = (folder / "corporate.bsc").read_text("utf-8")
    for old, new in PROPOSED:
        text = text.replace(old, new)
    git(folder, "checkout", "-q", "-b", "proposal")
    commit(folder, {"corporate.bsc": text}, "Targets after the summer", author="Marek Dolny")
    git(folder, "checkout", "-q", "main")


async def picture(entry: ViewEntry, folder: Path) -> str:
    """Open the sample at the item, go to the view, and draw what is on screen."""
    session = Session(workspace=Workspace.load(folder))
    session.selected = START if session.exists(START) else session.selected
    shell = Shell(session)
    async with shell.run_test(size=SIZE) as pilot:
        shell.choose_theme(DARK)  # whatever the terminal this runs in can show
        if entry.name == "review":
            propose(folder)
            session.compared = "proposal"
        await pilot.press(entry.key, *KEYS.get(entry.name, ()))
        await pilot.pause(0.5)  # what is typed is judged after a pause
        while entry.name == "review" and not getattr(shell.view.review, "authors", None):
            await pilot.pause(0.1)
        return lean(shell.export_screenshot(title=f"bsctui: {entry.title}", simplify=True))


def lean(svg: str) -> str:
    """Without fonts from elsewhere: a README's pictures load nothing."""
    without = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return without.replace("Fira Code, monospace", "monospace")


def write(folder: Path) -> None:
    """One file a view; those of views that are gone are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as apart
    ):  # so that nothing seen before shows, and so that no branch of this repository shows
        os.environ["XDG_STATE_HOME"] = apart
        sample = Path(shutil.copytree(ROOT / "samples" / "skyline", Path(apart) / "skyline"))
        for entry in sorted(VIEWS, key=lambda entry: entry.name == "review"):  # it makes a branch
            drawn = asyncio.run(picture(entry, sample))
            (folder / f"{entry.name}.svg").write_text(drawn, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
