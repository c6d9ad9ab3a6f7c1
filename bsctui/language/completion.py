"""What may be written at a place: keywords allowed in this record, words of the grammar, names of the workspace."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from bsctui.language.completion_items import Candidate, Slot, candidates
from bsctui.language.tokens import CHOICES, TokenClass, grammar_start
from bsctui.model.names import declared_address, home_scorecard
from bsctui.text.expected_tokens import ExpectedToken, expected_tokens_after, terminal_words
from bsctui.text.forms import HEADERS, ROWS, STATEMENTS, asked_by, statements_in
from bsctui.text.lines import code_part
from bsctui.text.literals import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bsctui.language.cursor import TextCursor
    from bsctui.model.model import Model

MOST_PROPOSALS: Final = 200
"""Proposals worth showing: who sees more types another letter."""

_WORD = re.compile(r"(?:(?!\.\.)[^ \t:|\"#])*$")
_FORMULA_WORD = re.compile(r"(?:[^\x00-\x2d\x2f:-@\[-\^`{-~])*$")
_REST = re.compile(r"(?:(?!\.\.)[^ \t:|\"#,()])*")
_FORMULA_REST = re.compile(r"(?:[^\x00-\x2d\x2f:-@\[-\^`{-~])*")


class Proposal(NamedTuple):
    """A text that may stand in place of columns `start` to `end` (from 0) of the line."""

    text: str
    kind: TokenClass
    detail: str
    start: int
    end: int


def complete(model: Model, cursor: TextCursor) -> tuple[Proposal, ...]:
    """What may stand at a place, the likeliest first; nothing in comments, texts and behind errors.

    What is proposed goes on from what is typed there, or holds it in its text or label.

    Args:
        model: What the workspace says, as far as it can be read.
        cursor: The lines as they are typed, and the place in them.
    """
    line = cursor.line
    before = line[: cursor.column]
    if code_part(before) != before:
        return ()
    in_formula = before.split(None, 1)[:1] == ["formula"] and grammar_start(line) == "statement"
    typed = (_FORMULA_WORD if in_formula else _WORD).search(before)
    start = typed.start() if typed else cursor.column
    rest = (_FORMULA_REST if in_formula else _REST).match(line, cursor.column)
    end = rest.end() if rest else cursor.column
    proposals = _proposals(model, cursor, line[:start], before[start:])
    matching = _matching(proposals, before[start:])
    return tuple(
        Proposal(each.text, kind, each.detail, start, end)
        for kind, each in islice(matching, MOST_PROPOSALS)
        if each.text != line[start:end]
    )


_KindedCandidate = tuple[TokenClass, Candidate]


def _matching(proposals: Iterable[_KindedCandidate], typed: str) -> list[_KindedCandidate]:
    """Those that begin so; of names also those whose last part does, then those that hold it anywhere."""
    prefix = typed.casefold()
    ranks: tuple[list[_KindedCandidate], ...] = ([], [], [])
    for kind, each in proposals:
        text = each.text.casefold()
        if text.startswith(prefix):
            ranks[0].append((kind, each))
        elif kind is not TokenClass.REFERENCE:
            continue
        elif text.rpartition(".")[2].startswith(prefix):
            ranks[1].append((kind, each))
        elif prefix in text or prefix in each.detail.casefold():
            ranks[2].append((kind, each))
    return [pair for rank in ranks for pair in rank]


def _proposals(
    model: Model, cursor: TextCursor, code: str, typed: str
) -> Iterator[_KindedCandidate]:
    if not code:
        yield from _headers(cursor)
    elif not code.strip(" \t"):
        yield from _statements(model, cursor)
    else:
        start = grammar_start(code)
        allowed = _allowed(cursor) if start == "statement" else None
        expected = expected_tokens_after(code, start)
        short = {each.terminal for each in expected} & _SHORT_NAMES and "." not in typed
        home = f"{home_scorecard(cursor.header)}." if short else None
        for each in _names_first(expected):
            if allowed is None or each.form in allowed:
                proposals = _completions_of(each, model, cursor, code)
                yield from (
                    pair for pair in proposals if home is None or pair[1].text[: len(home)] != home
                )


def _headers(cursor: TextCursor) -> Iterator[_KindedCandidate]:
    written = {line.split(None, 1)[0] for line in cursor.lines if line.strip()}
    for row in HEADERS.values():
        if row.repeatable or row.keyword not in written:
            yield TokenClass.KEYWORD, Candidate(row.keyword, row.meaning)


def _allowed(cursor: TextCursor) -> frozenset[str]:
    """The forms that may stand in the record; all where its header cannot be read."""
    header = cursor.header
    if header is None:
        return frozenset(STATEMENTS) if cursor.header_row is not None else frozenset()
    return statements_in(header.form.name)


def _statements(model: Model, cursor: TextCursor) -> Iterator[_KindedCandidate]:
    """The first word: keywords of this record that do not stand there already; in a block, KPIs and measures."""
    allowed = _allowed(cursor)
    if "block_actual" in allowed and cursor.header is not None:
        written = {each.parts[0] for each in cursor.other_statements()}
        slot = Slot("block_actual", "ref", None, "", may_be_short=False, model=model)
        for each in candidates(slot):
            if each.text not in written:
                yield TokenClass.REFERENCE, each
        return
    taken = {
        row.states
        for each in cursor.other_statements()
        if not (row := ROWS[each.form.name]).repeatable and not row.is_dated
    }
    proposed: set[str] = set()
    for form, row in STATEMENTS.items():
        word = asked_by(row)
        if form in allowed and row.states not in taken and word not in proposed:
            proposed.add(word)
            yield TokenClass.KEYWORD, Candidate(word, row.meaning)


def _names_first(expected: Iterable[ExpectedToken]) -> list[ExpectedToken]:
    """Names and words before keywords that go on in another way."""
    return sorted(
        expected,
        key=lambda each: (each.slot is None, each.terminal not in _SHORT_NAMES, each.terminal),
    )


def _completions_of(
    expected: ExpectedToken, model: Model, cursor: TextCursor, code: str
) -> Iterator[_KindedCandidate]:
    """What one terminal may be here."""
    header = cursor.header
    if expected.terminal in CHOICES or expected.terminal == "FUNCTION":
        kind = TokenClass.FUNCTION if expected.terminal == "FUNCTION" else TokenClass.CHOICE
        for word in _words(expected.terminal, cursor, code):
            yield kind, Candidate(word)
    elif expected.slot is None or terminal_words(expected.terminal):
        for word in terminal_words(expected.terminal):
            if not (word == "from" and _is_scorecards_score(expected, cursor)):
                yield TokenClass.KEYWORD, Candidate(word)
    elif expected.terminal not in _WRITERS_OWN:
        short = expected.terminal in _SHORT_NAMES
        slot = Slot(
            expected.form,
            expected.slot,
            _own_address(cursor),
            home_scorecard(header),
            may_be_short=short,
            model=model,
        )
        for each in candidates(slot):
            if _fits(expected.terminal, each.text):
                yield _KINDS.get(expected.terminal, TokenClass.REFERENCE), each


_SHORT_NAMES: Final = frozenset({"NAME", "WORD"})
"""Terminals of names without their scorecard."""
_WRITERS_OWN: Final = frozenset(
    {"NUMBER", "YEAR", "PLAIN", "COUNT", "DIGIT", "CELLS", "FIGURES", "ESTIMATE", "DATE", "LITERAL"}
)
_KINDS: Final = {"PERIOD": TokenClass.PERIOD, "STRING": TokenClass.STRING}


def _own_address(cursor: TextCursor) -> str | None:
    """The address that the line's record declares; on the header line what is written of it so far."""
    header = cursor.header
    if header is not None:
        return declared_address(header)
    words = cursor.line.split()
    return words[1] if words[:1] == ["scorecard"] and len(words) > 1 else None


