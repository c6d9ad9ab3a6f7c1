"""Writes the editors' files from the grammar: `python grammar/editors/generate.py`; a test holds them to be up to date.

Every form of a line is one sequence of tokens. TextMate gets a regular expression for each, Vim a chain of groups.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bsctui.language.tokens import TokenClass, class_of
from bsctui.text.expected_tokens import terminal_words
from bsctui.text.forms import HEADERS, STATEMENTS, asked_by
from bsctui.text.grammar import line_parser, terminal_patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bsctui.text.form_row import FormRow

HERE = Path(__file__).parent

SCOPES = {
    TokenClass.KEYWORD: "keyword.control.bsc",
    TokenClass.NAME: "entity.name.type.bsc",
    TokenClass.REFERENCE: "variable.other.bsc",
    TokenClass.STRING: "string.quoted.double.bsc",
    TokenClass.NUMBER: "constant.numeric.bsc",
    TokenClass.PERIOD: "constant.other.period.bsc",
    TokenClass.CHOICE: "constant.language.bsc",
    TokenClass.FUNCTION: "support.function.bsc",
    TokenClass.OPERATOR: "keyword.operator.bsc",
    TokenClass.COMMENT: "comment.line.number-sign.bsc",
}
"""The TextMate scope of each class of tokens."""

VIM = {
    TokenClass.KEYWORD: ("bscKeyword", "Statement"),
    TokenClass.NAME: ("bscName", "Type"),
    TokenClass.REFERENCE: ("bscReference", "Identifier"),
    TokenClass.STRING: ("bscString", "String"),
    TokenClass.NUMBER: ("bscNumber", "Number"),
    TokenClass.PERIOD: ("bscPeriod", "Special"),
    TokenClass.CHOICE: ("bscChoice", "Constant"),
    TokenClass.FUNCTION: ("bscFunction", "Function"),
    TokenClass.OPERATOR: ("bscOperator", "Operator"),
    TokenClass.COMMENT: ("bscComment", "Comment"),
}
"""The Vim group of each class, and what it looks like by default."""


class Step(NamedTuple):
    """One token of a form: its terminal and class, and whether it may stand several times."""

    terminal: str
    kind: TokenClass
    again: bool = False


Sequence_ = tuple[Step, ...]


# --- The grammar as sequences


@cache
def rules() -> dict[str, list[tuple[str | None, tuple[str, ...]]]]:
    """The expansions of each rule, with the form that it names."""
    found: dict[str, list[tuple[str | None, tuple[str, ...]]]] = {}
    for rule in line_parser().rules:
        names = tuple(symbol.name for symbol in rule.expansion)
        found.setdefault(str(rule.origin.name), []).append((rule.alias, names))
    return found


def sequences(start: str) -> Iterator[tuple[str, Sequence_]]:
    """Every form of a line with every sequence of tokens that it may have; a formula is one token."""
    for form, names in rules()[start]:
        for steps in _expanded(names, str(form)):
            yield str(form), steps


def _expanded(names: Sequence[str], form: str) -> Iterator[Sequence_]:
    if not names:
        yield ()
        return
    for first in _steps(names[0], form):
        for rest in _expanded(names[1:], form):
            yield (*first, *rest)


def _steps(name: str, form: str) -> Iterator[Sequence_]:
    """What one symbol of an expansion may be."""
    if name.isupper():
        yield (Step(name, class_of(name, None, form)),)
    elif name == "expression":
        yield (Step("FORMULA_TEXT", TokenClass.OPERATOR),)
    elif "_plus_" in name:
        (inner,) = {names for _, names in rules()[name] if name not in names}
        yield tuple(
            step._replace(again=True) for each in inner for step in next(_steps(each, form))
        )
    elif name.startswith("_"):
        for _, names in rules()[name]:
            yield from _expanded(names, form)
    else:
        for slot, (terminal,) in rules()[name]:
            yield (Step(terminal, class_of(terminal, slot or name, form)),)


def keywords(table: Mapping[str, FormRow]) -> list[str]:
    """The words that lines of a table begin with."""
    return list(dict.fromkeys(asked_by(row) for row in table.values()))


# --- Sequences that begin alike, told once

Edge = tuple[str, TokenClass]
SERIES = frozenset({"CELLS", "FIGURES"})
"""Terminals that are many cells; an editor takes provisional ones wherever a cell stands."""
CELL, BAR = ("CELL", TokenClass.NUMBER), ("BAR", TokenClass.OPERATOR)
PAIR, COLON = ("NUMBER", TokenClass.NUMBER), ("COLON", TokenClass.OPERATOR)


@dataclass(frozen=True)
class Node:
    """A place in a line: what may follow, whether the line may end here, and what may stand here again.

    `again` is the edge that leads back to where it stands: the whole of a pair of a curve, one name of many, a cell.
    """

    follows: tuple[tuple[Edge, Node], ...]
    may_end: bool
    again: tuple[Edge, ...] = ()


def tree(rest: Sequence[Sequence_], again: tuple[Edge, ...] = ()) -> Node:
    """The place before what is left of some sequences; equal places are equal values."""
    branches: dict[Edge, list[Sequence_]] = {}
    for steps in rest:
        if steps:
            branches.setdefault(_edge(steps), []).append(steps[1:])
    follows = tuple((edge, tree(tails, _again(edge, rest))) for edge, tails in branches.items())
    return Node(follows, () in rest, again)


def _edge(steps: Sequence_) -> Edge:
    """What leads on: a period before a colon is told from a year that is a number."""
    first = steps[0]
    if first.terminal in SERIES:
        return CELL
    before_colon = len(steps) > 1 and steps[1].terminal == "COLON"
    if before_colon and first.kind is TokenClass.PERIOD:
        return f"{first.terminal}:", first.kind
    return first.terminal, first.kind


def _again(edge: Edge, rest: Sequence[Sequence_]) -> tuple[Edge, ...]:
    """What may stand again behind an edge: the steps that repeat, once the last of them is told."""
    if edge == CELL:
        return (CELL,)
    for steps in rest:
        repeated = [at for at, step in enumerate(steps) if step.again]
        if repeated == [0] and steps[0].terminal == edge[0]:
            return (PAIR,) if steps[0].kind is TokenClass.NUMBER else (edge,)
    return ()


# --- TextMate

_END = r"(?=[ \t:#]|\.\.|$)"
_W = r"[^\s!-/:-@\[-^`{-~]"
_NAME = rf"(?![0-9_]){_W}+"
_DIGITS = r"(?:0|[1-9][0-9_]*)(?:\.[0-9]+)?[KMB]?"
PATTERNS = {
    "NAME": _NAME + _END, "DOTTED": rf"{_NAME}\.{_NAME}{_END}", "STRING": r'"(?:[^"\\]|\\.)*"(?=[ \t#]|$)',
    "NUMBER": rf"[-+]?{_DIGITS}%?{_END}", "PLAIN": rf"[-+]?{_DIGITS}{_END}", "YEAR": rf"[1-9][0-9]{{3}}{_END}",
    "COUNT": rf"[1-9][0-9_]*{_END}", "PERIOD": rf"[0-9]{{4}}(?:-(?:H[0-9]|Q[0-9]|W[0-9]{{2}}|[0-9]{{2}})){_END}",
    "DATE": rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_END}", "DASH": f"-{_END}", "COLON": ":", "RANGE": r"\.\.", "PERCENT": f"%{_END}",
    "CELL": rf"(?:~?[-+]?{_DIGITS}%?|-){_END}(?:[ \t]+(?:\|[ \t]+)?(?:~?[-+]?{_DIGITS}%?|-){_END})*",
    "ESTIMATE": rf"~[-+]?{_DIGITS}%?{_END}",
    "LITERAL": rf"{_DIGITS}(?![.%\w])", "WORD": _NAME, "WORDS": rf"{_NAME}\.{_NAME}",
}  # fmt: skip
"""Terminals as an editor needs them: wider than the grammar's where what is wrong is told by diagnostics."""


