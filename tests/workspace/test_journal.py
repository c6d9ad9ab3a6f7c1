"""The journal: unsaved edits found again after a crash, for their owner alone, whatever became of the files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from bsctui.edits import AddRecord, SetField
from bsctui.workspace import Workspace
from bsctui.workspace.journal import BrokenJournalError, Journal, Snapshot
from bsctui.workspace.recovery import restore

TEXT = """\
calendar quarters 2025-Q1..2025-Q4
scorecard top
objective aim in top.financial
kpi k in top.aim
  target 10
  baseline 4
"""


@pytest.fixture
def folder(tmp_path):
    home = tmp_path / "work"
    home.mkdir()
    (home / "bsctui.toml").write_text("")
    (home / "main.bsc").write_text(TEXT)
    return home


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state" / "journal"


def crashed(folder, state, *pairs):
    """A session that edited, and ended without leaving."""
    work = Workspace.load(folder)
    for field, value in pairs or (("target", "12"), ("weight", "2")):
        work.apply(SetField("top.k", field, value))
    journal = Journal(folder, state)
    journal.write(Snapshot.of(work))
    os.close(journal._lock)
    return work


def found(folder, state):
    (orphan,) = Journal(folder, state).orphans()
    return orphan


def text(work):
    return work.documents["main.bsc"].to_bytes().decode()


def test_edits_come_back_one_by_one_and_can_be_taken_back(folder, state):
    before = crashed(folder, state)
    work = Workspace.load(folder)
    assert restore(work, found(folder, state).read()) == ()
    assert text(work) == text(before)
    assert [change.description for change in work.unsaved] == [c.description for c in before.unsaved]  # fmt: skip
    work.undo()
    assert text(work) == TEXT.replace("target 10", "target 12")
    work.undo()
    assert not work.dirty


def test_what_changed_meanwhile_is_merged(folder, state):
    crashed(folder, state)
    theirs = TEXT.replace("baseline 4", "baseline 5")
    (folder / "main.bsc").write_text(theirs)
    work = Workspace.load(folder)
    assert restore(work, found(folder, state).read()) == ()
    assert "target 12" in text(work)
    assert "baseline 5" in text(work)
    work.undo()
    assert text(work) == theirs


def test_what_disagrees_by_now_is_a_conflict_and_the_edits_stand(folder, state):
    crashed(folder, state)
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
    work = Workspace.load(folder)
    (conflict,) = restore(work, found(folder, state).read())
    assert "target 12" in text(work)
    assert b"target 99" in conflict.marked
    work.undo()
    assert "target 99" in text(work)


def test_a_file_deleted_meanwhile_is_a_conflict(folder, state):
    crashed(folder, state)
    (folder / "main.bsc").unlink()
    work = Workspace.load(folder)
    (conflict,) = restore(work, found(folder, state).read())
    assert conflict.on_disk is None
    assert "target 12" in text(work)


def test_it_is_for_its_owner_alone(folder, state):
    crashed(folder, state)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()] == [0o600, 0o600]


def test_saving_takes_it_away_and_leaving_too(folder, state):
    work = Workspace.load(folder)
    journal = Journal(folder, state)
    journal.write(Snapshot.of(work))
    assert not state.exists()
    work.apply(SetField("top.k", "target", "12"))
    journal.write(Snapshot.of(work))
    assert len(list(state.glob("*.json"))) == 1
    work.save()
    journal.write(Snapshot.of(work))
    assert list(state.glob("*.json")) == []
    journal.discard()
    assert list(state.iterdir()) == []


def test_a_journal_in_use_is_nobody_elses(folder, state):
    work = Workspace.load(folder)
    work.apply(SetField("top.k", "target", "12"))
    first = Journal(folder, state)
    first.write(Snapshot.of(work))
    second = Journal(folder, state)
    assert second.orphans() == []
    second.write(Snapshot.of(work))
    assert len(list(state.glob("*.json"))) == 2
    first.discard()
    assert len(list(state.glob("*.json"))) == 1


def test_two_starts_do_not_offer_the_same_journal(folder, state):
    crashed(folder, state)
    orphan = found(folder, state)
    assert Journal(folder, state).orphans() == []
    orphan.release()
    assert len(Journal(folder, state).orphans()) == 1


def test_another_workspace_has_its_own(folder, state, tmp_path):
    crashed(folder, state)
    assert Journal(tmp_path / "elsewhere", state).orphans() == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[]", b'{"version": 2}', b'{"version": 1, "files": [1], "edits": []}',
     b'{"version": 1, "files": [{"path": "../../x.bsc", "base": null, "here": ""}], "edits": []}',
     b'{"version": 1, "files": [{"path": "/etc/x.bsc", "base": null, "here": ""}], "edits": []}'],
)  # fmt: skip
def test_a_broken_journal_is_set_aside_and_not_read_again(folder, state, content):
    crashed(folder, state)
    orphan = found(folder, state)
    orphan.path.write_bytes(content)
    with pytest.raises(BrokenJournalError):
        orphan.read()
    aside = orphan.set_aside()
    assert aside.read_bytes() == content
    assert Journal(folder, state).orphans() == []


def test_edits_that_do_not_fit_their_text_come_back_as_one(folder, state):
    before = crashed(folder, state)
    orphan = found(folder, state)
    said = json.loads(orphan.path.read_bytes())
    said["edits"][0]["steps"][0][0]["first"] = 900
    said["edits"][0]["steps"][0][0]["last"] = 900
    orphan.path.write_text(json.dumps(said))
    work = Workspace.load(folder)
    assert restore(work, orphan.read()) == ()
    assert text(work) == text(before)


def test_any_bytes_survive(folder, state):
    (folder / "main.bsc").write_bytes(
        b"\xef\xbb\xbf" + TEXT.encode().replace(b"\n", b"\r\n") + b"# \xff odd"
    )
    before = crashed(folder, state)
    work = Workspace.load(folder)
    restore(work, found(folder, state).read())
    assert work.documents["main.bsc"].to_bytes() == before.documents["main.bsc"].to_bytes()


def test_a_new_record_in_a_new_file_comes_back(folder, state):
    (folder / "main.bsc").write_text(TEXT)
    work = Workspace.load(folder)
    work.apply(AddRecord("kpi", "n", None, "top.aim", ("target 3",)))
    journal = Journal(folder, state)
    journal.write(Snapshot.of(work))
    os.close(journal._lock)
    again = Workspace.load(folder)
    restore(again, found(folder, state).read())
    assert "top.n" in again.model.kpis


def test_a_state_folder_that_cannot_be_written_is_an_error_that_can_be_told(folder, tmp_path):
    (tmp_path / "flat").write_text("a file, not a folder")
    work = Workspace.load(folder)
    work.apply(SetField("top.k", "target", "12"))
    journal = Journal(folder, tmp_path / "flat" / "journal")
    assert journal.orphans() == []
    with pytest.raises(OSError, match="Not a directory"):
        journal.write(Snapshot.of(work))


@pytest.mark.slow
def test_a_killed_process_leaves_its_journal_to_the_next(folder, state):
    program = (
        "import sys, time; from pathlib import Path; from bsctui.edits import SetField\n"
        "from bsctui.workspace import Workspace; from bsctui.workspace.journal import Journal, Snapshot\n"
        "work = Workspace.load(Path(sys.argv[1])); work.apply(SetField('top.k', 'target', '12'))\n"
        "journal = Journal(Path(sys.argv[1]), Path(sys.argv[2])); journal.write(Snapshot.of(work))\n"
        "print('written', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder), str(state)], stdout=subprocess.PIPE
    ) as child:
        child.stdout.readline()
        assert Journal(folder, state).orphans() == []
        child.kill()
    assert "target 12" in found(folder, state).read().files[0].here
