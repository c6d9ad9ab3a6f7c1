"""The picture of a report in the README: `python -m tests.report.picture`, made from the sample."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bsctui.report.html import html_report
from tests.report.browser import browser, found
from tests.report.examples import of_sample

PICTURE = Path(__file__).parents[2] / ".github" / "report.png"


def main() -> None:
    """Write it; without a browser it stays as it is."""
    program = found()
    if program is None:
        sys.stderr.write("no Chromium on the path: the picture of the report stays as it is\n")
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "report.html"
        page.write_text(html_report(of_sample("skyline")), "utf-8")
        with browser(program, Path(folder) / "profile") as one:
            one.open(page, width=1100, height=1250)
            one.picture(PICTURE)


if __name__ == "__main__":
    main()
