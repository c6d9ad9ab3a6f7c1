"""`bsctui merge`: three versions of a file, or another revision into the files, merged by meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import say, workspace_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.git.repository import Repository
    from bsctui.merge.conflicts import Marks
    from bsctui.merge.files import Merged, Versions
    from bsctui.workspace import Workspace


@click.command("merge", cls=BsctuiCommand)
@click.argument("base", required=False, metavar="[BASE")
@click.argument("ours", required=False, metavar="OURS")
@click.argument("theirs", required=False, metavar="THEIRS")
@click.argument("size", required=False, metavar="[SIZE")
@click.argument("path", required=False, metavar="[PATH]]]")
@click.option("--workspace", "revision", metavar="REVISION", help="merge a revision into the work tree")  # fmt: skip
@workspace_option
@click.pass_context
def command(
    context: click.Context, base: str | None, ours: str | None, theirs: str | None, size: str | None, path: str | None,
    revision: str | None, root: str | None,
) -> None:  # fmt: skip
    """Merge by meaning: THEIRS into OURS (both come from BASE), or a revision into the files of the work tree.

    As git's merge driver it gets the markers' SIZE and the PATH in the repository too. What truly disagrees is
    left in conflict markers; the exit status is then 1. Nothing is committed.
    """
    if revision is not None:
        if base is not None:
            raise CommandError("give either three files or `--workspace REVISION`")
        context.exit(_merge_revision(root, revision))
    if base is None or ours is None or theirs is None:
        raise CommandError("give BASE, OURS and THEIRS, or `--workspace REVISION`")
    context.exit(_merge_files(Path(base), Path(ours), Path(theirs), _size(size), path or ours))


def _size(text: str | None) -> int:
    from bsctui.merge.conflicts import MARKER_SIZE

    if text is None:
        return MARKER_SIZE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise CommandError(f"`{text}` is no length of markers: a number from 1 to 1000")
    return int(text)


def _merge_files(base: Path, ours: Path, theirs: Path, size: int, name: str) -> int:
    from bsctui.merge.files import Versions
    from bsctui.storage.atomic_write import write_over
    from bsctui.storage.workspace_files import current_folder

    versions = Versions(*(file.read_bytes() for file in (base, ours, theirs)))
    merged = _merged(versions, _marks(current_folder(), size), name)
    if merged.content != versions.ours:
        write_over(ours, versions.ours, merged.content)
    if merged.conflicts:
        say(f"{name}: {_counted(merged.conflicts)}")
    return 1 if merged.conflicts else 0


def _merged(versions: Versions, marks: Marks, name: str) -> Merged:
    from bsctui.merge.files import by_lines, merge_file

    try:
        return merge_file(versions, marks)
    except Exception as error:
        say(f"{name}: merged by lines; by meaning it failed: {type(error).__name__}: {error}")
        return by_lines(versions, marks)


def _marks(folder: Path, size: int) -> Marks:
    """Markers as the user's git shows them."""
    from bsctui.git.repository import GitError, Repository
    from bsctui.merge.conflicts import Marks, Style

    try:
        told = Repository.around(folder).run("config", "merge.conflictStyle").stdout.strip()
    except GitError:
        told = b""
    style = Style.DIFF3 if told in {b"diff3", b"zdiff3"} else Style.MERGE
    return Marks(size=size, style=style)


def _counted(conflicts: int) -> str:
    return f"{conflicts} conflict{'s' if conflicts > 1 else ''}"


# --- A revision into the files


def _merge_revision(root: str | None, revision: str) -> int:
    from bsctui.cli.options import load
    from bsctui.git.repository import GitError, Repository

    workspace = load(root)
    try:
        repository = Repository.around(workspace.root)
        return _merge_into(workspace, repository, revision)
    except GitError as error:
        raise CommandError(str(error)) from None


def _merge_into(workspace: Workspace, repository: Repository, revision: str) -> int:
    from bsctui.git.committing import pending
    from bsctui.merge.conflicts import Marks
    from bsctui.merge.workspaces import merge_workspaces
    from bsctui.text.diagnostics import printable

    changed = pending(repository, workspace.documents)
    if changed:
        names = ", ".join(file.path for file in changed[:3]) + (" …" if len(changed) > 3 else "")
        raise CommandError(f"commit or undo first what is not committed: {names}")
    base, theirs = repository.merge_base("HEAD", revision), repository.commit(revision)
    style = _marks(workspace.root, Marks().size).style
    marks = Marks(ours="HEAD", theirs=printable(revision), base=base[:9], style=style)
    outcome = merge_workspaces(
        repository.files(base), workspace.contents, repository.files(theirs), marks
    )
    _write(workspace, outcome.files)
    return _tell(workspace.root, outcome.files, outcome.conflicts)


def _write(workspace: Workspace, files: Mapping[str, bytes | None]) -> None:
    from bsctui.storage.atomic_write import content_of, write_over
    from bsctui.storage.locks import alone_in

    root, known = workspace.root, workspace.contents
    real_root = root.resolve()
    with alone_in(root):
        for path in files:
            if not (root / path).parent.resolve().is_relative_to(real_root):
                raise CommandError(f"`{path}` would be written through a link out of the workspace")
            if content_of(root / path) != known.get(path):
                raise CommandError(f"`{path}` changed meanwhile; nothing was written: merge again")
        for path, content in files.items():
            target = root / path
            if content is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_over(target, known.get(path), content)


def _tell(root: Path, files: Mapping[str, bytes | None], conflicts: Mapping[str, int]) -> int:
    """What was written, what is to be decided, and what the merged workspace has for errors."""
    from bsctui.cli.options import tell_errors
    from bsctui.text.diagnostics import printable
    from bsctui.workspace import Workspace

    for path, content in files.items():
        what = "deleted" if content is None else "merged"
        count = f", {_counted(conflicts[path])}" if path in conflicts else ""
        click.echo(f"{what} {printable(path)}{count}")
    if not files:
        click.echo("nothing to merge: the files say all of it already")
    if conflicts:
        say("decide what stands between the markers, then `bsctui check` and commit")
        return 1
    return tell_errors(Workspace.load(root).model)
