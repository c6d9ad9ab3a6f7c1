"""Who may talk to the server: a browser of this machine's user, sent here by the printed address."""

from __future__ import annotations

import hmac
import secrets
from enum import Enum
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

HOST: Final = "127.0.0.1"
"""The only address; there is no option for another."""

CONTENT_POLICY: Final = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer: nothing is loaded from elsewhere, nobody frames it, no address with a token is passed on or kept."""


def page_policy(nonce: str) -> str:
    """The policy of the page with the terminal, which writes rules for its colours: only what knows the nonce adds any."""
    return f"{CONTENT_POLICY}; style-src 'self' 'nonce-{nonce}'"


class GateVerdict(Enum):
    """What becomes of a request."""

    WELCOME = "has the cookie"
    FIRST = "brings the token, for the first time"
    WRONG_HOST = "asks for another host"
    FOREIGN = "comes from another page"
    NO_TOKEN = "has neither cookie nor token"
    USED_TOKEN = "brings a token that was used"


class ServerGate:
    """The token, which holds once, and the cookie that takes its place."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie_name = f"bsctui_{port}"
        self._token: str | None = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)

    @property
    def origin(self) -> str:
        """This server's pages."""
        return f"http://{HOST}:{self.port}"

    @property
    def address(self) -> str:
        """What is printed: good for one browser."""
        return f"{self.origin}/?token={self._token}"

    def judge(
        self, headers: Mapping[str, str], token: str | None, *, is_socket: bool
    ) -> GateVerdict:
        """Whether a request may come in.

        Args:
            headers: Of the request.
            token: What it says behind `?token=`.
            is_socket: Whether it wants to drive the app; then its page must be named, and be one from here.
        """
        if headers.get("Host") != f"{HOST}:{self.port}":
            return GateVerdict.WRONG_HOST
        origin = headers.get("Origin")
        if origin != self.origin and (is_socket or origin is not None):
            return GateVerdict.FOREIGN
        if headers.get("Sec-Fetch-Site", "none") == "cross-site" and is_socket:
            return GateVerdict.FOREIGN
        if self._has_cookie(headers.get("Cookie", "")):
            return GateVerdict.WELCOME
        if token is None or is_socket:
            return GateVerdict.NO_TOKEN
        if self._token is not None and hmac.compare_digest(token.encode(), self._token.encode()):
            self._token = None
            return GateVerdict.FIRST
        return GateVerdict.USED_TOKEN

    def _has_cookie(self, written: str) -> bool:
        try:
            cookie = SimpleCookie(written).get(self.cookie_name)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(
            cookie.value.encode(), self._cookie.encode()
        )

    def set_cookie(self) -> str:
        """The header that gives a browser the cookie: for this server, this session, no script and no other page."""
        return f"{self.cookie_name}={self._cookie}; HttpOnly; SameSite=Strict; Path=/"
