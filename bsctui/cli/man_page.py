"""The man page, from the commands' own texts: `python -m bsctui.cli.man_page > grammar/man/bsctui.1`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from bsctui.cli.documented_commands import documented_commands, option_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click


def man_page() -> str:
    """The page in roff, for `man` and `groff -man`."""
    return "\n".join([*_head(), *_all_commands(), *_tail()]) + "\n"


def _head() -> Iterator[str]:
    yield '.TH BSCTUI 1 "" "bsctui" "User Commands"'
    yield ".SH NAME"
    yield r"bsctui \- balanced scorecards as text files: navigate, edit and review strategy in the terminal"
    yield ".SH SYNOPSIS"
    yield ".B bsctui"
    yield r"[\fIPATH\fR]"
    yield ".br"
    yield ".B bsctui"
    yield r"\fICOMMAND\fR [\fIOPTIONS\fR]"
    yield ".SH DESCRIPTION"
    yield _text(
        "Scorecards are kept as .bsc text under git. Without a command the app opens on PATH, or on the workspace "
        "around the current folder. Results go to standard output, diagnostics to standard error."
    )


def _all_commands() -> Iterator[str]:
    yield ".SH COMMANDS"
    for command in documented_commands():
        yield f'.SS "{_text(command.usage)}"'
        for at, part in enumerate(command.help.split("\n\n")):
            if at:
                yield ".PP"
            yield _line(" ".join(part.split()))
        for option in command.options:
            yield from _option(option)


def _option(option: click.Option) -> Iterator[str]:
    value = option_value(option)
    names = ", ".join(_text(name) for name in option.opts)
    yield ".TP"
    yield rf"\fB{names}\fR" + (rf" \fI{_text(value)}\fR" if value else "")
    yield _line(option.help or "")


def _tail() -> Iterator[str]:
    yield ".SH EXIT STATUS"
    rows = {
        "0": "done and clean",
        "1": "the workspace has errors, or a check did not hold",
        "2": "usage error, or a file could not be read or written",
    }
    for status, meaning in rows.items():
        yield from (".TP", rf"\fB{status}\fR", meaning)
    yield ".SH FILES"
    files = {
        "bsctui.toml": "the settings of a workspace, at its root",
        "config.toml": "the user's own, in the configuration folder of bsctui",
    }
    for name, meaning in files.items():
        yield from (".TP", rf"\fI{name}\fR", meaning)
    yield ".SH SEE ALSO"
    yield _line(
        "`bsctui help language` is the language's reference, `bsctui help codes` every error."
    )


def _line(text: str) -> str:
    """A line of running text: none may begin with what roff takes for a request."""
    shown = re.sub(r"`([^`]*)`", lambda code: rf"\fB{_text(code[1])}\fR", _text(text, codes=False))
    return rf"\&{shown}" if shown.startswith((".", "'")) or not shown else shown


def _text(text: str, *, codes: bool = True) -> str:
    """Text that roff shows as it is."""
    roff = text.replace("\\", r"\e").replace("-", r"\-") if codes else text.replace("\\", r"\e")
    for sign, written in (("…", r"\&..."), ("“", r"\(lq"), ("”", r"\(rq"), ('"', r"\(dq")):
        roff = roff.replace(sign, written)
    return roff.encode("ascii", "replace").decode()


if __name__ == "__main__":
    sys.stdout.write(man_page())
