"""The server: a page, a socket for each tab, and nothing that did not pass the gate."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import sys
from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from aiohttp import WSMsgType, web
from aiohttp.http import HttpProcessingError
from aiohttp.log import server_logger
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from bsctui.serve.gate import HOST, SECURITY_HEADERS, GateVerdict, ServerGate, page_policy
from bsctui.serve.messages import (
    LONGEST_MESSAGE,
    Focused,
    Pinged,
    Resized,
    TypedKeys,
    query_number,
    read_message,
    window_size,
)
from bsctui.serve.tab import tab_environment

if TYPE_CHECKING:
    import socket
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable
    from pathlib import Path

MOST_TABS: Final = 4
"""Each is a process with the whole workspace in it."""

PATIENCE: Final = 5.0
"""Seconds in which a tab's process may end by itself once its tab is closed."""

ASSETS: Final = {
    "textual.js": ("textual_serve", "static/js/textual.js", "text/javascript"),
    "xterm.css": ("textual_serve", "static/css/xterm.css", "text/css"),
    "roboto-mono.ttf": (
        "textual_serve",
        "static/fonts/RobotoMono-VariableFont_wght.ttf",
        "font/ttf",
    ),
    "page.css": ("bsctui.serve", "assets/page.css", "text/css"),
    "page.js": ("bsctui.serve", "assets/page.js", "text/javascript"),
    "icon.svg": ("bsctui.serve", "assets/icon.svg", "image/svg+xml"),
}
"""All that a page may load, by name: no folder is served."""

REFUSALS: Final = {
    GateVerdict.WRONG_HOST: "This server answers to its own address only.",
    GateVerdict.FOREIGN: "Another page may not drive the app.",
    GateVerdict.NO_TOKEN: "Open the address that `bsctui serve` printed.",
    GateVerdict.USED_TOKEN: "The printed address opens one browser, once. To use another one, start `bsctui serve` again.",
}


