"""A report as one html file that needs nothing else: no network, no script, light and dark, screen and paper."""

from bsctui.report.html.page import html_report

__all__ = ["html_report"]
