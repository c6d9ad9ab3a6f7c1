"""Whole commands on a large workspace, against bean-check on a ledger of as many lines: `python -m tests.benchmarks.commands`.

Side by side in one run: each command and its reference take turns, and the best of several rounds counts.
Both run without their caches. `--help` is held against a Python that does nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bsctui.storage.cache_folder import SWITCHED_OFF
from tests.benchmarks.figures import note
from tests.benchmarks.generate import generate, ledger

ROUNDS = 5
SMALLEST = Path(__file__).parents[2] / "samples" / "minimal"


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """How long a command takes, from start to end."""
    begun = time.perf_counter()
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=environment
    )
    return time.perf_counter() - begun


def best(commands: dict[str, list[str]], environment: dict[str, str]) -> dict[str, float]:
    """The best time of each command, all taking turns."""
    found = dict.fromkeys(commands, float("inf"))
    for _ in range(ROUNDS):
        for name, command in commands.items():
            found[name] = min(found[name], seconds(command, environment))
    return found


def say(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the ratios."""
    environment = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1", SWITCHED_OFF: "1"}
    bean_check = shutil.which(
        "bean-check", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lines = generate(root / "workspace", 10_000)
        ledger(root / "ledger.beancount", lines)
        python = [sys.executable, "-m", "bsctui"]
        commands = {
            "check": [*python, "check", str(root / "workspace")],
            "score": [*python, "score", "-C", str(root / "workspace")],
            "score --format json": [
                *python,
                "score",
                "-C",
                str(root / "workspace"),
                "--format",
                "json",
            ],
        }
        if bean_check:
            commands["bean-check"] = [bean_check, "-C", str(root / "ledger.beancount")]
        found = best(commands, environment)
    say(f"{lines} lines each; reference: bean-check without its cache")
    for name, took in found.items():
        ratio = f"{took / found['bean-check']:.2f} x" if bean_check else "no bean-check here"
        say(f"{name:>20}: {ratio} ({took * 1000:.0f} ms)")
        if bean_check and name != "bean-check":
            note(
                f"`{name}`",
                "10,000 KPIs",
                "`bean-check` without its cache",
                took / found["bean-check"],
            )
    small_commands(python, environment)


def small_commands(python: list[str], environment: dict[str, str]) -> None:
    """What a command costs that has next to nothing to do."""
    start = best(
        {
            "pass": [sys.executable, "-c", "pass"],
            "lark": [sys.executable, "-c", "import lark"],
            "--help": [*python, "--help"],
            "check": [*python, "check", str(SMALLEST)],
        },
        environment,
    )
    references = {
        "--help": (2 * start["pass"] + 0.05, "twice a bare `python`, plus 50 ms"),
        "check": (start["lark"], "`python -c 'import lark'`"),
    }
    for name, (allowed, reference) in references.items():
        ratio = start[name] / allowed
        say(f"{name:>20}: {ratio:.2f} x {reference} ({start[name] * 1000:.0f} ms)")
        note(f"`{name}`", "the smallest sample", reference, ratio)


if __name__ == "__main__":
    main()
