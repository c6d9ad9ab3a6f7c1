"""Concurrent edits of the samples: two people change one file from the same version on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bsctui.edits import DeleteRecord, MoveRecord, Refused, RenameRecord
from bsctui.edits.apply import apply_edit
from bsctui.edits.edit import Texts
from bsctui.model.build import build
from bsctui.model.names import declaration
from bsctui.text.document import read_document
from bsctui.text.forms import ENTITY_HEADERS
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from bsctui.edits import Edit

    Editing = Callable[[Random, "Side", int | None], None]

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ("one", "two", "three")
_NUMBER = re.compile(
    r"(?<!by )(?<!at )(?<!closed )(?<!until )(?<!from )(?<![\w.\-\"])-?\d+(?:\.\d+)?(?![\w.\-:])"
)


@dataclass
class Side:
    """One person's version of a workspace while a file of it is edited.

    Attributes:
        files: Every file now.
        former: Address now -> address in the version that both began with.
        kinds: What was done.
    """

    workspace: Workspace
    path: str
    files: dict[str, str]
    former: dict[str, str] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The file that is edited, now."""
        return self.files[self.path]

    @text.setter
    def text(self, text: str) -> None:
        self.files[self.path] = text

    @property
    def lines(self) -> list[str]:
        """The raw lines."""
        return self.text.splitlines(keepends=True)


@dataclass(frozen=True)
class Pair:
    """Two versions of one file, and the one that both come from."""

    path: str
    base: str
    ours: Side
    theirs: Side


@cache
def samples() -> list[tuple[Workspace, str]]:
    """Every file of every sample, with its workspace; the files of a page stand for several versions or workspaces."""
    pages = {"explanation", "howto"}
    folders = sorted(path for path in SAMPLES.iterdir() if path.is_dir() and path.name not in pages)
    workspaces = [Workspace.load(folder) for folder in folders]
    return [(workspace, path) for workspace in workspaces for path in sorted(workspace.documents)]


def pair(random: Random, edits: Sequence[Editing] | None = None) -> Pair:
    """Two people at work on one file, more often than not near each other."""
    workspace, path = random.choice(samples())
    ours, theirs = both_sides(random, workspace, path, edits or EDITS)
    for side in (ours, theirs):
        known = addresses(path, workspace.documents[path].to_bytes().decode())
        side.former = {new: old for new, old in side.former.items() if old in known}
    return Pair(path, workspace.documents[path].to_bytes().decode(), ours, theirs)


def both_sides(random: Random, workspace: Workspace, path: str, edits: Sequence[Editing]) -> tuple[Side, Side]:  # fmt: skip
    """Two versions of a workspace of which one file is edited."""
    base = {name: document.to_bytes().decode() for name, document in workspace.documents.items()}
    focus = random.randrange(len(base[path].splitlines()))
    near = random.random() < 0.8
    ours, theirs = (
        _edited(random, Side(workspace, path, dict(base)), edits, focus if near else None) for _ in range(2)
    )  # fmt: skip
    return ours, theirs


def _edited(random: Random, side: Side, edits: Sequence[Editing], focus: int | None) -> Side:
    for _ in range(random.choice([1, 1, 2, 3])):
        edit = random.choice(edits)
        before = dict(side.files)
        edit(random, side, focus)
        if side.files != before:
            side.kinds.append(edit.__name__)
    return side


# --- Where


def _line(random: Random, lines: list[str], focus: int | None, wanted: Callable[[str], object]) -> int | None:  # fmt: skip
    """A line that fits, within a few lines of the focus where there is one."""
    some = [at for at, line in enumerate(lines) if wanted(line)]
    if focus is not None:
        some = sorted(some, key=lambda at: abs(at - focus))[:4]
    return random.choice(some) if some else None


def _blocks(lines: list[str]) -> list[tuple[int, int]]:
    """The records, with the comments above them and the blank lines below."""
    starts = [at for at, line in enumerate(lines) if line[0] not in " \t#\n"]
    starts = [_above(lines, at) for at in starts]
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _above(lines: list[str], at: int) -> int:
    while at and lines[at - 1].startswith("#"):
        at -= 1
    return at


def _block(random: Random, lines: list[str], focus: int | None, word: str = "") -> tuple[int, int] | None:  # fmt: skip
    some = [
        (first, last)
        for first, last in _blocks(lines)
        if any(line.startswith(word) for line in lines[first:last] if line[0] not in "# \t\n")
    ]
    if focus is not None:
        some = sorted(some, key=lambda span: abs(span[0] - focus))[:3]
    return random.choice(some) if some else None


# --- What


