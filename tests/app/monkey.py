"""A monkey at the keys: a session of keys, clicks, sizes and changes on disk, drawn from a seed.

`python -m tests.app.monkey FIRST COUNT` runs so many sessions and tells of those that end badly.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from textual.pilot import WaitForScreenTimeout
from textual.screen import ModalScreen

from bsctui.app.core.session import Session
from bsctui.app.features.save import Quit
from bsctui.app.global_commands import GLOBAL_COMMANDS
from bsctui.app.shell import Shell
from bsctui.app.ui.view import VIEWS
from bsctui.scoring.evaluate import evaluate
from bsctui.workspace import Workspace
from tests.app.helpers import WORKED, screen_text, send
from tests.review.repositories import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

SIZES = ((40, 12), (60, 20), (80, 24), (100, 30), (132, 43), (200, 60))
KEYS = 70
SAMPLE = Path(__file__).parents[2] / "samples" / "skyline"

TEXTS = (
    "12", "-3.5", "40%", "1.5M", "28 by 2026-Q4", "0..5", "target 5", "weight 2", "-", "", "abc",
    "2025-Q3", "2026", "profit", "kind:kpi", "status:red or mine", "every month", "name in nowhere",
    "9" * 40, "a\u2028b", "\u00fc\u6f22\u5b57", "\u202e", "[b]", "# x", '"', '"said so"', "skyline.profit", "main...other", "HEAD",
)  # fmt: skip
"""What is typed into inputs, or wherever the monkey is."""

LINES = (
    'kpi new "New" in skyline.profit\n', "  target 5\n", "  every month\n", "garbage ((\n", "\n",
    "objective o in skyline.financial\n", "calendar months 2025-01..2026-12\n", "  actual 2025-Q1: 1 2 3\n",
    "scorecard skyline\n", "<<<<<<< HEAD\n", "\ufeff", "  weight 0\n", "  formula a + b\n", "  like skyline.profit\n",
)  # fmt: skip
"""What others put into files."""


@dataclass
class World:
    """A workspace on disk that others change, too."""

    folder: Path
    random: Random
    has_git: bool
    done: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        """The files that are there."""
        return sorted(path for path in self.folder.rglob("*.bsc") if ".git" not in path.parts)

    def change(self) -> None:
        """Something happens to the files."""
        change = self.random.choice(self.CHANGES)
        self.done.append(f"<{change.__name__}>")
        try:
            change(self)
        except OSError as error:
            self.done.append(f"<{error.strerror}>")

    def _file(self) -> Path:
        return self.random.choice(self.files or [self.folder / "corporate.bsc"])

    def number(self) -> None:
        """A number is another one."""
        file = self._file()
        text = file.read_text("utf-8", "surrogateescape")
        places = [at for at, sign in enumerate(text) if sign.isdigit()]
        if places:
            at = self.random.choice(places)
            digit = str(self.random.randrange(10))
            self._write(file, (text[:at] + digit + text[at + 1 :]).encode("utf-8", "surrogateescape"))  # fmt: skip

    def line(self) -> None:
        """A line is put in somewhere."""
        file = self._file()
        lines = file.read_bytes().splitlines(keepends=True)
        lines.insert(self.random.randrange(len(lines) + 1), self.random.choice(LINES).encode())
        self._write(file, b"".join(lines))

    def without(self) -> None:
        """Some lines are taken out."""
        file = self._file()
        lines = file.read_bytes().splitlines(keepends=True)
        at = self.random.randrange(len(lines) + 1)
        del lines[at : at + self.random.randrange(1, 8)]
        self._write(file, b"".join(lines))

    def vanish(self) -> None:
        """A file is deleted."""
        self._file().unlink()

    def empty(self) -> None:
        """A file is emptied."""
        self._write(self._file(), b"")

    def binary(self) -> None:
        """A file is no text any more."""
        self._write(self._file(), b"\x00\xff\xfe" + self.random.randbytes(200))

    def rename(self) -> None:
        """A file is called otherwise."""
        file = self._file()
        file.rename(file.with_name(f"moved{self.random.randrange(100)}.bsc"))

    def add(self) -> None:
        """A file more, perhaps with what stands in another one."""
        name = f"new{self.random.randrange(100)}.bsc"
        text = self.random.choice([WORKED, "", "".join(LINES[:3]), "kpi k in skyline.profit\n"])
        self._write(self.folder / name, text.encode())

    def folder_for_file(self) -> None:
        """A folder stands where a file did."""
        file = self._file()
        file.unlink()
        file.mkdir()

    def link(self) -> None:
        """A link to nothing."""
        file = self._file()
        file.unlink()
        file.symlink_to("nowhere.bsc")

    def checkout(self) -> None:
        """Another branch, or a commit."""
        words = self.random.choice(
            [
                ("checkout", "-q", "-f", "main"),
                ("checkout", "-q", "-f", "other"),
                ("checkout", "-q", "--detach"),
                ("commit", "-q", "-a", "-m", "a\u2028b"),
                ("merge", "-q", "other"),
                ("merge", "--abort"),
                ("stash",),
            ]
        )
        self.done[-1] = f"<git {' '.join(words)}>"
        if self.has_git:
            subprocess.run(["git", *words], cwd=self.folder, env=ENVIRONMENT, capture_output=True, check=False)  # fmt: skip

    @staticmethod
    def _write(file: Path, content: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    CHANGES: ClassVar[tuple[Callable[[World], None], ...]] = (
        number, number, line, line, without, without, vanish, empty, binary, rename, add,
        folder_for_file, link, checkout, checkout, checkout,
    )  # fmt: skip


def made(place: Path, random: Random) -> World:
    """A world to play in: valid or broken, small or the sample, with git or without."""
    folder = place / "work"
    if random.random() < 0.5:
        shutil.copytree(SAMPLE, folder)
    else:
        folder.mkdir()
        (folder / "bsctui.toml").write_text("")
        (folder / "corporate.bsc").write_text(WORKED)
    world = World(folder, random, has_git=random.random() < 0.6)
    if random.random() < 0.4:
        for _ in range(random.randrange(1, 4)):
            random.choice([world.line, world.without, world.number])()
    if world.has_git:
        _commit_two(folder)
    return world


def _commit_two(folder: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)  # fmt: skip

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "one\x0cline")
    git("checkout", "-q", "-b", "other")
    file = next(iter(sorted(folder.rglob("*.bsc"))))
    file.write_text(file.read_text().replace("1", "2").replace('"', "'"))
    git("commit", "-q", "-a", "-m", "other")
    git("checkout", "-q", "main")


def all_keys() -> list[str]:
    """Every key that a command has, and those that a list, an input or a layer knows."""
    commands = {kind for entry in VIEWS for kind in entry.load().COMMANDS} | set(GLOBAL_COMMANDS)
    found = {
        key.strip() for kind in commands if kind is not Quit for key in kind.keys.split(",") if key
    }
    more = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab"}
    more |= {"enter", "escape", "space", "backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+k", "f5"}
    return sorted((found | more) - {""}) + [entry.key for entry in VIEWS] * 2


@dataclass
class Monkey:
    """One session of it."""

    shell: Shell
    pilot: Pilot[int]
    world: World
    random: Random
    keys: list[str]

    async def play(self) -> None:
        """Seventy keys, and what happens meanwhile."""
        for _ in range(KEYS):
            if self.is_over:
                return
            await self._act()
        await self._pause()

    async def _act(self) -> None:
        drawn = self.random.random()
        if drawn < 0.08:
            self.world.change()
            if self.random.random() < 0.6:
                await self._pause(0.1)
        elif drawn < 0.11:
            await self._resize()
        elif drawn < 0.15:
            await self._click()
        elif drawn < 0.28:
            await self._type(self.random.choice(TEXTS))
            await self._press(self.random.choice(["enter", "enter", "tab", "escape", "down"]))
        elif drawn < 0.34 and isinstance(self.shell.screen, ModalScreen):
            await self._press(self.random.choice(["enter", "escape", "down", "s", "m", "t", "b"]))
        else:
            await self._press(self.random.choice(self.keys))

    async def _press(self, key: str) -> None:
        self.world.done.append(key)
        self._send(key)
        if self.random.random() < 0.6:  # else the next one comes before this one is through
            await self._pause()

    async def _pause(self, seconds: float | None = None) -> None:
        """Until the app has come to rest; an app that ends never does."""
        if self.is_over:
            return
        try:
            await self.pilot.pause(seconds)
        except WaitForScreenTimeout:
            if not self.is_over:
                raise

    @property
    def is_over(self) -> bool:
        """Whether the app is left."""
        return self.shell.ending.is_asked or not self.shell.is_running

    def _send(self, key: str) -> None:
        send(self.shell, key)

    async def _type(self, text: str) -> None:
        self.world.done.append(repr(text))
        for sign in text:
            self._send(sign)
        await self._pause()

    async def _click(self) -> None:
        width, height = self.shell.size
        at = self.random.randrange(width), self.random.randrange(height)
        times = self.random.choice([1, 1, 2])
        self.world.done.append(f"<click {at} {times}>")
        await self.pilot.click(offset=at, times=times)

    async def _resize(self) -> None:
        size = self.random.choice(SIZES)
        self.world.done.append(f"<{size}>")
        await self.pilot.resize_terminal(*size)

    async def leave_layers(self) -> None:
        """Until the main screen is in front and nothing is typed."""
        for _ in range(60):
            await self._pause()
            if self.shell.screen is self.shell.main and not self.shell.view.typing:
                return
            self._send("escape")
        raise AssertionError("esc does not lead out")

    async def save(self) -> None:
        """Save, deciding all that is asked for mine."""
        self._send("1")
        self._send("s")
        for _ in range(60):
            await self._pause(0.02)
            if self.shell.screen is not self.shell.main:
                self._send("m")
            elif not self.shell.session.workspace.dirty:
                return

    async def quit(self) -> None:
        """Leave, whatever is unsaved."""
        for _ in range(20):
            await self.leave_layers()
            self._send("q")
            await self._pause()
            if not self.is_over and self.shell.screen is not self.shell.main:
                self._send("x")
                await self._pause()
            if self.is_over:
                return
        raise AssertionError("q does not lead out")


ARRAYS = ("score", "own", "cascaded", "value", "target_low", "target_high", "baseline", "progress", "weight", "coverage", "status", "trend", "judged", "broken", "stale", "partial", "in_force")  # fmt: skip


def differences(session: Session) -> Iterator[str]:
    """In what the session's model and scores are not those of a fresh reading of its texts."""
    workspace = session.workspace
    texts = {path: document.to_bytes() for path, document in workspace.documents.items()}
    fresh = Workspace.from_texts(texts)
    here, there = (
        {(one.code, one.path, one.line, one.column, one.message) for one in work.model.diagnostics}
        for work in (workspace, fresh)
    )
    yield from (f"here only: {one}" for one in sorted(here - there))
    yield from (f"fresh only: {one}" for one in sorted(there - here))
    if list(workspace.model.names.declared) != list(fresh.model.names.declared):
        yield "other addresses, or in another order"
    if fresh.model.settings.calendar is None:
        return
    if session.grain is not None and session.grain < fresh.model.settings.calendar.grain:
        yield "a view finer than the calendar"
        return
    scores, wanted = session.present_scores, evaluate(fresh.model, session.grain)
    if [node.address for node in scores.nodes] != [node.address for node in wanted.nodes]:
        yield "other nodes"
        return
    if (scores.periods, scores.current) != (wanted.periods, wanted.current):
        yield "other periods"
        return
    for name in ARRAYS:
        one, other = getattr(scores, name), getattr(wanted, name)
        if not np.allclose(one.astype(float), other.astype(float), equal_nan=True):
            yield f"other {name}"


