"""What the app's tests share: the worked workspace, sessions and running apps."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bsctui.app.session import Session
from bsctui.app.shell import Shell
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

WORKED = """\
# Skyline Airlines: more passengers on fewer planes
bsc 1
calendar quarters 2025-Q1..2026-Q4

scorecard skyline "Skyline Airlines"
  vision "The low-fare airline people recommend"
  owner "Board"
  perspective financial weight 40%
  perspective process weight 60%

objective profit "Grow profit" in skyline.financial
  owner "CFO"

kpi revenue "Seat revenue" in skyline.profit
  unit USD
  baseline 25M at 2024-Q4
  target 35M by 2026-Q4
  aggregate sum
  actual 2025-Q1: 26M 27M 27.5M 29M

kpi plane_cost "Lease cost per plane" in skyline.profit
  unit USD
  better lower
  baseline 2.0M at 2024-Q4
  target 1.8M by 2026-Q4
  actual 2025-Q1: 2.0M 1.98M 1.95M 1.93M

objective turnaround "Fast ground turnaround" in skyline.process
  drives profit after 2 quarters

kpi on_ground "Time on the ground" in skyline.turnaround
  leading
  unit minutes
  baseline 60 at 2024-Q4
  target 30 by 2026-Q4
  actual 2025-Q1: 58 52 - 47

scorecard ground "Ground operations" under skyline
  owner "Head of ground operations"

objective gates "Turn planes at the gate" in ground.process
  supports skyline.turnaround weight 2

kpi gate_time "Time at the gate" in ground.gates
  like skyline.on_ground
  actual 2025-Q1: 59 50 48 45

kpi crew_ready "Crews ready on time" in ground.gates
  leading
  unit %
  baseline 70
  target 95
  actual 2025-Q1: 71 78 84 88

initiative stock_plan "Stock plan for ramp crews" in ground.gates
  due 2025-11-30
  progress 60%
  state active
"""
"""The workspace at the end of the language's reference; it scores 81.733 in 2025-Q4."""


def session_of(text: str = WORKED, **parts: object) -> Session:
    """A session on one text."""
    return Session(workspace=Workspace.from_texts({"corporate.bsc": text}), **parts)


def write_worked(folder: Path, text: str = WORKED) -> Path:
    """The worked workspace on disk."""
    (folder / "bsctui.toml").write_text("")
    (folder / "corporate.bsc").write_text(text)
    return folder


@asynccontextmanager
async def app(
    session: Session, size: tuple[int, int] = (80, 24), **parts: object
) -> AsyncIterator[tuple[Shell, Pilot[int]]]:
    """The app on a session, off screen."""
    shell = Shell(session, **parts)
    async with shell.run_test(size=size) as pilot:
        await pilot.pause()
        yield shell, pilot


def screen_text(shell: Shell) -> str:
    """What is on screen, as plain text without trailing blanks."""
    strips = shell.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)
