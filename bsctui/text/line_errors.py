"""Why a line could not be read: the first fault of a line, in the user's terms, with what to write instead."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from bsctui.text.bounds import LONGEST_LINE
from bsctui.text.diagnostics import LineDiagnostic
from bsctui.text.excerpts import LONGEST_QUOTED, closest, truncated_quote
from bsctui.text.expressions import FormulaError, parse_formula
from bsctui.text.foreign_forms import meant_form, open_band
from bsctui.text.foreign_formulas import meant_formula
from bsctui.text.foreign_notation import usual_form
from bsctui.text.foreign_words import known_by_shape, known_here_as
from bsctui.text.grammar import LarkError, keywords_of
from bsctui.text.line_grammar import pieces_of
from bsctui.text.lines import code_part
from bsctui.text.literals import NUMBER, is_name
from bsctui.text.nesting import TooDeepError

EXAMPLES: Final = {
    "NAME": "a name",
    "DOTTED": "an address such as `skyline.profit`",
    "STRING": 'a text in quotes, `"…"`',
    "NUMBER": "a number",
    "PLAIN": "a number without `%`",
    "YEAR": "a year",
    "COUNT": "a whole number from 1",
    "DIGIT": "a digit from 0 to 9",
    "PERIOD": "a period such as `2025-Q1`",
    "DATE": "a date such as `2025-03-31`",
    "DASH": "`-` for missing",
    "CELLS": "values, such as `12 - 14.5`",
    "FIGURES": "values, such as `12 ~13 - 14.5`",
    "ESTIMATE": "`~` and a number for an estimate",
    "COLON": "`:`",
    "RANGE": "`..`",
    "PERCENT": "`%`",
    "GRAIN": "`week`, `month`, `quarter`, `half` or `year`",
    "MONTH": "a month such as `October`",
    "EDGE": "`start` or `end`",
    "COLOUR": "`red`, `amber`, `green` or `blue`",
    "MODE": "`average` or `worst`",
    "PART": "`kpis`, `supporters` or `all`",
    "DIRECTION": "`higher`, `lower` or `within`",
    "METHOD": "`sum`, `average`, `last`, `min`, `max` or `recompute`",
    "ROLLED": "`sum`, `average`, `min` or `max`",
    "STATE_NAME": "`planned`, `active`, `done` or `stopped`",
    "LITERAL": "a number",
    "WORD": "a name",
    "WORDS": "an address",
    "FUNCTION": "a function",
    "COMPARE": "a comparison",
    "PLUS": "`+`",
    "MINUS": "`-`",
    "STAR": "`*`",
    "SLASH": "`/`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "COMMA": "`,`",
    "$END": "the end of the line",
    "<END-OF-FILE>": "the end of the line",
}
"""Terminals in the user's terms; a keyword stands for itself."""

NUMBER_FORMS: Final = "numbers look like `1234.5`, `26_000_000`, `26M` or `85%`"

PERIOD_FORMS: Final = "periods look like `2025`, `2025-H1`, `2025-Q1`, `2025-03` or `2025-W07`"

USUAL: Final = frozenset({"E105", "E109", "E111"})
"""Codes of tokens that cannot stand where they do: people may know them from elsewhere."""

