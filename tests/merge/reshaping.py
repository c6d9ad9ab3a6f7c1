"""Concurrent edits that say the same in another shape: lines split and joined, values in reports, records in other files, spans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bsctui.edits import RenameRecord
from bsctui.edits.apply import apply_edit
from bsctui.edits.edit import Texts
from bsctui.model.build import build
from bsctui.model.periods import FiscalYear, Period
from bsctui.text.document import read_document
from bsctui.text.forms import ENTITY_HEADERS
from bsctui.workspace import Workspace
from tests.merge.concurrent import EDITS, NAMES, Side, _block, _line, both_sides, samples

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_SERIES = re.compile(r"  (actual|target|baseline) (\S+): ([^\"#]*[^\"#\s])(?: +(spread))?\n")
FISCAL = FiscalYear()


def _later(period: str, steps: int) -> str:
    start = FISCAL.parse(period)
    assert start is not None
    return FISCAL.format(Period(start.grain, start.ordinal + steps))


def split_line(random: Random, side: Side, focus: int | None) -> None:
    """A line of values becomes two."""
    lines = side.lines
    at = _line(
        random, lines, focus, lambda line: (m := _SERIES.fullmatch(line)) and len(m[3].split()) > 1
    )
    if at is None or (match := _SERIES.fullmatch(lines[at])) is None:
        return
    cells = [cell for cell in match[3].split() if cell != "|"]
    if len(cells) < 2:
        return
    cut = random.randrange(1, len(cells))
    spread = f" {match[4]}" if match[4] else ""
    new = ((match[2], cells[:cut]), (_later(match[2], cut), cells[cut:]))
    lines[at : at + 1] = [
        f"  {match[1]} {start}: {' '.join(part)}{spread}\n" for start, part in new
    ]
    side.text = "".join(lines)


def join_lines(random: Random, side: Side, focus: int | None) -> None:
    """Two lines of values, the second of which goes on where the first ends, become one."""
    lines = side.lines

    def goes_on(at: int) -> bool:
        first, second = (_SERIES.fullmatch(line) for line in lines[at : at + 2])
        if first is None or second is None or first[1] != second[1] or first[4] != second[4]:
            return False
        count = len([cell for cell in first[3].split() if cell != "|"])
        return _later(first[2], count) == second[2]

    some = [at for at in range(len(lines) - 1) if goes_on(at)]
    if focus is not None:
        some = sorted(some, key=lambda at: abs(at - focus))[:3]
    if some:
        at = random.choice(some)
        second = _SERIES.fullmatch(lines[at + 1])
        first = _SERIES.fullmatch(lines[at])
        assert first is not None
        assert second is not None
        spread = f" {first[4]}" if first[4] else ""
        lines[at : at + 2] = [f"  {first[1]} {first[2]}: {first[3]} {second[3]}{spread}\n"]
        side.text = "".join(lines)


def _address(lines: list[str], at: int) -> str | None:
    """The KPI or measure in whose record a line stands."""
    while at >= 0 and lines[at][0] in " #\n\t":
        at -= 1
    match = (
        re.match(r"(?:kpi|measure) (\S+) .*\bin (\S+?)(?:\.\S+)?\s*$", lines[at])
        if at >= 0
        else None
    )
    return f"{match[2]}.{match[1]}" if match else None


def report(random: Random, side: Side, focus: int | None) -> None:
    """The last value of a series goes into its period's report, here or in another file."""
    lines = side.lines
    at = _line(
        random, lines, focus, lambda line: (m := _SERIES.fullmatch(line)) and m[1] == "actual"
    )
    if at is None or (match := _SERIES.fullmatch(lines[at])) is None:
        return
    address = _address(lines, at)
    cells = [cell for cell in match[3].split() if cell != "|"]
    if address is None or cells[-1] == "-" or "%" in cells[-1]:
        return
    period = _later(match[2], len(cells) - 1)
    if any(f"actuals {period}" in text for text in side.files.values()):
        return
    rest = [f"  actual {match[2]}: {' '.join(cells[:-1])}\n"] if cells[:-1] else []
    lines[at : at + 1] = rest
    side.text = "".join(lines)
    _append(side, random.choice(list(side.files)), f"actuals {period}\n  {address} {cells[-1]}\n")