def pattern(terminal: str) -> str:
    """A terminal as TextMate's engine reads it."""
    if terminal in PATTERNS:
        return PATTERNS[terminal]
    words = sorted(terminal_words(terminal), key=len, reverse=True) or [terminal.lower()]
    return f"(?:{'|'.join(words)}){_END}" if len(words) > 1 else words[0] + _END


def textmate() -> dict[str, object]:
    """The TextMate grammar."""
    return {
        "comment": "Generated by generate.py from bsc.lark",
        "name": "Balanced scorecard",
        "scopeName": "source.bsc",
        "fileTypes": ["bsc"],
        "patterns": [
            {"include": f"#{name}"} for name in ("comment", "conflict", "formula", "lines", "rest")
        ],
        "repository": {
            "comment": {"name": SCOPES[TokenClass.COMMENT], "match": "#.*$"},
            "conflict": {
                "name": "invalid.illegal.bsc",
                "match": "^(?:<{7}|>{7}|\\|{7})(?: .*)?$|^={7}$",
            },
            "formula": _formula(),
            "lines": {"patterns": [*_forms("header", "^"), *_forms("statement", "^[ \\t]+")]},
            "cells": {
                "patterns": [
                    _sign("\\|"),
                    {"name": SCOPES[TokenClass.NUMBER], "match": "[^ \\t|]+"},
                ]
            },
            "names": {"name": SCOPES[TokenClass.REFERENCE], "match": "[^ \\t]+"},
            "pairs": {
                "patterns": [_sign(":"), {"name": SCOPES[TokenClass.NUMBER], "match": "[^ \\t:]+"}]
            },
            "rest": {"patterns": _rest()},
        },
    }