async def session(seed: int, place: Path) -> list[str]:
    """Play one session; what was done.

    Raises:
        Exception: Whatever the app died of.
        AssertionError: A promise that did not hold.
    """
    random = Random(seed)
    world = made(place, random)
    try:
        await _played(world, random, place)
    except BaseException as error:
        error.add_note(f"seed {seed}: {' '.join(world.done)}")
        raise
    return world.done


async def _played(world: World, random: Random, place: Path) -> None:
    size = random.choice(SIZES)
    workspace = Workspace.load(world.folder)
    shell = Shell(Session(workspace=workspace, me="CFO"), look_every=0.05)
    shell.keep_journals(place / "journal")
    world.done.append(f"<{size}>")
    async with shell.run_test(size=size) as pilot:
        await pilot.pause()
        monkey = Monkey(shell, pilot, world, random, all_keys())
        await monkey.play()
        if not monkey.is_over:
            await monkey.leave_layers()
            assert list(differences(shell.session)) == []
            await monkey.save()
            await monkey.leave_layers()
            _check_saved(shell)
            await monkey.quit()
    assert shell.ending.fault is None


def _check_saved(shell: Shell) -> None:
    """What is told to be saved is on disk."""
    workspace = shell.session.workspace
    if workspace.dirty or workspace.home is None:
        return
    for path, document in workspace.documents.items():
        file = workspace.root / path
        if file.is_file() and document.lines:
            assert file.read_bytes() == document.to_bytes(), screen_text(shell)


def variables(place: Path) -> dict[str, str]:
    """An environment in which nothing of the user's is read, written or started."""
    git = {name: value for name, value in ENVIRONMENT.items() if name.startswith("GIT_")}
    folders = {
        f"XDG_{name}_HOME": str(place / name) for name in ("STATE", "CONFIG", "CACHE", "DATA")
    }
    return git | folders | {"SSH_CONNECTION": "x", "VISUAL": "true"}


def main(first: int, count: int) -> None:
    """Play so many sessions, and tell of the bad ones."""
    bad = 0
    for seed in range(first, first + count):
        place = Path(tempfile.mkdtemp(prefix=f"monkey-{seed}-", dir="/tmp"))
        os.environ.update(variables(place))
        tempfile.tempdir = str(place)
        try:
            asyncio.run(asyncio.wait_for(session(seed, place), 240))
        except BaseException as error:
            bad += 1
            print(f"--- seed {seed}: {type(error).__name__}: {error}")
            traceback.print_exception(error, limit=-14)
            sys.stderr.flush()
        else:
            print(f"seed {seed}: well")
        finally:
            tempfile.tempdir = None
            shutil.rmtree(place, ignore_errors=True)
        sys.stdout.flush()
    print(f"{count} sessions, {bad} bad")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
