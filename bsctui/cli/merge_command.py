"""`bsctui merge`: three versions of a file, or another revision into the files, merged by meaning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import print_notice, workspace_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.git.repository import Repository
    from bsctui.merge.conflicts import ConflictMarkers
    from bsctui.merge.files import FileVersions, MergedFile
    from bsctui.workspace import Workspace


@click.command("merge", cls=BsctuiCommand)
@click.argument("base", required=False, metavar="[BASE")
@click.argument("ours", required=False, metavar="OURS")
@click.argument("theirs", required=False, metavar="THEIRS")
@click.argument("size", required=False, metavar="[SIZE")
@click.argument("path", required=False, metavar="[PATH")
@click.argument("labels", nargs=-1, metavar="[LABELS]]]]")
@click.option("--workspace", "revision", metavar="REVISION", help="merge a revision into the work tree")  # fmt: skip
@workspace_option
@click.pass_context
def command(
    context: click.Context, base: str | None, ours: str | None, theirs: str | None, size: str | None, path: str | None,
    labels: tuple[str, ...], revision: str | None, root: str | None,
) -> None:  # fmt: skip
    """Merge by meaning: THEIRS into OURS (both come from BASE), or a revision into the files of the work tree.

    As git's merge driver it gets the markers' SIZE, the PATH in the repository, and what base, ours and theirs are called. What truly disagrees is
    left in conflict markers; the exit status is then 1. Nothing is committed.
    """
    if revision is not None:
        if base is not None:
            raise CommandError("give either three files or `--workspace REVISION`")
        context.exit(_merge_revision(root, revision))
    if base is None or ours is None or theirs is None:
        raise CommandError("give BASE, OURS and THEIRS, or `--workspace REVISION`")
    context.exit(
        _merge_files((Path(base), Path(ours), Path(theirs)), _size(size), path or ours, labels)
    )


def _size(text: str | None) -> int:
    from bsctui.merge.conflicts import MARKER_SIZE

    if text is None:
        return MARKER_SIZE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise CommandError(f"`{text}` is not a marker length; write a number from 1 to 1000")
    return int(text)


def _merge_files(
    paths: tuple[Path, Path, Path], size: int, name: str, labels: tuple[str, ...]
) -> int:
    from bsctui.merge.files import FileVersions
    from bsctui.storage.atomic_write import replace_unchanged
    from bsctui.storage.workspace_files import current_folder

    versions = FileVersions(*(file.read_bytes() for file in paths))
    merged = _merged(versions, _labelled(_marks(current_folder(), size), labels), name)
    if merged.content != versions.ours:
        replace_unchanged(paths[1], versions.ours, merged.content)
    if merged.conflicts:
        print_notice(f"{name}: {_conflict_count(merged.conflicts)}")
    return 1 if merged.conflicts else 0


def _merged(versions: FileVersions, marks: ConflictMarkers, name: str) -> MergedFile:
    from bsctui.merge.files import merge_by_lines, merge_file

    try:
        return merge_file(versions, marks)
    except Exception as error:
        print_notice(
            f"{name}: merged by lines; by meaning it failed: {type(error).__name__}: {error}"
        )
        return merge_by_lines(versions, marks)


def _marks(folder: Path, size: int) -> ConflictMarkers:
    """Markers as the user's git shows them."""
    from bsctui.git.command import GitError
    from bsctui.git.repository import Repository
    from bsctui.merge.conflicts import ConflictMarkers, ConflictStyle

    try:
        conflict_style = (
            Repository.around(folder).run("config", "merge.conflictStyle").stdout.strip()
        )
    except GitError:
        conflict_style = b""
    style = ConflictStyle.DIFF3 if conflict_style in {b"diff3", b"zdiff3"} else ConflictStyle.MERGE
    return ConflictMarkers(size=size, style=style)


def _labelled(markers: ConflictMarkers, labels: tuple[str, ...]) -> ConflictMarkers:
    """Markers with the names that git tells: as arguments (which older ones leave as `%S`), or where it merges a branch."""
    from dataclasses import replace

    from bsctui.escaping import printable

    if len(labels) == 3 and not any(label.startswith("%") for label in labels):
        base, ours, theirs = (printable(label) for label in labels)
        return replace(markers, base=base or "base", ours=ours or "ours", theirs=theirs or "theirs")
    merged = [name for key, name in os.environ.items() if key.startswith("GITHEAD_")]
    return (
        replace(markers, ours="HEAD", theirs=printable(merged[0])) if len(merged) == 1 else markers
    )


def _conflict_count(conflicts: int) -> str:
    return f"{conflicts} conflict{'s' if conflicts > 1 else ''}"


# --- A revision into the files


def _merge_revision(root: str | None, revision: str) -> int:
    from bsctui.cli.options import load_workspace
    from bsctui.git.command import GitError
    from bsctui.git.repository import Repository

    workspace = load_workspace(root)
    try:
        repository = Repository.around(workspace.root)
        return _merge_into(workspace, repository, revision)
    except GitError as error:
        raise CommandError(str(error)) from None


def _merge_into(workspace: Workspace, repository: Repository, revision: str) -> int:
    from bsctui.escaping import printable
    from bsctui.git.committing import pending_files
    from bsctui.merge.conflicts import ConflictMarkers
    from bsctui.merge.workspaces import merge_workspaces

    changed = pending_files(repository, workspace.documents)
    if changed:
        names = ", ".join(file.path for file in changed[:3]) + (" …" if len(changed) > 3 else "")
        raise CommandError(f"commit or undo first what is not committed: {names}")
    base, theirs = repository.merge_base("HEAD", revision), repository.commit(revision)
    style = _marks(workspace.root, ConflictMarkers().size).style
    marks = ConflictMarkers(ours="HEAD", theirs=printable(revision), base=base[:9], style=style)
    outcome = merge_workspaces(
        repository.files(base), workspace.contents, repository.files(theirs), marks
    )
    _write(workspace, outcome.files)
    return _report_merge(workspace.root, outcome.files, outcome.conflicts)


def _write(workspace: Workspace, files: Mapping[str, bytes | None]) -> None:
    from bsctui.storage.atomic_write import content_or_none, replace_unchanged
    from bsctui.storage.locks import exclusive_in

    root, contents = workspace.root, workspace.contents
    real_root = root.resolve()
    with exclusive_in(root):
        for path in files:
            if not (root / path).parent.resolve().is_relative_to(real_root):
                raise CommandError(f"`{path}` would be written through a link out of the workspace")
            if content_or_none(root / path) != contents.get(path):
                raise CommandError(f"`{path}` changed meanwhile; nothing was written: merge again")
        for path, content in files.items():
            target = root / path
            if content is None:
                target.unlink()
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                replace_unchanged(target, contents.get(path), content)


def _report_merge(
    root: Path, files: Mapping[str, bytes | None], conflicts: Mapping[str, int]
) -> int:
    """What was written, what is to be decided, and what the merged workspace has for errors."""
    from bsctui.cli.options import report_errors
    from bsctui.escaping import printable
    from bsctui.workspace import Workspace

    for path, content in files.items():
        verb = "deleted" if content is None else "merged"
        count = f", {_conflict_count(conflicts[path])}" if path in conflicts else ""
        click.echo(f"{verb} {printable(path)}{count}")
    if not files:
        click.echo("nothing to merge: the files say all of it already")
    if conflicts:
        print_notice("resolve the conflict markers, then run `bsctui check` and commit")
        return 1
    return report_errors(Workspace.load(root).model)