def _sign(match: str) -> dict[str, object]:
    return {"name": SCOPES[TokenClass.OPERATOR], "match": match}


def _forms(start: str, begin: str) -> Iterator[dict[str, object]]:
    """An expression for each form of a start."""
    by_form: dict[str, list[Sequence_]] = {}
    for form, steps in sequences(start):
        by_form.setdefault(form, []).append(steps)
    for form, rest in by_form.items():
        if form != "formula":
            captures: dict[str, object] = {}
            match = _told(tree([_folded(steps) for steps in rest]), captures, begin)
            yield {"match": f"{match}(?=[ \\t]*(?:#|$))", "captures": captures}


def _folded(steps: Sequence_) -> Sequence_:
    """Steps that repeat as one."""
    repeated = [step for step in steps if step.again]
    if not repeated:
        return steps
    at = steps.index(repeated[0])
    name = "PAIRS" if len(repeated) > 1 else "NAMES"
    return (*steps[:at], Step(name, repeated[0].kind), *steps[at + len(repeated) :])


def _told(node: Node, captures: dict[str, object], before: str) -> str:
    """What may follow a place as nested groups, each token told by its number."""
    branches = [_branch(edge, after, captures, before) for edge, after in node.follows]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 and not node.may_end else f"(?:{'|'.join(branches)})"
    return f"{whole}?" if node.may_end else whole


def _branch(edge: Edge, after: Node, captures: dict[str, object], before: str) -> str:
    name, kind = edge
    tight = name in {"COLON", "RANGE"} or before in {"COLON", "RANGE"}
    gap = before if before.startswith("^") else "[ \\t]*" if tight else "[ \\t]+"
    included = {"CELL": "#cells", "NAMES": "#names", "PAIRS": "#pairs"}.get(name)
    number = str(len(captures) + 1)
    captures[number] = {"patterns": [{"include": included}]} if included else {"name": SCOPES[kind]}
    return f"{gap}({_matched(name)}){_told(after, captures, name)}"


def _matched(name: str) -> str:
    if name == "NAMES":
        return f"{pattern('NAME')}(?:[ \\t]+{pattern('NAME')})*"
    if name == "PAIRS":
        pair = f"{pattern('NUMBER')}[ \\t]*:[ \\t]*{pattern('NUMBER')}"
        return f"{pair}(?:[ \\t]+{pair})*"
    if name.endswith(":"):
        return pattern(name[:-1])
    return pattern(name)


def _formula() -> dict[str, object]:
    """A formula's line: what stands in it may nest, so that only its words are told apart."""
    functions = "|".join(words_of_function())
    kinds = {
        f"(?:{functions})(?=[ \\t]*\\()": TokenClass.FUNCTION, pattern("LITERAL"): TokenClass.NUMBER,
        pattern("WORDS"): TokenClass.REFERENCE, pattern("WORD"): TokenClass.REFERENCE, pattern("STRING"): TokenClass.STRING,
    }  # fmt: skip
    inner = [
        {"include": "#comment"},
        *({"name": SCOPES[kind], "match": match} for match, kind in kinds.items()),
    ]
    return {
        "begin": "^[ \\t]+(formula)(?=[ \\t])",
        "beginCaptures": {"1": {"name": SCOPES[TokenClass.KEYWORD]}},
        "end": "$",
        "patterns": [*inner, _sign("<=|>=|!=|[-+*/(),<>=]")],
    }


