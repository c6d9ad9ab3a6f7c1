"""Starting again from what was kept: everything is as without it, and what is not as it should be is not looked at."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from time import monotonic, sleep

import numpy as np
import pytest

from bsctui.check import diagnose_workspace
from bsctui.storage import cache_folder
from bsctui.workspace import Workspace, warm_start
from tests.model.histories import shown
from tests.workspace.scores import same_scores

HEAD = "calendar quarters 2025-Q1..2025-Q4\nscorecard top\nobjective aim in top.financial\n"
KPI = """\
kpi {name} in top.aim
  weight {weight}
  baseline 4
  target 10
  actual 2025-Q1: {value} 6 - 7

"""
FORMULA = "kpi sum in top.aim\n  baseline 1\n  target 9\n  formula a + b\n"
FILES = {
    "main.bsc": HEAD,
    "a.bsc": KPI.format(name="a", weight=1, value=8),
    "b.bsc": KPI.format(name="b", weight=2, value=5) + KPI.format(name="c", weight=1, value=900),
    "sum.bsc": FORMULA,
}


pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """A folder for the cache, in which everything is worth keeping."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(cache_folder.SWITCHED_OFF, raising=False)
    monkeypatch.setattr(warm_start, "_in_background", lambda work: work())
    monkeypatch.setattr(warm_start, "LARGE", 0)
    yield tmp_path / "cache" / "bsctui" / "workspaces"
    warm_start._loaded.clear()


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "work"
    root.mkdir()
    for name, text in FILES.items():
        (root / name).write_text(text)
    return root


def keep(folder):
    """Load a workspace, and end."""
    workspace = Workspace.load(folder)
    workspace.scores()
    warm_start.keep_loaded()
    return workspace


def entries(cache):
    return sorted(cache.glob("*.kept"))


def assert_as_without(folder, monkeypatch):
    """A start from what was kept says what one without it says."""
    warm = Workspace.load(folder)
    assert warm_start._loaded[0].digests, "this start was to be from what was kept"
    monkeypatch.setenv(cache_folder.SWITCHED_OFF, "1")
    cold = Workspace.load(folder)
    monkeypatch.delenv(cache_folder.SWITCHED_OFF)
    assert {p: d.to_bytes() for p, d in warm.documents.items()} == cold.contents
    assert list(warm.documents) == list(cold.documents)
    assert diagnose_workspace(warm) == diagnose_workspace(cold)
    assert shown(warm.model) == shown(cold.model)
    if cold.model.settings.calendar is not None:
        assert same_scores(warm.scores(), cold.scores())


def test_an_unchanged_workspace_is_not_read_again(folder, monkeypatch):
    keep(folder)
    monkeypatch.setattr("bsctui.workspace.workspace.build", pytest.fail)
    monkeypatch.setattr("bsctui.workspace.workspace.read_document", pytest.fail)
    assert Workspace.load(folder).scores().nodes


def test_what_a_process_looked_up_by_identity_holds_in_the_next_one_too(folder):
    (folder / "a.bsc").write_text(FILES["a.bsc"].replace("target 10", "targte 10"))
    before = Workspace.load(folder)
    assert before.documents["a.bsc"].start_of(before.documents["a.bsc"].records[0]) == 1
    warm_start.keep(before)
    after = Workspace.load(folder)
    assert warm_start._loaded[0].digests, "this start was to be from what was kept"
    for document in after.documents.values():
        assert [document.start_of(record) for record in document.records] == [*document.starts]
        lines = [document.line_text(at + 1) + "\n" for at in range(len(document.lines))]
        assert lines == document.lines


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"a.bsc": KPI.format(name="a", weight=3, value=2)},
        {"a.bsc": FILES["a.bsc"].replace("target 10", "targte 10")},
        {"b.bsc": "# Looked at\n" + FILES["b.bsc"]},
        {"b.bsc": KPI.format(name="c", weight=1, value=900)},
        {"b.bsc": FILES["b.bsc"] + FILES["b.bsc"]},
        {"b.bsc": None},
        {"d.bsc": KPI.format(name="d", weight=1, value=1)},
        {"main.bsc": HEAD.replace("2025-Q4", "2026-Q4")},
        {"main.bsc": HEAD.replace("calendar", "calender")},
        {"sum.bsc": "﻿" + FORMULA},
        {"sum.bsc": "\x00\x01"},
        {"sum.bsc": ""},
    ],
    ids=lambda change: " ".join(change) or "nothing",
)
def test_after_any_change_everything_is_as_without_what_was_kept(change, folder, monkeypatch):
    keep(folder)
    for name, text in change.items():
        if text is None:
            (folder / name).unlink()
        else:
            (folder / name).write_text(text)
    assert_as_without(folder, monkeypatch)


def test_only_the_records_that_changed_are_read_anew(folder):
    before = keep(folder).documents["b.bsc"].records
    (folder / "b.bsc").write_text(FILES["b.bsc"].replace("900", "9"))
    after = Workspace.load(folder).documents["b.bsc"].records
    assert before[0].lines == after[0].lines
    assert after[1].lines[4] == "  actual 2025-Q1: 9 6 - 7\n"


