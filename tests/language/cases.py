"""Reading the cases of completion, and the workspace that they are added to."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from bsctui.language.cursor import TextCursor
from bsctui.model.build import build
from bsctui.text.document import read_document
from tests.scoring.worked import SKYLINE

BASE = f"""{SKYLINE}
person anna "Anna Berg"

measure total_hours "Hours" in ground
  rollup sum
"""


class Case(NamedTuple):
    name: str
    text: str
    offered: str


def cases(name: str) -> list[Case]:
    """The cases of a file: `= name`, the text with `‸`, `-> what is offered`."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    found = []
    for part in text.split("\n= ")[1:]:
        title, _, rest = part.partition("\n")
        body, _, offered = rest.rpartition("->")
        found.append(Case(title, body.removesuffix("\n"), offered.strip()))
    return found


def place_in(text: str) -> tuple[list[str], int, int]:
    """The lines without the mark, and row and column of it."""
    before = text[: text.index("‸")]
    row = before.count("\n")
    return text.replace("‸", "").split("\n"), row, len(before) - (before.rfind("\n") + 1)


def here(text: str) -> TextCursor:
    """The place in a text of its own (`@first`), else behind the base."""
    return TextCursor(*place_in(text.removeprefix("@first\n")))


def model_of(*texts: str):
    """The model of some files."""
    documents = {f"{at}.bsc": read_document(f"{at}.bsc", t.encode()) for at, t in enumerate(texts)}
    return build(documents)
