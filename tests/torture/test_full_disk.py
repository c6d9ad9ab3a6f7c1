"""A disk with less and less room: the old text stays whole, the user's file is named, nothing stays behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bsctui.storage.atomic_write import write_atomically
from tests.torture.amounts import rounds
from tests.torture.children import start

PAGE = 4096
OLD = b"# as it was\n" * 1000


@pytest.fixture
def small_disk(tmp_path):
    """A file system of sixteen pages."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={16 * PAGE}", "tmpfs", str(place)], capture_output=True, check=False,
    )  # fmt: skip
    if sys.platform != "linux" or mounted.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def written(file, content):
    """Why it could not be written; nothing where it was."""
    try:
        write_atomically(file, content)
    except OSError as error:
        return str(error)
    return ""


def test_a_full_disk_tears_nothing(small_disk):
    file = small_disk / "main.bsc"
    outcomes = set()
    for seed in rounds(16, 64):
        for path in small_disk.iterdir():
            path.unlink()
        file.write_bytes(OLD)
        if seed % 2:
            (small_disk / "twin").hardlink_to(file)
        filling = small_disk / "filling"
        filling.write_bytes(b"x" * PAGE * (seed % 13))
        before = sorted(small_disk.iterdir())
        said = written(file, OLD * 2)
        assert file.read_bytes() == (OLD if said else OLD * 2)
        assert not said or ("make room" in said and str(file) in said)
        outcomes.add(file.read_bytes())
        assert sorted(small_disk.iterdir()) == before
    assert outcomes == {OLD, OLD * 2}


LIMITED = """
import resource, sys
from pathlib import Path
from bsctui.storage.atomic_write import write_atomically
file, size = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
try:
    write_atomically(file, file.read_bytes() * 2)
except OSError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_limit_of_a_files_size_tears_nothing(tmp_path):
    file = tmp_path / "main.bsc"
    file.write_bytes(OLD)
    with start(LIMITED, file, len(OLD) * 3 // 2) as child:
        said = child.stdout.read().decode()
    assert str(file) in said
    assert file.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["main.bsc"]
