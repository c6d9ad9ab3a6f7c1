"""`python -m tests.benchmarks.reviewing`: 2,000 changes of 5,000 KPIs, each judged by itself, against loading both revisions.

Both are loaded from nothing for the reference; compared are they as `diff` has them, the older read beside the newer.
"""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any

from bsctui.model.build import build
from bsctui.review.comparison import compare
from bsctui.review.shared_reading import model_beside
from bsctui.text.document import read_document
from bsctui.workspace import garbage_collector_paused
from tests.benchmarks.figures import note
from tests.benchmarks.generate import Generator
from tests.benchmarks.scoring import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.model.model import Model

KPIS = 5_000
EDITS = 2_000
_EDITABLE = re.compile(r"^(  (?:target|weight) )(\d+)(.*)$", re.MULTILINE)


def main() -> None:
    """Print the ratio."""
    old = Generator(1).files(KPIS)
    new = _edited(old)
    with garbage_collector_paused():
        before, after = _timed(lambda: _load(old)), _timed(lambda: _load(new))
        loading = before[0] + after[0]
        beside = model_beside(after[1], {path: text.encode() for path, text in old.items()})
        reviewing, comparison = _timed(lambda: compare(beside, after[1]))
    rules = sum(reviewed.judgement is not None for reviewed in comparison.reviewed)
    say(
        f"diff, {rules} changes, {KPIS} KPIs: {reviewing:.2f} s beyond loading both ({loading:.2f} s)"
    )
    note("`diff` with 2,000 changes", f"{KPIS:,} KPIs", "loading both", reviewing / loading)
    say(f"  {reviewing / loading:.2f} x of loading both (bound: 2)")


def _edited(files: Mapping[str, str]) -> dict[str, str]:
    """Some targets and weights one higher."""
    choice = random.Random(2)
    places = [
        (path, found.start()) for path, text in files.items() for found in _EDITABLE.finditer(text)
    ]
    wanted = set(choice.sample(places, EDITS))

    def raised(path: str) -> Callable[[re.Match[str]], str]:
        def one(found: re.Match[str]) -> str:
            if (path, found.start()) not in wanted:
                return found[0]
            return f"{found[1]}{int(found[2]) + 1}{found[3]}"

        return one

    return {path: _EDITABLE.sub(raised(path), text) for path, text in files.items()}


def _load(files: Mapping[str, str]) -> Model:
    return build({path: read_document(path, text.encode()) for path, text in files.items()})


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


if __name__ == "__main__":
    main()
