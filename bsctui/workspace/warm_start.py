"""Starting again: what took long to read is kept outside of the workspace, and only what changed since is read anew.

Kept are the documents, their model and its scores, by the workspace's place and the program's own files; each
file of the workspace is told by its content. Whatever is not as it should be is as if it were not there: with and
without it everything is the same.
"""

from __future__ import annotations

import os
import pickle
import signal
from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui import __version__
from bsctui.storage.cache_folder import ENDING, cache_folder, keep_bytes, kept_bytes
from bsctui.storage.locks import lock_file
from bsctui.text.document import read_document, reread_document
from bsctui.workspace.scored import ScoredModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.model.model import Model
    from bsctui.scoring.result import Scores
    from bsctui.storage.workspace_files import WorkspaceLocation
    from bsctui.text.document import Document
    from bsctui.workspace.workspace import Workspace

LARGE: Final = 1_000_000
"""Bytes of text from which on reading is worth keeping: some four thousand KPIs, half a second."""
MOST_CHANGED: Final = 0.5
"""Of its files: where more changed everything is read anew."""
WORTH_KEEPING: Final = 0.1
"""Of its files: so many must have changed before it is kept anew."""
LONGEST_KEEPING: Final = 300
"""Seconds after which keeping is given up."""


class Kept(NamedTuple):
    """What is kept of a workspace: the content of its files by a digest of each, and what they mean."""

    digests: Mapping[str, bytes]
    model: Model
    scores: Scores | None


class Recalled(NamedTuple):
    """What was kept, brought to the files as they are now."""

    scored: ScoredModel
    digests: Mapping[str, bytes]
    """As in `Kept`: of the files as they were then."""


def recall(home: WorkspaceLocation, contents: Mapping[str, bytes]) -> Recalled | None:
    """What was kept of a workspace; None: nothing, or nothing that would spare anything.

    Args:
        home: The workspace.
        contents: Its files as they are now.
    """
    kept = _kept(home) if is_large(contents) else None
    if kept is None:
        return None
    changed = _changed(kept.digests, contents)
    if len(changed) > MOST_CHANGED * len(contents):
        return None
    scored = ScoredModel(kept.model, kept.scores)
    if changed:
        from bsctui.model.update import update_model

        documents = _documents(kept.model.documents, contents, changed)
        scored = scored.after(update_model(kept.model, documents))
    return Recalled(scored, kept.digests)


def is_large(contents: Mapping[str, bytes]) -> bool:
    """Whether a workspace of these files takes so long to read that it is kept and looked for."""
    return sum(map(len, contents.values())) >= LARGE


def _documents(
    before: Mapping[str, Document], contents: Mapping[str, bytes], changed: set[str]
) -> dict[str, Document]:
    """The documents of a workspace's files, of which some are as before."""
    documents = {path: document for path, document in before.items() if path not in changed}
    for path in changed & contents.keys():
        document, content = before.get(path), contents[path]
        documents[path] = (
            read_document(path, content) if document is None else reread_document(document, content)
        )
    return documents


def _changed(digests: Mapping[str, bytes], contents: Mapping[str, bytes]) -> set[str]:
    """The files that are not as they were, that came, and that went."""
    same = {path for path, content in contents.items() if digests.get(path) == _digest(content)}
    return (digests.keys() | contents.keys()) - same


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


def _kept(home: WorkspaceLocation) -> Kept | None:
    folder = cache_folder()
    if folder is None:
        return None
    path = _file(folder, home)
    try:
        with kept_bytes(path) as content:
            kept = pickle.loads(content)  # of a folder that nobody else can write
        return kept if isinstance(kept, Kept) else None
    except FileNotFoundError:
        return None
    except Exception:  # whatever a broken file raises
        with suppress(OSError):
            path.unlink()
        return None


def _file(folder: Path, home: WorkspaceLocation) -> Path:
    place = blake2b(os.fsencode(home.only or home.root), digest_size=8).hexdigest()
    return folder / f"{place}-{_program()}{ENDING}"


@cache
def _program() -> str:
    """What tells this program from any other, also from this one with a file changed: values are kept as it has them."""
    import sys

    import numpy as np

    package = Path(__file__).resolve().parents[1]
    versions = [__version__, sys.version, np.__version__]
    for path in sorted(package.rglob("*.py")):
        about = path.stat()
        versions.append(f"{path.relative_to(package)} {about.st_size} {about.st_mtime_ns}")
    return blake2b("\n".join(versions).encode(), digest_size=8).hexdigest()


# --- Keeping


class _Loaded(NamedTuple):
    """A workspace that is worth keeping, and the content of its files as they are kept by now."""

    workspace: Workspace
    digests: Mapping[str, bytes]


_loaded: list[_Loaded] = []
"""The last one of this process, if any."""


def note_loaded(workspace: Workspace, kept: Recalled | None) -> None:
    """Remember a workspace, to be kept at the end of the process, where it is large."""
    if is_large(workspace.on_disk):
        _loaded[:] = [_Loaded(workspace, kept.digests if kept is not None else {})]


def keep_loaded() -> None:
    """At the end of a process: keep what it loaded, in a process of its own, so that nobody waits for it."""
    if not _loaded or cache_folder() is None:
        return
    workspace, kept_digests = _loaded.pop()
    changed = _changed(kept_digests, workspace.on_disk)
    if len(changed) > WORTH_KEEPING * len(workspace.on_disk) and not workspace.dirty:
        with suppress(OSError):
            _in_background(lambda: keep(workspace))


def keep(workspace: Workspace) -> None:
    """Keep a workspace that has nothing unsaved, in place of how it was before; not while another process does.

    Raises:
        OSError: It could not be written.
    """
    folder = cache_folder()
    if folder is None or workspace.home is None:
        return
    path = _file(folder, workspace.home)
    lock = lock_file(path.with_suffix(".lock"))
    if lock is None:
        return
    digests = {name: _digest(content) for name, content in workspace.on_disk.items()}
    kept = Kept(digests, workspace.model, _scores(workspace.scored))
    try:
        keep_bytes(path, lambda file: pickle.dump(kept, file, pickle.HIGHEST_PROTOCOL))
        _forget_other_programs(path)
    finally:
        os.close(lock)


def _scores(scored: ScoredModel) -> Scores | None:
    """The scores in the calendar's grain, without what they have looked up since they were made; None: no calendar."""
    from bsctui.scoring.evaluate import GrainError

    with suppress(GrainError):
        return replace(scored.scores())
    return None


def _forget_other_programs(path: Path) -> None:
    """Take away what other versions of the program kept of the same workspace."""
    for other in path.parent.glob(f"{path.name.partition('-')[0]}-*"):
        if other.stem != path.stem:
            other.unlink(missing_ok=True)


def _in_background(work: Callable[[], None]) -> None:
    """Do something in a process that outlives this one, holds nothing of it open, and lets everybody go first."""
    if os.fork():
        return
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nowhere, standard)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.nice(10)
        signal.alarm(LONGEST_KEEPING)
        work()
    finally:
        os._exit(0)
