"""Who may talk to the server, and what it may say."""

from __future__ import annotations

import pytest

from bsctui.serve.gate import GateVerdict, ServerGate
from bsctui.serve.messages import Focused, Pinged, Resized, TypedKeys, read_message
from bsctui.serve.tab import tab_environment

HERE = {"Host": "127.0.0.1:8123"}


@pytest.fixture
def gate():
    """Of a server on port 8123."""
    return ServerGate(8123)


def token_of(gate: ServerGate) -> str:
    """What the printed address ends with."""
    return gate.address.partition("?token=")[2]


def cookie_of(gate: ServerGate) -> str:
    """What a browser sends back."""
    return gate.set_cookie().partition(";")[0]


def test_the_token_lets_one_browser_in_once(gate):
    token = token_of(gate)
    assert gate.judge(HERE, token, is_socket=False) is GateVerdict.FIRST
    assert gate.judge(HERE, token, is_socket=False) is GateVerdict.USED_TOKEN


def test_a_wrong_token_does_not_use_up_the_right_one(gate):
    assert gate.judge(HERE, "guess", is_socket=False) is GateVerdict.USED_TOKEN
    assert gate.judge(HERE, token_of(gate), is_socket=False) is GateVerdict.FIRST


def test_two_servers_never_have_the_same_token():
    assert token_of(ServerGate(8123)) != token_of(ServerGate(8123))
    assert len(token_of(ServerGate(8123))) >= 40


def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(gate):
    assert gate.set_cookie().endswith("; HttpOnly; SameSite=Strict; Path=/")


def test_the_cookie_opens_pages_and_sockets_from_here(gate):
    headers = {**HERE, "Cookie": f"other=1; {cookie_of(gate)}", "Origin": "http://127.0.0.1:8123"}
    assert gate.judge(headers, None, is_socket=False) is GateVerdict.WELCOME
    assert gate.judge(headers, None, is_socket=True) is GateVerdict.WELCOME


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8123",
        "127.0.0.1",
        "127.0.0.1:80",
        "evil.example",
        "127.0.0.1:8123.evil.example",
        "",
    ],
)
def test_another_host_is_refused_whatever_it_brings(gate, host):
    headers = {"Host": host, "Cookie": cookie_of(gate)}
    assert gate.judge(headers, token_of(gate), is_socket=False) is GateVerdict.WRONG_HOST
    assert gate.judge({"Cookie": cookie_of(gate)}, None, is_socket=True) is GateVerdict.WRONG_HOST


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1:8123", "http://127.0.0.1:8124", "null", ""]
)
def test_a_page_from_elsewhere_is_refused_though_the_browser_adds_the_cookie(gate, origin):
    headers = {**HERE, "Cookie": cookie_of(gate), "Origin": origin}
    assert gate.judge(headers, None, is_socket=True) is GateVerdict.FOREIGN
    assert gate.judge(headers, None, is_socket=False) is GateVerdict.FOREIGN


def test_a_socket_must_name_its_page(gate):
    assert (
        gate.judge({**HERE, "Cookie": cookie_of(gate)}, None, is_socket=True) is GateVerdict.FOREIGN
    )


def test_a_socket_is_not_opened_by_the_token(gate):
    headers = {**HERE, "Origin": gate.origin}
    assert gate.judge(headers, token_of(gate), is_socket=True) is GateVerdict.NO_TOKEN


def test_without_token_and_cookie_nobody_comes_in(gate):
    assert gate.judge(HERE, None, is_socket=False) is GateVerdict.NO_TOKEN


@pytest.mark.parametrize(
    "cookie", ["bsctui_8123=", "bsctui_8123=guess", "bsctui_8123", "=;=;", "\x00"]
)
def test_a_cookie_that_is_none_is_refused(gate, cookie):
    assert gate.judge({**HERE, "Cookie": cookie}, None, is_socket=False) is GateVerdict.NO_TOKEN


def test_the_cookie_of_another_port_is_refused(gate):
    other = cookie_of(ServerGate(8124))  # a browser sends it here too: cookies know no ports
    renamed = other.replace("8124", "8123")
    for cookie in (other, renamed):
        assert gate.judge({**HERE, "Cookie": cookie}, None, is_socket=False) is GateVerdict.NO_TOKEN


# --- What a browser may say


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('["stdin", "j"]', TypedKeys("j")),
        ('["resize", {"width": 80, "height": 24}]', Resized(80, 24)),
        ('["resize", {"width": 1000000000, "height": -1}]', Resized(500, 5)),
        ('["ping", 12]', Pinged("12")),
        ('["blur"]', Focused(is_focused=False)),
        ('["focus"]', Focused(is_focused=True)),
    ],
)
def test_what_a_browser_says_is_read(said, read):
    assert read_message(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "", "{", "null", "[]", '["stdin"]', '["stdin", 5]', '["resize", {"width": "80", "height": 24}]',
        '["resize", [80, 24]]', '["quit"]', '{"type": "stdin"}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_message_is_passed_over(said):
    assert read_message(said) is None


# --- The process behind a tab


def test_the_path_travels_through_the_environment_as_it_is(tmp_path):
    path = tmp_path / "$(touch pwned); `rm -rf .`"
    variables = tab_environment(
        {"PATH": "/bin", "EDITOR": "vi", "DISPLAY": ":0"}, path, 80, 24, is_editing=False
    )
    assert variables["BSCTUI_SERVE_PATH"] == str(path)
    assert not {"EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY"} & variables.keys()
    assert variables["BSCTUI_SERVE_EDIT"] == ""
    assert tab_environment({}, path, 80, 24, is_editing=True)["BSCTUI_SERVE_EDIT"] == "1"
