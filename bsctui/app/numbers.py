"""Figures as the app shows them: as everywhere."""

from __future__ import annotations

from bsctui.numbers import chance, difference, quantity, score, value, weight

__all__ = ["chance", "difference", "quantity", "score", "value", "weight"]
