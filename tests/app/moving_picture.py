"""Write the README's moving picture: `python -m tests.app.moving_picture` plays twenty seconds on the sample airline.

Each scene is a picture of its own, shown for its seconds by the stylesheet alone: no script, nothing loaded
from elsewhere, and sharp at any size.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from bsctui.app.core.session import Session
from bsctui.app.shell import Shell
from bsctui.app.ui.themes import DARK
from bsctui.workspace import Workspace
from tests.app.screenshots import ROOT, SIZE, START, lean, propose

PICTURE = ROOT / ".github" / "moving.svg"


class Scene(NamedTuple):
    """What is pressed, and for how many seconds what then shows stays."""

    keys: tuple[str, ...]
    seconds: float


SCENES = (
    Scene((), 2.5),
    Scene(("x",), 3.0),
    Scene(("escape", "t", "2", "5"), 1.5),
    Scene(("enter", "1"), 3.0),
    Scene(("u", "F"), 2.5),
    Scene(("F", "2"), 2.5),
    Scene(("6",), 5.0),
)
"""Where a score comes from, a target changed and everything above it with it, the outlook, the map, a branch reviewed."""


async def frames(folder: Path) -> list[str]:
    """The pictures of all scenes, in order."""
    session = Session(workspace=Workspace.load(folder))
    session.selected = START
    shell = Shell(session)
    pictures = []
    async with shell.run_test(size=SIZE) as pilot:
        shell.choose_theme(DARK)
        propose(folder)
        session.compared = "proposal"
        for scene in SCENES:
            await pilot.press(*scene.keys)
            await pilot.pause(0.5)
            while scene.keys == ("6",) and not getattr(shell.view.review, "authors", None):
                await pilot.pause(0.1)
            pictures.append(lean(shell.export_screenshot(title="bsctui", simplify=True)))
    return pictures


def animated(pictures: list[str], seconds: list[float]) -> str:
    """One picture that shows each of several for its seconds, over and over."""
    total = sum(seconds)
    starts = [0.0, *accumulate(seconds)]
    rules, bodies = [], []
    for number, picture in enumerate(pictures):
        first, last = (100 * at / total for at in starts[number : number + 2])
        hidden = f"0% {{opacity:0}} {first:.3f}% {{opacity:1}}" if number else "0% {opacity:1}"
        rules.append(
            f"@keyframes scene{number} {{{hidden} {last:.3f}% {{opacity:0}} 100% {{opacity:0}}}}\n"
            f".scene{number} {{opacity:0; animation: scene{number} {total}s step-end infinite}}"
        )
        body = re.sub(r"<!--.*?-->", "", picture, flags=re.DOTALL)
        bodies.append(f'<g class="scene{number}">{body}</g>')
    box = re.search(r'viewBox="([^"]+)"', pictures[0])
    assert box is not None, "an exported picture has a size"
    style = "\n".join(rules)
    return (
        f'<svg viewBox="{box[1]}" xmlns="http://www.w3.org/2000/svg">\n'
        f"<style>\n{style}\n</style>\n" + "\n".join(bodies) + "\n</svg>\n"
    )


def main() -> None:
    """Play on a copy of the sample and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "skyline"
        shutil.copytree(ROOT / "samples" / "skyline", place)
        pictures = asyncio.run(frames(place))
    PICTURE.write_text(animated(pictures, [scene.seconds for scene in SCENES]), encoding="utf-8")


if __name__ == "__main__":
    main()
