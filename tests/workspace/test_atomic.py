"""Writing a file: it holds one of its two texts whole whenever the process is killed, and stays who it was."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bsctui.storage import atomic_write, leftovers
from bsctui.storage.atomic_write import ChangedMeanwhileError, replace_unchanged, write_atomically
from bsctui.storage.leftovers import Redo, keep_beside, sweep_folder, temporary_name
from bsctui.storage.regular_files import read_regular
from tests.torture.dying import dying_after

OLD = b"scorecard top\n  owner anna\n"
NEW = b"scorecard top\n  owner bert\n  vision 'On'\n"
SHORT = b"kpi k in a.b\n"
NOBODY = 65534

as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away"
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "main.bsc"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def dead(monkeypatch):
    """All other processes, and the one before, are dead."""
    monkeypatch.setattr(leftovers, "is_process_alive", lambda _: False)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- Killed


@pytest.mark.parametrize("new", [NEW, SHORT, b""])
@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.usefixtures("dead")
def test_killed_at_any_call_it_is_the_old_or_the_new_text(tmp_path, new, is_linked):
    outcomes = set()
    for calls in range(100):
        folder = tmp_path / str(calls)
        folder.mkdir()
        file = folder / "main.bsc"
        file.write_bytes(OLD)
        file.chmod(0o640)
        if is_linked:
            os.link(file, folder / "twin.bsc")
        with dying_after(calls) as died:
            write_atomically(file, new)
        if not is_linked:
            assert file.read_bytes() in {OLD, new}
        sweep_folder(folder)
        outcomes.add(file.read_bytes())
        assert names(folder) == (["main.bsc", "twin.bsc"] if is_linked else ["main.bsc"])
        assert stat.S_IMODE(file.stat().st_mode) == 0o640
        if is_linked:
            assert file.samefile(folder / "twin.bsc")
        if not died:
            break
    assert not died
    assert outcomes == {OLD, new}


@pytest.mark.parametrize("new", [NEW, SHORT])
@pytest.mark.usefixtures("dead")
def test_a_hard_linked_file_killed_at_any_byte_is_made_good_at_the_next_start(tmp_path, new):
    file, twin = tmp_path / "main.bsc", tmp_path / "twin.bsc"
    file.write_bytes(OLD)
    os.link(file, twin)
    torn = 0
    for calls in range(100):
        for size in range(len(new) + 1):
            file.write_bytes(OLD)
            with dying_after(calls, size) as died:
                write_atomically(file, new)
            torn += file.read_bytes() not in {OLD, new}
            sweep_folder(tmp_path)
            assert twin.read_bytes() in {OLD, new}
            assert names(tmp_path) == ["main.bsc", "twin.bsc"]
            if died != ["write"]:
                break
        if not died:
            break
    assert torn > 5, "it was killed while it wrote"


@pytest.mark.usefixtures("dead")
def test_killed_again_while_it_is_made_good_it_is_made_good_later(tmp_path):
    file = tmp_path / "main.bsc"
    redo = tmp_path / temporary_name().replace(".tmp", ".redo")
    for calls in range(40):
        file.write_bytes(NEW[:24] + OLD[24:])
        redo.write_bytes(Redo("main.bsc", OLD, NEW).to_bytes())
        with dying_after(calls, 25) as died:
            sweep_folder(tmp_path)
        sweep_folder(tmp_path)
        assert file.read_bytes() == NEW
        assert names(tmp_path) == ["main.bsc"]
    assert not died


@pytest.mark.usefixtures("dead")
def test_what_somebody_wrote_since_is_not_written_over(file):
    file.write_bytes(b"theirs by now\n")
    redo = file.with_name(temporary_name().replace(".tmp", ".redo"))
    redo.write_bytes(Redo("main.bsc", OLD, NEW).to_bytes())
    sweep_folder(file.parent)
    assert file.read_bytes() == b"theirs by now\n"
    assert (file.parent / "main.bsc.unsaved").read_bytes() == NEW
    assert names(file.parent) == ["main.bsc", "main.bsc.unsaved"]


@pytest.mark.parametrize("content", [b"", b"{}", b'{"version": 2}\n', b'{"version": 1, "name": "../x", "old": 0, "new": 1}\nx'])  # fmt: skip
@pytest.mark.usefixtures("dead")
def test_a_redo_that_is_none_is_left_alone(file, content):
    redo = file.with_name(temporary_name().replace(".tmp", ".redo"))
    redo.write_bytes(content)
    sweep_folder(file.parent)
    assert redo.read_bytes() == content
    assert file.read_bytes() == OLD


def test_leftovers_of_the_living_of_other_machines_and_of_others_stay(file):
    mine = temporary_name()
    host = mine.split("-")[1]
    kept = [
        f".bsctui-{host}-{os.getpid()}-0123abcd.tmp",  # of a living process
        ".bsctui-00000000-1-0123abcd.tmp",  # of another machine
        ".main.bsc.swp",
        ".bsctui-notes.tmp",
        f".bsctui-{host}-x-0123abcd.tmp",
    ]
    for name in kept:
        (file.parent / name).write_bytes(b"")
    child = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)  # fmt: skip
    gone = file.with_name(f".bsctui-{host}-{int(child.stdout)}-0123abcd.tmp")
    gone.write_bytes(b"half")
    sweep_folder(file.parent)
    assert names(file.parent) == sorted([*kept, "main.bsc"])


# --- As it was


def test_a_hard_link_is_kept(file):
    twin = file.with_name("twin")
    os.link(file, twin)
    write_atomically(file, NEW)
    assert file.samefile(twin)
    assert twin.read_bytes() == NEW
    assert names(file.parent) == ["main.bsc", "twin"]


@as_root
def test_owner_and_group_are_kept(file):
    os.chown(file, NOBODY, NOBODY)
    file.chmod(0o660)
    write_atomically(file, NEW)
    assert (file.stat().st_uid, file.stat().st_gid) == (NOBODY, NOBODY)
    assert stat.S_IMODE(file.stat().st_mode) == 0o660
    assert file.read_bytes() == NEW


def attributed(path, name, value):
    try:
        os.setxattr(path, name, value)
    except (AttributeError, OSError):
        pytest.skip("no such attributes here")


def test_extended_attributes_are_kept(file):
    attributed(file, "user.origin", b"the board")
    write_atomically(file, NEW)
    assert os.getxattr(file, "user.origin") == b"the board"


def acl(*entries):
    """An access list as Linux keeps it: tag, rights and id of each entry."""
    parts = b"".join(
        tag.to_bytes(2, "little") + rights.to_bytes(2, "little") + who.to_bytes(4, "little")
        for tag, rights, who in entries
    )
    return (2).to_bytes(4, "little") + parts


ANYBODY = 0xFFFFFFFF
ACL = acl((1, 6, ANYBODY), (2, 6, 1234), (4, 4, ANYBODY), (0x10, 6, ANYBODY), (0x20, 0, ANYBODY))


def test_an_access_list_is_kept(file):
    attributed(file, "system.posix_acl_access", ACL)
    write_atomically(file, NEW)
    assert os.getxattr(file, "system.posix_acl_access") == ACL
    assert file.read_bytes() == NEW


def test_a_folders_default_access_list_is_not_put_on_a_file_that_has_none(file):
    attributed(file.parent, "system.posix_acl_default", ACL)
    write_atomically(file, NEW)
    assert "system.posix_acl_access" not in os.listxattr(file)


def test_a_new_file_has_the_usual_mode(tmp_path):
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new.bsc", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.bsc").stat().st_mode) == 0o640


def test_what_cannot_be_given_to_a_new_file_is_kept_by_writing_the_old_one(file, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(atomic_write, "_give_owner", refuse)
    before = file.stat().st_ino
    write_atomically(file, NEW)
    assert file.stat().st_ino == before
    assert file.read_bytes() == NEW
    assert names(file.parent) == ["main.bsc"]


def test_a_private_file_is_private_at_every_moment(file, monkeypatch):
    file.chmod(0o600)
    seen = []
    fsync = os.fsync

    def look(descriptor):
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    write_atomically(file, NEW)
    assert seen[0] == 0o600


@pytest.mark.parametrize(
    "name", ["x" * 251 + ".bsc", "ä" * 125 + ".bsc", "\U0001f600" * 62 + ".bsc"]
)
def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(OLD)
    write_atomically(file, NEW)
    assert file.read_bytes() == NEW
    kept = keep_beside(file, OLD)
    assert kept.read_bytes() == OLD
    assert kept.name.endswith(".unsaved")
    assert len(names(tmp_path)) == 2


# --- Not written


def told(path, content=NEW):
    with pytest.raises(OSError) as caught:
        write_atomically(path, content)
    assert caught.value.filename == str(path), "the user's file is named, no other"
    return caught.value.strerror


def test_a_write_protected_file_is_not_written_and_what_to_do_is_said(file):
    file.chmod(0o444)
    assert (
        told(file)
        == "it is write-protected (mode 0444); allow writing (`chmod u+w`), then try again"
    )
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["main.bsc"]


@pytest.mark.parametrize("number", [28, 122, 27, 5])
def test_a_full_disk_leaves_the_old_text_and_names_the_users_file(file, monkeypatch, number):
    def full(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", full)
    assert told(file)
    monkeypatch.undo()
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["main.bsc"]


def test_a_disk_that_is_full_while_it_is_written_in_place_leaves_the_old_text(file, monkeypatch):
    os.link(file, file.with_name("twin"))
    write = os.write

    def full(descriptor, content):
        if bytes(content) == NEW and os.fstat(descriptor).st_nlink > 1:
            write(descriptor, NEW[:30])
            raise OSError(28, "No space left on device")
        return write(descriptor, content)

    monkeypatch.setattr(os, "write", full)
    assert told(file) == "no space left on the disk; make room, then try again"
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["main.bsc", "twin"]


def test_a_pipe_or_a_folder_in_its_place_is_refused_at_once(tmp_path):
    (tmp_path / "folder.bsc").mkdir()
    os.mkfifo(tmp_path / "pipe.bsc")
    for name in ("folder.bsc", "pipe.bsc"):
        assert (
            told(tmp_path / name)
            == "a pipe, device or folder is there instead of a file; move it away"
        )
    with pytest.raises(OSError, match="instead of a file; move it away"):
        read_regular(tmp_path / "pipe.bsc")
    assert names(tmp_path) == ["folder.bsc", "pipe.bsc"]


def test_links_in_a_circle_a_missing_folder_and_too_long_a_name_are_told(tmp_path):
    (tmp_path / "loop.bsc").symlink_to("loop.bsc")
    assert told(tmp_path / "loop.bsc").startswith("its symbolic links lead round in a circle")
    assert told(tmp_path / "gone" / "x.bsc").startswith("its folder is not there any more")
    assert told(tmp_path / ("x" * 300)).startswith("its name is longer than the file system allows")


def test_what_changed_up_to_the_last_moment_is_not_written_over(file):
    with pytest.raises(ChangedMeanwhileError):
        replace_unchanged(file, b"another", NEW)
    with pytest.raises(ChangedMeanwhileError):
        replace_unchanged(file, None, NEW)
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["main.bsc"]
    replace_unchanged(file, OLD, NEW)
    assert file.read_bytes() == NEW


def test_versions_kept_beside_are_numbered_and_the_same_one_is_kept_once(file):
    first, second = keep_beside(file, b"1"), keep_beside(file, b"2")
    assert keep_beside(file, b"1") == first
    assert [first.name, second.name] == ["main.bsc.unsaved", "main.bsc.unsaved2"]
    assert [first.read_bytes(), second.read_bytes()] == [b"1", b"2"]


# --- Elsewhere


LACKING = """
import os, platformdirs.unix, sys
for name in ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_DIRECTORY", "O_NOFOLLOW", "fchown", "fchmod", "chown", "lchown",
             "listxattr", "getxattr", "setxattr", "removexattr", "pathconf", "statvfs", "geteuid", "getuid", "mkfifo"):
    if hasattr(os, name):
        delattr(os, name)
