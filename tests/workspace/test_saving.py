"""A workspace on disk: what belongs to it, and saving that loses nothing of anybody's."""

from __future__ import annotations

import gc
import os
import stat

import pytest

from bsctui.__main__ import run_cli
from bsctui.cli import CommandError
from bsctui.cli.editing import apply_and_save
from bsctui.edits import SetField
from bsctui.storage import leftovers
from bsctui.storage.leftovers import Redo, temporary_name
from bsctui.storage.locks import exclusive_in
from bsctui.storage.regular_files import MOST_BYTES
from bsctui.storage.workspace_files import WorkspaceError, locate_workspace, workspace_files
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
    found = {
        path.relative_to(folder).as_posix() for path in workspace_files(locate_workspace(folder))
    }
    assert found == {"main.bsc", "sub/z.bsc"}


def test_a_file_inside_means_its_workspace_and_is_where_it_starts(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "more.bsc").write_text("measure m in top\n  actual 2025-Q1: 1\n")
    work = Workspace.load(folder / "sub" / "more.bsc")
    assert set(work.documents) == {"main.bsc", "sub/more.bsc"}
    assert work.start_address == "top.m"


def test_a_file_elsewhere_is_a_workspace_of_one_file(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT)
    (tmp_path / "b.bsc").write_text(TEXT)
    assert set(Workspace.load(tmp_path / "a.bsc").documents) == {"a.bsc"}


def test_nothing_there_is_said(tmp_path):
    with pytest.raises(WorkspaceError, match="no file or folder"):
        Workspace.load(tmp_path / "nowhere")


