"""The app's tests settle by event, and parse the style sheet once."""

from __future__ import annotations

from tests.app.settling import parse_styles_once, settle_by_event

parse_styles_once()
settle_by_event()
