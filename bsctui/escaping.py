r"""How text that others wrote is shown in each medium; whatever goes out is decided here.

A label, a note, a file's name or a commit's subject may hold anything. In every medium the same holds: it stays text (it steers
no terminal, marks nothing up, is no formula and no command), and what would hide or change the order of what
is read is shown as an escape (`\u202e`), while what only joins letters or pictures stays (`می‌خواهم`, `👩‍🚀`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# --- What prints

_INVISIBLE: Final = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What Unicode lets a program leave out when it draws a text, and what looks like a blank and is none."""

_SCRIPTS: Final = (
    r"\u0620-\u06dc\u06de-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u17ff\u1820-\u18af"
    r"\ufb50-\ufdff\ufe70-\ufefc"
)
"""Letters of scripts in which a joiner changes a letter's form: Arabic and its kin, those of India, Burma, Cambodia, Mongolia."""

_PICTURES: Final = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f"
    r"\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
"""Emoji, also those that a later Unicode adds."""

_PICTURE: Final = rf"[{_PICTURES}]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_CHAIN: Final = rf"{_PICTURE}(?:\u200d{_PICTURE})*"


@cache  # when the first such sign is met: its classes are large, and nearly all text is without
def _joined() -> re.Pattern[str]:
    """What hides by itself, where it makes one sign of several or chooses a sign's form."""
    return re.compile(
        "|".join(
            (
                "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f",  # a region's flag
                _CHAIN,
                r"[0-9#*]\ufe0f\u20e3",  # a keycap
                rf"(?<=[{_SCRIPTS}])\u200c(?=[{_SCRIPTS}])",
                rf"(?<=[{_SCRIPTS}])\u200d(?![\u200c\u200d])",
                r"(?<=[\u2010-\u2e7f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\ufe00-\ufe0e]",
                r"(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]",
                r"(?<=[\u1820-\u18af])[\u180b-\u180d\u180f]",
            )
        )
    )


_HIDDEN: Final = re.compile(f"[{_INVISIBLE}]")
_VISIBLE_FORMATS: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2")
"""Arabic signs that stand around numbers; Unicode counts them as formats, yet they are seen."""


def printable(text: str) -> str:
    """Text for a terminal, and the ground of all that follows: what does not print is an escape, a tab one blank."""
    if text.isascii() and text.isprintable():
        return text
    return _each_unseen(text, lambda unseen: " " if unseen == "\t" else escape_of(unseen))


_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def has_right_to_left(text: str) -> bool:
    """Whether letters that are read from right to left stand in a text."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


_RIGHT_TO_LEFT_RUN: Final = re.compile(
    rf"{_RIGHT_TO_LEFT.pattern}(?:[^A-Za-z]*{_RIGHT_TO_LEFT.pattern})?"
)


def right_to_left_runs(text: str) -> list[tuple[str, bool]]:
    """A text in parts, each with whether it is read from right to left; a text without Latin letters is one."""
    if not has_right_to_left(text):
        return [(text, False)]
    if not re.search("[A-Za-z]", text):
        return [(text, True)]
    parts, end = [], 0
    for run in _RIGHT_TO_LEFT_RUN.finditer(text):
        parts += [(text[end : run.start()], False), (run[0], True)]
        end = run.end()
    return [part for part in (*parts, (text[end:], False)) if part[0]]


def isolated(text: str) -> str:
    """A printable text that cannot move what stands beside it: one read from right to left is set apart (FSI…PDI).

    Blanks before it stay outside, where they indent it.
    """
    if not has_right_to_left(text):
        return text
    label = text.lstrip(" ")
    return f"{text[: len(text) - len(label)]}{FIRST_STRONG_ISOLATE}{label}{POP_ISOLATE}"


def with_isolated_runs(text: str) -> str:
    """A sentence, escaped already, in which no part that is read from right to left moves a number behind it."""
    if not has_right_to_left(text):
        return text
    return "".join(
        f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if is_right_to_left else part
        for part, is_right_to_left in right_to_left_runs(text)
    )


def escape_of(character: str) -> str:
    r"""`\x1b`, `\u202e`, `\U000e0041`."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _each_unseen(text: str, shown: Callable[[str], str]) -> str:
    """The text with every character that does not print replaced; joiners in their place stay."""
    if text.isprintable() and (text.isascii() or not _HIDDEN.search(text)):
        return text
    parts, end = [], 0
    for joined in _joined().finditer(text):
        parts += [*_replaced(text[end : joined.start()], shown), joined[0]]
        end = joined.end()
    return "".join([*parts, *_replaced(text[end:], shown)])


