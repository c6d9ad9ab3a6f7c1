"""`bsctui add`: a new record, or a new line of the workspace's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.cli.options import load_workspace, resolved_address, workspace_option

if TYPE_CHECKING:
    from bsctui.edits import Edit
    from bsctui.model.model import Model

RECORDS: Final = ("scorecard", "objective", "kpi", "measure", "initiative")
SETTINGS: Final = ("perspective", "person", "calendar")
USAGE: Final = (
    'write KIND NAME "LABEL" in PARENT, as in `add kpi revenue "Seat revenue" in skyline.profit`'
)


@click.command("add", cls=BsctuiCommand)
@click.argument("kind", type=click.Choice([*RECORDS, *SETTINGS]))
@click.argument("words", nargs=-1, required=True, metavar="NAME [LABEL] [in|under PARENT]")
@click.option(
    "--with",
    "statements",
    multiple=True,
    metavar="STATEMENT",
    help='a line to write in it, such as "unit EUR"; may be repeated',
)
@click.option(
    "--file",
    "file",
    metavar="FILE",
    help="the file it goes into (default: its siblings', else its parent's)",
)
@workspace_option
def command(
    kind: str,
    words: tuple[str, ...],
    statements: tuple[str, ...],
    file: str | None,
    root: str | None,
) -> None:
    """Add a record; or `perspective NAME LABEL`, `person NAME "FULL NAME" [E-MAIL]`, `calendar GRAIN PERIOD..PERIOD`.

    A label without a name gets a name made from it: `add objective "Fast turnaround" in skyline.process`.
    """
    workspace = load_workspace(root)
    if kind in RECORDS:
        apply_and_save(workspace, _record(workspace.model, kind, words, statements, file))
    elif statements or file:
        raise CommandError(f"`--with` and `--file` are for records, not for a {kind}")
    else:
        apply_and_save(workspace, _setting(workspace.model, kind, words))


def _record(
    model: Model, kind: str, words: tuple[str, ...], statements: tuple[str, ...], file: str | None
) -> Edit:
    """The record that the words name."""
    from bsctui.edits import AddRecord
    from bsctui.edits.new_names import slug

    before, parent = _parent(model, kind, words)
    if not 1 <= len(before) <= 2:
        raise CommandError(USAGE)
    name, label = before if len(before) == 2 else (before[0], "")
    if not name.isidentifier():
        if label:
            raise CommandError(f"`{name}` is not a valid name; {USAGE}")
        name, label = slug(name, frozenset(_names(model, parent))), name
    return AddRecord(kind, name, label or None, parent, statements, file=file)


def _parent(model: Model, kind: str, words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """The words before `in` or `under`, and the address behind it."""
    if len(words) > 2 and words[-2] in {"in", "under"}:
        return words[:-2], resolved_address(model, words[-1])
    if kind != "scorecard":
        raise CommandError(f"{kind}: where? {USAGE}")
    return words, None


def _names(model: Model, parent: str | None) -> set[str]:
    """The names that are taken beside a new record."""
    if parent is None:
        return set(model.scorecards)
    head = f"{parent.partition('.')[0]}."
    return {each.removeprefix(head) for each in model.names.declared if each.startswith(head)}


def _setting(model: Model, kind: str, words: tuple[str, ...]) -> Edit:
    """The setting that the words name."""
    from bsctui.edits.new_names import slug
    from bsctui.edits.setting_lines import AddPerson, AddPerspective, SetCalendar

    if kind == "calendar":
        return SetCalendar(" ".join(words))
    if kind == "perspective":
        name, label, *rest = (*words, "")
        if rest not in ([], [""]):
            raise CommandError('write `add perspective NAME "LABEL"`')
        taken = [each.name for each in model.settings.perspectives]
        return AddPerspective(
            *((name, label) if name.isidentifier() else (slug(name, taken), name))
        )
    name, full_name, email, *rest = (*words, "", "")
    if len(words) > 3 or not words:
        raise CommandError('write `add person NAME "FULL NAME" [E-MAIL]`')
    if not name.isidentifier():
        name, full_name, email = slug(name, model.settings.persons), name, full_name
    return AddPerson(name, full_name, email)
