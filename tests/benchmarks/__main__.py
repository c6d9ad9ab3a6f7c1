"""All benchmarks, one after the other: `python -m tests.benchmarks` (or `make bench`)."""

from __future__ import annotations

import sys

from tests.benchmarks import (
    arithmetic,
    commands,
    editing,
    enduring,
    foresight,
    frames,
    importing,
    mapping,
    merging,
    peers,
    pulling,
    reading,
    remembering,
    reporting,
    reviewing,
    scale,
    scoring,
    serving,
    starting,
    terminal_bytes,
)

for benchmark in (
    reading,
    remembering,
    commands,
    scoring,
    arithmetic,
    peers,
    foresight,
    reporting,
    mapping,
    merging,
    reviewing,
    pulling,
    importing,
    editing,
    serving,
    enduring,
    frames,
    scale,
    starting,
    terminal_bytes,
):
    sys.stdout.write(f"\n== {(benchmark.__doc__ or '').splitlines()[0]}\n")
    sys.stdout.flush()
    benchmark.main()
