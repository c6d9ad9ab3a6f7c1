"""The protocol with texts of our own: the library's cut lines where the protocol does not (at U+2028, say)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method

if TYPE_CHECKING:
    from collections.abc import Generator

    from bsctui.lsp.server import BsctuiServer


class Protocol(LanguageServerProtocol):
    """Hands texts to the server instead of keeping them itself."""

    _server: BsctuiServer

    was_greeted = False
    """Whether a client ever said `initialize`."""

    @property
    def was_shut_down(self) -> bool:
        """Whether the client said goodbye before it left."""
        return bool(self._shutdown)

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """The client's abilities are known before anything is offered."""
        self.was_greeted = True
        self._server.start(params)
        result = yield from super().lsp_initialize(params)
        result.capabilities.position_encoding = types.PositionEncodingKind(
            self._server.session.client.encoding.value
        )
        return result

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """To the worker."""
        self._server.do(self._server.session.open, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """To the worker."""
        self._server.do(self._server.session.change, params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """To the worker."""
        self._server.do(self._server.close, params)
