"""The commands: parse arguments, call a room, print. Each is a module here, imported only when it is run."""

from __future__ import annotations

import gc
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from bsctui import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "open": "open the app",
    "demo": "open a bundled sample",
    "check": "report every error, then advice on alignment",
    "score": "print the cascade as a table, json, csv or toml",
    "explain": "show where a number comes from, and why it changed",
    "fmt": "put files into canonical layout",
    "add": "add a record, perspective, person or calendar",
    "set": "change one field of a record",
    "record": "enter actuals",
    "rename": "rename a record; references follow",
    "move": "give a record another parent; references follow",
    "delete": "delete a record",
    "whatif": "score with other values, targets or weights, next to the present scores",
    "goal": "find the value a KPI must take for a score to be reached",
    "sensitivity": "list the points each KPI contributes, and its potential",
    "map": "draw a strategy map as text, svg, dot or mermaid",
    "forecast": "continue every KPI from its history, with a range, rolled up",
    "links": "test every claim of cause and effect against the data",
    "diff": "show what changed in the strategy, and who moved a goalpost",
    "log": "show the history of one item, through renames and moves",
    "blame": "show who set each fact of an item, when and why",
    "report": "write the whole workspace for readers, as markdown or one html file",
    "merge": "merge three versions of a file, or another revision, by meaning",
    "git-setup": "let git merge scorecards by meaning, and check the result",
    "import": "turn a spreadsheet into scorecards, and next month's into values",
    "pull": "run the queries of databases and files, and record the results",
    "trust": "show those queries, and ask whether `pull` may run them",
    "serve": "open the app in a web browser on this machine",
    "export": "write scores as csv, the model as json or toml, a workbook that calculates, tables with SQL",
    "new": "create a starter workspace, or one from a spreadsheet (`--from`)",
    "lsp": "run the language server for your editor",
    "completions": "print the script that completes the command line in bash, zsh or fish",
    "help": "explain commands, keywords and codes",
}
"""Every command with what it does; `bsctui.cli.NAME` holds it as `command`."""

_NEGATIVE = re.compile(r"-[0-9.].*|-")


class CommandError(click.ClickException):
    """Used wrongly, or a file that cannot be read or written: one line, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """One line on standard error."""
        from bsctui.escaping import printable

        click.echo(f"bsctui: {printable(self.format_message())}", file=file or sys.stderr)


class BsctuiCommand(click.Command):
    """A command whose values may be negative numbers: `-5` is a value, never an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Behind a negative number nothing can be an option by accident: it is handed over quoted."""
        ready = [f"\0{word}" if _NEGATIVE.fullmatch(word) else word for word in args]
        rest = super().parse_args(ctx, ready)
        ctx.params = {name: _unquoted(value) for name, value in ctx.params.items()}
        return rest


def _unquoted(value: Any) -> Any:
    if isinstance(value, str):
        return value.removeprefix("\0")
    if isinstance(value, tuple):
        return tuple(_unquoted(part) for part in value)
    return value


class Commands(click.Group):
    """The commands by name; a path in place of a command opens the app on it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of a day's work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(
            f"bsctui.cli.{cmd_name.replace('-', '_')}_command"
        ).command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """`bsctui --ascii PATH` is short for `bsctui open --ascii PATH`, as `bsctui PATH --ascii` is."""
        own = {name for param in self.get_params(ctx) for name in param.opts}
        first = args[0].partition("=")[0] if args else ""
        if first.startswith("--") and first not in own:
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`bsctui PATH` is short for `bsctui open PATH`."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from pathlib import Path

            if not Path(args[0]).exists():
                from difflib import get_close_matches

                close = get_close_matches(args[0], COMMANDS, 1)
                hint = f"; did you mean `{close[0]}`?" if close else ""
                raise CommandError(f"`{args[0]}` is neither a command nor a path{hint}")
            args = ["open", *args]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table above, without importing any command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="bsctui")
@click.option("-C", "root", metavar="PATH", help="the workspace; may also follow the command")
@click.pass_context
def commands(context: click.Context, root: str | None) -> None:
    """Balanced scorecards as text files: `bsctui [PATH]` opens the app, the commands below do the rest."""
    context.default_map = {name: {"root": root} for name in COMMANDS}
    if context.invoked_subcommand is None:
        from bsctui.cli.open_command import open_app

        context.exit(open_app(root))


def run_command(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status."""
    was_collecting = gc.isenabled()
    try:
        outcome = commands.main(list(arguments), prog_name="bsctui", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        if not error.filename:  # what is printed does not get where it should
            raise
        CommandError(_of_file(error)).show()
        return 2
    finally:
        if was_collecting:  # whoever runs many commands in one process must not keep what each left
            gc.enable()
    return outcome if isinstance(outcome, int) else 0


def _of_file(error: OSError) -> str:
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    return f"`{name}`: {error.strerror or error}"
