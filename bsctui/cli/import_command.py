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
    """Options that tell how tables are read: one for everything that may be asked."""
    options = (
        click.option("--as", "mapping_file", metavar="FILE", help="a mapping file from an earlier import"),
        click.option("--sheet", metavar="TITLE", help="only this sheet of a workbook"),
        click.option("--write-mapping", metavar="FILE", help="save the mapping in FILE"),
        click.option("--decimal", type=click.Choice([".", ","]), help="the decimal sign, for columns where it is unclear"),
        click.option("--year", type=int, help="the year of headings such as `Jan`"),
        click.option("--period", metavar="P", help="the period of values whose column does not name one"),
        click.option("--fiscal-year", metavar="'MONTH [named end]'", help="where the fiscal year begins, and which year names it"),
        click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="what 03/04/2025 means"),
        click.option("--serial-dates", is_flag=True, help="periods that are bare numbers are day counts, as spreadsheets store dates"),
        click.option("--split-years", type=click.Choice(["yes", "no"]), help="whether 2011-12 is a year"),
        click.option("--every", type=click.Choice(GRAINS), help="how often values with dates are reported"),
        click.option("--values", type=click.Choice(["actual", "target"]), help="what figures are whose heading does not say: actuals or targets"),
        click.option("--zero-is-blank", multiple=True, metavar="COLUMN", help="a column in which 0 means no value (`*`: all columns)"),
        click.option("--better", type=click.Choice(["proposed", "higher", "lower", "none"]), help="the direction of KPIs that do not state one (`proposed`: by the label, where that is clear)"),
        click.option("--higher", multiple=True, metavar="LABEL", help="higher is better for this KPI"),
        click.option("--lower", multiple=True, metavar="LABEL", help="lower is better for this KPI"),
        click.option("--tolerance", metavar="N", help="for targets that are a range: N, or `N% of target`"),
        click.option("--scorecard", metavar="NAME", help="the scorecard of rows that do not name one"),
        click.option("--perspective", metavar="NAME", help="the perspective of rows that do not name one"),
        click.option("--encoding", metavar="NAME", help="the encoding of text files, where the guess is wrong"),
        click.option("--renamed", type=click.Choice(["yes", "no"]), help="whether a new label similar to that of a missing KPI means that the KPI was renamed"),
        click.option("--skip-unread", is_flag=True, help="skip cells that cannot be read"),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def mapping_of(parameters: dict[str, Any]) -> ImportMapping:
    """The mapping that was kept, and over it what the options say.

    Raises:
        CommandError: It cannot be read.
    """
    from bsctui.exchange.reading.mapping import ImportMapping, MappingError, read_mapping
    from bsctui.storage.regular_files import read_bounded

    mapping = ImportMapping()
    if parameters["mapping_file"]:
        try:
            text = read_bounded(Path(parameters["mapping_file"])).decode("utf-8")
            mapping = read_mapping(text)
        except (MappingError, UnicodeDecodeError) as error:
            raise CommandError(f"`{parameters['mapping_file']}`: {error}") from None
    return replace(mapping, **_given(parameters, mapping))


def _given(parameters: dict[str, Any], mapping: ImportMapping) -> dict[str, Any]:
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
    options: dict[str, Any] = {}
    for option, (name, read) in readers.items():
        if parameters[option]:
            try:
                options[name] = read(parameters[option])
            except ValueError:
                raise CommandError(
                    f"`--{option.replace('_', '-')} {parameters[option]}` cannot be read; it is a month, such as `April` or `October named end`"
                ) from None
    directions = {
        **mapping.better,
        **dict.fromkeys(parameters["higher"], "higher"),
        **dict.fromkeys(parameters["lower"], "lower"),
    }
    return {**options, "better": directions} if directions else options


@click.command("import", cls=BsctuiCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@workspace_option
@reading_options
@click.option("--dry-run", is_flag=True, help="show what would change, write nothing")
@click.option(
    "--yes", "assents", is_flag=True, help="write without asking; refuse if anything is unclear"
)
@click.option("--actuals-only", is_flag=True, help="only actuals, and only of existing KPIs")
@click.option("--restate", is_flag=True, help="allow values of closed periods to be overwritten")
@click.pass_context
def command(
    context: click.Context, /, files: tuple[str, ...], root: str | None, dry_run: bool, assents: bool,
    actuals_only: bool, restate: bool, **parameters: Any,
) -> None:  # fmt: skip
    """Import tables (csv, tsv, xlsx): shows how they are read, asks about anything unclear, then writes everything or nothing."""
    from bsctui.cli.importing import Manner, bring_in
    from bsctui.exchange.importing.outcome import ImportOptions

    workspace = load_workspace(root)
    paths = [Path(file) for file in files]
    name = paths[0].stem if len(paths) == 1 else workspace.root.name
    keep = Path(parameters["write_mapping"]) if parameters["write_mapping"] else None
    status = bring_in(
        workspace,
        paths,
        mapping_of(parameters),
        ImportOptions(name, actuals_only, restate),
        Manner(dry_run, assents, keep),
        parameters["sheet"],
    )
    context.exit(status)
