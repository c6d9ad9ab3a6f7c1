"""The app's process behind one tab of a browser: what to open stands in the environment, no shell has seen it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH: Final = "BSCTUI_SERVE_PATH"
EDIT: Final = "BSCTUI_SERVE_EDIT"
SERVED: Final = "BSCTUI_SERVED"
"""Set where the app is in a browser: then it starts no program of this machine for whoever looks."""

OF_THE_DESKTOP: Final = (
    "EDITOR",
    "VISUAL",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "BSCTUI_DEBUG",
    "TEXTUAL",
)
"""What would lead to the desktop that the server runs on."""


def tab_environment(
    variables: Mapping[str, str], path: Path, width: int, height: int, *, is_editing: bool
) -> dict[str, str]:
    """The environment of a tab's process."""
    kept = {name: value for name, value in variables.items() if name not in OF_THE_DESKTOP}
    return kept | {
        PATH: str(path),
        EDIT: "1" if is_editing else "",
        SERVED: "1",
        "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TEXTUAL_FPS": "60",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(width),
        "ROWS": str(height),
        "PYTHONIOENCODING": "utf-8",
    }


def run_tab() -> int:
    """Run the app; nothing but what the driver sends leaves by the standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    from bsctui.app import run_app

    try:
        return run_app(Path(os.environ[PATH]), read_only=not os.environ.get(EDIT))
    except Exception:  # there is nobody here to tell; the browser sees that the session ended
        return 2


if __name__ == "__main__":
    sys.stdout.flush()
    os._exit(run_tab())