def value(random: Random, side: Side, focus: int | None) -> None:
    """Another number in a line."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: line[0] == " " and _NUMBER.search(line))
    if at is None:
        return
    code, sep, quoted = lines[at].partition('"')
    places = list(_NUMBER.finditer(code))
    if not places or code.lstrip().startswith(("#", "formula", "scale", "status")):
        return
    match = random.choice(places)
    new = str(random.choice([3, 7, 11, 42]))
    lines[at] = code[: match.start()] + new + code[match.end() :] + sep + quoted
    side.text = "".join(lines)


def period(random: Random, side: Side, focus: int | None) -> None:
    """A further period at the end of a series, or a line in a period's report."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: re.match(r" +actual |actual ", line))
    if at is None:
        at = _line(random, lines, focus, lambda line: re.match(r"  \w+\.\w+ ", line))
        if at is not None:
            name = f"skyline.extra_{random.choice(NAMES)}"
            if name not in side.text:
                lines.insert(at + 1, f"  {name} {random.choice([5, 6])}\n")
    elif '"' not in lines[at] and "#" not in lines[at] and _is_last(lines, at):
        more = " ".join(random.choice(["5", "6"]) for _ in range(random.choice([1, 1, 2])))
        lines[at] = f"{lines[at].rstrip()} {more}\n"
    side.text = "".join(lines)


def _is_last(lines: list[str], at: int) -> bool:
    """Whether no other line of values goes on where this one ends."""
    words = lines[at].split()
    others = [line.split() for line in lines[max(0, at - 9) : at + 10]]
    starts = [one[words.index("actual") + 1 :][:2] for one in others if one[:1] == ["actual"]]
    place = 1 if "." not in words[1] else 2
    return all(
        one[: place - 1] != words[1:place] or one[place - 1] <= words[place] for one in starts
    )


def sibling(random: Random, side: Side, focus: int | None) -> None:
    """Another record behind one that is there."""
    lines = side.lines
    span = _block(random, lines, focus, random.choice(["kpi", "objective", "initiative", "person"]))
    if span is None:
        return
    first, last = span
    header = next(line for line in lines[first:last] if line[0] not in " #\n")
    words = header.split()
    name = f"new_{random.choice(NAMES)}"
    parent = words[-1] if words[-2] == "in" else ""
    if f" {name} " in side.text:
        return
    if parent:
        weight = random.choice([2, 3])
        body = f'  owner "Somebody"\n  note "{random.choice(["So", "Thus"])}"\n'
        body += f"  weight {weight}\n" if words[0] != "initiative" else ""
        new = f'{words[0]} {name} "New {name}" in {parent}\n{body}\n'
        gap = "" if last and lines[last - 1] == "\n" else "\n"
        lines[last:last] = [gap, *new.splitlines(keepends=True)] if gap else new.splitlines(keepends=True)  # fmt: skip
    elif words[0] == "person":
        at = first + 1
        lines.insert(at, f'person {name} "New {name}"\n')
    side.text = "".join(lines)


def statement(random: Random, side: Side, focus: int | None) -> None:
    """Another line in a record."""
    lines = side.lines
    span = _block(random, lines, focus, random.choice(["kpi", "objective", "scorecard"]))
    if span is None:
        return
    body = [at for at in range(*span) if lines[at][0] == " "]
    head = next(at for at in range(*span) if lines[at][0] not in " #\n")
    at = random.choice([head, body[-1] if body else head]) + 1
    new = random.choice([
        f'note "{random.choice(["Seen", "Heard"])} {random.randrange(3)}"', "tag safety", f"tag {random.choice(NAMES)}",
        f'meta {random.choice(NAMES)} "{random.randrange(3)}"', 'owner "Else"', f"weight {random.randrange(2, 5)}",
    ])  # fmt: skip
    word = new.split()[0]
    inside = [lines[at].split()[0] for at in body]
    if word in {"owner", "weight"} and word in inside:
        return
    if any(lines[one].strip() == new or (word == "meta" and lines[one].split()[:2] == new.split()[:2]) for one in body):  # fmt: skip
        return
    lines.insert(at, f"  {new}\n")
    side.text = "".join(lines)


def drop_line(random: Random, side: Side, focus: int | None) -> None:
    """A line less."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: line[0] == " " and line.strip()[0] != "#")
    if at is not None:
        first = at
        while lines[first - 1].lstrip().startswith("#"):
            first -= 1
        del lines[first : at + 1]
        side.text = "".join(lines)


def comment(random: Random, side: Side, focus: int | None) -> None:
    """A comment above a line, behind it, or alone."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: line.strip() and line.strip()[0] != "#")
    if at is None:
        return
    text = f"# {random.choice(['why', 'ask', 'check'])} {random.randrange(3)}"
    way = random.randrange(3)
    if way == 0:
        lines.insert(at, ("  " if lines[at][0] == " " else "") + text + "\n")
    elif way == 1 and "#" not in lines[at]:
        lines[at] = f"{lines[at].rstrip()}  {text}\n"
    else:
        span = _block(random, lines, focus)
        if span is not None and lines[span[1] - 1] == "\n":
            lines[span[1] : span[1]] = [f"{text}\n", "\n"]
    side.text = "".join(lines)


