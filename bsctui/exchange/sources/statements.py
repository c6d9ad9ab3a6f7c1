"""A query's text as far as every dialect agrees on it: where it ends, and that nothing stands behind its end.

The engine's own parser has the last word on what a statement is (`driver`); this only takes off the `;` that people
write at the end of a file, so that the query can be wrapped, and says in plain words what is no single query.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_QUERY: Final = 1_000_000
"""Characters; a longer query is no query."""

_TOKEN: Final = re.compile(
    r"""
    (?P<comment>--[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)
  | (?P<quoted>'(?:[^']|\'\')*'|"(?:[^"]|"")*"|`[^`]*`|\$(?P<tag>[A-Za-z_]*)\$.*?\$(?P=tag)\$)
  | (?P<end>;)
  | (?P<blank>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class QueryRefusedError(Exception):
    """A query that is not run; the message says why."""


def one_statement(text: str) -> str:
    """The query without the `;` and the remarks behind it.

    Raises:
        QueryRefusedError: There is none, more than one, or it is longer than any query.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryRefusedError("the query is longer than a million characters")
    if "\0" in text:
        raise QueryRefusedError("the query holds a NUL character")
    end, has_words, is_over = 0, False, False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in {"comment", "blank"}:
            continue
        if kind == "end":
            is_over = True
            continue
        if is_over:
            raise QueryRefusedError("more than one statement; a source takes exactly one SELECT")
        end, has_words = token.end(), True
    if not has_words:
        raise QueryRefusedError("the query is empty")
    return text[:end]


def wrapped(query: str, most: int) -> str:
    """The query as a subquery that gives at most one row more than it may.

    Its last line may be a remark, so the parenthesis stands on a line of its own.
    """
    return f"select * from (\n{query}\n) as pulled limit {most + 1}"