def margin(random: Random, side: Side, focus: int | None) -> None:
    """A series goes to the margin."""
    lines = side.lines
    at = _line(
        random,
        lines,
        focus,
        lambda line: (m := _SERIES.fullmatch(line)) and m[1] in {"actual", "target"},
    )
    if at is None or (match := _SERIES.fullmatch(lines[at])) is None:
        return
    address = _address(lines, at)
    if address is not None and "every" not in "".join(lines[at - 8 : at + 8]):
        spread = f" {match[4]}" if match[4] else ""
        del lines[at]
        side.text = "".join(lines)
        text = f"{match[1]} {address} {match[2]}: {match[3]}{spread}\n"
        _append(side, random.choice(list(side.files)), text)


def _append(side: Side, path: str, text: str) -> None:
    before = side.files[path]
    side.files[path] = f"{before.rstrip(chr(10))}\n\n{text}"


def respan(random: Random, side: Side, focus: int | None) -> None:
    """A fact holds until a period only; another one from then on."""
    lines = side.lines
    at = _line(random, lines, focus, lambda line: re.fullmatch(r"  (weight|target) \d+\n", line))
    if at is not None:
        word, value = lines[at].split()
        period = random.choice(["2025-Q2", "2025-Q3"])
        later = random.choice(["3", "9"])
        lines[at : at + 1] = [
            f"  {word} {value} until {period}\n",
            f"  {word} {later} from {_later(period, 1)}\n",
        ]
        side.text = "".join(lines)


def relocate(random: Random, side: Side, focus: int | None) -> None:
    """A record goes to another file."""
    lines = side.lines
    others = [path for path in side.files if path != side.path]
    span = _block(
        random, lines, focus, random.choice(["kpi", "objective", "initiative", "scorecard"])
    )
    if span is None or not others:
        return
    block = lines[slice(*span)]
    if block[0][0] not in "abcdefghijklmnopqrstuvwxyz":
        return
    del lines[slice(*span)]
    side.text = "".join(lines)
    _append(side, random.choice(others), "".join(block).rstrip("\n") + "\n")


def rename_card(random: Random, side: Side, focus: int | None) -> None:
    """A scorecard gets another name."""
    del focus
    documents = {path: read_document(path, text.encode()) for path, text in side.files.items()}
    model = build(documents)
    old, new = random.choice(list(model.scorecards)), f"card_{random.choice(NAMES)}"
    if new in model.scorecards:
        return
    for address in list(model.names.declared):
        if address == old or address.startswith(f"{old}."):
            before = side.former.pop(address, address)
            if before in side.workspace.model.names.declared:
                side.former[new + address.removeprefix(old)] = before
    outcome = apply_edit(RenameRecord(old, new), Texts(documents, model))
    for path, document in outcome.texts.documents.items():
        side.files[path] = document.to_bytes().decode()


IN_ONE_FILE = (*EDITS, split_line, split_line, join_lines, respan, respan)
ACROSS_FILES = (
    *IN_ONE_FILE,
    report,
    report,
    margin,
    margin,
    relocate,
    relocate,
    relocate,
    rename_card,
)


@dataclass(frozen=True)
class WorkspacePair:
    """Two versions of a workspace, and the one that both come from."""

    base: Mapping[str, str]
    ours: Side
    theirs: Side


def workspace_pair(random: Random) -> WorkspacePair:
    """Two people at work on one workspace, more often than not on one file of it."""
    workspace = random.choice(_workspaces())
    path = random.choice(sorted(workspace.documents))
    ours, theirs = both_sides(random, workspace, path, ACROSS_FILES)
    base = {name: document.to_bytes().decode() for name, document in workspace.documents.items()}
    return WorkspacePair(base, ours, theirs)


@cache
def _workspaces() -> list[Workspace]:
    """The samples; those of one file dealt out into three."""
    workspaces = {id(workspace): workspace for workspace, _ in samples()}.values()
    return [
        workspace if len(workspace.documents) > 1 else _dealt_out(workspace)
        for workspace in workspaces
    ]


def _dealt_out(workspace: Workspace) -> Workspace:
    (document,) = workspace.documents.values()
    texts: dict[str, str] = {"a.bsc": "", "b.bsc": "", "units/c.bsc": ""}
    for at, record in enumerate(document.records):
        is_setting = record.header is None or record.header.form.name not in ENTITY_HEADERS
        path = "a.bsc" if is_setting else list(texts)[at % 3]
        texts[path] += "".join(record.lines).rstrip("\n") + "\n\n"
    return Workspace.from_texts({path: text.rstrip("\n") + "\n" for path, text in texts.items()})
