"""Real editors, each with the set-up that the documents tell and a clean home; skipped by name where not installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from bsctui.check import diagnose_workspace
from bsctui.text.formatting import formatted
from bsctui.workspace import Workspace

TREE = Path(__file__).parents[2]
EDITORS = TREE / "grammar" / "editors"
HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
ALE = Path("/usr/share/vim-ale")
"""A client plugin for Vim, as Debian has it."""


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


def set_up(section, language, at=0):
    """What the documents tell to write into an editor's own settings."""
    page = (EDITORS / "README.md").read_text(encoding="utf-8")
    (body,) = re.findall(rf"^## {section}.*?\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    blocks = re.findall(rf"^ *```{language}\n(.*?)^ *```", body, re.MULTILINE | re.DOTALL)
    return textwrap.dedent(blocks[at])


def environment(tmp_path, skyline):
    home = tmp_path / "home"
    home.mkdir()
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("XDG_", "VIM", "NVIM"))
    }
    return {**kept, "HOME": str(home), "PATH": path, "FOLDER": str(skyline), "OUTPUT": str(tmp_path / "out")}  # fmt: skip


def run(tmp_path, command, environ):
    """What an editor tells of its hour."""
    done = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (tmp_path / "out").exists(), (done.stdout, done.stderr)
    return json.loads((tmp_path / "out").read_text())


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


def as_expected(told, skyline, before):
    """The slip, its fix, what was completed and shown; and what was saved."""
    assert "failed" not in told, told
    assert told["fix"] == "write `target`"
    assert told["fixed"] == "  target 8% by 2025-Q4"
    assert {"weight", "tolerance"} <= set(told["completed"])
    assert "kpi operating_margin" in told["hover"]
    saved_as_expected(skyline, before)


def neovims():
    """Each that there is: beside Python (PyPI's), and the system's."""
    return {"PyPI's": str(BIN / "nvim"), "the system's": shutil.which("nvim", path="/usr/bin")}


@pytest.mark.slow
@pytest.mark.parametrize("origin", neovims())
def test_neovim(tmp_path, skyline, origin):
    nvim = neovims()[origin]
    if nvim is None or not Path(nvim).exists():
        pytest.skip(f"{origin} nvim is not installed")
    environ = environment(tmp_path, skyline)
    told = subprocess.run([nvim, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", told)[:2])
    config = Path(environ["HOME"], ".config", "nvim")
    shutil.copytree(EDITORS / "vim", config)
    block = set_up("Neovim", "lua", at=0 if version >= (0, 11) else 1)
    (config / "init.lua").write_text(block)
    before = {path: path.read_bytes() for path in skyline.rglob("*.bsc")}
    told = run(tmp_path, [nvim, "--headless", "-S", str(HERE / "neovim.lua")], environ)
    assert told["error"].startswith("no statement begins with `targt`")
    as_expected(told, skyline, before)


@pytest.mark.slow
def test_emacs(tmp_path, skyline):
    emacs = program("emacs")
    environ = environment(tmp_path, skyline)
    folder = Path(environ["HOME"], ".emacs.d")
    (folder / "lisp").mkdir(parents=True)
    shutil.copy(EDITORS / "emacs" / "bsc-mode.el", folder / "lisp")
    (folder / "init.el").write_text(set_up("Emacs", "lisp"))
    before = {path: path.read_bytes() for path in skyline.rglob("*.bsc")}
    told = run(tmp_path, [emacs, "--batch", "-l", str(HERE / "eglot.el")], environ)
    if "missing" in told:
        pytest.skip("this emacs has no eglot")
    assert told["mode"] == "bsc-mode"
    assert told["face"] == "font-lock-keyword-face"
    as_expected(told, skyline, before)


@pytest.mark.slow
def test_vim(tmp_path, skyline):
    vim = program("vim")
    if not ALE.exists():
        pytest.skip("vim-ale is not installed")
    environ = environment(tmp_path, skyline)
    for name in ("syntax", "ftdetect", "ftplugin"):
        shutil.copytree(EDITORS / "vim" / name, Path(environ["HOME"], ".vim", name))
    settings = "filetype plugin on\nsyntax on\n" + set_up("Vim", "vim")
    Path(environ["HOME"], ".vimrc").write_text(settings)
    command = [vim, "--not-a-term", "-S", str(HERE / "ale.vim")]
    told = run(tmp_path, command, {**environ, "TERM": "dumb"})
    assert "failed" not in told, told
    assert told["filetype"] == "bsc"
    assert "no statement begins with `targt`" in told["error"]
    assert {"weight", "tolerance"} <= set(told["completed"])
    assert "kpi operating_margin" in told["hover"]
    assert "objective earn" in (skyline / "corporate.bsc").read_text(encoding="utf-8")
