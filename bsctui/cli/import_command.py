"""`bsctui import`: tables become scorecards, and next month's table its values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import GRAINS, load_workspace, workspace_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from bsctui.exchange.reading.mapping import ImportMapping

F = TypeVar("F", bound="Callable[..., Any]")


def reading_options(function: F) -> F:
    """What tells how tables are read: all that may be asked can be told."""
    options = (
        click.option("--as", "mapping_file", metavar="FILE", help="a mapping that was kept"),
        click.option("--sheet", metavar="TITLE", help="only this sheet of a workbook"),
        click.option("--write-mapping", metavar="FILE", help="keep the mapping as it was understood"),
        click.option("--decimal", type=click.Choice([".", ","]), help="the decimal sign where a column does not tell"),
        click.option("--year", type=int, help="the year of headings such as `Jan`"),
        click.option("--period", metavar="P", help="the period of values in a column without one"),
        click.option("--fiscal-year", metavar="'MONTH [named end]'", help="where the fiscal year begins, and which year names it"),
        click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="what 03/04/2025 means"),
        click.option("--serial-dates", is_flag=True, help="bare numbers as periods count days"),
        click.option("--split-years", type=click.Choice(["yes", "no"]), help="whether 2011-12 is a year"),
        click.option("--every", type=click.Choice(GRAINS), help="the grain of figures that stand beside days"),
        click.option("--values", type=click.Choice(["actual", "target"]), help="what figures are that no word calls so"),
        click.option("--zero-is-blank", multiple=True, metavar="COLUMN", help="a column where 0 says that there is none (`*`: all)"),
        click.option("--better", type=click.Choice(["proposed", "higher", "lower", "none"]), help="the direction where nothing says it (`proposed`: by the label, where that tells)"),
        click.option("--higher", multiple=True, metavar="LABEL", help="higher is better for this KPI"),
        click.option("--lower", multiple=True, metavar="LABEL", help="lower is better for this KPI"),
        click.option("--tolerance", metavar="N", help="of targets that are a range: N, or `N% of target`"),
        click.option("--scorecard", metavar="NAME", help="where rows go that name no scorecard"),
        click.option("--perspective", metavar="NAME", help="where rows go that name no perspective"),
        click.option("--encoding", metavar="NAME", help="the encoding of text files, where the guess is wrong"),
        click.option("--renamed", type=click.Choice(["yes", "no"]), help="whether a new label near that of a KPI in no row is that KPI"),
        click.option("--skip-unread", is_flag=True, help="leave cells out that are not understood"),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def mapping_of(told: dict[str, Any]) -> ImportMapping:
    """The mapping that was kept, and over it what the options say.

    Raises:
        CommandError: It cannot be read.
    """
    from bsctui.exchange.reading.mapping import ImportMapping, MappingError, read_mapping
    from bsctui.storage.regular_files import read_bounded

    mapping = ImportMapping()
    if told["mapping_file"]:
        try:
            text = read_bounded(Path(told["mapping_file"])).decode("utf-8")
            mapping = read_mapping(text)
        except (MappingError, UnicodeDecodeError) as error:
            raise CommandError(f"`{told['mapping_file']}`: {error}") from None
    return replace(mapping, **_said(told, mapping))


def _said(told: dict[str, Any], mapping: ImportMapping) -> dict[str, Any]:
    from bsctui.exchange.reading.mapping import read_fiscal, values_role
    from bsctui.exchange.reading.numerals import Decimals
    from bsctui.exchange.reading.period_texts import DateOrder
    from bsctui.model.periods import Grain

    readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "decimal": ("decimal", Decimals),
        "year": ("year", int),
        "period": ("period", str),
        "fiscal_year": ("fiscal", read_fiscal),
        "dates": ("order", DateOrder),
        "serial_dates": ("serials", bool),
        "split_years": ("split_years", lambda word: word == "yes"),
        "every": ("every", Grain.of),
        "values": ("values", values_role),
        "zero_is_blank": ("zero_is_blank", lambda names: (*mapping.zero_is_blank, *names)),
        "better": ("otherwise", str),
        "tolerance": ("tolerance", str),
        "scorecard": ("scorecard", str),
        "perspective": ("perspective", str),
        "encoding": ("encoding", str),
        "renamed": ("renamed", lambda word: word == "yes"),
        "skip_unread": ("skips_unread", bool),
    }
    said: dict[str, Any] = {}
    for option, (name, read) in readers.items():
        if told[option]:
            try:
                said[name] = read(told[option])
            except ValueError:
                raise CommandError(
                    f"`--{option.replace('_', '-')} {told[option]}` cannot be read; it is a month, such as `April` or `October named end`"
                ) from None
    directions = {
        **mapping.better,
        **dict.fromkeys(told["higher"], "higher"),
        **dict.fromkeys(told["lower"], "lower"),
    }
    return {**said, "better": directions} if directions else said


@click.command("import", cls=BsctuiCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@workspace_option
@reading_options
@click.option("--dry-run", is_flag=True, help="show what would change, write nothing")
@click.option("--yes", "assents", is_flag=True, help="write without asking; a doubt is refused")
@click.option("--actuals-only", is_flag=True, help="only actuals of KPIs that are known")
@click.option("--restate", is_flag=True, help="values of closed periods may be overwritten")
@click.pass_context
def command(
    context: click.Context, /, files: tuple[str, ...], root: str | None, dry_run: bool, assents: bool,
    actuals_only: bool, restate: bool, **told: Any,
) -> None:  # fmt: skip
    """Bring tables in (csv, tsv, xlsx): what they say is shown, doubts are asked, then all of it is written or nothing."""
    from bsctui.cli.importing import Manner, bring_in
    from bsctui.exchange.importing.outcome import ImportOptions

    workspace = load_workspace(root)
    paths = [Path(file) for file in files]
    name = paths[0].stem if len(paths) == 1 else workspace.root.name
    keep = Path(told["write_mapping"]) if told["write_mapping"] else None
    status = bring_in(
        workspace,
        paths,
        mapping_of(told),
        ImportOptions(name, actuals_only, restate),
        Manner(dry_run, assents, keep),
        told["sheet"],
    )
    context.exit(status)