def _replaced(text: str, shown: Callable[[str], str]) -> list[str]:
    return [character if _prints(character) else shown(character) for character in text]


def _prints(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    if _HIDDEN.match(character):
        return False
    return (
        character.isprintable()
        or character in _VISIBLE_FORMATS
        or unicodedata.category(character) == "Zs"
    )


_DRAWN_AS_ONE: Final = re.compile(rf"({_PICTURE})(?:\u200d{_PICTURE})+")
_WIDE: Final = frozenset({"W", "F"})
_WITHOUT_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})


def cell_width(text: str) -> int:
    """How many cells of a terminal a printable text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in _DRAWN_AS_ONE.sub(r"\1", text))


@lru_cache(4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


# --- Markdown

_MARKS: Final = {
    **{character: f"\\{character}" for character in "\\`*_[]|~#"},
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;",
}  # fmt: skip
"""What would style, begin a heading or a formula, or be html."""
_MARKED: Final = str.maketrans(_MARKS)

_TOUCHED_UP: Final = re.compile(
    r"@(?=[\w\-])"  # somebody's name, an e-mail address
    r"|[#!^&](?=\w)|[~%$](?=[\w\"])"  # issues, merge requests, alerts, epics; labels, milestones, snippets
    r"|\bgh(?=-\d)"  # GH-9
    r"|:(?=[\w+\-]+:|//)"  # :tada:, https://
    r"|\bwww(?=\.)"
    r"|\b[0-9a-f](?=(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d|\d)[0-9a-f]{6,39}\b)",  # a commit
    re.IGNORECASE,
)
"""What a forge makes a link, a mention or a picture of. It looks at the finished text, so that neither a backslash nor `&#64;` keeps it off."""

_SEPARATOR: Final = "<!-- -->"
"""An empty comment: no reader sees it, and a forge finds no name behind its `@`."""

_PROVISIONAL: Final = re.compile(r"((?:^|(?<=[\s(]))~(?=\d))")
"""The `~` of a provisional number stays as it is: with a blank before it, it can end no struck-out text, and every other `~` is escaped."""

_LIST_START: Final = re.compile(r"^(\s*)([-+=](?=[-+=\s]|$)|\d{1,9}[.)](?=\s|$))")
"""What would begin a list or a rule at the start of a line."""


@lru_cache(4096)  # the cells of a table say the same again and again
def markdown_text(text: str) -> str:
    """Text that nothing in it can style: no markup, no html, no mention, no link; blanks at its ends, which can, are gone."""
    if text.isspace():
        return "&nbsp;"
    shown = markdown_inside(text).strip()
    begins = _LIST_START.match(shown)
    if begins is not None:
        at = begins.end() - 1
        shown = f"{shown[:at]}\\{shown[at:]}"
    return with_isolated_runs(shown)


def markdown_inside(text: str) -> str:
    """The same in the middle of a line, where nothing can begin a list and blanks count."""
    pieces = _PROVISIONAL.split(printable(text))
    return "".join(piece if at % 2 else _untouched(piece) for at, piece in enumerate(pieces))


def _untouched(shown: str) -> str:
    """A text that a forge neither marks up nor makes a link of."""
    parts, end = [], 0
    for autolink in _TOUCHED_UP.finditer(shown):
        parts += [_marked(shown[end : autolink.end()]), _SEPARATOR]
        end = autolink.end()
    return "".join([*parts, _marked(shown[end:])])


def _marked(text: str) -> str:
    return text.translate(_MARKED)


def markdown_code(text: str) -> str:
    """An address or a place, set as code."""
    shown = printable(text)
    if "`" in shown or "|" in shown:
        return f"<code>{markdown_inside(text)}</code>"
    return f"`{shown}`"


# --- Html, svg, and what draws maps


def element_text(text: str) -> str:
    """Text for a tree of elements, which is escaped when the tree is written."""
    return printable(text)


def xml_text(text: str) -> str:
    """Text inside an element or an attribute of an svg that is written as a string."""
    from html import escape

    return with_isolated_runs(escape(printable(text), quote=True))


def dot_string(text: str) -> str:
    """A quoted string of Graphviz' language; line ends are its own, everything else is text, also what looks like `&lt;`."""
    lines = (
        printable(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
        for line in text.split("\n")
    )
    return '"' + "\\n".join(lines) + '"'


_ENTITIES: Final = {ord(sign): f"#{ord(sign)};" for sign in "\"'`&<>#;[]{}()|\\%*_~$"}
"""What mermaid, or the markdown, html and formulas in its labels, could read as more than text."""

_ICON: Final = re.compile(r":(?=\S)")
"""`fa:fa-car` would be a picture."""

_LABEL_LIST_START: Final = re.compile(r"^(\s*\d*)([-+.])(?=\s)")
"""What would begin a list at the start of a label's line."""


def mermaid_label(text: str) -> str:
    """A quoted label of mermaid; line ends are its own, everything else is text."""
    return '"' + "<br/>".join(_mermaid_line(line) for line in text.split("\n")) + '"'


def _mermaid_line(line: str) -> str:
    shown = _ICON.sub("#58;", printable(line).translate(_ENTITIES))
    return _LABEL_LIST_START.sub(lambda begins: f"{begins[1]}#{ord(begins[2])};", shown)


# --- Data for programs

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(
    r"[+-]?\d[\d_.]*(?:[eE][+-]?\d+)?(?:\.\.[+-]?\d[\d_.]*(?:[eE][+-]?\d+)?)?"
)


def csv_text(text: str) -> str:
    """A cell of text: one that a spreadsheet would take for a formula gets an apostrophe before it; a number, or a band, is none."""
    shown = printable(text)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{shown}"
    return shown


def json_document(written: str) -> str:
    """A JSON document as `json.dumps(…, ensure_ascii=False)` wrote it: what does not print is escaped as JSON does; line ends are its own."""
    return "\n".join(_each_unseen(line, _json_escape) for line in written.split("\n"))


def _json_escape(character: str) -> str:
    """What is no character (a byte of a file's name that is no UTF-8) stands as its escape in words: no reader stumbles over it."""
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return f"\\\\u{code:04x}"
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def toml_document(written: str) -> str:
    r"""The same for TOML, whose strings are in double quotes and know `\u` and `\U`."""
    return "\n".join(_each_unseen(line, _toml_escape) for line in written.split("\n"))


def _toml_escape(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        return f"\\\\u{code:04x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def uri(path: str) -> str:
    """A path as a relative reference (SARIF): bytes that a URI cannot hold are `%1B`."""
    from urllib.parse import quote

    return quote(b"".join(map(_bytes, path)), safe="/~")


# --- Workflow commands of GitHub


def github_data(text: str) -> str:
    """A message behind `::error …::`, line ends its own."""
    return "%0A".join(printable(line).replace("%", "%25") for line in text.split("\n"))


def github_property(text: str) -> str:
    """A property such as `file=`: what would end it, and every byte that does not print, is `%1B`."""
    return _each_unseen(
        text.replace("%", "%25").replace(":", "%3A").replace(",", "%2C"),
        lambda unseen: "".join(f"%{byte:02X}" for byte in _bytes(unseen)),
    )


def _bytes(character: str) -> bytes:
    """As the file system has it: a byte that is no UTF-8 stands in a name as a lone surrogate."""
    is_byte = 0xDC80 <= ord(character) <= 0xDCFF
    return character.encode("utf-8", "surrogateescape" if is_byte else "surrogatepass")
