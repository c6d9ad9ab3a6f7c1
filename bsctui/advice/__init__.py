"""Alignment advice: what a strategy reviewer would remark on a workspace that has no error."""

from __future__ import annotations

from bsctui.advice.advise import advise

__all__ = ["advise"]
