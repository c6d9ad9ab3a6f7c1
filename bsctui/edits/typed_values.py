"""What was typed as a field's value, as a statement: as in the language, save that a text may be bare where nothing else can stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.edits.edit import Refused
from bsctui.edits.line_ops import INDENT
from bsctui.model.entities import Kind
from bsctui.text.document import STATEMENTS
from bsctui.text.excerpts import truncated_quote
from bsctui.text.forms import STATEMENTS as STATEMENT_ROWS
from bsctui.text.forms import asked_by
from bsctui.text.lines import code_part
from bsctui.text.literals import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bsctui.text.diagnostics import LineDiagnostic
    from bsctui.text.lines import Statement

MULTIPLES: Final = frozenset(
    {"k", "m", "b", "bn", "mio", "mln", "mrd", "thousand", "million", "billion", "per", "percent"}
)
"""Words that would change the number before them."""
MISSING: Final = frozenset({"na", "nan", "nil", "none", "null", "tba", "tbd", "x"})
"""Words that stand where a value is not known."""
NEAR: Final = 3
"""Words of a text among which a date is taken for a deadline."""

_TEXT_THEN: Final = {
    "unit": re.compile(r"(?P<head>)(?P<text>[^\"]+?)\s+(?P<tail>decimals\s+\d)"),
    "status": re.compile(r"(?P<head>[a-z]+ )\s*(?P<text>[^\"]+?)\s+(?P<tail>below\s+\S+)"),
}
"""By keyword: a bare text that ends where a word of the language begins."""

_DATE = re.compile(
    r"[12][0-9]{3}(?:[-./].*)?|[0-9]{1,2}[-./][12][0-9]{3}|(?:[QH][1-4]|[12]H|[1-4]Q)(?:[-./ ].*)?|[12][0-9]{3}[QHW].*",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"(?<![0-9-])[+-]?[0-9]{1,3}(?:[ \u00a0\u202f'][0-9]{3})+(?![0-9])")
_QUARTER = re.compile(
    r"\b([QH][1-4])[ ./-]?([12][0-9]{3})\b|\b([12][0-9]{3})[ ./]?([QH][1-4])\b", re.IGNORECASE
)


class TypedField(NamedTuple):
    """A statement that was typed, and its text."""

    statement: Statement
    text: str


def read_field(field: str, value: str, kind: str, persons: Collection[str] = ()) -> TypedField:
    """The statement of a field and the text behind it.

    Args:
        field: The keyword.
        value: What was typed behind it.
        kind: The kind of record, for messages.
        persons: Who may be an owner or reporter by name; other bare names are texts.

    Raises:
        Refused: It cannot be read; says what was understood, and what is meant.
    """
    value = value.strip()
    for text in possible_readings(field, value):
        statement = STATEMENTS.read(f"{INDENT}{text}\n", 0)
        if statement is None or statement.form.keyword != field:
            continue
        if "person" in statement.form.slots and statement.parts[0] not in persons:
            continue
        return TypedField(statement, code_part(text).strip())
    raise _unreadable(field, value, kind)


def possible_readings(field: str, value: str) -> Iterator[str]:
    """The ways to read a value, the likeliest first: as it stands, with its rest as a text, as a text whole."""
    yield f"{field} {value}".strip()
    if not value or "\n" in value:
        return
    ended = _TEXT_THEN[field].fullmatch(value) if field in _TEXT_THEN else None
    if ended is not None:
        yield f"{field} {ended['head']}{quoted(ended['text'])} {ended['tail']}"
    code = f"{INDENT}{field} {value}"
    first = len(INDENT) + len(field) + 1
    from bsctui.text.expected_tokens import parse_stop_column

    at = parse_stop_column(code, "statement")
    for begin in dict.fromkeys((first if at is None else max(at, first), first)):
        if not code.startswith('"', begin) and _takes_text(code[:begin], code[begin:]):
            yield f"{code[:begin].strip()} {quoted(code[begin:].strip())}"


def _takes_text(head: str, rest: str) -> bool:
    """Whether a text may be bare behind the beginning of a line: it is wanted there, and can be nothing else."""
    expected = _expected_after(head)
    if "STRING" not in expected or (len(expected) > 1 and _is_date(rest.split(maxsplit=1)[0])):
        return False
    if STATEMENTS.read(f"{head.rstrip()}\n", 0) is None:
        return True
    return head.split(maxsplit=1)[0] != "formula" and _is_plain(rest, series=":" in head)


def _is_plain(rest: str, *, series: bool) -> bool:
    """Whether words behind a whole statement are a remark, and nothing that would say more of it."""
    from bsctui.text.expected_tokens import words_of_language

    words = rest.split()
    language = words_of_language()
    bare = [re.sub(r"\W+", "", word).casefold() for word in words]
    if not (words[0][0].isalpha() or words[0][0] == "(") or any(map(str.isdigit, words[0])):
        return False
    if bare[0] in MISSING | MULTIPLES or {words[0], words[0].capitalize(), bare[0]} & language:
        return False
    numbers = [word[0].isdigit() or word[0] in "+-" for word in words]
    if series and (any(numbers) or MISSING.intersection(bare)):
        return False
    if any(name in language and number for name, number in zip(bare, numbers[1:], strict=False)):
        return False
    return not any(_is_date(word) for word in words[:NEAR])


def _expected_after(head: str) -> frozenset[str]:
    """The terminals that may follow the beginning of a line."""
    from bsctui.text.expected_tokens import expected_tokens_after

    return frozenset(each.terminal for each in expected_tokens_after(head, "statement"))


def _problem_of(line: str) -> LineDiagnostic | None:
    """Why a line is no statement; what reads well needs no grammar, which takes its time to be loaded."""
    from bsctui.text.line_errors import line_diagnostic

    return line_diagnostic(line, "statement")


def _is_date(word: str) -> bool:
    return _DATE.fullmatch(word.strip("(),;.")) is not None


def text_token(text: str) -> str:
    """The string token of a text.

    Raises:
        Refused: It holds a character that no text in a file may hold.
    """
    token = quoted(text)
    line = f"{INDENT}cause {token}\n"
    if not token.isprintable() and STATEMENTS.read(line, 0) is None:
        problem = _problem_of(line)
        raise Refused(
            problem.message if problem else "no line can hold this text", problem and problem.help
        )
    return token


def _unreadable(field: str, value: str, kind: str) -> Refused:
    code = f"{INDENT}{field} {value}".rstrip()
    diagnostic = _problem_of(f"{code}\n")
    if diagnostic is None:
        return Refused(f"`{truncated_quote(value)}` cannot be read as `{field}`")
    if diagnostic.code == "E107":
        alone = _problem_of(f"{INDENT}{field}\n") or diagnostic
        return Refused(f"`{field}` is not a field of {Kind(kind).with_article}", alone.help)
    if "\t" in value:
        diagnostic = _problem_of(f"{INDENT}cause {quoted(value)}\n") or diagnostic
        return Refused(diagnostic.message, diagnostic.help)
    at = diagnostic.start
    head, rest = code[:at].strip(), truncated_quote(code[at:].strip())
    message = diagnostic.message
    hints = [_rewording(value) or diagnostic.help]
    if STATEMENTS.read(f"{INDENT}{head}\n", 0) is not None and not rest.startswith('"'):
        message = f"`{head}` is understood, but not `{rest}` after it"
        if _expects_text(code[:at]):
            hints.append(f"a note is written in quotes: `{head} {quoted(rest)}`")
    hints.append(_example_hint(field))
    return Refused(message, "; ".join(hint for hint in hints if hint))


def number_hint(value: str) -> str | None:
    """How the language writes a number that was typed, where that can be told."""
    diagnostic = _problem_of(f"{INDENT}weight {value}\n")
    number = diagnostic.help if diagnostic is not None and diagnostic.code == "E105" else None
    return _rewording(value) or number


def _rewording(value: str) -> str | None:
    """A number in groups, or a quarter written backwards, as the language has it."""
    grouped = _GROUPED.search(value)
    if grouped:
        digits = re.sub(r"[^0-9+-]", "_", grouped[0])
        return f"a number is written `{digits}`"
    quarter = _QUARTER.search(value)
    if quarter:
        name, year = quarter[1] or quarter[4], quarter[2] or quarter[3]
        return f"a period is written `{year}-{name.upper()}`"
    return None


def _expects_text(head: str) -> bool:
    return "STRING" in _expected_after(head)


def _example_hint(field: str) -> str | None:
    """What a field's lines look like."""
    examples = [f"`{each.example}`" for each in STATEMENT_ROWS.values() if asked_by(each) == field]
    return f"as in {' or '.join(examples[:4])}" if examples else None
