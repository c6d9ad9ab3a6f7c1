"""The app's tests settle by event, and parse the style sheet once."""

from __future__ import annotations

from tests.app.settling import draw_once_settled, parse_styles_once, settle_by_event

parse_styles_once()
settle_by_event()
draw_once_settled()
