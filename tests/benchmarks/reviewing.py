"""`python -m tests.benchmarks.reviewing`: a diff of two revisions of 10,000 KPIs against loading both."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, Any

from bsctui.model.build import build
from bsctui.review.comparison import compare
from bsctui.text.document import read_document
from bsctui.workspace import garbage_collector_paused
from tests.benchmarks.generate import Generator
from tests.benchmarks.scoring import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bsctui.model.model import Model

KPIS = 10_000
EDITS = 60
_EDITABLE = re.compile(r"^(  (?:target|weight) )(\d+)(.*)$", re.MULTILINE)


def main() -> None:
    """Print both ratios."""
    old = Generator(1).files(KPIS)
    new = _edited(old)
    with garbage_collector_paused():
        before, after = _timed(lambda: _load(old)), _timed(lambda: _load(new))
        loading = before[0] + after[0]
        sides = before[1], after[1]
        whole = _timed(lambda: compare(*sides, progress=lambda _: ()))[0]
        judged = _timed(lambda: compare(*sides))
    rules = sum(one.judgement is not None for one in judged[1].reviewed)
    say(
        f"diff, {EDITS} edited lines, {KPIS} KPIs: {whole:.2f} s beyond loading both ({loading:.2f} s)"
    )
    say(f"  {(loading + whole) / loading:.2f} x of loading both, single effects apart (bound: 2)")
    each = (judged[0] - whole) / rules
    say(f"  a single effect: {each * 1000:.0f} ms, {each / loading:.3f} x of loading both")


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
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


if __name__ == "__main__":
    main()
