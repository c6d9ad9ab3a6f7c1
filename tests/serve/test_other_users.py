"""`serve --open` as a whole process: what the browser is handed, and what another account of this machine gets."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from tests.app.helpers import write_worked

pytest.importorskip("textual_serve")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="accounts and signals are those of POSIX")
PATIENCE = 60
NOBODY = 65534
"""The account without rights that every system of this kind has."""


@pytest.fixture
def served(tmp_path):
    """The running process, the address it printed, and what the browser was called with."""
    (tmp_path / "w").mkdir()
    folder = write_worked(tmp_path / "w")
    stub = tmp_path / "browser"
    stub.write_text(f'#!/bin/sh\nprintf "%s" "$*" > {tmp_path}/called.new\nmv {tmp_path}/called.new {tmp_path}/called\n')  # fmt: skip
    stub.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "bsctui", "serve", str(folder), "--open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "BROWSER": f"{stub} %s"},
        text=True,
    )
    with process:
        address = process.stdout.readline().strip()
        end = time.monotonic() + PATIENCE
        while not (tmp_path / "called").exists() and time.monotonic() < end:
            time.sleep(0.05)
        yield process, address, (tmp_path / "called").read_text()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
    assert process.returncode == 0


def token_of(address):
    """What lets a browser in."""
    return address.partition("token=")[2]


def page_of(called):
    """The file that the browser was handed."""
    return Path(url2pathname(urlsplit(called).path))


@pytest.mark.slow
def test_the_browser_is_handed_a_file_of_this_user_and_no_token(served):
    _, address, called = served
    assert called.startswith("file://")
    assert token_of(address) not in called
    page = page_of(called)
    assert address in page.read_text()
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.parent.stat().st_mode & 0o777 == 0o700


def as_nobody(work):
    """What an account without rights makes of some work: its text, or its error's name."""
    "localhost".encode("idna")  # loaded here: afterwards the library may be out of reach
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            told = str(work())
        except Exception as error:  # the test is told, whatever it is
            told = type(error).__name__
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


@pytest.mark.slow
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else"
)
def test_another_account_sees_no_token_and_is_not_let_in(served):
    process, address, called = served
    port = urlsplit(address).port

    def status(path):
        def asked():
            with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
                lines = (f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close")
                connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())
                return connection.recv(12).split()[1].decode()

        return asked

    assert as_nobody(page_of(called).read_text) == "PermissionError"
    told = as_nobody(lambda: Path(f"/proc/{process.pid}/cmdline").read_text())
    assert "serve" in told
    assert token_of(address) not in told
    assert as_nobody(lambda: Path(f"/proc/{process.pid}/environ").read_text()) == "PermissionError"
    for path in ("/", "/ws", "/asset/page.js", "/?token=guessed"):
        assert as_nobody(status(path)) == "403", path
    assert status(f"/?token={token_of(address)}")() == "200", "the right one was not used up"


@pytest.mark.slow
def test_a_browser_that_is_faster_than_the_server_waits_for_it(tmp_path):
    (tmp_path / "w").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "bsctui", "serve", str(write_worked(tmp_path / "w"))],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        at = urlsplit(process.stdout.readline().strip())
        with socket.create_connection((at.hostname, at.port), PATIENCE):
            pass
        process.terminate()