def recomment(random: Random, side: Side, focus: int | None) -> None:
    """Another word in a comment."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: line.lstrip().startswith("# ") and "---" not in line)  # fmt: skip
    if at is not None:
        lines[at] = f"{lines[at].rstrip()} {random.choice(['really', 'perhaps'])}\n"
        side.text = "".join(lines)


def reorder_lines(random: Random, side: Side, focus: int | None) -> None:
    """Two neighbouring lines change places."""
    lines = side.lines
    some = [at for at in range(len(lines) - 1) if all(lines[n][0] == " " and lines[n].strip()[0] != "#" for n in (at, at + 1)) and not lines[at - 1].lstrip().startswith("#")]  # fmt: skip
    if focus is not None:
        some = sorted(some, key=lambda at: abs(at - focus))[:4]
    if some:
        at = random.choice(some)
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
        side.text = "".join(lines)


def reorder_records(random: Random, side: Side, focus: int | None) -> None:
    """A record goes to another place in the file."""
    lines = side.lines
    span = _block(random, lines, focus)
    if span is None or span[1] == len(lines):
        return
    block = lines[slice(*span)]
    words = next(line for line in block if line[0] not in " #\n").split()
    if words[0] in {"bsc", "calendar"} or block[-1].strip() != "":
        return
    del lines[slice(*span)]
    places = [first for first, _ in _blocks(lines)][1:]
    if focus is not None:
        places = sorted(places, key=lambda at: abs(at - span[0]))[:4]
    at = random.choice(places) if places else len(lines)
    if at and lines[at - 1] != "\n":
        return
    lines[at:at] = block
    side.text = "".join(lines)


def _engine(random: Random, side: Side, make: Callable[[str], Edit | None], focus: int | None, kinds: str) -> None:  # fmt: skip
    """An edit as the commands make it."""
    documents = {path: read_document(path, text.encode()) for path, text in side.files.items()}
    model = build(documents)
    lines = side.lines
    some = [
        (document_line, address)
        for address, item in model.names.declared.items()
        if item.origin.path == side.path and item.kind in kinds
        for document_line in (documents[side.path].start_of(item.origin.record),)
    ]
    if focus is not None:
        some = sorted(some, key=lambda one: abs(one[0] - focus))[:3]
    if not some or not lines:
        return
    edit = make(random.choice(some)[1])
    if edit is None:
        return
    try:
        outcome = apply_edit(edit, Texts(documents, model))
    except Refused:
        return
    for path, document in outcome.texts.documents.items():
        side.files[path] = document.to_bytes().decode()


def rename(random: Random, side: Side, focus: int | None) -> None:
    """Another name; references follow."""

    def make(address: str) -> Edit:
        new = f"other_{random.choice(NAMES)}"
        target = f"{address.partition('.')[0]}.{new}" if "." in address else new
        _follow(side, {address: target})
        return RenameRecord(address, new)

    _undone_if_refused(side, lambda: _engine(random, side, make, focus, "kpi objective measure initiative"))  # fmt: skip


def move(random: Random, side: Side, focus: int | None) -> None:
    """Another parent, perhaps in another scorecard; references follow."""
    objectives = [a for a, item in side.workspace.model.names.declared.items() if item.kind == "objective"]  # fmt: skip

    def make(address: str) -> Edit:
        parent = random.choice(objectives)
        card = parent.partition(".")[0]
        below = [
            inner
            for inner, item in side.workspace.model.names.declared.items()
            if item.parent == address
        ]
        _follow(side, {one: f"{card}.{one.partition('.')[2]}" for one in (address, *below)})
        return MoveRecord(address, parent)

    _undone_if_refused(side, lambda: _engine(random, side, make, focus, "kpi"))


def delete(random: Random, side: Side, focus: int | None) -> None:
    """A record less, and the lines that name it."""
    _engine(random, side, lambda address: DeleteRecord(address, with_references=True), focus, "kpi objective initiative")  # fmt: skip


def _follow(side: Side, moved: dict[str, str]) -> None:
    known = side.workspace.model.names.declared
    for old, new in moved.items():
        before = side.former.pop(old, old)
        if before != new and before in known:
            side.former[new] = before


def _undone_if_refused(side: Side, edit: Callable[[], None]) -> None:
    files, former = dict(side.files), dict(side.former)
    edit()
    if side.files == files:
        side.former = former


def addresses(path: str, text: str) -> set[str]:
    """What a text declares."""
    return {
        declaration(path, *headed).address
        for headed in read_document(path, text.encode()).headed(ENTITY_HEADERS)
    }


EDITS = (
    value, value, value, period, period, sibling, sibling, statement, statement, drop_line, comment, comment, recomment,
    reorder_lines, reorder_records, reorder_records, rename, move, delete,
)  # fmt: skip