def test_edits_and_their_taking_back_work_on_what_was_kept(folder):
    from bsctui.edits import SetField

    keep(folder)
    warm = Workspace.load(folder)
    before = warm.scores().score.copy()
    warm.apply(SetField("top.a", "weight", "7"))
    assert not np.array_equal(warm.scores().score, before, equal_nan=True)
    warm.undo()
    np.testing.assert_array_equal(warm.scores().score, before)


@pytest.mark.parametrize("harm", ["cut", "bit", "empty", "text"])
def test_what_is_not_whole_is_not_looked_at(harm, cache, folder):
    keep(folder)
    (entry,) = entries(cache)
    content = entry.read_bytes()
    middle = len(content) // 2
    flipped = bytes([content[middle] ^ 1])
    entry.write_bytes(
        {
            "cut": content[:middle],
            "bit": content[:middle] + flipped + content[middle + 1 :],
            "empty": b"",
            "text": b"cos\nsystem\n(S'exit 1'\ntR.",
        }[harm]
    )
    assert Workspace.load(folder).scores().nodes
    assert not entries(cache), "what cannot be used is taken away"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners here")
def test_what_others_could_have_written_is_not_looked_at(cache, folder, monkeypatch):
    keep(folder)
    monkeypatch.setattr("pickle.loads", pytest.fail)
    (entry,) = entries(cache)
    entry.chmod(0o660)
    Workspace.load(folder)
    assert not entries(cache)


def test_a_folder_that_others_can_write_is_not_used(cache, folder):
    keep(folder)
    cache.chmod(0o770)
    assert cache_folder.cache_folder() is None
    cache.chmod(0o700)
    assert cache_folder.cache_folder() == cache
    assert stat.S_IMODE(entries(cache)[0].stat().st_mode) == 0o600


def test_a_link_in_place_of_the_folder_is_not_followed(cache, folder, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    cache.parent.mkdir(parents=True)
    cache.symlink_to(tmp_path / "elsewhere")
    keep(folder)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_switched_off_nothing_is_kept_and_nothing_is_looked_at(cache, folder, monkeypatch):
    monkeypatch.setenv(cache_folder.SWITCHED_OFF, "1")
    keep(folder)
    assert not cache.exists()


def test_what_is_too_large_is_not_kept(cache, folder, monkeypatch):
    monkeypatch.setattr(cache_folder, "MOST_OF_ONE", 1000)
    keep(folder)
    assert not list(cache.glob("*.kept")), "and nothing is left of it"
    assert not list(cache.glob(".bsctui-*"))


def test_without_a_place_for_it_everything_goes_on(folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert keep(folder).scores().nodes


def test_what_was_edited_and_not_saved_is_not_kept(cache, folder):
    from bsctui.edits import SetField

    workspace = Workspace.load(folder)
    workspace.apply(SetField("top.a", "weight", "7"))
    warm_start.keep_loaded()
    assert not entries(cache)


def test_what_is_nearly_as_it_was_kept_is_not_kept_again(folder, monkeypatch):
    monkeypatch.setattr(warm_start, "WORTH_KEEPING", 0.3)
    keep(folder)
    (folder / "a.bsc").write_text(KPI.format(name="a", weight=3, value=2))
    monkeypatch.setattr(warm_start, "keep", pytest.fail)
    keep(folder)


def test_what_another_program_kept_is_replaced(cache, folder, monkeypatch):
    keep(folder)
    (before,) = entries(cache)
    monkeypatch.setattr(warm_start, "_program", lambda: "another")
    keep(folder)
    (after,) = entries(cache)
    assert after != before


def test_the_oldest_makes_room(cache, folder, tmp_path, monkeypatch):
    keep(folder)
    (first,) = entries(cache)
    os.utime(first, (1, 1))
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.bsc").write_text("".join(FILES.values()))
    monkeypatch.setattr(cache_folder, "MOST_KEPT", first.stat().st_size + 1)
    keep(other)
    kept = entries(cache)
    assert len(kept) == 1
    assert kept != [first]


@pytest.mark.slow
def test_a_process_keeps_a_large_workspace_after_it_has_ended(cache, folder):
    code = (
        "from bsctui.workspace import warm_start\n"
        "warm_start.LARGE = 0\n"
        "import sys, bsctui.__main__ as program\n"
        "sys.argv = ['bsctui', 'check', sys.argv[1]]\n"
        "program.main()\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != cache_folder.SWITCHED_OFF}
    run = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        capture_output=True,  # ends only when nobody holds the pipes any more
        text=True,
        env=environment,
        check=False,
        timeout=60,
    )
    assert run.stderr.endswith("warnings\n")
    patience = monotonic() + 60
    while not entries(cache) and monotonic() < patience:
        sleep(0.05)
    assert entries(cache)
