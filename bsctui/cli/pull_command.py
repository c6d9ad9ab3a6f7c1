"""`bsctui pull`: the sources' queries are run, and their results recorded."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import (
    load_workspace,
    print_notice,
    resolved_address,
    workspace_option,
)
from bsctui.cli.review_text import echo_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bsctui.edits import Edit
    from bsctui.exchange.sources.pulling import PullOutcome
    from bsctui.model.model import Model
    from bsctui.source_settings import SourceSettings
    from bsctui.workspace import Workspace


@click.command("pull", cls=BsctuiCommand)
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--only", metavar="REF", help="only REF and what is below it")
@click.option("--dry-run", is_flag=True, help="show what would change, and change nothing")
@click.option("--yes", is_flag=True, help="record without asking")
@click.option("--restate", is_flag=True, help="replace values of closed periods too")
@workspace_option
@click.pass_context
def command(
    context: click.Context, sources: tuple[str, ...], only: str | None, dry_run: bool, yes: bool, restate: bool,
    root: str | None,
) -> None:  # fmt: skip
    """Run the queries of the sources in bsctui.toml, show what they change, and record it; only queries approved by `bsctui trust` run.

    Each source is recorded whole or not at all, and one that fails does not stop the others. Final values of closed periods stay unless `--restate`.
    """
    from bsctui.exchange.sources.pulling import Wish, pull
    from bsctui.exchange.trust import TrustError

    workspace = load_workspace(root)
    if workspace.unread_file is not None:
        raise CommandError(f"nothing is pulled while `{workspace.unread_file}` cannot be read")
    known = known_sources(workspace, sources)
    unusable = unusable_sources(workspace, sources)
    wanted = quantities_below(workspace.model, only) if only is not None else None
    try:
        with progress_bar() as progress:
            pulled = pull(workspace, known, Wish(sources, wanted, restate), progress=progress)
    except TrustError as error:
        raise CommandError(str(error)) from None
    if not pulled.reports and not unusable:
        click.echo("there is no query here: neither in bsctui.toml nor in a `source` line")
    edit = pulled.edit
    if edit is not None:
        show_difference(workspace, edit)
    tell(pulled)
    if edit is not None and not dry_run and may_record(pulled, is_agreed=yes):
        record(workspace, edit)
    context.exit(0 if pulled.is_whole and not unusable else 1)


def known_sources(workspace: Workspace, names: Sequence[str]) -> tuple[SourceSettings, ...]:
    """The sources of `bsctui.toml`.

    Raises:
        CommandError: One of the names is none.
    """
    from bsctui.config import load_config

    config = load_config(workspace.root)
    for problem in config.problems:
        if "source" in problem.message or problem.code == "W104":
            print_notice(f"{problem.path}:{problem.line}: {problem.message}")
    known = [source.name for source in config.sources]
    written = {quantity.source[0] for quantity in workspace.model.quantities() if quantity.source}
    for name in names:
        if name not in known and name not in written:
            listed = ", ".join(f"`{name}`" for name in known)
            hint = f"; known are {listed}" if known else ""
            raise CommandError(f"bsctui.toml has no source `{name}`{hint}")
    return config.sources


def unusable_sources(workspace: Workspace, names: Sequence[str]) -> list[str]:
    """The wanted sources of `bsctui.toml` of which nothing can be pulled; why has been told."""
    from bsctui.config import load_config

    return [
        name for name in load_config(workspace.root).unusable_sources if not names or name in names
    ]


def quantities_below(model: Model, ref: str) -> frozenset[str]:
    """The KPIs and measures that a REF is, or that stand below it.

    Raises:
        CommandError: Nothing has this address.
    """
    address = resolved_address(model, ref)
    cards = {card for card in model.scorecards if address in _upward(model, card)}
    return frozenset(
        quantity.address
        for quantity in model.quantities()
        if quantity.address == address
        or quantity.scorecard in cards
        or getattr(quantity, "objective", None) == address
    )


def _upward(model: Model, name: str) -> set[str]:
    """A scorecard and those above it; a circle, which is an error elsewhere, ends."""
    seen: set[str] = set()
    card = model.scorecards.get(name)
    while card is not None and card.address not in seen:
        seen.add(card.address)
        card = model.scorecards.get(card.under or "")
    return seen


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A line on a terminal that tells how far each source is."""
    is_terminal = sys.stderr.isatty()

    def progress(source: str, done: int, of: int) -> None:
        if is_terminal:
            click.echo(f"\r\x1b[K{source}: {done} of {of} queries", nl=False, err=True)

    yield progress
    if is_terminal:
        click.echo("\r\x1b[K", nl=False, err=True)


def show_difference(workspace: Workspace, edit: Edit) -> None:
    """The change by its meaning, before it is made."""
    from bsctui.review.comparison import compare

    preview = workspace.preview(edit)
    echo_review(compare(workspace.model, preview.model), "files", "pull")


def tell(pulled: PullOutcome) -> None:
    """A line a source on standard output; what failed, and what was left, on standard error."""
    from bsctui.escaping import printable
    from bsctui.exchange.sources.summary import left_lines, outcome_line

    for report in pulled.reports:
        click.echo(printable(f"{report.source}: {outcome_line(report)}"))
        for line in (*report.remarks, *report.failures, *left_lines(report)):
            print_notice(f"{report.source}: {line}")


def may_record(pulled: PullOutcome, *, is_agreed: bool) -> bool:
    """Whether the user says yes.

    Raises:
        CommandError: There is nobody to ask.
    """
    if is_agreed:
        return True
    if not sys.stdin.isatty():
        raise CommandError("nothing was recorded: give `--yes` to record it, `--dry-run` to look")
    count = sum(report.taking.count for report in pulled.reports)
    return click.confirm(f"record {count} value{'s' if count > 1 else ''}?", err=True)


def record(workspace: Workspace, edit: Edit) -> None:
    """Make the edit and save it.

    Raises:
        CommandError: A file changed meanwhile where the edit did.
    """
    workspace.apply(edit)
    report = workspace.save()
    if report.conflicts:
        first = report.conflicts[0]
        raise CommandError(
            f"`{first.path}` changed meanwhile; this version is kept as `{first.kept_as}`"
        )
    click.echo(f"recorded in {', '.join(report.saved)}")
