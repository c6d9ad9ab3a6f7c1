"""Files that are no text of this language: other programs', and text in another encoding; one error a file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bsctui.text.line_errors import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bsctui.text.diagnostics import Problem

SAVE: Final = "save the file as UTF-8"

_XML = re.compile(r"<(?:\?xml|[A-Za-z])")
_UTF_16 = re.compile(
    "(?:\udcff\udcfe|\udcfe\udcff)|[^\x00]\x00[^\x00]\x00|\x00[^\x00]\x00[^\x00]|[^\x00]\x00\n|\x00\n"
)


def foreign_fault(first: str) -> Fault | None:
    """Why a file with this first line is read as a whole by nobody here; None for all others."""
    end = len(first.rstrip("\r\n"))
    if _XML.match(first):
        message = "this file belongs to another program: it is XML, no scorecard"
        return Fault("E113", message, 0, end, "rename it, or keep it outside of the workspace")
    if _UTF_16.match(first):
        return Fault("E101", "this file is in UTF-16, not in UTF-8", 0, min(end, 2), SAVE)
    return None


def is_foreign(first: str) -> bool:
    """Whether a file with this first line is no text of this language."""
    return foreign_fault(first) is not None


def encoding_problems(problems: list[Problem], lines: Sequence[str]) -> list[Problem]:
    """The problems of a file with those of its encoding as one, which names the encoding."""
    wrong = [problem for problem in problems if problem.code == "E101"]
    if len(wrong) < 2:
        return problems
    name = _code_page("".join(lines[problem.line - 1] for problem in wrong))
    message = (
        f"this file is not in UTF-8, but probably in {name}: {len(wrong)} lines cannot be read"
    )
    kept = [problem for problem in problems if problem.code != "E101"]
    return [*kept, replace(wrong[0], message=message, help=SAVE)]


def _code_page(text: str) -> str:
    """What bytes that are no UTF-8 most often are: Windows' code page of the West, else Latin 1, which has them all."""
    try:
        text.encode("utf-8", "surrogateescape").decode("cp1252")
    except UnicodeError:
        return "ISO 8859 or another code page"
    return "Windows-1252 or another code page"
