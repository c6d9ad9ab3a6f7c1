"""Running tests inside this process: noting what they run, and with few examples of each law."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("text", "model", "cascade", "edits", "review")
"""The rooms that are mutated."""
FOLDERS = (
    "tests/text", "tests/model", "tests/scoring", "tests/edits", "tests/review", "tests/conformance", "tests/reference",
    "tests/workspace", "tests/analysis", "tests/language", "tests/cli",
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


class Noting:
    """Tells coverage which test runs, and notes how long each takes."""

    EXAMPLES = 3
    """Of each law: enough to see which lines it runs."""

    def __init__(self, measured: Any) -> None:
        self.seconds: dict[str, float] = {}
        self._measured = measured

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Few examples."""
        with_few_examples(items, self.EXAMPLES)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """Its lines, and its time on the processor, however busy the machine is."""
        self._measured.switch_context(item.nodeid)
        begun = time.process_time()
        result = yield
        self.seconds.setdefault(item.nodeid, time.process_time() - begun)
        self._measured.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: Any) -> None:
        """One that fails without any fault is no judge."""
        if report.failed:
            self.seconds[report.nodeid] = float("inf")


def main(data: str, seconds: str, *files: str) -> None:
    """Note which line which test of some files runs."""
    import coverage

    include = [f"bsctui/{room}/*" for room in ROOMS]
    measured = coverage.Coverage(data_file=data, include=include, config_file=False, messages=False)
    measured.start()
    noting = Noting(measured)
    pytest.main([*WORDS, *files], plugins=[noting])
    measured.stop()
    measured.save()
    kept = {name: took for name, took in noting.seconds.items() if took != float("inf")}
    Path(seconds).write_text(json.dumps(kept))


if __name__ == "__main__":
    main(*sys.argv[1:])
