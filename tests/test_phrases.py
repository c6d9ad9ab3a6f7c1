"""Parts of sentences that several commands share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bsctui.phrases import install_phrase


def offered(text: str) -> set[str]:
    """The extras that `uv tool install` is given, which are all that the tool has afterwards."""
    (extras,) = re.findall(r"uv tool install (?:--force )?'\.\[([^\]]*)\]'", text)
    return set(extras.split(","))


@pytest.mark.parametrize("extra", ["excel", "lsp", "web", "postgres"])
def test_installing_one_extra_takes_none_away_that_the_front_page_installed(extra):
    front = offered((Path(__file__).parents[1] / "README.md").read_text("utf-8"))
    assert offered(install_phrase(extra)) == front | {extra}
