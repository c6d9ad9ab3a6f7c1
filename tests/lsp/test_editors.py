"""Real editors, each with the set-up that the documents tell and a clean home; skipped by name where not installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bsctui.check import diagnose_workspace
from bsctui.text.formatting import formatted
from bsctui.workspace import Workspace

TREE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def program(name):
    beside = BIN / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def skyline(tmp_path):
    shutil.copytree(TREE / "samples" / "skyline", tmp_path / "skyline")
    return tmp_path / "skyline"


def environment(tmp_path, skyline):
    home = tmp_path / "home"
    home.mkdir()
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "VIM", "NVIM"))
    }
    return {**kept, "HOME": str(home), "PATH": path, "FOLDER": str(skyline), "OUTPUT": str(tmp_path / "out"), "EDITORS": str(TREE / "grammar" / "editors")}  # fmt: skip


def saved_as_expected(skyline, before):
    """A rename across files, and one file in canonical layout with one more record."""
    workspace = Workspace.load(skyline)
    assert [one.code for one in diagnose_workspace(workspace) if one.code.startswith("E")] == []
    assert workspace.model.names.kind("skyline.earn") == "objective"
    assert workspace.model.names.kind("skyline.profit") is None
    assert workspace.model.names.kind("skyline.spare") == "measure"
    text = (skyline / "corporate.bsc").read_text(encoding="utf-8")
    assert text == formatted(text)
    named = [path for path, content in before.items() if b"skyline.profit" in content]
    assert len(named) > 2
    for path in named:
        kept = path.read_text(encoding="utf-8").replace("was skyline.profit", "")
        assert "skyline.profit" not in kept


def test_neovim(tmp_path, skyline):
    nvim = program("nvim")
    version = subprocess.run([nvim, "--version"], capture_output=True, text=True, check=True).stdout
    if tuple(int(part) for part in version.split()[1].lstrip("v").split("-")[0].split(".")[:2]) < (
        0,
        11,
    ):
        pytest.skip("this nvim is older than 0.11")
    before = {path: path.read_bytes() for path in skyline.rglob("*.bsc")}
    done = subprocess.run(
        [
            nvim,
            "--clean",
            "--headless",
            "--cmd",
            f"set runtimepath^={TREE}/grammar/editors/vim",
            "-S",
            str(Path(__file__).with_name("neovim.lua")),
        ],
        env=environment(tmp_path, skyline),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = json.loads((tmp_path / "out").read_text())
    assert "failed" not in found, (found, done.stderr)
    assert found["error"].startswith("no statement begins with `targt`")
    assert found["fix"] == "write `target`"
    assert found["fixed"] == "  target 8% by 2025-Q4"
    assert {"weight", "tolerance"} <= set(found["completed"])
    assert "kpi operating_margin" in found["hover"]
    saved_as_expected(skyline, before)


def test_emacs(tmp_path, skyline):
    emacs = program("emacs")
    before = {path: path.read_bytes() for path in skyline.rglob("*.bsc")}
    done = subprocess.run(
        [emacs, "--batch", "--no-init-file", "-l", str(Path(__file__).with_name("eglot.el"))],
        env=environment(tmp_path, skyline),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (tmp_path / "out").exists(), done.stderr
    found = json.loads((tmp_path / "out").read_text())
    if "missing" in found:
        pytest.skip("this emacs has no eglot")
    assert "failed" not in found, (found, done.stderr)
    assert found["mode"] == "bsc-mode"
    assert found["face"] == "font-lock-keyword-face"
    assert found["fix"] == "write `target`"
    assert found["fixed"] == "  target 8% by 2025-Q4"
    assert {"weight", "tolerance"} <= set(found["completed"])
    assert "kpi operating_margin" in found["hover"]
    saved_as_expected(skyline, before)
