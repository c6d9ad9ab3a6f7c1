"""Files of the workspace: a new one, and deleting one in which nothing stands any more."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.spans import StyledSpan
from bsctui.app.ui.choice import Choice, Option
from bsctui.app.ui.picker import Picker
from bsctui.app.ui.prompt import Prompt
from bsctui.edits import Compound, Refused, ReplaceRecordText
from bsctui.escaping import printable
from bsctui.phrases import first_few
from bsctui.text.document import read_document

if TYPE_CHECKING:
    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.commands import Commands
    from bsctui.app.core.session import Session
    from bsctui.app.core.spans import Spans


class NewFile(Command):
    id = "file.new"
    title = "New file"
    help = "creates another .bsc file in the workspace and opens it as text"
    section = Section.FILE
    edits = True

    async def run(self, shell: AppContext) -> None:
        session = shell.session

        def verdict(text: str) -> Spans | None:
            if not text.strip():
                return (StyledSpan("as in teams/packing.bsc", "dim"),)
            trouble = _trouble(session, _named(text))
            look = "error" if trouble else "dim"
            return (StyledSpan(trouble or f"begins {printable(_named(text))}", look),)

        text = await shell.ask(Prompt("New file", verdict=verdict))
        if text is None or not text.strip():
            return
        path = _named(text)
        first = f"# {PurePosixPath(path).stem.replace('_', ' ')}\n"
        if shell.edit(ReplaceRecordText(path, 1, 0, (first,))):
            session.look_at(path, 1)
            await shell.show_view("text")


def _named(text: str) -> str:
    """The path that is meant, with the ending that makes it a file of the workspace."""
    path = text.strip()
    return path if path.endswith(".bsc") else f"{path}.bsc"


def _trouble(session: Session, path: str) -> str | None:
    """Why a file cannot be called so."""
    parts = PurePosixPath(path).parts
    if path.startswith("/") or "\\" in path or any(part.startswith(".") for part in parts):
        return "a path in the workspace, without hidden folders: teams/packing.bsc"
    document = session.workspace.documents.get(path)
    home = session.workspace.home
    on_disk = home is not None and (home.root / path).exists() and document is None
    if on_disk or (document is not None and document.records):
        return f"{printable(path)} already exists"
    if home is not None and home.only is not None:
        return "this workspace is one file: open its folder with a bsctui.toml to add others"
    return None


class DeleteEmptyFile(Command):
    """Palette only; offered where the last record of a file went."""

    id = "file.delete"
    title = "Delete an empty file"
    help = "deletes a file of the workspace that has no records left"
    section = Section.FILE
    edits = True

    async def run(self, shell: AppContext) -> None:
        options = [Option(path, printable(path)) for path in empty_files(shell.session)]
        if not options:
            shell.say("every file has a record: there is none to delete")
            return
        path = await shell.ask(Picker("an empty file to delete", options))
        if path is not None:
            delete_file(shell, path)


class BringBack(Command):
    """Palette, and the first line where nothing else is left."""

    id = "file.bring-back"
    title = "Bring back what was deleted"
    synonyms = "restore vanished file disk gone"
    help = "restores files that were deleted on disk while they were open here, as last read"
    section = Section.FILE
    edits = True

    def enabled(self, shell: AppContext) -> bool:
        """Where a file is gone."""
        return bool(shell.session.vanished)

    async def run(self, shell: AppContext) -> None:
        """As an edit, which can be looked at before it is saved."""
        await bring_back(shell)


async def bring_back(shell: AppContext) -> None:
    """The files that were deleted on disk, as an edit; saving writes them."""
    session = shell.session
    edits = [
        ReplaceRecordText(path, 1, 0, tuple(read_document(path, content).lines))
        for path, content in session.vanished.items()
    ]
    names = first_few([printable(path) for path in session.vanished], 3)
    if edits and shell.edit(Compound(tuple(edits), f"brought back {names}")):
        session.vanished.clear()
        session.selected = session.selected or session.home_address()


def empty_files(session: Session) -> list[str]:
    """The files that say nothing: comments and blank lines at most."""
    workspace = session.workspace
    return [
        path
        for path, document in workspace.documents.items()
        if not any(record.header is not None or record.statements for record in document.records)
        and (document.records or path in workspace.on_disk)
    ]


async def offer_deletion(shell: AppContext, path: str) -> None:
    """Ask about a file whose last record has just gone."""
    if path not in empty_files(shell.session):
        return
    options = [
        Option("keep", "keep the empty file", "k"),
        Option("delete", "delete the file", "x"),
    ]
    title = f"Nothing stands in {printable(path)} any more"
    if await shell.ask(Choice(title, options)) == "delete":
        delete_file(shell, path)


def delete_file(shell: AppContext, path: str) -> None:
    """Delete it from the disk too; undoing brings it back with the next save."""
    try:
        shell.session.workspace.delete_empty(path)
    except Refused as refused:
        shell.say(refused.message, "error")
    except OSError as error:
        shell.say(f"{printable(path)} is not deleted: {error.strerror or error}", "error")
    else:
        shell.session.written.add(path)
        shell.say(f"deleted {printable(path)}{shell.undo_hint}")


FILE_COMMANDS: Commands = (NewFile, DeleteEmptyFile, BringBack)
"""In the order of the help."""
