"""What runs on a forge runs what was looked at: every action is pinned by its hash, and says its version."""

from __future__ import annotations

import re
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
