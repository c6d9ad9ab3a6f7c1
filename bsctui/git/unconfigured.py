"""A repository without its configuration, for the call that a configuration makes fail whatever the command line says."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bsctui.git.command import answer_of_git

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def unconfigured(top: Path, head: str) -> Iterator[Mapping[str, str]]:
    """The variables under which git sees a work tree's objects, a commit as its HEAD, and nothing that is configured.

    `blame.ignoreRevsFile` with the name of a file that is not there stops every `git blame`: no option and no `-c`
    takes the name away again.

    Raises:
        GitError: Git does not answer.
    """
    objects, shallow, sort = (
        os.fsdecode(answer_of_git(top, ("rev-parse", *words))).removesuffix("\n")
        for words in (("--git-path", "objects"), ("--git-path", "shallow"), ("--show-object-format",))
    )  # fmt: skip
    with TemporaryDirectory(prefix="bsctui-") as folder:
        for name in ("refs", "objects"):
            Path(folder, name).mkdir()
        Path(folder, "HEAD").write_text(f"{head}\n", encoding="ascii")
        Path(folder, "config").write_text(_config(sort), encoding="ascii")
        if (top / shallow).is_file():
            shutil.copy(top / shallow, Path(folder, "shallow"))
        yield {
            "GIT_DIR": folder, "GIT_WORK_TREE": str(top), "GIT_OBJECT_DIRECTORY": str(top / objects),
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
        }  # fmt: skip


def _config(object_format: str) -> str:
    if object_format == "sha1":
        return "[core]\n\trepositoryFormatVersion = 0\n"
    return (
        f"[core]\n\trepositoryFormatVersion = 1\n[extensions]\n\tobjectFormat = {object_format}\n"
    )
