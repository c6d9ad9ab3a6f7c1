"""Write the README's picture: `python -m tests.app.screenshot [PATH]` draws the sample airline."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bsctui.app.session import Session
from bsctui.app.shell import Shell
from bsctui.app.themes import DARK
from bsctui.workspace import Workspace

ROOT = Path(__file__).parents[2]
SIZE = (128, 34)
KEYS = ("j", "j", "l", "j")
"""To a KPI of the first objective: tree, chart and definition are all in view."""


async def picture() -> str:
    """Open the sample, walk to a KPI, and draw what is on screen."""
    shell = Shell(Session(workspace=Workspace.load(ROOT / "samples" / "skyline")))
    shell.theme = DARK  # whatever the terminal this runs in can show
    async with shell.run_test(size=SIZE) as pilot:
        await pilot.press(*KEYS)
        await pilot.pause()
        return shell.export_screenshot(title="bsctui", simplify=True)


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else ROOT / ".github" / "screenshot.svg"
    Path(wanted).parent.mkdir(exist_ok=True)
    Path(wanted).write_text(asyncio.run(picture()), "utf-8")
