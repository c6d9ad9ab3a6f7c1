"""Real repositories to try git with."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_TEMPLATE_DIR": "",
    "GIT_AUTHOR_NAME": "Ines Aldaba",
    "GIT_AUTHOR_EMAIL": "ines@skyline.example",
    "GIT_COMMITTER_NAME": "Ines Aldaba",
    "GIT_COMMITTER_EMAIL": "ines@skyline.example",
    "GIT_AUTHOR_DATE": "2026-03-31T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-03-31T12:00:00Z",
}
"""Nobody's own configuration, no sample hooks, and a name and a day that tests can expect."""


def git(folder: Path, *arguments: str, author: str | None = None) -> str:
    """One call of git that must succeed; what it printed."""
    environment = ENVIRONMENT | ({"GIT_AUTHOR_NAME": author} if author else {})
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """A new repository with one commit of some files."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, files, "the beginning")
    return folder


def commit(folder: Path, files: Mapping[str, str], message: str, author: str | None = None) -> str:
    """Write files and commit all; the commit's hash."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, author=author)
    return git(folder, "rev-parse", "HEAD").strip()
