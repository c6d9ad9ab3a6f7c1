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
        "Control characters could steer a terminal and cannot be seen.",
        '  note "a\tb"',
        "Delete it; in a text write blanks.",
    ),
    "E103": DiagnosticCode(
        "text without a closing quote",
        "A text begins with a quote and ends in the same line with another.",
        '  note "late',
        'End it with `"`.',
    ),
    "E104": DiagnosticCode(
        "unknown backslash",
        'In a text only `\\"` and `\\\\` have a meaning.',
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
        "cannot stand here",
        "The line begins correctly, but a part of it cannot stand where it does.",
        "  supports a.b weigth 2",
        "Write one of the things that the message names.",
    ),
    "E110": DiagnosticCode(
        "wrong margin",
        "Headers stand at the left margin, statements are indented.",
        "unit %",
        "Move the line.",
    ),
    "E111": DiagnosticCode(
        "bad name",
        "Names are letters, digits and `_` in Unicode NFC, and begin with a letter.",
        "kpi on-time in a.b",
        "Rename it; texts for readers go into the label.",
    ),
    "E112": DiagnosticCode(
        "belongs to no record",
        "An indented line says something about the header above it; there is none.",
        "  unit %",
        "Write a header above it.",
    ),
    "E113": DiagnosticCode(
        "another program's file",
        "The file is XML; other programs use the ending `.bsc` as well.",
        '<?xml version="1.0"?>',
        "Rename it or move it out of the workspace.",
    ),
    "E114": DiagnosticCode(
        "unresolved conflict",
        "Git left the two sides of a merge for you to choose from. The lines of both sides are read.",
        "<<<<<<< HEAD",
        "Keep what is right and delete the marks.",
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
        "Use a bsctui that knows it.",
    ),
    "E117": DiagnosticCode(
        "`bsc` is not first",
        "The version speaks for its file, and stands before all other headers.",
        "bsc 1",
        "Move it to the top of the file.",
    ),
}
"""Reading: bytes, tokens and the form of a line."""
