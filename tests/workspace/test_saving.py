"""A workspace on disk: what belongs to it, and saving that loses nothing of anybody's."""

from __future__ import annotations

import os
import stat

import pytest

from bsctui.edits import SetField
from bsctui.files import WorkspaceError, find_home, workspace_files
from bsctui.workspace import Workspace

TEXT = "calendar quarters 2025-Q1..2025-Q4\nscorecard top\nobjective aim in top.financial\nkpi k in top.aim\n  target 10\n  actual 2025-Q1: 8\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bsctui.toml").write_text("")
    (tmp_path / "main.bsc").write_text(TEXT)
    return tmp_path


def edited(folder, value="12"):
    work = Workspace.load(folder)
    work.apply(SetField("top.k", "target", value))
    return work


def test_saving_writes_the_changed_file_and_nothing_else(folder):
    (folder / "other.bsc").write_text("# mine\n")
    before = (folder / "other.bsc").stat().st_mtime_ns
    work = edited(folder)
    assert work.dirty
    assert work.save().saved == ("main.bsc",)
    assert not work.dirty
    assert (folder / "main.bsc").read_text() == TEXT.replace("target 10", "target 12")
    assert (folder / "other.bsc").stat().st_mtime_ns == before
    assert sorted(path.name for path in folder.iterdir()) == [
        "bsctui.toml",
        "main.bsc",
        "other.bsc",
    ]


def test_the_mode_and_a_link_are_kept(folder):
    real = folder / "real"
    real.mkdir()
    (folder / "main.bsc").rename(real / "kept.txt")
    (folder / "main.bsc").symlink_to(real / "kept.txt")
    (real / "kept.txt").chmod(0o640)
    edited(folder).save()
    assert (folder / "main.bsc").is_symlink()
    assert stat.S_IMODE((real / "kept.txt").stat().st_mode) == 0o640
    assert "target 12" in (real / "kept.txt").read_text()


def test_a_change_elsewhere_in_the_file_is_merged(folder):
    work = edited(folder)
    (folder / "main.bsc").write_text(TEXT.replace("scorecard top", 'scorecard top "Top"'))
    report = work.save()
    assert report.merged == ("main.bsc",)
    text = (folder / "main.bsc").read_text()
    assert "target 12" in text
    assert 'scorecard top "Top"' in text
    assert work.model.scorecards["top"].label == "Top"


def test_the_same_line_changed_twice_keeps_both_versions(folder):
    work = edited(folder)
    theirs = TEXT.replace("target 10", "target 99")
    (folder / "main.bsc").write_text(theirs)
    report = work.save()
    (conflict,) = report.conflicts
    assert (folder / "main.bsc").read_text() == theirs
    assert conflict.kept_as is not None
    assert "target 12" in conflict.kept_as.read_text()
    assert work.dirty


def test_a_failing_write_leaves_the_old_file(folder, monkeypatch):
    work = edited(folder)
    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(OSError, match="space"):
        work.save()
    assert (folder / "main.bsc").read_text() == TEXT
    assert sorted(path.name for path in folder.iterdir()) == ["bsctui.toml", "main.bsc"]
    assert work.dirty


def _no_space(_):
    raise OSError(28, "No space left on device")


def test_changes_on_disk_appear_and_unsaved_edits_stay(folder):
    (folder / "other.bsc").write_text("# mine\n")
    work = edited(folder)
    (folder / "other.bsc").write_text("measure m in top\n  actual 2025-Q1: 1\n")
    assert work.reload().changed == ("other.bsc",)
    assert "top.m" in work.model.measures
    assert work.dirty


def test_dotfiles_nested_workspaces_and_links_out_do_not_belong(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "far.bsc").write_text("")
    (folder / ".hidden.bsc").write_text("")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.bsc").write_text("")
    (folder / "inner").mkdir()
    (folder / "inner" / "bsctui.toml").write_text("")
    (folder / "inner" / "y.bsc").write_text("")
    (folder / "sub").mkdir()
    (folder / "sub" / "z.bsc").write_text("")
    (folder / "out").symlink_to(outside)
    (folder / "round").symlink_to(folder)
    found = {path.relative_to(folder).as_posix() for path in workspace_files(find_home(folder))}
    assert found == {"main.bsc", "sub/z.bsc"}


def test_a_file_inside_means_its_workspace_and_is_where_it_starts(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "more.bsc").write_text("measure m in top\n  actual 2025-Q1: 1\n")
    work = Workspace.load(folder / "sub" / "more.bsc")
    assert set(work.documents) == {"main.bsc", "sub/more.bsc"}
    assert work.start == "top.m"


def test_a_file_elsewhere_is_a_workspace_of_one_file(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT)
    (tmp_path / "b.bsc").write_text(TEXT)
    assert set(Workspace.load(tmp_path / "a.bsc").documents) == {"a.bsc"}


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(WorkspaceError, match="no file or folder"):
        Workspace.load(tmp_path / "nowhere")
