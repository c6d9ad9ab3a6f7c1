"""Copying: by the terminal (OSC 52), and by the system's own tool where this is the user's machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TOOLS: Final = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
    ("TERMUX_VERSION", ("termux-clipboard-set",)),
)
"""What tells that a tool can work, and its command."""
PATIENCE: Final = 3.0
"""Seconds that a tool may take: over a dead display it would never end."""


def tool_for(
    environment: Mapping[str, str], platform: str = sys.platform
) -> tuple[str, ...] | None:
    """The command that copies its input here; None where there is none, or over ssh (it would copy there)."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return None
    if platform == "darwin":
        return ("pbcopy",) if shutil.which("pbcopy") else None
    return next(
        (command for sign, command in TOOLS if environment.get(sign) and shutil.which(command[0])),
        None,
    )


def copy_by_tool(command: tuple[str, ...], text: str) -> bool:
    """Hand a text to a tool; False where that fails."""
    try:
        done = subprocess.run(
            command,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
