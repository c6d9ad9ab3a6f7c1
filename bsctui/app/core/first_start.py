"""The first start on a machine says once where the signs are explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from bsctui.app.core.glyphs import Glyphs


def first_start_mark() -> Path:
    """The empty file that stands once the sentence was said."""
    return Path(platformdirs.user_state_dir("bsctui")) / "started"


def first_start_sentence(mark: Path, glyphs: Glyphs) -> str:
    """What to say; empty at every later start, and where the mark cannot be kept: it would be said for ever."""
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch(exist_ok=False)
    except OSError:
        return ""
    shown = " ".join(glyphs.status(colour) for colour in ("green", "amber", "red"))
    return f"new here? press ? to see what {shown} {glyphs.change} and the other signs mean"
