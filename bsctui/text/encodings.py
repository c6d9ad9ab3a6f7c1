"""Files that are no text of this language: other programs', and text in another encoding; one error a file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.text.diagnostics import LineDiagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.text.diagnostics import Diagnostic

SAVE_AS_UTF8: Final = "save the file as UTF-8"

_XML = re.compile(r"<(?:\?xml|[A-Za-z])")
_UTF_16 = re.compile(
    "(?:\udcff\udcfe|\udcfe\udcff)|[^\x00]\x00[^\x00]\x00|\x00[^\x00]\x00[^\x00]|[^\x00]\x00\n|\x00\n"
)
_UTF_32 = re.compile("\udcff\udcfe\x00\x00|\x00\x00\udcfe\udcff|[^\x00]?\x00{3}")
_WIDE = re.compile("\x00[^\x00]?\x00").search


def foreign_file_diagnostic(first: str) -> LineDiagnostic | None:
    """Why a file with this first line is read as a whole by nobody here; None for all others."""
    end = len(first.rstrip("\r\n"))
    if _XML.match(first):
        message = "this file belongs to another program: it is XML, not a scorecard"
        return LineDiagnostic("E113", message, 0, end, "rename it, or move it out of the workspace")
    for name, pattern in (("UTF-32", _UTF_32), ("UTF-16", _UTF_16)):
        if pattern.match(first):
            message = f"this file is in {name}, not in UTF-8"
            return LineDiagnostic("E101", message, 0, min(end, 2), SAVE_AS_UTF8)
    return None


def is_foreign(first: str) -> bool:
    """Whether a file with this first line is no text of this language."""
    return foreign_file_diagnostic(first) is not None


def merge_encoding_errors(diagnostics: list[Diagnostic], lines: Sequence[str]) -> list[Diagnostic]:
    """The problems of a file with those of its encoding as one, which names the encoding."""
    wide = _wide_encoding(lines) if diagnostics else None
    if wide:
        message = f"this file is in {wide}, not in UTF-8"
        return [replace(diagnostics[0], code="E101", message=message, help=SAVE_AS_UTF8)]
    wrong = [diagnostic for diagnostic in diagnostics if diagnostic.code == "E101"]
    if not wrong or (len(wrong) == 1 and _is_in_utf_8(lines, wrong[0].line)):
        return diagnostics
    name = _code_page("".join(lines[diagnostic.line - 1] for diagnostic in wrong))
    unread = "1 line" if len(wrong) == 1 else f"{len(wrong)} lines"
    message = f"this file is not in UTF-8, but probably in {name}: {unread} cannot be read"
    remaining = [diagnostic for diagnostic in diagnostics if diagnostic.code != "E101"]
    return [*remaining, replace(wrong[0], message=message, help=SAVE_AS_UTF8)]


def has_zeros(lines: Sequence[str]) -> bool:
    """Whether a character of no text stands anywhere: then lines and blanks may not be what they look like."""
    return any("\x00" in line for line in lines)


def _wide_encoding(lines: Sequence[str]) -> str | None:
    """The encoding of a file whose lines mostly hold zeros: what is Latin in it has one in each character."""
    if not has_zeros(lines):
        return None
    filled = [line for line in lines if line.strip("\x00 \t\r\n")]
    if 2 * sum(_WIDE(line) is not None for line in filled) <= len(filled):
        return None
    return "UTF-32" if any("\x00\x00\x00" in line for line in filled) else "UTF-16"


def _is_in_utf_8(lines: Sequence[str], but: int) -> bool:
    """Whether all but one line can be read and some of them would not be the same in a code page."""
    return any(not line.isascii() for number, line in enumerate(lines, 1) if number != but)


def _code_page(text: str) -> str:
    """What bytes that are no UTF-8 most often are: Windows' code page of the West, else Latin 1, which has them all."""
    try:
        text.encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeError:
        return "ISO 8859 or another code page"
    return "Windows-1252 or another code page"
