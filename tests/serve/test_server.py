"""The server over raw sockets: pages, assets, and sockets with a process behind each."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import sys

import pytest

pytest.importorskip("textual_serve")

from bsctui.serve import server
from bsctui.serve.gate import HOST, ServerGate

TAB = """\
import os, sys
sys.stdout.buffer.write(b"__GANGLION__\\n")
def said(words):
    sys.stdout.buffer.write(b"D" + len(words).to_bytes(4, "big") + words)
    sys.stdout.buffer.flush()
said(b"%d" % os.getpid())
while len(kind := sys.stdin.buffer.read(1)) == 1:
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    words = sys.stdin.buffer.read(size)
    if b"quit" in words:
        break
    said(kind + words)
"""
"""Stands in for the app: says its number, then repeats what it hears."""


@pytest.fixture
async def site(tmp_path, monkeypatch):
    """A server on a free port, with an app that repeats what it hears."""
    from aiohttp import web

    script = tmp_path / "tab.py"
    script.write_text(TAB)
    as_ever = asyncio.create_subprocess_exec

    async def stand_in(*words, **options):
        assert words == (sys.executable, "-P", "-m", "bsctui.serve.tab")
        return await as_ever(sys.executable, str(script), **options)

    monkeypatch.setattr(server.asyncio, "create_subprocess_exec", stand_in)
    monkeypatch.setattr(server.asyncio, "create_subprocess_shell", None)
    listener = socket.socket()
    listener.bind((HOST, 0))
    gate = ServerGate(listener.getsockname()[1])
    runner = web.AppRunner(server.TabServer(tmp_path, gate, is_editing=False).application())
    await runner.setup()
    await web.SockSite(runner, listener).start()
    yield gate
    await runner.cleanup()


async def said(
    gate: ServerGate, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer to a request as it is written here, byte by byte."""
    reader, writer = await asyncio.open_connection(HOST, gate.port)
    lines = {"Host": f"{HOST}:{gate.port}", "Connection": "close", **headers}
    request = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
    writer.write(f"{method} {path} HTTP/1.1\r\n{request}\r\n".encode())
    status = int((await reader.readline()).split()[1])
    answered: dict[str, str] = {}
    while (line := (await reader.readline()).decode().strip()) != "":
        name, _, value = line.partition(": ")
        answered[name] = value
    body = await reader.readexactly(int(answered.get("Content-Length", "0")))
    writer.close()
    return status, answered, body


def with_cookie(gate: ServerGate) -> dict[str, str]:
    """Headers of a browser that was let in."""
    return {"Cookie": gate.set_cookie().partition(";")[0]}


UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}  # fmt: skip


async def test_the_printed_address_gives_the_cookie_and_leads_to_one_without_a_token(site):
    status, headers, body = await said(site, site.address.removeprefix(site.origin))
    assert status == 200
    assert headers["Set-Cookie"] == site.set_cookie()
    assert b'content="0;url=/"' in body


async def test_the_printed_address_opens_no_second_browser(site):
    path = site.address.removeprefix(site.origin)
    await said(site, path)
    status, headers, body = await said(site, path)
    assert (status, "Set-Cookie" in headers) == (403, False)
    assert b"once" in body
    again, *_ = await said(site, path, **with_cookie(site))  # the first one may load it again
    assert again == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
async def test_only_get_is_answered_and_nothing_else_uses_up_the_token(site, method):
    path = site.address.removeprefix(site.origin)
    status, headers, _ = await said(site, path, method, Content_Length="0")
    assert (status, headers["Allow"], "Set-Cookie" in headers) == (405, "GET", False)
    assert (await said(site, path))[0] == 200


async def test_what_is_no_request_is_refused_and_says_nothing_on_the_terminal(site, capsys, caplog):
    server.server_logger.addFilter(one_line := server.OneLineFaults())
    try:
        status, *_ = await said(site, "/" + "a" * 100_000)
    finally:
        server.server_logger.removeFilter(one_line)
    assert status == 400
    assert (caplog.text, capsys.readouterr().err) == ("", "")


def test_a_fault_of_the_server_is_one_line():
    error = ValueError("why")
    fault = logging.LogRecord("a", 40, "", 0, "failed", (), (ValueError, error, None))
    assert server.OneLineFaults().filter(fault)
    assert logging.Formatter().format(fault) == "a request was not answered: ValueError: why"