def _rest() -> list[dict[str, object]]:
    """Of a line that has no form: its keyword and its texts."""
    found: list[dict[str, object]] = []
    for begin, table in (("^", HEADERS), ("^[ \\t]+", STATEMENTS)):
        match = f"{begin}({'|'.join(keywords(table))})(?=[ \\t:#]|$)"
        found.append({"match": match, "captures": {"1": {"name": SCOPES[TokenClass.KEYWORD]}}})
    return [*found, {"name": SCOPES[TokenClass.STRING], "match": pattern("STRING")}]


# --- Vim

ORDER = ("STRING", "NAME", "DOTTED", "NUMBER", "PLAIN", "COUNT", "YEAR", "CELL")
"""Patterns from the widest on: of several that fit Vim takes the one that is told last."""


def vim_pattern(text: str) -> str:
    """An expression of the table above as Vim's very magic ones: other signs for groups and what is ahead."""
    for sign, written in (("(?=[ \\t:#]|\\.\\.|$)", "%([ \\t:#]|\\.\\.|$)@="), ("(?=[ \\t#]|$)", "%([ \\t#]|$)@="),
                          ("(?=\\s*:)", "%(\\s*:)@="), ("(?![0-9_])", "%([0-9_])@!"), ("[^\\s", "[^ \\t"), ("%?", "[%]?")):  # fmt: skip
        text = text.replace(sign, written)
    text = re.sub(r"(?<![\\-])~", r"\\~", text)
    return re.sub(r"^%(?=%)", "[%]", text.replace("(?:", "%("))


def vim_syntax() -> str:
    """The syntax file, for Vim and Neovim alike."""
    lines = [
        '" Balanced scorecards of bsctui. Generated by generate.py from bsc.lark.',
        'if exists("b:current_syntax") | finish | endif',
        "syntax case match",
        "syntax sync minlines=1",
        "",
        "syntax match bscComment /#.*$/",
    ]
    for start, begin in (("header", "^"), ("statement", r"^\s+\zs")):
        lines += _vim_lines(start, begin)
    lines += _vim_formula()
    lines += [
        r"syntax match bscConflict /\v^%(\<{7}|\>{7}|\|{7})%( .*)?$|^\={7}$/",
        "",
        *(f"highlight default link {group} {look}" for group, look in VIM.values()),
        "highlight default link bscConflict Error",
        "",
        'let b:current_syntax = "bsc"',
    ]
    return "\n".join(lines) + "\n"


def _vim_lines(start: str, begin: str) -> list[str]:
    """A group for each place of a line, chained to those that may follow, and what it looks like."""
    groups: dict[tuple[Edge, Node, bool], str] = {}

    def group_of(edge: Edge, after: Node, *, begins: bool = False) -> str:
        return groups.setdefault((edge, after, begins), f"bsc{start.title()}{len(groups)}")

    root = tree([steps for form, steps in sequences(start) if form != "formula"])
    waiting, seen = [*((edge, after, True) for edge, after in root.follows)], set()
    found: list[tuple[int, str]] = []
    while waiting:
        edge, after, begins = waiting.pop()
        if (edge, after, begins) in seen:
            continue
        seen.add((edge, after, begins))
        group = group_of(edge, after, begins=begins)
        follow = ",".join(group_of(*pair) for pair in _chained(after))
        chain = f" nextgroup={follow} skipwhite" if follow else ""
        head, options = (begin, "") if begins else ("", " contained")
        rank = ORDER.index(edge[0]) if edge[0] in ORDER else len(ORDER)
        found.append((rank, f"syntax match {group} {_vim(head, edge[0])}{options}{chain}"))
        link = f"highlight default link {group} {VIM[edge[1]][0]}"
        found.append((len(ORDER) + 1, link))
        waiting += [(*pair, False) for pair in _chained(after)]
    return [line for _, line in sorted(found, key=lambda each: each[0])]