sys.modules["fcntl"] = sys.modules["pwd"] = sys.modules["grp"] = sys.modules["termios"] = sys.modules["resource"] = None
from pathlib import Path
from bsctui.edits import SetField
from bsctui.workspace import Workspace
from bsctui.workspace.journal import Journal, Snapshot
from bsctui.workspace.recovery import restore
folder, state = Path(sys.argv[1]), Path(sys.argv[2])
work = Workspace.load(folder)
work.apply(SetField("top.k", "target", "12"))
journal = Journal(folder, state)
journal.write(Snapshot.of(work))
assert Journal(folder, state).orphans() == [], "it is a living one's"
assert work.save().saved == ("main.bsc",)
journal.discard()
assert list(state.iterdir()) == []
"""


@pytest.mark.slow
def test_saving_and_the_journal_do_without_what_other_systems_lack(tmp_path):
    home = tmp_path / "work"
    home.mkdir()
    (home / "main.bsc").write_text(
        "scorecard top\nobjective aim in top.financial\nkpi k in top.aim\n  target 10\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", LACKING, str(home), str(tmp_path / "state")],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "target 12" in (home / "main.bsc").read_text()


LACKING_EVERYWHERE = """
import importlib, os, pkgutil, platformdirs.unix, signal, sqlite3, sys
for module, names in ((os, ("O_CLOEXEC", "O_NONBLOCK", "O_NOCTTY", "O_DIRECTORY", "O_NOFOLLOW", "fchown", "fchmod", "chown",
                            "lchown", "listxattr", "getxattr", "setxattr", "removexattr", "pathconf", "statvfs", "geteuid",
                            "getuid", "mkfifo", "killpg", "getpgrp", "getpgid", "getsid", "setsid", "fork", "openpty")),
                      (signal, ("setitimer", "SIGALRM", "SIGHUP", "SIGTSTP", "SIGCONT", "SIGWINCH", "pause"))):
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
for name in ("fcntl", "pwd", "grp", "resource", "tty", "pty"):
    sys.modules[name] = None