# --- Nothing is lost


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_second_conflict_keeps_a_second_version(folder):
    kept = []
    for target in ("12", "13"):
        work = edited(folder, target)
        (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
        (conflict,) = work.save().conflicts
        kept.append(conflict.kept_as)
        assert work.save().conflicts[0].kept_as == conflict.kept_as, "the same version once"
        (folder / "main.bsc").write_text(TEXT)
    assert [path.name for path in kept] == ["main.bsc.unsaved", "main.bsc.unsaved2"]
    assert ["target 12" in kept[0].read_text(), "target 13" in kept[1].read_text()] == [True, True]


def test_a_kept_version_is_as_private_as_the_file(folder):
    work = edited(folder)
    (folder / "main.bsc").write_text(TEXT.replace("target 10", "target 99"))
    (folder / "main.bsc").chmod(0o600)
    assert stat.S_IMODE(work.save().conflicts[0].kept_as.stat().st_mode) == 0o600


def test_a_change_in_the_moment_before_writing_is_merged(folder, monkeypatch):
    work = edited(folder)
    replace = os.replace
    label = ['scorecard top "Top"']

    def meddling(descriptor):
        if label:
            theirs = TEXT.replace("scorecard top", label.pop())
            (folder / "theirs").write_text(theirs)
            replace(folder / "theirs", folder / "main.bsc")
        del descriptor

    monkeypatch.setattr(os, "fsync", meddling)  # the new text is ready, and not yet in place
    report = work.save()
    assert (report.saved, report.merged) == (("main.bsc",), ("main.bsc",))
    text = (folder / "main.bsc").read_text()
    assert "target 12" in text
    assert 'scorecard top "Top"' in text


def test_a_program_that_changes_the_file_all_the_time_is_told_of(folder, monkeypatch):
    work = edited(folder)
    count = iter(range(100))

    def meddling(descriptor):
        del descriptor
        (folder / "main.bsc").write_text(f"# {next(count)}\n{TEXT}")

    monkeypatch.setattr(os, "fsync", meddling)
    with pytest.raises(OSError, match="another program changes it all the time"):
        work.save()
    assert work.dirty


def test_two_sessions_that_edit_different_facts_lose_neither(folder):
    one, other = edited(folder), Workspace.load(folder)
    other.apply(SetField("top.k", "weight", "3"))
    one.save()
    assert other.save().merged == ("main.bsc",)
    text = (folder / "main.bsc").read_text()
    assert "target 12" in text
    assert "weight 3" in text


def test_one_that_saves_waits_for_another_and_says_so_in_the_end(folder):
    with exclusive_in(folder), pytest.raises(OSError, match="another bsctui") as caught, exclusive_in(folder, 0):  # fmt: skip
        pass
    assert caught.value.filename == str(folder)
    with exclusive_in(folder):
        pass


def test_a_pipe_put_in_a_files_place_makes_nothing_wait(folder):
    work = edited(folder)
    (folder / "main.bsc").unlink()
    os.mkfifo(folder / "main.bsc")
    with pytest.raises(
        OSError, match="a pipe, device or folder is there instead of a file"
    ) as caught:
        work.save()
    assert caught.value.filename == str(folder / "main.bsc")
    assert work.dirty


def test_a_file_that_cannot_be_read_is_not_taken_for_one_that_is_gone(folder, monkeypatch):
    work = edited(folder)
    opened = os.open

    def closed(path, *rest):
        if str(path) == str(folder / "main.bsc"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *rest)

    monkeypatch.setattr(os, "open", closed)
    with pytest.raises(PermissionError):
        work.save()
    assert names(folder) == ["bsctui.toml", "main.bsc"]


def test_what_a_killed_process_left_is_swept_at_the_next_start(folder, monkeypatch):
    left = temporary_name()
    (folder / left).write_text("half")
    (folder / "main.bsc").write_text(TEXT[:-9] + "9\n")
    Workspace.load(folder)
    assert left in names(folder), "its process, this one, lives"
    monkeypatch.setattr(leftovers, "is_process_alive", lambda _: False)
    Workspace.load(folder)
    assert names(folder) == ["bsctui.toml", "main.bsc"]


def test_a_half_written_file_is_whole_before_it_is_read(folder, monkeypatch):
    monkeypatch.setattr(leftovers, "is_process_alive", lambda _: False)
    new = TEXT.replace("target 10", "target 1250")
    (folder / "main.bsc").write_text(new[:-20] + TEXT[len(new) - 20 :])
    redo = Redo("main.bsc", TEXT.encode(), new.encode())
    (folder / temporary_name().replace(".tmp", ".redo")).write_bytes(redo.to_bytes())
    assert Workspace.load(folder).documents["main.bsc"].to_bytes() == new.encode()
    assert names(folder) == ["bsctui.toml", "main.bsc"]


# --- What can be read is read


@pytest.fixture
def closed(folder, monkeypatch):
    """A folder below that may not be looked into, also not by root."""
    (folder / "sub").mkdir()
    (folder / "sub" / "x.bsc").write_text("measure m in top\n  actual 2025-Q1: 1\n")
    scandir = os.scandir

    def refusing(path):
        if str(path) == str(folder / "sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    return lambda: monkeypatch.setattr(os, "scandir", refusing)


def test_an_unreadable_folder_is_said_and_the_rest_is_read(folder, closed, capsys):
    closed()
    work = Workspace.load(folder)
    assert set(work.documents) == {"main.bsc"}
    assert work.left_out == ("`./sub/` cannot be read and is left out: Permission denied",)
    assert run_cli(["score", "-C", str(folder)]) == 0
    printed = capsys.readouterr()
    assert "top" in printed.out
    assert printed.err == "`./sub/` cannot be read and is left out: Permission denied\n"


def test_a_folder_that_becomes_unreadable_keeps_what_was_read(folder, closed):
    work = Workspace.load(folder)
    closed()
    assert work.reload().changed == ()
    assert set(work.documents) == {"main.bsc", "sub/x.bsc"}


def test_nothing_is_changed_while_a_file_cannot_be_read(folder, capsys):
    (folder / "other.bsc").symlink_to(folder / "main.bsc")
    (folder / "pipe.bsc").write_text("")
    work = Workspace.load(folder)
    work.unreadable["pipe.bsc"] = "Permission denied"
    with pytest.raises(CommandError, match="nothing is changed while `pipe"):
        apply_and_save(work, SetField("top.k", "target", "12"))
    assert capsys.readouterr().out == ""
    assert (folder / "main.bsc").read_text() == TEXT


def test_a_file_that_links_lead_to_again_is_read_once_by_its_own_name(folder):
    (folder / "a.bsc").symlink_to("main.bsc")
    (folder / "sub").mkdir()
    (folder / "sub" / "x.bsc").write_text("")
    (folder / "b").symlink_to("sub")
    (folder / "kept.txt").write_text("")
    (folder / "first.bsc").symlink_to("kept.txt")
    (folder / "second.bsc").symlink_to("kept.txt")
    assert set(Workspace.load(folder).documents) == {"main.bsc", "sub/x.bsc", "first.bsc"}


def test_links_in_a_circle_are_left_out(folder):
    (folder / "loop.bsc").symlink_to("loop.bsc")
    (folder / "round").symlink_to("around")
    (folder / "around").symlink_to("round")
    assert set(Workspace.load(folder).documents) == {"main.bsc"}


@pytest.mark.slow
def test_commands_run_again_and_again_in_one_process_keep_nothing(folder, capsys):
    def check(times):
        for _ in range(times):
            run_cli(["check", "-C", str(folder)])
        gc.collect()
        return len(gc.get_objects()) + gc.get_freeze_count()

    check(3)
    before = check(3)
    assert check(40) - before < 40
    assert "main.bsc" in capsys.readouterr().out


def test_a_file_beyond_the_bound_is_not_read_and_every_command_says_so(tmp_path, capsys):
    (tmp_path / "a.bsc").write_text("calendar years 2025..2026\nscorecard s\n")
    with (tmp_path / "large.bsc").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "s" in Workspace.load(tmp_path).model.scorecards
    assert run_cli(["score", "-C", str(tmp_path)]) == 0
    assert (
        "`large.bsc` cannot be read and is left out: it is larger than 64 MB"
        in capsys.readouterr().err
    )
