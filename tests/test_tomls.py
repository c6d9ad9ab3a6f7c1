"""Toml files as people leave them: one warning that names file and reason, and everything goes on with the defaults."""

from __future__ import annotations

import pytest

from bsctui.config import CONFIG_FILE, Config, load_config
from bsctui.preferences import Preferences, load_preferences

ODD = {
    "nested": (b"a = " + b"[" * 10_000 + b"]" * 10_000, "nests deeper"),
    "digits": (b"a = " + b"9" * 5_000, "more digits"),
    "utf16": ("[check]\n".encode("utf-16"), "is not UTF-8"),
    "latin": (b'[report]\ntitle = "\xe9"\n', "is not UTF-8"),
    "no toml": (b"check\n", "is not valid TOML"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_read_is_one_warning_and_the_defaults_hold(name, tmp_path):
    content, reason = ODD[name]
    (tmp_path / CONFIG_FILE).write_bytes(content)
    config = load_config(tmp_path)
    (problem,) = config.problems
    assert (problem.code, problem.path) == ("W102", CONFIG_FILE)
    assert problem.message.startswith(f"`{CONFIG_FILE}` ")
    assert reason in problem.message
    assert config == Config(problems=(problem,))
    found = load_preferences(tmp_path / CONFIG_FILE)
    assert found == Preferences(problems=found.problems)
    assert [reason in text and CONFIG_FILE in text for text in found.problems] == [True]


def test_a_folder_in_the_files_place_is_a_warning(tmp_path):
    (tmp_path / CONFIG_FILE).mkdir()
    (problem,) = load_config(tmp_path).problems
    assert "cannot be read" in problem.message
    assert len(load_preferences(tmp_path / CONFIG_FILE).problems) == 1


def test_a_byte_order_mark_is_simply_read(tmp_path):
    (tmp_path / CONFIG_FILE).write_bytes(b"\xef\xbb\xbf[check]\r\nstrict = true\r\n")
    assert load_config(tmp_path) == Config(strict=True)
    (tmp_path / "config.toml").write_bytes(b'\xef\xbb\xbfme = "anna"\n')
    assert load_preferences(tmp_path / "config.toml") == Preferences(me="anna")
