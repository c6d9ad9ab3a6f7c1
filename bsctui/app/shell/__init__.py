"""The app itself: one screen with header, view and footer; it runs commands and opens layers over the view."""

from __future__ import annotations

from bsctui.app.shell.app import Shell
from bsctui.app.shell.main_screen import MainScreen

__all__ = ["MainScreen", "Shell"]
