"""A local stand-in for the forge: the comments on one pull request, over HTTP as the real one answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass
class Comment:
    """A comment; whoever asks may have written it."""

    number: int
    body: str
    is_own: bool = True


@dataclass
class Forge:
    """What it has and what it refuses.

    Attributes:
        refused: Methods that are answered with 403.
        page: Comments that one answer holds.
    """

    comments: list[Comment] = field(default_factory=list)
    refused: frozenset[str] = frozenset()
    page: int = 2
    calls: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        forge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                forge.answer(self, "POST")

            def do_PATCH(self) -> None:
                forge.answer(self, "PATCH")

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler, method: str) -> None:
        """One call."""
        told = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.calls.append(f"{method} {handler.path}")
        is_question = handler.path == "/graphql"
        if handler.headers["Authorization"] != "Bearer secret" or (method in self.refused and not is_question):  # fmt: skip
            handler.send_error(403)
            return
        if is_question:
            answer: object = self._page(told["variables"]["after"])
        else:
            answer = self._written(method, handler.path, told["body"])
        body = json.dumps(answer).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _page(self, after: str | None) -> object:
        first = int(after or 0)
        shown = self.comments[first : first + self.page]
        nodes = [
            {"databaseId": one.number, "viewerDidAuthor": one.is_own, "body": one.body}
            for one in shown
        ]
        info = {
            "hasNextPage": first + self.page < len(self.comments),
            "endCursor": str(first + self.page),
        }
        comments = {"nodes": nodes, "pageInfo": info}
        return {"data": {"repository": {"pullRequest": {"comments": comments}}}}

    def _written(self, method: str, path: str, body: str) -> object:
        assert len(body) <= 65_536
        if method == "POST":
            assert path == "/repos/skyline/strategy/issues/7/comments"
            self.comments.append(Comment(1000 + len(self.comments), body))
        else:
            number = int(path.removeprefix("/repos/skyline/strategy/issues/comments/"))
            (comment,) = [one for one in self.comments if one.number == number]
            comment.body = body
        return {"id": 1}
