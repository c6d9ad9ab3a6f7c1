"""What runs on a forge runs what was looked at: every action is pinned by its hash, and says its version."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    ROOT / "action.yml",
    *sorted((ROOT / "samples").rglob("*.yml")),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_hash_beside_its_version(path):
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)
    for line in text.splitlines():
        if "uses:" in line and "OWNER/" not in line:
            assert re.search(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_the_place_of_the_repository_is_left_open_in_the_readme_alone():
    pages = [
        *ROOT.glob("*.md"),
        *(ROOT / "grammar").rglob("*.json"),
        *FILES,
        ROOT / "pyproject.toml",
    ]
    assert [path.name for path in pages if "OWNER/" in path.read_text("utf-8")] == ["README.md"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="the release runs on Linux")
def test_a_release_says_where_it_comes_from(tmp_path):
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]["build"]["steps"]  # fmt: skip
    (step,) = [each for each in steps if each.get("name") == "Project URLs"]
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    variables = {**os.environ, "PLACE": "https://forge.example/a/bsctui", "TAG": "v0.1.0"}
    subprocess.run(["sh", "-c", step["run"]], cwd=tmp_path, env=variables, check=True)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]
    assert project["urls"] == {
        "Repository": "https://forge.example/a/bsctui",
        "Issues": "https://forge.example/a/bsctui/issues",
        "Changelog": "https://forge.example/a/bsctui/blob/v0.1.0/CHANGELOG.md",
    }
    assert set(step["env"]) == {"PLACE", "TAG"}
