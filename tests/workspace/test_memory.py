"""A process that reads one workspace after the other keeps nothing of those it let go."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from bsctui.model.build import build
from bsctui.text.document import HEADERS, STATEMENTS, read_document
from bsctui.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MANY = 150


def text(n: int) -> str:
    """Names, labels, numbers, lengths and errors that no other has."""
    tags = " ".join(f"t{n}_{at}" for at in range(n))
    return f"""\
calendar quarters 2025-Q1..2025-Q4
scorecard s{n}
objective o in s{n}.process
kpi k{n} "Label {n}" in s{n}.o
  tag {tags}
  actual 2025-Q1: {n} {n}.5
  targ {n}
kpi f{n} in s{n}.o
  formula k{n} + {n}
"""


def read(folder: Path, n: int) -> weakref.ref[object]:
    """Read, score and check a workspace; returns what shows whether it is still there."""
    (folder / "a.bsc").write_text(text(n))
    work = Workspace.load(folder)
    work.scores()
    assert work.model.diagnostics
    return weakref.ref(work.documents["a.bsc"].records[0])


def test_workspaces_that_were_read_are_freed(tmp_path: Path) -> None:
    read(tmp_path, 0)
    gc.collect()
    frozen = gc.get_freeze_count()
    left = [read(tmp_path, n) for n in range(1, MANY)]
    gc.collect()
    assert [one for one in left if one() is not None] == []
    assert gc.get_freeze_count() <= frozen


def test_objects_do_not_grow_with_the_number_of_workspaces(tmp_path: Path) -> None:
    for n in range(50):
        read(tmp_path, n)
    gc.collect()
    before = len(gc.get_objects())
    for n in range(50, MANY):
        read(tmp_path, n)
    gc.collect()
    grown = len(gc.get_objects()) - before
    assert grown < 14 * (MANY - 50)  # a few of each formula, in a cache with a bound
    assert len(STATEMENTS._forms) + len(HEADERS._forms) < 400


def test_resolving_leaves_nothing_to_the_collector_which_rests_meanwhile() -> None:
    documents = {"a.bsc": read_document("a.bsc", f"{text(7)}kpi s in s7.o\n  same k7\n".encode())}
    build(documents)
    gc.collect()
    gc.disable()
    build(documents)
    left = gc.collect()
    gc.enable()
    assert left == 0