async def test_only_rules_with_the_nonce_of_their_page_are_taken(site):
    (_, headers, body), (_, _, again) = [
        await said(site, "/", **with_cookie(site)) for _ in range(2)
    ]
    nonce = body.decode().partition('nonce="')[2].partition('"')[0]
    assert headers["Content-Security-Policy"].endswith(f"; style-src 'self' 'nonce-{nonce}'")
    assert len(nonce) > 20
    assert nonce not in again.decode()


async def test_nothing_is_told_without_token_or_cookie(site):
    for path in ("/", "/asset/textual.js", "/asset/page.js", "/nowhere", "/ws"):
        status, _, _ = await said(site, path)
        assert status == 403, path


async def test_a_page_loads_nothing_from_elsewhere(site):
    status, headers, body = await said(site, "/", **with_cookie(site))
    assert status == 200
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert headers["Cache-Control"] == "no-store"
    addresses = [word for word in body.decode().split('"') if "//" in word]
    assert addresses == [f"ws://{HOST}:{site.port}/ws"]


async def test_assets_are_a_few_files_by_name(site):
    for name in server.ASSETS:
        status, _, body = await said(site, f"/asset/{name}", **with_cookie(site))
        assert status == 200, name
        assert body
    for path in (
        "/asset/../gate.py",
        "/asset/%2e%2e/gate.py",
        "/asset/",
        "/static/js/textual.js",
        "/download/x",
    ):
        status, _, _ = await said(site, path, **with_cookie(site))
        assert status == 404, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
        {"Origin": "HERE", "Host": "evil.example"},
    ],
)
async def test_a_socket_of_another_page_starts_no_process(site, headers, monkeypatch):
    monkeypatch.setattr(server, "AppProcess", None)
    asked = {**UPGRADE, **with_cookie(site), **headers}
    if asked.get("Origin") == "HERE":
        asked["Origin"] = site.origin
    status, _, _ = await said(site, "/ws", **asked)
    assert status == 403


def is_running(number: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


async def opened(session, gate: ServerGate):
    """A tab, and the number of its process."""
    tab = await session.ws_connect(
        f"{gate.origin}/ws?width=100&height=30", origin=gate.origin, headers=with_cookie(gate)
    )
    return tab, int((await tab.receive()).data)


async def test_keys_reach_the_process_of_their_tab_and_a_closed_tab_ends_it(site):
    import aiohttp

    async with aiohttp.ClientSession() as session:
        (first, number), (second, other) = await opened(session, site), await opened(session, site)
        await first.send_str(json.dumps(["stdin", "j"]))
        assert (await first.receive()).data == b"Dj"
        await first.send_str("no message")
        await first.send_str(json.dumps(["ping", "1"]))
        assert json.loads((await first.receive()).data) == ["pong", "1"]
        await first.close()
        for _ in range(100):
            if not is_running(number):
                break
            await asyncio.sleep(0.05)
        assert not is_running(number)
        assert is_running(other)
        await second.close()


async def test_four_tabs_are_the_most(site):
    import aiohttp

    async with aiohttp.ClientSession() as session:
        tabs = [await opened(session, site) for _ in range(4)]
        status, _, _ = await said(site, "/ws", **UPGRADE, **with_cookie(site), Origin=site.origin)
        page, _, body = await said(site, "/", **with_cookie(site))
        assert (status, page) == (503, 503)
        assert b"close one" in body
        await tabs[0][0].close()
        for _ in range(100):
            page, *_ = await said(site, "/", **with_cookie(site))
            if page == 200:
                break
            await asyncio.sleep(0.05)
        assert page == 200
        for tab, _ in tabs[1:]:
            await tab.close()


async def test_a_process_that_does_not_leave_is_ended(site, monkeypatch):
    import aiohttp

    monkeypatch.setattr(server, "PATIENCE", 0.2)
    monkeypatch.setattr(
        server.AppProcess, "send_meta", lambda *_: asyncio.sleep(0)
    )  # it never hears of it
    async with aiohttp.ClientSession() as session:
        tab, number = await opened(session, site)
        await tab.close()
        for _ in range(100):
            if not is_running(number):
                break
            await asyncio.sleep(0.05)
        assert not is_running(number)