def _fits(terminal: str, text: str) -> bool:
    """A dotted name is one terminal, a short one another, a text in quotes a third."""
    if terminal == "PERIOD":
        return True
    if text.startswith('"'):
        return terminal == "STRING"
    if text == "%":
        return terminal == "PERCENT"
    return ("." in text) == (terminal in {"DOTTED", "WORDS"}) and terminal != "STRING"


def _is_scorecards_score(expected: ExpectedToken, cursor: TextCursor) -> bool:
    """A scorecard's score is always made of its perspectives (E213)."""
    header = cursor.header
    return expected.form == "score_mode" and header is not None and header.form.name == "scorecard"


def _words(terminal: str, cursor: TextCursor, code: str) -> Iterator[str]:
    """The words of a terminal, as a writer expects them."""
    words = tuple(sorted(terminal_words(terminal)))
    before = code.split()
    if terminal == "GRAIN":
        many = before[-1] == "calendar" or (before[-1].isdigit() and before[-1] != "1")
        words = tuple(word for word in _GRAINS if word.endswith("s") == many)
    if terminal == "METHOD" and not any(
        each.form.name == "formula" for each in cursor.other_statements()
    ):
        words = tuple(word for word in words if word != "recompute")  # for formulas alone (E212)
    if terminal == "MONTH":
        words = MONTH_NAMES
    if terminal == "COLOUR":
        words = ("red", "amber", "green", "blue")
    yield from words


_GRAINS: Final = (
    "week", "month", "quarter", "half", "year", "weeks", "months", "quarters", "halves", "years",
)  # fmt: skip
