"""bsctui: balanced scorecards as text files, navigated, edited and reviewed in the terminal."""

from __future__ import annotations

__version__ = "0.1.0"
