"""Every code of the product in one table, for `help` and for reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.advice.codes import CODES as ADVICE
from bsctui.config import CODES as CONFIG
from bsctui.model.codes import CODES as MEANING
from bsctui.text.codes import CODES as READING

if TYPE_CHECKING:
    from bsctui.text.codes import DiagnosticCode

CODES: Final[dict[str, DiagnosticCode]] = {**READING, **MEANING, **CONFIG, **ADVICE}
"""By code."""
