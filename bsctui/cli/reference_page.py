"""The reference page, from the tables that the program itself uses: `python -m bsctui.cli.reference_page > grammar/reference.md`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bsctui.app.key_reference import key_rows
from bsctui.cli.documented_commands import documented_commands, option_value
from bsctui.cli.json_keys import DOCUMENTS, TABLES, document_rows
from bsctui.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import click

HEAD = """# Reference

Made from the program's own tables (`make generated`); a test keeps it up to date. The language has [its own page](README.md).
`bsctui help NAME` says the same of one command, keyword or code.

- [Commands](#commands)
- [Keys of the app](#keys-of-the-app)
- [Errors, advice and warnings](#errors-advice-and-warnings)
- [Keys of `--format json`](#keys-of---format-json)"""


def reference_page() -> str:
    """The page as Markdown."""
    parts = (HEAD, *_all_commands(), *_all_keys(), *_all_codes(), *_all_json_keys())
    return "\n\n".join(parts) + "\n"


def _all_commands() -> Iterator[str]:
    yield "## Commands"
    yield (
        "Results go to standard output, diagnostics to standard error. Exit status: 0 done and clean, 1 the workspace has errors "
        "or a check did not hold, 2 usage error or a file could not be read or written."
    )
    for command in documented_commands():
        yield f"### {command.name}"
        yield f"`{command.usage}`"
        yield "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
        rows = [_option(option) for option in command.options]
        if rows:
            yield _table(("option", ""), rows)


def _option(option: click.Option) -> Sequence[str]:
    words = " ".join(filter(None, (", ".join(option.opts), option_value(option))))
    return f"`{words}`", option.help or ""


def _all_keys() -> Iterator[str]:
    yield "## Keys of the app"
    yield (
        "By default; `[keys]` in `config.toml` gives a command other keys, by its id. Views: 1 cascade, 2 strategy map, 3 alignment, "
        "4 KPIs, 5 text, 6 review, 7 problems, 8 what is due, 9 initiatives; a key without a number works in all of them."
    )
    for section, rows in key_rows({}):
        yield f"### {section}"
        yield _table(
            ("keys", "id", "views", ""), ((f"`{keys}`", f"`{name}`", *rest) for keys, name, *rest in rows)
        )  # fmt: skip


def _all_codes() -> Iterator[str]:
    yield "## Errors, advice and warnings"
    for code, entry in sorted(CODES.items()):
        yield f"### {code}: {entry.title}"
        yield entry.explanation
        if entry.example:
            yield f"```\n{entry.example}\n```"
        yield entry.remedy


def _all_json_keys() -> Iterator[str]:
    yield "## Keys of `--format json`"
    yield (
        "One document, with `version` 1. Keys are stable, numbers unrounded, null where there is nothing. `[]` stands for each item "
        "of a list; words in capitals are the tables at the end. `bsctui help --format json` has all of this page as data."
    )
    for command in DOCUMENTS:
        yield f"### bsctui {command} --format json"
        yield _key_table(document_rows(command))
    for name, rows in TABLES.items():
        yield f"### {name}"
        yield _key_table(rows.items())


def _key_table(rows: Iterable[tuple[str, str]]) -> str:
    return _table(("key", ""), ((f"`{key}`", meaning) for key, meaning in rows))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; what would end a cell is escaped."""
    lines = [_row(heads), _row(["---"] * len(heads))]
    return "\n".join([*lines, *(_row([cell.replace("|", "\\|") for cell in row]) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(reference_page())
