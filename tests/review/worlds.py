"""Two sides of a review as text: what the tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.build import build
from bsctui.review.comparison import Comparison, compare
from bsctui.text.document import read_document
from tests.scoring.worked import SKYLINE

if TYPE_CHECKING:
    from bsctui.model.model import Model
    from bsctui.review.goalposts import ReviewedChange


def model(*texts: str) -> Model:
    """The model of some files."""
    documents = {
        f"{at}.bsc": read_document(f"{at}.bsc", text.encode()) for at, text in enumerate(texts)
    }
    return build(documents)


def errors(found: Model) -> list[str]:
    """The messages of a model's errors."""
    return [problem.message for problem in found.diagnostics if problem.code.startswith("E")]


def changed(*pairs: tuple[str, str], text: str = SKYLINE) -> str:
    """A text with some of its parts replaced, each of which it must have once at least."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def review(old: str, new: str) -> Comparison:
    """The review of two texts that load."""
    before, after = model(old), model(new)
    assert not errors(before)
    assert not errors(after)
    return compare(before, after)


def only(found: Comparison) -> ReviewedChange:
    """The one change that a review found."""
    assert len(found.reviewed) == 1, [one.change for one in found.reviewed]
    return found.reviewed[0]
