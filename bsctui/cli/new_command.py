"""`bsctui new`: a starter workspace, or one made of a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.import_command import mapping_of, reading_options
from bsctui.cli.options import print_notice


@click.command("new", cls=BsctuiCommand)
@click.argument("path", default=".")
@click.option(
    "--name", default="Our company", show_default=True, help="what the scorecard is called"
)
@click.option(
    "--owner", default="You", show_default=True, help='who answers for it; "" for nobody yet'
)
@click.option("--months", is_flag=True, help="report every month instead of every quarter")
@click.option("--empty", is_flag=True, help="only the scorecard, without the example")
@click.option(
    "--from",
    "source",
    multiple=True,
    metavar="FILE",
    help="build it from a table: csv, tsv or xlsx",
)
@reading_options
@click.option("--yes", "assents", is_flag=True, help="with --from: write without asking")
def command(
    path: str, name: str, owner: str, months: bool, empty: bool, source: tuple[str, ...], assents: bool, **parameters: Any,
) -> None:  # fmt: skip
    """Create a starter workspace in PATH (default: here): bsctui.toml, and a scorecard for each of three tiers."""
    if source:
        _refuse_options_of_the_example()
        _from_tables(Path(path), [Path(each) for each in source], parameters, assents=assents)
        return
    from bsctui.edits import Refused
    from bsctui.escaping import printable
    from bsctui.starter import StarterPlan, write_starter

    plan = StarterPlan(name.strip() or "Our company", owner.strip(), months, not empty)
    try:
        written = write_starter(Path(path), plan)
    except FileExistsError as error:
        raise CommandError(f"{error}; nothing was written") from None
    except Refused as refused:
        raise CommandError(f"{refused.message}; nothing was written") from None
    for file in written:
        click.echo(printable(str(file)))
    print_notice(f"next: bsctui open {path}")


def _refuse_options_of_the_example() -> None:
    """What a table says itself, or leaves open, is not silently ignored.

    Raises:
        CommandError: An option that speaks of the example was given beside `--from`.
    """
    context = click.get_current_context()
    for name in ("name", "owner", "months", "empty"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise CommandError(
                f"`--{name}` does not go with `--from`: the table says it, or nothing does"
                " (`--scorecard NAME` says where rows go that name no scorecard)"
            )


def _from_tables(
    folder: Path, sources: list[Path], parameters: dict[str, Any], *, assents: bool
) -> None:
    """A new workspace that holds what some tables say; nothing is written where they leave a doubt."""
    from bsctui.cli.importing import Manner, bring_in
    from bsctui.exchange.importing.outcome import ImportOptions
    from bsctui.starter import write_beside_scorecards
    from bsctui.storage.workspace_files import SETTINGS_FILE, WorkspaceLocation
    from bsctui.workspace import Workspace

    known = [file for file in (folder / SETTINGS_FILE, *folder.glob("*.bsc")) if file.exists()]
    if known:
        raise CommandError(
            f"`{known[0]}` already exists; `bsctui import FILE` brings a table into a workspace that exists"
        )
    workspace = Workspace({}, {}, WorkspaceLocation(folder, None, None))
    name = sources[0].stem if len(sources) == 1 else folder.resolve().name
    keep = Path(parameters["write_mapping"]) if parameters["write_mapping"] else None
    is_there = folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bring_in(workspace, sources, mapping_of(parameters), ImportOptions(name), Manner(assents=assents, mapping_file=keep), parameters["sheet"])  # fmt: skip
    except BaseException:
        if not is_there:
            folder.rmdir()
        raise
    write_beside_scorecards(folder)
    print_notice(f"next: bsctui open {folder}")
