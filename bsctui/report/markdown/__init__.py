"""A report as markdown (GitHub's and GitLab's): the same content, sparklines in block characters, long lists folded."""

from bsctui.report.markdown.page import markdown_report

__all__ = ["markdown_report"]
