"""Headless Chromium over its debugging pipe: pages opened as a reader would, with all that they ask for and complain of."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from select import select
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 60

DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Fulfilled when what was asked for is on the screen."""

FLAGS = (
    "--headless",
    "--no-sandbox",  # tests run as root in containers, and the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)


@cache
def found() -> str | None:
    """A Chromium or Chrome of this machine that runs: `BSCTUI_CHROMIUM`, else one on the path."""
    named = os.environ.get("BSCTUI_CHROMIUM")
    paths = [named] if named else [path for name in NAMES if (path := shutil.which(name))]
    return next((path for path in paths if _runs(path)), None)


def _runs(program: str) -> bool:
    """Some systems have a stand-in that only says how to install it."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@dataclass
class Browser:
    """One page. `requests` are the addresses it asked for, `complaints` what it wrote to the console."""

    send: int
    receive: int
    session: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _number: int = 0
    _left: bytes = b""
    _loaded: bool = False

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol, and its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            ready, _, _ = select([self.receive], [], [], SECONDS)
            assert ready, "the browser says nothing any more"
            self._left += os.read(self.receive, 1 << 20)
        text, _, self._left = self._left.partition(b"\0")
        message = json.loads(text)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(parameters["request"]["url"])
            case "Log.entryAdded":
                self.complaints.append(parameters["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(parameters))
            case "Page.loadEventFired":
                self._loaded = True

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Load a file at a width in pixels."""
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        self.resize(width, height)
        self._loaded = False
        self.call("Page.navigate", url=path.as_uri())
        while not self._loaded:
            self._next()

    def resize(self, width: int, height: int = 900) -> None:
        """Another width; below that of a tablet the page is on a phone."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 700,
        )

    def prefer(self, scheme: str, media: str = "") -> None:
        """`light` or `dark`; `media` may be `print`, by default it is what the page is used for."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=features)
        self.call("Runtime.evaluate", expression=DRAWN, awaitPromise=True)

    def value(self, expression: str) -> Any:
        """What an expression is in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, path: Path) -> None:
        """What is in view, as an image."""
        shot = self.call("Page.captureScreenshot")
        path.write_bytes(base64.b64decode(shot["data"]))

    def printed(self) -> bytes:
        """The page on paper, as pdf, in the size that the page asks for."""
        sheet = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return base64.b64decode(sheet["data"])


@contextmanager
def browser(program: str, folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own in a folder, ended with the block."""
    to_browser, from_us = os.pipe()
    to_us, from_browser = os.pipe()

    def as_three_and_four() -> None:
        high_in, high_out = os.dup(to_browser), os.dup(from_browser)
        os.dup2(high_in, 3)
        os.dup2(high_out, 4)

    process = subprocess.Popen(
        [program, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
        pass_fds=(3, 4),
        preexec_fn=as_three_and_four,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    page = Browser(from_us, to_us)
    try:
        (target, *_) = [
            one for one in page.call("Target.getTargets")["targetInfos"] if one["type"] == "page"
        ]
        attached = page.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page.session = attached["sessionId"]
        yield page
    finally:
        process.kill()
        process.wait(SECONDS)
        os.close(from_us)
        os.close(to_us)
