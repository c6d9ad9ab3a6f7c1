"""The protocol's loop: messages go to the worker in the order of arrival, answers and diagnostics come back."""

from __future__ import annotations

import asyncio
import logging
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer

from bsctui import __version__
from bsctui.check import advice
from bsctui.edits import Refused
from bsctui.escaping import printable
from bsctui.lsp.client import client_of
from bsctui.lsp.diagnostics import Publisher
from bsctui.lsp.features import FEATURES
from bsctui.lsp.protocol import Protocol
from bsctui.lsp.session import EditorSession
from bsctui.lsp.settings import SECTION, read_settings
from bsctui.lsp.turns import LongAnswer, TextChanged

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from concurrent.futures import Future

    from bsctui.lsp.project import Project
    from bsctui.model.model import Model
    from bsctui.text.diagnostics import Diagnostic

ADVICE_AFTER: Final = 0.3
"""Seconds of rest after the last key before advice is sought: errors come at once."""
LOOK_EVERY: Final = 2.0
"""Seconds between looks at the files, for clients that do not tell of them."""
REQUEST_FAILED: Final = -32803
"""The protocol's code of a request that is refused."""
CONTENT_MODIFIED: Final = -32801
"""The protocol's code of a request whose text is another one before it could be answered."""
SWITCH_AFTER: Final = 0.0005
"""Seconds that advisers may keep the interpreter to themselves: a request changes threads four times."""

log = logging.getLogger("bsctui.lsp")


