"""Killed while it saves, again and again: a file is always one of its two texts, and nothing stays behind."""

from __future__ import annotations

import os
import stat

import pytest

from bsctui.storage.leftovers import sweep_folder
from bsctui.workspace import Workspace
from bsctui.workspace.journal import Journal
from bsctui.workspace.recovery import restore
from tests.torture.amounts import drawing, rounds
from tests.torture.children import kill_amid

pytestmark = pytest.mark.slow

ONE = b"# one\n" * 40_000
OTHER = b"# the other, longer one\n" * 30_000

SAVE = """
import sys
from pathlib import Path
from bsctui.storage.atomic_write import write_atomically
file, texts = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:]]
print("begun", flush=True)
while True:
    for text in texts:
        write_atomically(file, text)
"""


@pytest.fixture
def texts(tmp_path):
    for name, text in (("one", ONE), ("other", OTHER)):
        (tmp_path / name).write_bytes(text)
    return tmp_path / "one", tmp_path / "other"


def work(tmp_path, content):
    folder = tmp_path / "work"
    folder.mkdir()
    file = folder / "main.bsc"
    file.write_bytes(content)
    file.chmod(0o640)
    return file


def moment(seed, longest):
    return drawing(seed).uniform(0, longest)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_kill_leaves_one_of_two_texts(tmp_path, texts):
    file = work(tmp_path, ONE)
    left = 0
    for seed in rounds(15, 1000):
        kill_amid(SAVE, file, *texts, after=moment(seed, 0.02))
        assert file.read_bytes() in {ONE, OTHER}
        left += len(names(file.parent)) > 1
        sweep_folder(file.parent)
        assert names(file.parent) == ["main.bsc"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert left, "it was killed amid saving"


def test_a_kill_leaves_a_hard_linked_file_that_the_next_start_makes_whole(tmp_path, texts):
    file = work(tmp_path, ONE)
    twin = file.with_name("twin.bsc")
    os.link(file, twin)
    for seed in rounds(15, 1000):
        kill_amid(SAVE, file, *texts, after=moment(seed, 0.02))
        sweep_folder(file.parent)
        assert twin.read_bytes() in {ONE, OTHER}
        assert names(file.parent) == ["main.bsc", "twin.bsc"]
        assert twin.samefile(file)


TEXT = "calendar quarters 2025-Q1..2025-Q4\nscorecard top\nobjective aim in top.financial\nkpi k in top.aim\n  target 10\n"
EDIT = """
import sys
from itertools import count
from pathlib import Path
from bsctui.edits import SetField
from bsctui.workspace import Workspace
from bsctui.workspace.journal import Journal, Snapshot
folder, state = Path(sys.argv[1]), Path(sys.argv[2])
work = Workspace.load(folder)
journal = Journal(folder, state)
work.apply(SetField("top.k", "target", "11"))
journal.write(Snapshot.of(work))
print("begun", flush=True)
for number in count(12):
    work.apply(SetField("top.k", "target", str(number)))
    journal.write(Snapshot.of(work))
    if number % 20 == 0:
        work.undo()
"""


def test_a_kill_leaves_a_journal_that_can_be_restored(tmp_path):
    folder = work(tmp_path, TEXT.encode()).parent
    state = tmp_path / "state"
    for seed in rounds(2, 150):
        kill_amid(EDIT, folder, state, after=moment(seed, 0.2))
        (orphan,) = Journal(folder, state).orphans()
        again = Workspace.load(folder)
        assert restore(again, orphan.read()) == ()
        assert again.dirty
        orphan.discard()
        assert names(state) == []


SET = """
import sys
from pathlib import Path
from bsctui.edits import SetField
from bsctui.workspace import Workspace
print("begun", flush=True)
for number in range(11, 100_000):
    work = Workspace.load(Path(sys.argv[1]))
    work.apply(SetField("top.k", "target", str(number)))
    work.save()
"""


def test_a_kill_of_a_session_that_saves_leaves_a_workspace_that_reads(tmp_path):
    file = work(tmp_path, TEXT.encode())
    for seed in rounds(2, 200):
        kill_amid(SET, file.parent, after=moment(seed, 0.2))
        text = file.read_text()
        target = int(text.rpartition(" ")[2])
        assert text == TEXT.replace("target 10", f"target {target}")
        Workspace.load(file.parent)
        assert names(file.parent) == ["main.bsc"]
