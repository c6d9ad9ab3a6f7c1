"""Running tests inside this process: which ones, on which rooms, and with few examples of each law."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ROOMS = ("text", "model", "scoring", "explain", "edits", "review", "merge", "git")
"""The rooms that are mutated: what reads, scores, edits, compares and joins."""
FOLDERS = (
    "tests/conformance", "tests/text", "tests/model", "tests/scoring", "tests/edits", "tests/review", "tests/merge", "tests/git",
    "tests/reference", "tests/cases", "tests/language", "tests/workspace", "tests/cli",
)  # fmt: skip
"""The tests that judge: of the rooms that are mutated, and of those that stand on them, the app apart."""

WORDS = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:benchmark", "-p", "no:randomly",
         "-o", "addopts=--import-mode=importlib --strict-markers", "-W", "ignore")  # fmt: skip


def with_few_examples(items: list[Any], most: int) -> None:
    """Make the laws fast, and the same each time: few examples, nothing remembered, nothing shrunk."""
    from hypothesis import Phase, settings

    for item in items:
        test = getattr(getattr(item, "obj", None), "__func__", getattr(item, "obj", None))
        told = getattr(test, "_hypothesis_internal_use_settings", None)
        if told is not None:
            few = settings(
                told, max_examples=min(told.max_examples, most), derandomize=True, database=None,
                deadline=None, phases=(Phase.explicit, Phase.generate),
            )  # fmt: skip
            test._hypothesis_internal_use_settings = few


def quiet() -> None:
    """Let this process, a child, neither read nor write what its parent does."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