class AppProcess(AppService):
    """The app behind a tab: started without a shell, and ended for certain."""

    def __init__(
        self, socket: web.WebSocketResponse, path: Path, size: Resized, *, is_editing: bool
    ) -> None:
        super().__init__(
            "",
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=socket.close,  # type: ignore[arg-type]
            download_manager=DownloadManager(),
        )
        self._environment = tab_environment(os.environ, path, *size, is_editing=is_editing)

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        del width, height  # they stand in the environment
        # `-P`: no file of the folder that the user is in is taken for a module.
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "bsctui.serve.tab",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._environment,
        )  # fmt: skip
        self._stdin = self._process.stdin
        return self._process

    async def on_meta(self, data: bytes) -> None:
        """Of what the app asks a browser, nothing is done but leaving: it opens no page and hands out no file."""
        if b'"exit"' in data:
            await self.remote_close()

    async def on_packed(self, payload: bytes) -> None:
        """No file is handed out."""

    async def stop(self) -> None:
        """Ask the app to leave, and see that it has."""
        try:
            await asyncio.wait_for(super().stop(), PATIENCE)
        except (TimeoutError, OSError):
            if self._task is not None:
                self._task.cancel()
                self._task = None
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class TabServer:
    """Serves one workspace."""

    def __init__(self, path: Path, gate: ServerGate, *, is_editing: bool) -> None:
        self._path = path
        self._gate = gate
        self._is_editing = is_editing
        self._tabs: set[web.WebSocketResponse] = set()

    def application(self) -> web.Application:
        """Page, assets and socket behind the gate."""
        application = web.Application(middlewares=[self._guarded])
        application.add_routes(
            [
                web.get("/", self._page),
                web.get("/asset/{name}", self._asset),
                web.get("/ws", self._socket),
            ]
        )
        application.on_shutdown.append(self._end)
        return application

    @web.middleware
    async def _guarded(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """What is not let in hears why, in one sentence, whatever it asked for."""
        if request.method != "GET":  # nothing else is asked for, and none of it uses up the token
            return _note("This server answers only GET.", 405, Allow="GET")
        is_socket = request.path == "/ws"
        verdict = self._gate.judge(request.headers, request.query.get("token"), is_socket=is_socket)
        if verdict is GateVerdict.FIRST:
            response: web.StreamResponse = _sent_on(self._gate)
        elif verdict is not GateVerdict.WELCOME:
            response = _note(REFUSALS[verdict], 403)
        elif "token" in request.query:
            response = _sent_on(self._gate)
        elif is_socket:
            return await handler(request)
        else:
            try:
                response = await handler(request)
            except web.HTTPException as error:
                response = _note(error.reason, error.status)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        if len(self._tabs) >= MOST_TABS:
            return _note(
                f"{MOST_TABS} tabs are open, which is the most; close one, then load this page again.",
                503,
            )
        del request
        text = _text("bsctui.serve", "assets/page.html").decode()
        nonce = secrets.token_urlsafe(16)
        filled = text.replace("{socket}", f"ws://{HOST}:{self._gate.port}/ws")
        return web.Response(
            text=filled.replace("{nonce}", nonce),
            content_type="text/html",
            headers={"Content-Security-Policy": page_policy(nonce)},
        )

    async def _asset(self, request: web.Request) -> web.Response:
        asset = ASSETS.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        package, path, kind = asset
        return web.Response(body=_text(package, path), content_type=kind)

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """One tab: its process runs as long as its socket is open."""
        if len(self._tabs) >= MOST_TABS:
            return _note(f"{MOST_TABS} tabs are open", 503)
        tab = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        self._tabs.add(tab)
        try:
            await tab.prepare(request)
            query = request.query
            size = window_size(
                query_number(query.get("width"), 80), query_number(query.get("height"), 24)
            )
            process = AppProcess(tab, self._path, size, is_editing=self._is_editing)
            try:
                await process.start(*size)
                await _listen(tab, process)
            finally:
                await process.stop()
        finally:
            self._tabs.discard(tab)
        return tab

    async def _end(self, application: web.Application) -> None:
        """All tabs are closed, and with them their processes."""
        del application
        for tab in tuple(self._tabs):
            await tab.close()


async def _listen(tab: web.WebSocketResponse, process: AppProcess) -> None:
    """What a browser says, until its tab is closed."""
    async for message in tab:
        if message.type is not WSMsgType.TEXT:
            continue
        match read_message(message.data):
            case TypedKeys(text):
                await process.send_bytes(text.encode("utf-8", "replace"))
            case Resized(width, height):
                await process.set_terminal_size(width, height)
            case Pinged(words):
                await tab.send_json(["pong", words])
            case Focused(is_focused):
                await (process.focus() if is_focused else process.blur())


def _text(package: str, path: str) -> bytes:
    return files(package).joinpath(path).read_bytes()


def _note(text: str, status: int, **headers: str) -> web.Response:
    return web.Response(text=f"{text}\n", status=status, headers=SECURITY_HEADERS | headers)


def _sent_on(gate: ServerGate) -> web.Response:
    """The cookie, and on to an address without a token, which no history and no glance over a shoulder gives away.

    No redirection: a browser that was sent here by another page would not show a strict cookie at its end.
    """
    page = (
        '<!DOCTYPE html><meta http-equiv="refresh" content="0;url=/"><title>bsctui</title>'
        '<link rel="icon" href="/asset/icon.svg" />'
    )
    return web.Response(
        text=page, content_type="text/html", headers={"Set-Cookie": gate.set_cookie()}
    )


class OneLineFaults(logging.Filter):
    """Of faults one line each, and nothing of what is no request at all: who sent it was told, and nobody else asked."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether something is said."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            return False
        if error is not None:
            record.msg = f"a request was not answered: {type(error).__name__}: {error}"
            record.args, record.exc_info = (), None
        return True


def serve(
    path: Path, listener: socket.socket, gate: ServerGate, *, is_editing: bool, **options: Any
) -> None:
    """Serve until ctrl+c or SIGTERM.

    Args:
        path: The workspace.
        listener: A socket that is bound to `HOST` and the gate's port.
        gate: Who may come in.
        is_editing: Whether the workspace may be changed.
        options: Of `aiohttp.web.run_app`.
    """
    server_logger.addFilter(OneLineFaults())
    # asyncio warns of processes whose end its own closing has seen already: nothing that a user could act on.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    application = TabServer(path, gate, is_editing=is_editing).application()
    web.run_app(application, sock=listener, print=None, access_log=None, **options)
