"""The app in a real browser: it opens, takes keys without a click, loads nothing from elsewhere, and ends with its tab."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from tests.app.helpers import write_worked
from tests.report.browser import browser
from tests.report.browser import found as chromium

pytest.importorskip("textual_serve")
if chromium() is None:
    pytest.skip("no Chromium on this machine", allow_module_level=True)

PATIENCE = 60


@pytest.fixture
def address(tmp_path):
    """What `bsctui serve` prints, as long as it runs."""
    (tmp_path / "w").mkdir()
    folder = write_worked(tmp_path / "w")
    process = subprocess.Popen(
        [sys.executable, "-m", "bsctui", "serve", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    assert process.returncode == 0


def until(page, expression):
    """Wait for something in the page."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if page.value(expression):
                return
        except AssertionError:
            pass  # between two pages
        time.sleep(0.1)
    raise AssertionError(expression, page.complaints)


def tabs() -> list[int]:
    """The processes behind tabs."""
    done = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    return [
        int(line.split()[0])
        for line in done.stdout.splitlines()
        if line.endswith("bsctui.serve.tab")
    ]


@pytest.mark.slow
def test_the_app_opens_and_takes_keys_without_a_click(address, tmp_path):
    before = tabs()
    with browser(chromium(), tmp_path / "profile") as page:
        for domain in ("Page", "Network", "Log", "Runtime"):
            page.call(f"{domain}.enable")
        page.resize(1280, 800)
        page.call("Page.navigate", url=address)
        until(page, "document.body.classList.contains('-first-byte')")
        assert page.value("document.activeElement.className") == "xterm-helper-textarea"
        assert page.value("location.href").endswith("/")  # no token in the history
        assert page.value("document.cookie") == ""
        first = picture(page, tmp_path)
        page.call("Input.dispatchKeyEvent", type="keyDown", key="?", text="?")
        page.call("Input.dispatchKeyEvent", type="keyUp", key="?")
        end = time.monotonic() + PATIENCE
        while picture(page, tmp_path) == first and time.monotonic() < end:
            time.sleep(0.1)
        assert picture(page, tmp_path) != first  # the list of keys
        elsewhere = [url for url in page.requests if not url.startswith("http://127.0.0.1:")]
        assert elsewhere == []
        faults = [each for each in page.complaints if "violates" in each or "404" in each]
        assert faults == []
        assert len(set(tabs()) - set(before)) == 1
        page.call("Page.navigate", url="about:blank")
        end = time.monotonic() + PATIENCE
        while set(tabs()) - set(before) and time.monotonic() < end:
            time.sleep(0.1)
        assert set(tabs()) - set(before) == set()


def picture(page, folder) -> bytes:
    """What is in view, once it holds still."""
    path = folder / "view.png"
    last = b""
    for _ in range(100):
        page.picture(path)
        now = path.read_bytes()
        if now == last:
            return now
        last = now
        time.sleep(0.3)
    return last
