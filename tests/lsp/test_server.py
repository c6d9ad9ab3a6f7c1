"""The server itself, over pipes: what is pushed, what is asked of the client, how it begins and ends."""

from __future__ import annotations

import subprocess
import sys

import pexpect
import pytest

from tests.lsp.client import Client, ErrorReply, span

TEXT = "calendar quarters 2025-Q1..2026-Q4\nscorecard top\nobjective aim in top.financial\nkpi sold in top.aim\n  target 20\n"


def codes(client, uri, severity):
    return [one["code"] for one in client.diagnostics.get(uri, []) if one["severity"] == severity]


@pytest.mark.slow
def test_a_session_from_start_to_end(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT)
    (tmp_path / "b.bsc").write_text("kpi other in top.aim\n  wieght 2\n")
    a, b = (tmp_path / "a.bsc").as_uri(), (tmp_path / "b.bsc").as_uri()
    with Client(tmp_path, initializationOptions={"codeLens": False, "codLens": True}) as client:
        assert client.capabilities["positionEncoding"] == "utf-16"
        assert client.capabilities["textDocumentSync"]["change"] == 2
        # Errors of files that are not open come by themselves, advice when the keys rest.
        client.wait(lambda c: codes(c, b, 1) == ["E107"] and "A106" in codes(c, a, 2))
        assert "client/registerCapability" in client.asked
        assert "did you mean `codeLens`?" in client.logged[0]
        # An edit to its error, and back.
        client.open(a, TEXT)
        client.change(a, 2, {"range": span((4, 2), (4, 8)), "text": "targt"})
        client.wait(lambda c: codes(c, a, 1) == ["E107"])
        client.change(a, 3, {"range": span((4, 2), (4, 7)), "text": "target"})
        client.wait(lambda c: not codes(c, a, 1))
        # A request speaks of the text that it was asked about, and a refusal is an answer.
        edit = client.at("rename", a, 3, 5, newName="seats")
        (text,) = edit["documentChanges"]
        assert text["textDocument"] == {"uri": a, "version": 3}
        with pytest.raises(ErrorReply, match="is not a valid name") as refused:
            client.at("rename", a, 3, 5, newName="9")
        assert refused.value.code == -32803
        # Settings that change.
        lens = {"textDocument": {"uri": a}}
        assert client.request("textDocument/codeLens", lens) is None
        settings = {"settings": {"bsctui": {"codeLens": True, "advice": False}}}
        client.notify("workspace/didChangeConfiguration", settings)
        client.wait(lambda c: not codes(c, a, 2))
        assert client.request("textDocument/codeLens", lens)
        # What the client tells of the disk.
        (tmp_path / "b.bsc").write_text("kpi other in top.aim\n  weight 2\n")
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": b, "type": 2}]})
        client.wait(lambda c: not c.diagnostics.get(b))
        assert client.close() == 0
    assert client.errors == b""


@pytest.mark.slow
def test_without_a_client_that_watches_the_disk_is_looked_at(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT + "  wieght 2\n")
    uri = (tmp_path / "a.bsc").as_uri()
    with Client(tmp_path, capabilities={}) as client:
        client.wait(lambda c: codes(c, uri, 1) == ["E107"])
        (tmp_path / "a.bsc").write_text(TEXT)
        client.wait(lambda c: not codes(c, uri, 1))
        assert client.asked == []


@pytest.mark.slow
def test_a_message_that_cannot_be_read_ends_nothing(tmp_path):
    (tmp_path / "a.bsc").write_text(TEXT)
    with Client(tmp_path) as client:
        client.process.stdin.write(b"Content-Length: 9\r\n\r\nnot json!")
        client.notify("textDocument/didChange", {"nonsense": True})
        client.change((tmp_path / "never-opened.bsc").as_uri(), 2, {"text": "x"})
        client.notify("no/such/notification", {})
        with pytest.raises(ErrorReply):
            client.request("no/such/request", {})
        assert client.request("workspace/symbol", {"query": "sold"})
        assert client.close() == 0


@pytest.mark.slow
def test_an_editor_that_goes_without_a_word_leaves_no_server(tmp_path):
    with Client(tmp_path) as client:
        client.process.stdin.close()
        assert client.process.wait(60) == 1
    assert client.errors == b"bsctui: the editor went without `shutdown`\n"


@pytest.mark.slow
@pytest.mark.parametrize("given", [b"", b"check\n", b"Content-Length: 2\r\n\r\n{"])
def test_where_nobody_speaks_the_protocol_it_says_why_it_ends(given):
    command = [sys.executable, "-m", "bsctui", "lsp"]
    ended = subprocess.run(command, input=given, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 1
    assert ended.stdout == b""
    why = ended.stderr.splitlines()[-1]
    assert why.startswith(b"bsctui: standard input ended before an editor said `initialize`")


def test_on_a_terminal_it_says_what_it_is_for():
    found = pexpect.spawn(sys.executable, ["-m", "bsctui", "lsp"], timeout=60, encoding="utf-8")
    found.expect(pexpect.EOF)
    found.close()
    assert "is started by an editor" in found.before
    assert found.exitstatus == 2


def test_without_the_extra_it_says_how_to_get_it():
    hidden = "import sys; sys.modules['pygls'] = None; from bsctui.__main__ import run_cli; sys.exit(run_cli(['lsp']))"
    found = subprocess.run(
        [sys.executable, "-c", hidden], input=b"", capture_output=True, check=False
    )
    assert found.returncode == 2
    assert b"pip install 'bsctui[lsp]'" in found.stderr
    assert found.stdout == b""
