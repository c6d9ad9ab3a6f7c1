"""The first minutes: one dialog that makes an own workspace, and the demo."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Final

from bsctui.app.core.commands import Command, Section
from bsctui.app.core.form_field import FormField
from bsctui.app.core.spans import StyledSpan
from bsctui.app.features.edit.fields import form_accepted, restored_texts
from bsctui.app.features.exchange import TABLE_ENDINGS, import_file
from bsctui.app.ui.choice import Option
from bsctui.app.ui.form import FormEntry, FormLayer
from bsctui.app.ui.offers import FieldHelp, Offer, no_help, words_help
from bsctui.app.ui.picker import Picker
from bsctui.edits import Refused
from bsctui.escaping import printable
from bsctui.starter import AGENTS_FILE, StarterPlan, copy_demo, starter_texts, write_starter
from bsctui.storage.workspace_files import workspaces_below
from bsctui.workspace import Workspace, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.app.core.app_context import AppContext
    from bsctui.app.core.spans import Spans
    from bsctui.app.ui.offers import HelpFor

FIELDS: Final = (
    FormField("name", "Our company"),
    FormField("owner", ""),
    FormField("report every", "quarter"),
    FormField("begin with", "empty"),
)
"""What is asked for, and what it starts with."""

HINTS: Final = (
    "the label of the scorecard",
    "your full name; empty for no owner yet",
    "month or quarter",
    "empty, sample, or the path of a .bsc, .csv or .xlsx file",
)

GRAINS: Final = (
    ("month", "scores month by month, for this year and the next"),
    ("quarter", "the same quarter by quarter; single KPIs may still report monthly"),
)

CONTENTS: Final = (
    ("empty", "the four perspectives, still empty"),
    ("sample", "a few objectives and KPIs to change into your own"),
)

MOST_FILES: Final = 100
"""Files offered of a folder: who has more types another letter."""

DRAFT: Final = "a workspace"
"""The key of what was typed and left."""


class OpenBelow(Command):
    id = "open.below"
    title = "Open a workspace below"
    synonyms = "another switch other department several choose folder"
    help = "opens one of the workspaces below the folder that the app was started on"
    section = Section.FILE

    def enabled(self, shell: AppContext) -> bool:
        """Where there is one."""
        return bool(workspaces_below(shell.session.started_in))

    async def run(self, shell: AppContext) -> None:
        options = [
            Option(path, printable(path)) for path in workspaces_below(shell.session.started_in)
        ]
        path = await shell.ask(Picker("a workspace", options))
        if path is not None:
            await open_below(shell, path)


async def open_below(shell: AppContext, path: str) -> None:
    """Open a workspace below the folder that the app was started on; what is unsaved stays in front."""
    session = shell.session
    if session.workspace.dirty:
        shell.say("there are unsaved edits: save (s) or undo them first", "warning")
        return
    try:
        session.open(Workspace.load(session.started_in / path))
    except (OSError, WorkspaceError) as error:
        shell.say(f"nothing is opened: {printable(str(error))}", "error")
        return
    session.selected = session.home_address()
    shell.say(f"opened {printable(path)}")


class BeginWorkspace(Command):
    """Enter on the first line of an empty workspace, `a` and `A` in it."""

    id = "begin"
    title = "Start your own scorecard"
    help = "creates a workspace here: name, owner, months or quarters, empty or with a sample"
    section = Section.FILE
    edits = True

    def enabled(self, shell: AppContext) -> bool:
        """Where there is no scorecard yet."""
        return not shell.session.model.scorecards

    async def run(self, shell: AppContext) -> None:
        """Ask for all of it at once."""
        await begin_workspace(shell)


async def begin_workspace(shell: AppContext) -> None:
    """Ask for name, owner, grain and content; write the files and open them."""
    me, root = shell.session.me or "", shell.session.workspace.root
    fields = [each._replace(text=me) if each.keyword == "owner" else each for each in FIELDS]
    helps: tuple[HelpFor, ...] = (
        no_help,
        no_help,
        words_help(*GRAINS),
        partial(content_help, root),
    )
    entries = [
        FormEntry(field.keyword, field.text, hint, help_for)
        for field, hint, help_for in zip(fields, HINTS, helps, strict=True)
    ]
    typed = restored_texts(shell, DRAFT, fields)
    form = FormLayer("Start your own scorecard", entries, partial(workspace_verdict, root), typed)
    answers = await shell.ask(form)
    if answers is None or not form_accepted(shell, DRAFT, fields, answers):
        return
    table = _own_file(root, answers.texts[3])
    if table is not None and table.suffix.lower() in TABLE_ENDINGS:
        await import_file(shell, table, answers.texts[0].strip(), answers.texts[1].strip())
        return
    session = shell.session
    try:
        written = _write(root, answers.texts)
        session.open(Workspace.load(root))
    except (OSError, WorkspaceError, Refused) as error:
        shell.say(f"nothing is written: {error}", "error")
        return
    session.written = {path.name for path in written}
    session.selected = session.home_address()
    names = ", ".join(printable(path.name) for path in written)
    shell.say(f"written: {names}; A adds an objective, and a KPI to that")


def content_help(root: Path, text: str) -> FieldHelp:
    """What one may begin with: the two words, and files that lie here or where the path that is typed leads."""
    known = words_help(*CONTENTS)(text)
    folder, slash, typed = text.strip().rpartition(os.sep)
    return FieldHelp([*known.offers, *_files(root, f"{folder}{slash}", typed)], known.meaning)


def _files(root: Path, folder: str, typed: str) -> Iterator[Offer]:
    """Files to begin with, and folders, whose names go on from what is typed."""
    try:
        entries = sorted(os.scandir(root / Path(folder).expanduser()), key=lambda each: each.name)
    except (OSError, RuntimeError):
        return
    shown = (each for each in entries if each.name.startswith(typed or each.name.lstrip(".")))
    for entry in islice(shown, MOST_FILES):
        path, ending = f"{folder}{entry.name}", Path(entry.name).suffix.lower()
        if entry.is_dir():
            yield Offer(f"{path}{os.sep}", printable(f"{path}{os.sep}"), "a folder")
        elif ending in TABLE_ENDINGS:
            yield Offer(path, printable(path), "its table is imported")
        elif ending == ".bsc":
            yield Offer(path, printable(path), "it is copied here")


def open_demo(shell: AppContext) -> None:
    """The sample that comes along, in a temporary folder."""
    try:
        folder = copy_demo()
        shell.session.open(Workspace.load(folder))
    except (OSError, WorkspaceError) as error:
        shell.say(f"nothing is opened: {error}", "error")
    else:
        shell.say(f"the demo, in {folder}")


def _write(root: Path, texts: Sequence[str]) -> list[Path]:
    """The files that were asked for."""
    file = _own_file(root, texts[3])
    if file is None:
        return write_starter(root, _plan(texts))
    target = root / file.name
    if target.exists():
        raise FileExistsError(f"`{target}` already exists")
    copyfile(file, target)
    return [target]


def _plan(texts: Sequence[str]) -> StarterPlan:
    return StarterPlan(
        name=texts[0].strip(),
        owner=texts[1].strip(),
        monthly=_is_word(texts[2], "months"),
        sample=_is_word(texts[3], "sample"),
    )


def _own_file(root: Path, text: str) -> Path | None:
    """The file that is meant; None for a word of ours."""
    if _is_word(text, "empty") or _is_word(text, "sample"):
        return None
    path = Path(text.strip()).expanduser()
    return root / path if (root / path).exists() else path


def _is_word(typed: str, word: str) -> bool:
    """Whether a word is meant; its beginning is enough."""
    return bool(typed.strip()) and word.startswith(typed.strip().casefold())


def workspace_verdict(root: Path, texts: tuple[str, ...]) -> Spans | None:
    """What is missing, else what would be written."""
    if not texts[0].strip():
        return (StyledSpan("a scorecard needs a name", "error"),)
    if not (_is_word(texts[2], "months") or _is_word(texts[2], "quarters")):
        return (StyledSpan("it reports every month or every quarter", "error"),)
    file = _own_file(root, texts[3])
    if file is not None:
        is_there = file.is_file()
        if is_there and file.suffix.lower() in TABLE_ENDINGS:
            how = "the periods come from its columns; you are asked about anything unclear"
            return (StyledSpan(f"imports {printable(file.name)}: {how}", "dim"),)
        if is_there and file.suffix == ".bsc":
            return (StyledSpan(f"copies {printable(file.name)} here", "dim"),)
        return (
            StyledSpan("write empty, sample, or the path of a .bsc, .csv or .xlsx file", "error"),
        )
    try:
        files = (*starter_texts(_plan(texts)), AGENTS_FILE)
    except Refused as refused:
        return (StyledSpan(refused.message, "error"),)
    names = sorted(name for name in files if not (root / name).exists())
    return (StyledSpan("writes ", "dim"), StyledSpan(printable(", ".join(names)), "strong"))
