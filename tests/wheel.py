"""`make wheel`: the wheel is built and tried in clean environments, with every Python found and every extra.

Nothing of the tree is on the path there: what the wheel lacks fails here and not at a user's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from itertools import product
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
DEVELOPMENT = frozenset({"dev", "bench", "mutants", "spark"})
"""Extras for those who work on it, and one whose download no trial is worth."""
RESOLUTIONS = ("highest", "lowest-direct")


class Trial(NamedTuple):
    """One environment: a Python, perhaps an extra, and which versions of the dependencies."""

    python: str
    extra: str = ""
    resolution: str = "highest"

    def __str__(self) -> str:
        """As the table says it."""
        return f"{self.python} {f'[{self.extra}]' if self.extra else '':12} {self.resolution}"


def trials() -> list[Trial]:
    """Every Python found with the newest and, where uv can resolve them, the lowest dependencies; every extra once."""
    pythons = [name for name in PYTHONS if _runs(name)] or [sys.executable]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    resolutions = RESOLUTIONS if shutil.which("uv") else RESOLUTIONS[:1]
    plain = [Trial(python, resolution=each) for python, each in product(pythons, resolutions)]
    return plain + [Trial(pythons[0], extra) for extra in extras if extra not in DEVELOPMENT]


def _runs(python: str) -> bool:
    """Whether a Python is there; a name on the path may be a stand-in for one that is not installed."""
    try:
        return (
            subprocess.run([python, "--version"], check=False, capture_output=True).returncode == 0
        )
    except OSError:
        return False


def build() -> Path:
    """The wheel, built anew."""
    shutil.rmtree(DIST, ignore_errors=True)
    _run([sys.executable, "-m", "build", "--wheel", "--outdir", str(DIST), str(ROOT)], ROOT)
    (wheel,) = DIST.glob("*.whl")
    return wheel


def try_out(trial: Trial, wheel: Path) -> None:
    """Install and take the demo's steps: a workspace, its check, its scores, a report and the sample's.

    Raises:
        subprocess.CalledProcessError: A step failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _install(trial, wheel, place / "venv")
        command = str(place / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "bsctui")
        for words in (
            ["--version"],
            ["new", "strategy"],
            ["check", "-C", "strategy"],
            ["score", "-C", "strategy"],
            ["report", "-C", "strategy", "--format", "html"],
            ["demo", "--help"],
        ):
            _run([command, *words], place)


def _install(trial: Trial, wheel: Path, venv: Path) -> None:
    target = f"{wheel}[{trial.extra}]" if trial.extra else str(wheel)
    if shutil.which("uv"):
        _run(["uv", "venv", "-q", "--python", trial.python, str(venv)], ROOT)
        _run(["uv", "pip", "install", "-q", "-p", str(venv), "--resolution", trial.resolution, target], ROOT)  # fmt: skip
        return
    _run([trial.python, "-m", "venv", str(venv)], ROOT)
    _run([str(venv / "bin" / "pip"), "install", "-q", target], ROOT)


def _run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, capture_output=True, text=True, timeout=900)


def main() -> int:
    """Print a line a trial; 1 where one failed."""
    wheel = build()
    print(wheel.name)
    failed = False
    for trial in trials():
        try:
            try_out(trial, wheel)
        except subprocess.CalledProcessError as error:
            failed = True
            print(f"{trial}  failed: {error.stderr.strip().splitlines()[-1:]}", flush=True)
        else:
            print(f"{trial}  works", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
