"""A raw client of the language server: messages over pipes, nothing between it and the server that could hide a fault."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

WAIT = 60
"""Seconds after which a silent server is a failed test; no test measures time."""

FULL: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {
        "workspaceEdit": {"documentChanges": True},
        "didChangeWatchedFiles": {"dynamicRegistration": True},
    },
    "textDocument": {
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "publishDiagnostics": {"relatedInformation": True},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
}


class ErrorReply(Exception):
    """The server refused a request, or failed."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Client:
    """Starts the server and talks to it."""

    def __init__(
        self, root: Path | None, capabilities: dict[str, Any] | None = None, **options: Any
    ) -> None:
        command = [sys.executable, "-m", "bsctui", "lsp"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.logged: list[str] = []
        self.errors = b""
        self._messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._id = 0
        self._threads = [
            threading.Thread(target=target, daemon=True) for target in (self._read, self._drain)
        ]
        for thread in self._threads:
            thread.start()
        folders = [{"uri": root.as_uri(), "name": "w"}] if root is not None else None
        self.capabilities = self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri() if root is not None else None,
                "capabilities": FULL if capabilities is None else capabilities,
                "workspaceFolders": folders,
                **options,
            },
        )["capabilities"]
        self.notify("initialized", {})

    # --- Messages

    def _read(self) -> None:
        output = self.process.stdout
        assert output is not None
        while header := output.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                header = output.readline()
            self._messages.put(json.loads(output.read(length)))
        self._messages.put(None)

    def _drain(self) -> None:
        assert self.process.stderr is not None
        self.errors = self.process.stderr.read()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any) -> None:
        """Tell."""
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Ask, and wait for the answer."""
        self._id += 1
        mine = self._id
        self._send({"id": mine, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == mine and "method" not in message:
                if "error" in message:
                    raise ErrorReply(message["error"])
                return message["result"]

    def _next(self) -> dict[str, Any]:
        message = self._messages.get(timeout=WAIT)
        if message is None:
            raise AssertionError(f"the server ended: {self.errors!r}")
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "window/logMessage":
            self.logged.append(message["params"]["message"])
        elif method is not None and "id" in message:
            self.asked.append(method)
            self._send({"id": message["id"], "result": None})
        return message

    def wait(self, holds: Any) -> None:
        """Read messages until something holds."""
        while not holds(self):
            self._next()

    # --- Texts

    def open(self, uri: str, text: str, version: int = 1) -> None:
        """Open a text."""
        item = {"uri": uri, "languageId": "bsc", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        """Change an open text."""
        document = {"uri": uri, "version": version}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)}
        )

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """A request about a place."""
        position = {"line": line, "character": character}
        params = {"textDocument": {"uri": uri}, "position": position, **more}
        return self.request(f"textDocument/{method}", params)

    def close(self) -> int:
        """Say goodbye; returns the exit status."""
        self.request("shutdown", None)
        self.notify("exit", None)
        status = self.process.wait(WAIT)
        for thread in self._threads:
            thread.join(WAIT)
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thread in self._threads:
            thread.join(WAIT)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def span(start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    """A range of the protocol."""
    return {
        "start": {"line": start[0], "character": start[1]},
        "end": {"line": end[0], "character": end[1]},
    }
