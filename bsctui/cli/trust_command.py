"""`bsctui trust`: shows the queries of the sources, and asks whether they may run."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

import click

from bsctui.cli import BsctuiCommand, CommandError
from bsctui.cli.options import load_workspace, print_notice, workspace_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bsctui.exchange.sources.queries import SourcedQuery
    from bsctui.workspace import Workspace


@click.command("trust", cls=BsctuiCommand)
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--yes", is_flag=True, help="trust what is shown, without asking")
@click.option("--list", "listing", is_flag=True, help="each query's hash and whether it is trusted")
@click.option("--remove", is_flag=True, help="withdraw the approval")
@workspace_option
@click.pass_context
def command(
    context: click.Context, sources: tuple[str, ...], yes: bool, listing: bool, remove: bool, root: str | None
) -> None:  # fmt: skip
    """Show every query that is new or has changed, and its url; `pull` runs those that you approve.

    An approval covers this text, this url, this source and this folder; any change asks again. For a job without a user,
    BSCTUI_TRUST holds the hashes that `--list` prints, or names a file of them outside the workspace.
    """
    from bsctui.exchange.trust import TrustError

    workspace = load_workspace(root)
    queries = list(_asked(workspace, sources))
    try:
        if listing:
            _list(queries, workspace.root)
        elif remove:
            _remove(queries, workspace.root)
        else:
            context.exit(0 if _trusted(queries, workspace.root, is_agreed=yes) else 1)
    except TrustError as error:
        raise CommandError(str(error)) from None


def _asked(workspace: Workspace, names: Sequence[str]) -> Iterator[SourcedQuery]:
    from bsctui.cli.pull_command import known_sources
    from bsctui.exchange.sources.queries import queries_of

    sources = known_sources(workspace, names)
    queries, unusable = queries_of(workspace.model, sources, workspace.root)
    for fault in unusable:
        if not names or fault.source in names:
            print_notice(f"{fault.source}: {fault.place}: {fault.reason}")
    yield from (query for query in queries if not names or query.source.name in names)


def _list(queries: Sequence[SourcedQuery], root: Path) -> None:
    import os

    from bsctui.escaping import printable
    from bsctui.exchange.trust import fingerprint, trusted_hashes

    trusted = trusted_hashes(root, os.environ)
    for query in queries:
        digest = fingerprint(query, root)
        word = "trusted" if digest in trusted else "new"
        click.echo(printable(f"{digest} {word} {query.source.name} {query.place}"))


def _remove(queries: Sequence[SourcedQuery], root: Path) -> None:
    from bsctui.exchange.trust import distrust, fingerprint

    distrust(fingerprint(query, root) for query in queries)
    click.echo("no query here is trusted any more" if queries else "there is no query here")


def _trusted(queries: Sequence[SourcedQuery], root: Path, *, is_agreed: bool) -> bool:
    """Whether all of them are trusted in the end."""
    import os

    from bsctui.exchange.trust import fingerprint, trust, trusted_hashes

    known = trusted_hashes(root, os.environ)
    new = [query for query in queries if fingerprint(query, root) not in known]
    if not new:
        click.echo("every query here is trusted" if queries else "there is no query here")
    is_whole = True
    for source, asked in groupby(new, key=lambda query: query.source.name):
        shown = list(asked)
        _show(shown, root)
        if is_agreed or _ask(source, len(shown)):
            trust((fingerprint(query, root), _words(query, root)) for query in shown)
            click.echo(f"{source}: trusted")
        else:
            is_whole = False
    return is_whole


def _words(query: SourcedQuery, root: Path) -> str:
    from bsctui.escaping import printable

    return printable(f"{query.source.name} {query.place} {root}")


def _show(queries: Sequence[SourcedQuery], root: Path) -> None:
    """Where the queries of a source go, and all that they say."""
    from bsctui.escaping import printable
    from bsctui.exchange.sources.query_display import query_lines
    from bsctui.exchange.trust import fingerprint

    source = queries[0].source
    click.echo(printable(f"{source.name}: {source.shown_url}"))
    for query in queries:
        of = f" of {query.address}" if query.address else ""
        file = f", in {query.file}" if query.file else ""
        click.echo(printable(f"  query{of}, {query.place}{file}:"))
        for line in query_lines(query.text):
            click.echo(f"    {line}".rstrip())
        click.echo(f"  sha256 {fingerprint(query, root)}")


def _ask(source: str, count: int) -> bool:
    noun = "this query" if count == 1 else f"these {count} queries"
    question = f"may `pull` run {noun} of `{source}`?"
    if not sys.stdin.isatty():
        print_notice(f"{question} (no terminal to ask on: no; `--yes` says yes)")
        return False
    return click.confirm(question, err=True)