LONGEST_TYPED: Final = 400
"""Characters of a line that somebody typed and would write otherwise."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CHUNK = re.compile(r'"(?:[^"\\]++|\\.)*+"?|:|\.\.|(?:(?!\.\.)[^\s:"#])+|.')
_MARGIN_FACT = re.compile(r"(?:actual|target)\s+[-+~]?[0-9]")
"""A series at the left margin begins with an address: this one was not indented."""
_LOOKS_BLANK = re.compile(r"[\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]")
_NUMBER_LIKE = re.compile(r"[+-]?[0-9]")


def line_diagnostic(raw: str, start: str) -> LineDiagnostic | None:
    """The first fault of a line read from `start` (`header` or `statement`); None if only its comment has text."""
    body = raw.rstrip("\n").removesuffix("\r")
    unreadable = _unreadable(body)
    if unreadable:
        return unreadable
    if len(raw) > LONGEST_LINE:
        return _too_long(body)
    code = code_part(body).rstrip(" \t")
    if not code.strip(" \t"):
        return None
    diagnostic = (
        _looks_blank(code)
        or _misplaced(code, start)
        or _string_diagnostic(code)
        or _form_diagnostic(code, start)
    )
    hint = _usual_help(code, body, diagnostic)
    return diagnostic if hint is None else diagnostic._replace(help=hint)


def _usual_help(code: str, body: str, diagnostic: LineDiagnostic) -> str | None:
    """What to write where something known from elsewhere stands."""
    if len(code) > LONGEST_TYPED:
        return None
    if diagnostic.code == "E115":
        return diagnostic.help or meant_formula(code, diagnostic.start)
    if diagnostic.code == "E106" and "#" in body[len(code) :]:
        return "`#` begins a comment: what follows it is not read"
    if diagnostic.code == "E106" and code.endswith(".."):
        return open_band(code)
    if diagnostic.code not in USUAL:
        return None
    return meant_form(code, diagnostic.start) or usual_form(code, diagnostic.start)


def _unreadable(body: str) -> LineDiagnostic | None:
    """Bytes and characters that are an error wherever they stand."""
    match = _SURROGATE.search(body)
    if match:
        return LineDiagnostic(
            "E101", "this line is not UTF-8", match.start(), match.end(), "save the file as UTF-8"
        )
    match = _CONTROL.search(body)
    if match:
        name = f"U+{ord(match[0]):04X}"
        return LineDiagnostic(
            "E102",
            f"there is a control character here ({name})",
            match.start(),
            match.end(),
            "delete it",
        )
    return None


def _looks_blank(code: str) -> LineDiagnostic | None:
    """A no-break space, or a mark that nobody sees, outside the texts: no blank sets tokens apart but the plain one."""
    bare = re.sub(r'"(?:[^"\\]++|\\.)*+"', lambda text: "x" * len(text[0]), code)
    match = _LOOKS_BLANK.search(bare)
    if match is None:
        return None
    name = f"U+{ord(match[0]):04X}, {unicodedata.name(match[0], 'a separator').lower()}"
    seen = match[0].isspace()
    return LineDiagnostic(
        "E109",
        f"this looks like a blank, but is not one ({name})"
        if seen
        else f"there is an invisible character here ({name})",
        match.start(),
        match.end(),
        "write a plain blank" if seen else "delete it",
    )


def _too_long(body: str) -> LineDiagnostic:
    message = f"this line has {len(body):_} characters, and {LONGEST_LINE:_} is the most"
    return LineDiagnostic("E109", message, LONGEST_LINE, len(body), "write it as several lines")


def _misplaced(code: str, start: str) -> LineDiagnostic | None:
    """A first word that begins no line of this kind."""
    match = re.match(r"[ \t]*([^ \t:\"]+)", code)
    if match is None:
        return None
    word, at, end = match[1], match.start(1), match.end(1)
    allowed, elsewhere = (
        keywords_of(start),
        keywords_of("statement" if start == "header" else "header"),
    )
    if start == "header" and _MARGIN_FACT.match(code):
        return _at_the_margin(word, at, end)
    if word in allowed or (start == "statement" and "." in word and word[0] not in ".0123456789+-"):
        return None
    known = known_here_as(code[:LONGEST_TYPED], start, allowed)
    if start == "header" and (
        word in elsewhere or (known is None and word[0] not in "[{(" and "." in word)
    ):
        return _at_the_margin(word, at, end)
    if word in elsewhere:
        return LineDiagnostic(
            "E110",
            f"`{truncated_quote(word)}` begins a record, but it is indented",
            at,
            end,
            "write it at the left margin",
        )
    kind = "header" if start == "header" else "statement"
    close = closest(word, allowed) if word[0].isalpha() else None
    return LineDiagnostic(
        "E107",
        f"no {kind} begins with `{truncated_quote(word)}`",
        at,
        end,
        known
        or (f"did you mean `{close}`?" if close else None)
        or known_by_shape(code[:LONGEST_TYPED], start, allowed)
        or f"`bsctui help` lists every {kind}",
    )


def _at_the_margin(word: str, start: int, end: int) -> LineDiagnostic:
    return LineDiagnostic(
        "E110",
        f"`{truncated_quote(word)}` is a statement, but it is not indented",
        start,
        end,
        "indent it by two blanks, below the header it belongs to",
    )


def _string_diagnostic(code: str) -> LineDiagnostic | None:
    at = 0
    while True:
        at = code.find('"', at)
        if at < 0:
            return None
        chunk = _CHUNK.match(code, at)
        text = chunk[0] if chunk else '"'
        end = at + len(text)
        if len(text) < 2 or not re.fullmatch(r'"(?:[^"\\]++|\\.)*+"', text):
            return LineDiagnostic(
                "E103",
                "this text has no closing quote",
                at,
                len(code),
                'end it with `"`; a quote inside is written `\\"`',
            )
        wrong = re.search(r"\\[^\"\\]", re.sub(r"\\[\"\\]", "__", text))
        if wrong:
            return LineDiagnostic(
                "E104",
                f"`{truncated_quote(wrong[0])}` means nothing in a text",
                at + wrong.start(),
                at + wrong.end(),
                'a backslash is written `\\\\`, a quote `\\"`',
            )
        tab = text.find("\t")
        if tab >= 0:
            return LineDiagnostic(
                "E102", "there is a tab inside a text", at + tab, at + tab + 1, "write blanks"
            )
        if end < len(code) and code[end] not in " \t":
            return LineDiagnostic(
                "E109",
                "a blank is missing after the text",
                end,
                end + 1,
                "separate the parts of a line by blanks",
            )
        if at and code[at - 1] not in " \t":
            return LineDiagnostic(
                "E109",
                "a blank is missing before the text",
                at - 1,
                at + 1,
                "separate the parts of a line by blanks",
            )
        at = end


def _form_diagnostic(code: str, start: str) -> LineDiagnostic:
    """Where the grammar stopped, and what it would have taken there."""
    try:
        _, pieces = pieces_of(code, start)
    except UnexpectedInput as error:
        return _unexpected(code, error)
    except TooDeepError as error:
        at = code.index("formula") + len("formula") if code.split(None, 1)[0] == "formula" else 0
        return _formula_diagnostic(code[at:], at) or LineDiagnostic(
            "E115", str(error), error.column, len(code)
        )
    except LarkError as error:
        return LineDiagnostic("E109", str(error), 0, len(code))
    for piece in pieces:
        if piece.slot == "expression":
            diagnostic = _formula_diagnostic(piece.text, piece.start)
            if diagnostic:
                return diagnostic
        elif not is_name(piece.text) and piece.terminal in {"NAME", "DOTTED"}:
            return _name_diagnostic(piece.text, piece.start)
    return LineDiagnostic("E109", "this line cannot be read", 0, len(code))


def _formula_diagnostic(text: str, column: int) -> LineDiagnostic | None:
    try:
        parse_formula(text)
    except FormulaError as error:
        return LineDiagnostic("E115", error.message, column + error.column, column + error.end)
    except LarkError:
        return LineDiagnostic("E115", "this formula cannot be read", column, column + len(text))
    return None


def _unexpected(code: str, error: UnexpectedInput) -> LineDiagnostic:
    at = error.pos_in_stream if error.pos_in_stream is not None else len(code)
    ended = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if ended or at >= len(code):
        return _too_short(code, _expected(error))
    chunk = _CHUNK.match(code, at)
    text = chunk[0] if chunk else code[at]
    formula = code.split(None, 1)[0] == "formula" and not text.startswith('"')
    expected = _expected(error)
    if not formula and _is_misspelled_period(text, expected):
        message = f"`{truncated_quote(text)}` is not a period"
        return LineDiagnostic("E105", message, at, at + len(text), PERIOD_FORMS)
    token = _token_diagnostic(text, at, formula=formula)
    if token:
        return token
    close = closest(text, [word.strip("`") for word in expected])
    hint = f"did you mean `{close}`?" if close else None
    if expected == ["the end of the line"]:
        return LineDiagnostic(
            "E109",
            f"nothing may follow here, but there is `{truncated_quote(text)}`",
            at,
            at + len(text),
            hint,
        )
    return LineDiagnostic(
        "E115" if formula else "E109",
        f"`{truncated_quote(text)}` is not allowed here; expected {_alternatives(expected)}",
        at,
        at + len(text),
        hint,
    )


def _too_short(code: str, expected: list[str]) -> LineDiagnostic:
    end = len(code)
    start = max(0, end - 1)
    if expected == ["`in`"] or "`in`" in expected:
        return LineDiagnostic("E108", "this header does not say where it belongs", start, end, None)
    return LineDiagnostic(
        "E106", f"the line ends too early; expected {_alternatives(expected)}", start, end
    )


def _token_diagnostic(text: str, at: int, *, formula: bool) -> LineDiagnostic | None:
    """A token that is wrong by itself, wherever it stands."""
    if not formula and _NUMBER_LIKE.match(text) and not _is_number_or_period(text):
        return LineDiagnostic(
            "E105",
            f"`{truncated_quote(text)}` is not a number",
            at,
            at + len(text),
            _number_help(text),
        )
    if formula:
        return None
    pieces = text.split(".")
    if text[0].isalpha() and not all(_is_word(piece) for piece in pieces):
        return LineDiagnostic(
            "E111",
            f"`{truncated_quote(text)}` is not a valid name",
            at,
            at + len(text),
            "names are letters, digits and `_`, and begin with a letter",
        )
    if not text.isascii() and text[0].isalpha() and not is_name(text):
        return _name_diagnostic(text, at)
    return None


def _is_misspelled_period(text: str, expected: list[str]) -> bool:
    """Whether something that begins as a year does stands where only a period may, or could be nothing else."""
    if _is_number_or_period(text) or EXAMPLES["PERIOD"] not in expected:
        return False
    return _NUMBER_LIKE.match(text) is not None and (
        EXAMPLES["NUMBER"] not in expected or re.match(r"[0-9]{4}-?[A-Za-z]", text) is not None
    )


def _is_number_or_period(text: str) -> bool:
    return bool(
        NUMBER.fullmatch(text)
        or re.fullmatch(r"[0-9]{4}-(?:[HQ][0-9]|W[0-9]{2}|[0-9]{2}(?:-[0-9]{2})?)", text)
    )


def _is_word(piece: str) -> bool:
    return bool(piece) and not re.search(r"[!-\/:-@\[-\^`{-~]", piece)


def _name_diagnostic(text: str, at: int) -> LineDiagnostic:
    composed = unicodedata.normalize("NFC", text)
    if composed != text and is_name(composed):
        return LineDiagnostic(
            "E111",
            f"the name `{truncated_quote(text)}` is not in its composed form",
            at,
            at + len(text),
            f"write `{truncated_quote(composed)}` (Unicode NFC)",
        )
    return LineDiagnostic(
        "E111",
        f"`{truncated_quote(text)}` is not a valid name",
        at,
        at + len(text),
        "names are letters, digits and `_`, and begin with a letter",
    )


def _number_help(text: str) -> str:
    if len(text) > LONGEST_QUOTED:
        return NUMBER_FORMS
    digits = re.sub(r"[^0-9]", "", text.split(".", maxsplit=1)[0])
    if len(digits) < 30 and re.fullmatch(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+", text):
        whole = int(digits)
        millions = whole >= 1_000_000 and whole % 1_000_000 == 0
        return f"write `{whole:_}`" + (f" or `{whole // 1_000_000}M`" if millions else "")
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", text):
        return f"a decimal point is written `.`: `{text.replace(',', '.')}`"
    if re.fullmatch(r"[+-]?0[0-9]+%?", text):
        return f"write `{text.lstrip('+-').lstrip('0') or '0'}`"
    return NUMBER_FORMS


def _expected(error: UnexpectedInput) -> list[str]:
    """What could have stood there, in the user's terms."""
    if isinstance(error, UnexpectedToken):
        names = set(error.accepts or error.expected)
    else:
        names = set(error.allowed) if isinstance(error, UnexpectedCharacters) else set()
    names = {name for name in names if not name.startswith("_")}
    if "PERIOD" in names and "YEAR" in names:
        names.discard("YEAR")
    if "NUMBER" in names or "PLAIN" in names:
        names.discard("YEAR")
    words = [EXAMPLES.get(name, f"`{name.lower()}`") for name in names]
    return sorted(set(words), key=lambda word: (word == EXAMPLES["$END"], word))


def _alternatives(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words) or "nothing more"
    return ", ".join(words[:-1]) + " or " + words[-1]