import bsctui
for module in pkgutil.walk_packages(bsctui.__path__, "bsctui."):
    if module.name not in ("bsctui.__main__", "bsctui.serve.tab") and ".drivers." not in module.name:
        importlib.import_module(module.name)
from bsctui.app.features.terminal import Suspend
assert not Suspend().enabled(None)
from pathlib import Path
folder = Path(sys.argv[1])
with sqlite3.connect(folder / "facts.db") as facts:
    facts.execute("create table k as select 'top.k' address, '2025-Q1' period, 7 value")
from bsctui.cli import commands
for arguments in (["-C", str(folder), "trust", "--yes"], ["-C", str(folder), "pull", "--yes"]):
    try:
        commands.main(arguments, standalone_mode=False)
    except SystemExit as end:
        assert not end.code, (arguments, end.code)
"""


@pytest.mark.slow
def test_nothing_asks_for_what_other_systems_lack_when_it_is_loaded_or_pulls(tmp_path):
    home = tmp_path / "work"
    home.mkdir()
    (home / "main.bsc").write_text(
        "calendar quarters 2025-Q1..2025-Q4\nscorecard top\nobjective aim in top.financial\n"
        "kpi k in top.aim\n  target 10\n  every quarter\n"
    )
    (home / "bsctui.toml").write_text(
        '[sources.facts]\nurl = "sqlite:facts.db"\nquery = "select address, period, value from k"\n'
    )
    run = subprocess.run(
        [sys.executable, "-c", LACKING_EVERYWHERE, str(home)],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "7" in (home / "main.bsc").read_text()