class BsctuiServer(LanguageServer):
    """The server of one client.

    Attributes:
        session: What only the worker's thread touches.
    """

    protocol: Protocol

    def __init__(self) -> None:
        super().__init__("bsctui", __version__, protocol_cls=Protocol)
        self.session = EditorSession()
        self._worker = ThreadPoolExecutor(1, "texts")
        self._advisers = ThreadPoolExecutor(1, "advice")
        self._publisher = Publisher()
        self._changes = 0
        self._timer: asyncio.TimerHandle | None = None
        self._watch: asyncio.Task[None] | None = None
        for method, (answer, options) in FEATURES.items():
            self.feature(method, options)(self._handler(answer))
        self.feature(types.INITIALIZED)(_listener(self._begin))
        self.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(_listener(self._configure))
        self.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_listener(self._files_changed))
        self.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(_listener(self._folders_changed))

    # --- Requests

    def _handler(
        self, answer: Callable[[EditorSession, Any], Any]
    ) -> Callable[[Any], Coroutine[Any, Any, Any]]:
        """A request's handler: the answer is found on the worker, behind all that came before it."""

        async def handle(params: Any) -> Any:
            work = partial(answer, self.session, params)
            loop = asyncio.get_running_loop()
            result = await loop.run_in_executor(self._worker, _answered, work)
            while isinstance(result, LongAnswer):
                result = await loop.run_in_executor(self._worker, _answered, result.take_turn)
            return result

        return handle

    # --- Start and settings

    def start(self, params: types.InitializeParams) -> None:
        """What the client says of itself, before it is told what is offered."""
        self._loop = asyncio.get_running_loop()
        self.session.client = client_of(params.capabilities)
        self._settings_given(params.initialization_options)

    def _begin(self, params: types.InitializedParams) -> None:
        """The workspaces are read, and changed files asked for or looked for."""
        del params
        workspace = self.protocol.workspace
        folders = [folder.uri for folder in workspace.folders.values()]
        if not folders and workspace.root_uri:
            folders = [workspace.root_uri]
        self.do(self._work_in, folders)
        if self.session.client.watches:
            self._ask_to_watch()
        else:
            self._watch = self._loop.create_task(self._look_again())

    def _work_in(self, folders: list[str]) -> None:
        """On the worker: serve folders, and tell what of them cannot be read."""
        self.session.work_in(folders)
        for project in self.session.projects:
            for path, reason in sorted(project.unreadable.items()):
                message = f"`{path}` cannot be read and is left out: {reason}"
                self._loop.call_soon_threadsafe(self.tell, message)

    def _ask_to_watch(self) -> None:
        watchers = [
            types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in ("*.bsc", "bsctui.toml")
        ]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(id="files", method=method, register_options=options)
        self.client_register_capability(types.RegistrationParams([registration]))

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._look()

    def _configure(self, params: types.DidChangeConfigurationParams) -> None:
        if params.settings is not None or not self.session.client.configures:
            self._use(params.settings)
            return
        item = types.ConfigurationItem(section=SECTION)
        asked = types.ConfigurationParams([item])
        self.workspace_configuration(asked, lambda given: self._use(given[0] if given else None))

    def _use(self, given: Any) -> None:
        """Settings that hold from now on."""
        if self._settings_given(given):
            self.do(_nothing)
            self._refresh_signs()

    def _settings_given(self, given: Any) -> bool:
        """Take settings in and tell what of them cannot be used; whether they are others than before."""
        before = self.session.settings
        self.session.settings, troubles = read_settings(before, _plain(given))
        for trouble in troubles:
            self.tell(trouble)
        return self.session.settings != before

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        del params
        self._look()

    def _look(self) -> None:
        """Have the disk looked at; the texts are judged anew if it changed."""

        def looked(future: Future[bool]) -> None:
            if not future.cancelled() and future.exception() is None and future.result():
                self._loop.call_soon_threadsafe(self.do, _nothing)

        self._worker.submit(self.session.look).add_done_callback(looked)

    def _folders_changed(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        self.do(self._work_in, [folder.uri for folder in params.event.added])
        self.do(self._leave, [folder.uri for folder in params.event.removed])

    def _leave(self, uris: list[str]) -> None:
        for project in self.session.leave(uris):
            self._send(self._publisher.forget(project))

    # --- Texts

    def do(self, change: Callable[..., Any], *arguments: Any) -> None:
        """Change what is known, on the worker; the texts are judged anew where no further change is waiting."""
        self._changes += 1
        at = self._changes
        if self._timer is not None:
            self._timer.cancel()

        def work() -> None:
            try:
                change(*arguments)
                self._judge(at)
            except Exception:
                log.exception("a notification failed")
            self._loop.call_soon_threadsafe(self._rest)

        self._worker.submit(work)

    def close(self, params: types.DidCloseTextDocumentParams) -> None:
        """On the worker: a text was closed; of a workspace that goes with it nothing stays."""
        project = self.session.close(params)
        if project is not None:
            self._send(self._publisher.forget(project))

    def _judge(self, at: int) -> None:
        """On the worker: tell errors, unless a later change is already waiting."""
        if at != self._changes:
            return
        for project in self.session.projects:
            self._send(self._publisher.news(self.session, project))

    def _rest(self) -> None:
        """Advice is sought once the keys rest."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(ADVICE_AFTER, self._seek_advice, self._changes)

    def _seek_advice(self, at: int) -> None:
        """Advisers take longer than a key: they work beside the worker, on a model that nobody changes."""

        def listed(future: Future[list[AdviceRequest]]) -> None:
            cases = future.result()
            self._advisers.submit(_advised, cases).add_done_callback(found)

        def found(future: Future[list[list[Diagnostic]]]) -> None:
            if future.exception() is not None:
                log.error("advice failed", exc_info=future.exception())
            else:
                self._worker.submit(self._take_advice, cases.result(), future.result(), at)
                self._loop.call_soon_threadsafe(self._refresh_signs)

        cases = self._worker.submit(self._cases)
        cases.add_done_callback(listed)

    def _cases(self) -> list[AdviceRequest]:
        """On the worker: what is to be advised on."""
        return [AdviceRequest(project, project.model) for project in self.session.projects]

    def _take_advice(
        self, cases: list[AdviceRequest], advice: list[list[Diagnostic]], at: int
    ) -> None:
        """On the worker: tell advice on texts that are still so."""
        for (project, model), problems in zip(cases, advice, strict=True):
            if project.model is model:
                project.keep_advice(problems)
        self._judge(at)

    def _refresh_signs(self) -> None:
        """Lenses and hints show scores: they are out of date."""
        client, settings = self.session.client, self.session.settings
        if client.refreshes_lenses and settings.codeLens:
            self.workspace_code_lens_refresh(None)
        if client.refreshes_hints and settings.inlayHints:
            self.workspace_inlay_hint_refresh(None)

    # --- Sending

    def _send(self, news: Iterable[types.PublishDiagnosticsParams]) -> None:
        """From the worker: publish on the loop, which alone writes."""
        for params in news:
            self._loop.call_soon_threadsafe(self.text_document_publish_diagnostics, params)

    def tell(self, text: str) -> None:
        """A line in the client's log."""
        params = types.LogMessageParams(types.MessageType.Warning, printable(text))
        self.window_log_message(params)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """A message that cannot be read or handled is a log line, never the end."""
        if source is not FeatureRequestError:  # of a request the answer tells
            log.error("a message cannot be read and is left out: %s", printable(str(error)))


def _listener(listen: Callable[[Any], None]) -> Callable[[Any], None]:
    """A method as a function: the library marks what it is given."""

    def handle(params: Any) -> None:
        listen(params)

    return handle


def _answered(work: Callable[[], Any]) -> Any:
    """On the worker: what a request asks for; whatever goes wrong is told in words."""
    try:
        return work()
    except Refused as refused:
        message = refused.message + (f"; {refused.help}" if refused.help else "")
        raise JsonRpcException(printable(message), REQUEST_FAILED) from None
    except TextChanged:
        raise JsonRpcException("the text was changed meanwhile", CONTENT_MODIFIED) from None
    except Exception as error:
        log.exception("a request failed")
        message = f"internal error ({type(error).__name__}: {error}): this is a bug in bsctui; please report it"
        raise JsonRpcException(printable(message)) from None


class AdviceRequest(NamedTuple):
    """What advice is sought on."""

    project: Project
    model: Model


def _advised(cases: list[AdviceRequest]) -> list[list[Diagnostic]]:
    return [advice(project.scored(model)) for project, model in cases]


def _nothing() -> None:
    """No change: the texts are judged anew for another reason."""


def _plain(given: Any) -> Any:
    """What the protocol's library makes of a JSON object, as a dict again."""
    if hasattr(given, "_asdict"):
        return {key: _plain(value) for key, value in given._asdict().items()}
    if isinstance(given, dict):
        return {key: _plain(value) for key, value in given.items()}
    return given


def run_language_server() -> int:
    """Serve the client on standard input and output; returns the exit status."""
    import os

    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what prints by accident harms no message
    sys.setswitchinterval(SWITCH_AFTER)
    server = BsctuiServer()
    server.start_io(sys.stdin.buffer, output)
    return _ended(server.protocol)


def _ended(protocol: Protocol) -> int:
    """The exit status; where it is not 0, standard error says why."""
    if protocol.was_shut_down:
        return 0
    if protocol.was_greeted:
        message = "the editor went without `shutdown`"
    else:
        message = "standard input ended before an editor said `initialize`: `bsctui lsp` is started by an editor"
    sys.stderr.write(f"bsctui: {message}\n")
    return 1