def _chained(node: Node) -> list[tuple[Edge, Node]]:
    """What may follow a place, with the ways that lead back to it."""
    found = [*node.follows]
    for edge in node.again:
        if edge == CELL:
            found += [(CELL, node), (BAR, Node(((CELL, node),), may_end=False))]
        elif edge == PAIR:
            behind_colon = Node(((PAIR, node),), may_end=False)
            found.append((PAIR, Node(((COLON, behind_colon),), may_end=False)))
        else:
            found.append((edge, node))
    return found


def _vim(head: str, name: str) -> str:
    """The pattern of one token."""
    if name == "BAR":
        return "/|/"
    if name == "CELL":
        match = rf"(?:\~?[-+]?{_DIGITS}%?|-){_END}"
    elif name.endswith(":"):
        match = pattern(name[:-1]) + r"(?=\s*:)"
    else:
        match = pattern(name)
    text = head + vim_pattern(match)
    sign = next(sign for sign in "/~;!&" if sign not in text)
    return f"{sign}\\v{text}{sign}"


def _vim_formula() -> list[str]:
    functions = "|".join(words_of_function())
    names = ("Name", "Number", "Function", "Operator", "String")
    inside = ",".join(f"bscFormula{name}" for name in names)
    patterns = {
        "Name": vim_pattern(rf"{_NAME}(?:\.{_NAME})?"), "Number": vim_pattern(_DIGITS), "Function": rf"<%({functions})\ze\s*\(",
        "Operator": r"\<\=|\>\=|!\=|[-+*/(),<>=]", "String": vim_pattern(r'"(?:[^"\\]|\\.)*"'),
    }  # fmt: skip
    looks = ("Reference", "Number", "Function", "Operator", "String")
    return [
        r"syntax region bscFormula matchgroup=bscKeyword start=/^\s\+formula\ze\s/ end=/$/ oneline contains="
        + inside
        + ",bscComment",
        *(
            f"syntax match bscFormula{name} ;\\v{text}; contained"
            for name, text in patterns.items()
        ),
        *(
            f"highlight default link bscFormula{name} bsc{look}"
            for name, look in zip(names, looks, strict=True)
        ),
    ]


def words_of_function() -> list[str]:
    """The names of functions, the longest first."""
    words = re.findall(r"[a-z]+", terminal_patterns()["FUNCTION"].partition("(?=")[0])
    return sorted(words, key=len, reverse=True)


# --- Emacs


def emacs_words() -> dict[str, list[str]]:
    """The words of the language by class, for what has no grammar of its own there."""
    choices = sorted(
        {
            word
            for name in terminal_patterns()
            for word in terminal_words(name)
            if class_of(name, None, None) is TokenClass.CHOICE
        }
    )
    inner = sorted(
        {
            step.terminal.lower()
            for start in ("header", "statement")
            for _, steps in sequences(start)
            for step in steps[1:]
            if step.kind is TokenClass.KEYWORD and step.terminal in terminal_patterns()
        }
    )
    return {
        "headers": keywords(HEADERS),
        "statements": [word for word in keywords(STATEMENTS) if word != "actuals"],
        "inner": inner,
        "choices": choices,
        "functions": words_of_function(),
    }


def emacs_mode() -> str:
    """The mode, with the words filled in."""
    text = (HERE / "emacs" / "bsc-mode.el.in").read_text(encoding="utf-8")
    for name, words in emacs_words().items():
        text = text.replace(f"@{name}@", " ".join(f'"{word}"' for word in words))
    return text


def _one_rule_a_line(grammar: dict[str, object]) -> str:
    """JSON that a diff can show: an expression stands on a line of its own."""
    text = json.dumps(grammar, ensure_ascii=True)
    return text.replace('{"match"', '\n{"match"').replace('{"name"', '\n{"name"') + "\n"


def files() -> dict[str, str]:
    """Every generated file by its path below this folder."""
    grammar = _one_rule_a_line(textmate())
    syntax = vim_syntax()
    return {
        "textmate/bsc.tmLanguage.json": grammar,
        "vscode/bsc.tmLanguage.json": grammar,
        "vim/syntax/bsc.vim": syntax,
        "emacs/bsc-mode.el": emacs_mode(),
    }


def main() -> None:
    """Write them all."""
    for name, text in files().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
