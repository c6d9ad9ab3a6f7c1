"""The faults: every place of a module where one small change gives another program."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
EXCHANGED = {"min": "max", "max": "min", "any": "all", "all": "any"}
"""Functions whose names are each other's opposite."""


@dataclass(frozen=True)
class Mutant:
    """One fault.

    Attributes:
        path: The file, from the root of the project.
        line: Where the changed code begins.
        name: What was done.
        old: The code there, as it is written.
        new: What stands there instead.
        start: Place of `old` in the file's bytes.
        where: The class and function that it stands in.
        is_at_import: Whether it stands outside of any function: no single test runs it.
    """

    path: str
    line: int
    name: str
    old: str
    new: str
    start: int
    where: str = ""
    is_at_import: bool = False

    def source(self, text: str) -> str:
        """The whole file with the fault."""
        raw = text.encode()
        end = self.start + len(self.old.encode())
        return (raw[: self.start] + self.new.encode() + raw[end:]).decode()

    @property
    def key(self) -> str:
        """What it is called in the list of equivalent ones: it survives that lines are added above."""
        return f"{self.path} {self.where} {self.name}: {_flat(self.old)} => {_flat(self.new)}"

    @property
    def place(self) -> str:
        """What it is called while the program stays as it is."""
        return f"{self.path}:{self.line}:{self.start} {self.name} {_flat(self.new)}"


def _flat(code: str) -> str:
    return " ".join(code.split())


def mutants(root: Path, path: str) -> list[Mutant]:
    """All faults of a file, in order of their places."""
    text = (root / path).read_text()
    found = _Finder(path, text).found
    return sorted(set(found), key=lambda one: (one.start, one.old, one.name, one.new))


class _Finder(ast.NodeVisitor):
    """Visits what runs: annotations, what only types need, and assertions are left out."""

    def __init__(self, path: str, text: str) -> None:
        self.found: list[Mutant] = []
        self._path = path
        self._raw = text.encode()
        self._depth = 0
        self._names: list[str] = []
        self._starts = [0]
        for line in self._raw.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self.visit(ast.parse(text))

    # --- What does not run, or says nothing

    def visit_If(self, node: ast.If) -> None:
        if "TYPE_CHECKING" in ast.unparse(node.test):
            return
        self._negated(node.test)
        self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        """Assertions tell mypy what the caller knows."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._names.append(node.name)
        for one in node.body:
            self.visit(one)
        self._names.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for value in [*node.args.defaults, *node.args.kw_defaults]:
            if value is not None:
                self.visit(value)
        self._depth += 1
        self._names.append(node.name)
        for one in node.body:
            self.visit(one)
        self._names.pop()
        self._depth -= 1

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets):
            self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Places inside f-strings are not told apart before Python 3.12."""

    # --- Faults

    def visit_While(self, node: ast.While) -> None:
        self._negated(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negated(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._add(test, "filter dropped", ast.Constant(value=True))
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        for at, operator in enumerate(node.ops):
            for other in COMPARED[type(operator)]:
                new = copy.deepcopy(node)
                new.ops[at] = other()
                self._add(node, "comparison", new)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self._add(node, "and/or", ast.BoolOp(op=other, values=node.values))
        for at in range(len(node.values)):
            rest = [one for place, one in enumerate(node.values) if place != at]
            new = rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)
            self._add(node, "condition dropped", new)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._add(node, "not dropped", node.operand)
        if isinstance(node.op, ast.USub):
            self._add(node, "sign dropped", node.operand)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        other = COMPUTED.get(type(node.op))
        if other is not None and not any(map(_is_text, (node.left, node.right))):
            self._add(node, "arithmetic", ast.BinOp(left=node.left, op=other(), right=node.right))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._add(node, "constant", ast.Constant(value=not node.value))
        elif isinstance(node.value, int | float):
            for value in (node.value + 1, node.value - 1):
                self._add(node, "constant", ast.Constant(value=value))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None and not _is_none(node.value):
            self._add(node.value, "nothing returned", ast.Constant(value=None))
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._add(node, "statement dropped", ast.Pass())
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add(node, "statement dropped", ast.Pass())
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self._add(node, "break/continue", ast.Continue())

    def visit_Continue(self, node: ast.Continue) -> None:
        self._add(node, "break/continue", ast.Break())

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in EXCHANGED:
            self._add(node.func, "min/max any/all", ast.Name(id=EXCHANGED[name], ctx=ast.Load()))
        if name == "sorted":
            rest = [one for one in node.keywords if one.arg != "reverse"]
            new = copy.deepcopy(node)
            new.keywords = rest
            if len(rest) == len(node.keywords):
                new.keywords = [*rest, ast.keyword(arg="reverse", value=ast.Constant(value=True))]
            self._add(node, "order reversed", new)
        elif len(node.args) == 2 and name not in {*EXCHANGED, "isinstance", "zip"}:
            new = copy.deepcopy(node)
            new.args.reverse()
            self._add(node, "arguments swapped", new)
        self._without_one(node, node.args)
        self.generic_visit(node)

    def visit_List(self, node: ast.List) -> None:
        self._without_one(node, node.elts)
        self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> None:
        self._without_one(node, node.elts)
        self.generic_visit(node)

    def _without_one(self, node: ast.expr, elements: list[ast.expr]) -> None:
        """One word less: an option of a command, or one of a list of names."""
        if len(elements) < 2:
            return
        for at, element in enumerate(elements):
            word = element.value if isinstance(element, ast.Constant) else None
            if isinstance(word, str) and (word.startswith("-") or not isinstance(node, ast.Call)):
                new = copy.deepcopy(node)
                field = "args" if isinstance(node, ast.Call) else "elts"
                del getattr(new, field)[at]
                self._add(node, "word dropped", new)

    def _negated(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp):
            self._add(test, "negated", ast.UnaryOp(op=ast.Not(), operand=test))

    def _add(self, node: ast.expr | ast.stmt, name: str, new: ast.AST) -> None:
        start = self._starts[node.lineno - 1] + node.col_offset
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        code = ast.unparse(new)
        if code == ast.unparse(node):
            return
        if isinstance(node, ast.expr) and not isinstance(new, ast.Constant | ast.Name):
            code = f"({code})"
        old = self._raw[start:end].decode()
        where = ".".join(self._names) or "module"
        self.found.append(
            Mutant(self._path, node.lineno, name, old, code, start, where, self._depth == 0)
        )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def chosen(some: Iterable[Mutant], seed: int, count: int) -> list[Mutant]:
    """So many of them, at most one a line; the same ones for the same seed.

    Each is drawn by a digest of its own, so that a change of the program leaves the other ones chosen.
    """
    alike: Counter[str] = Counter()
    drawn: list[tuple[str, Mutant]] = []
    for one in some:
        alike[one.key] += 1
        drawn.append((_digest(f"{seed} {one.key} {alike[one.key]}"), one))
    lines: dict[tuple[str, int], Mutant] = {}
    for _, one in sorted(drawn, key=lambda pair: pair[0]):
        lines.setdefault((one.path, one.line), one)
    return list(lines.values())[:count]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
