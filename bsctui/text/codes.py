"""Every code of reading: what `bsctui help E105` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DiagnosticCode:
    """A code of a problem: its title, why it is one, a line that has it, and what to do."""

    title: str
    explanation: str
    example: str
    remedy: str


CODES: Final = {
    "E101": DiagnosticCode(
        "not UTF-8", "The line holds bytes that are not UTF-8 text.", "", "Save the file as UTF-8."
    ),
    "E102": DiagnosticCode(
        "control character",
        "A control character is invisible, and could give commands to a terminal.",
        '  note "a\tb"',
        "Delete it; in a text, write spaces instead.",
    ),
    "E103": DiagnosticCode(
        "text without a closing quote",
        "A text begins and ends with a quote on the same line.",
        '  note "late',
        'End it with `"`.',
    ),
    "E104": DiagnosticCode(
        "unknown backslash",
        "In a text, a backslash may only be followed by a quote or another backslash.",
        '  note "a\\b"',
        "Write `\\\\` for a backslash.",
    ),
    "E105": DiagnosticCode(
        "bad number",
        "Numbers have no commas and no leading zeros; `_` may group digits.",
        "  target 1,000",
        "Write `1_000`, `1K` or `1000`.",
    ),
    "E106": DiagnosticCode(
        "line ends too early",
        "A part of the line is missing.",
        "  target",
        "Write what the message names.",
    ),
    "E107": DiagnosticCode(
        "unknown word",
        "No line begins with this word.",
        "  targt 10",
        "Use the word that the message offers; `bsctui help` lists all.",
    ),
    "E108": DiagnosticCode(
        "header without a place",
        "A record says with `in` where it belongs.",
        'kpi revenue "Revenue"',
        "Add `in SCORECARD.PARENT`.",
    ),
    "E109": DiagnosticCode(
        "not allowed here",
        "The line begins correctly, but part of it is not allowed at this point.",
        "  supports a.b weigth 2",
        "Write one of the things that the message names.",
    ),
    "E110": DiagnosticCode(
        "wrong margin",
        "Headers begin at the left margin, statements are indented.",
        "unit %",
        "Move the line.",
    ),
    "E111": DiagnosticCode(
        "bad name",
        "Names are letters, digits and `_` in Unicode NFC, and begin with a letter.",
        "kpi on-time in a.b",
        "Choose another name; anything may be written in the label.",
    ),
    "E112": DiagnosticCode(
        "belongs to no record",
        "An indented line belongs to the header above it, and there is no header.",
        "  unit %",
        "Write a header above it.",
    ),
    "E113": DiagnosticCode(
        "another program's file",
        "The file is XML; other programs also use `.bsc` as a file extension.",
        '<?xml version="1.0"?>',
        "Rename it or move it out of the workspace.",
    ),
    "E114": DiagnosticCode(
        "unresolved conflict",
        "Git left both sides of a merge in the file for you to choose from. Both are read.",
        "<<<<<<< HEAD",
        "Keep what is right and delete the conflict markers.",
    ),
    "E115": DiagnosticCode(
        "bad formula",
        "The formula cannot be read, or a function has the wrong arguments.",
        "  formula revenue -",
        "See the formulas of `grammar/README.md`.",
    ),
    "E116": DiagnosticCode(
        "unknown version",
        "The file says that it is written in a later version of the language.",
        "bsc 2",
        "Use a newer version of bsctui.",
    ),
    "E117": DiagnosticCode(
        "`bsc` is not first",
        "The version applies to the whole file, so it comes before all other headers.",
        "bsc 1",
        "Move it to the top of the file.",
    ),
}
"""Reading: bytes, tokens and the form of a line."""
