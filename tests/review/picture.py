"""The picture of a pull request's comment in the README: `python -m tests.review.picture`, made from a close of a month."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from markdown_it import MarkdownIt

from tests.report.browser import browser, found
from tests.review.realistic import text_of

PICTURE: Final = Path(__file__).parents[2] / ".github" / "comment.png"
WIDTH: Final = 820
"""Pixels: a forge's comment, with a margin."""

PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A comment</title><style>
body {{ margin: 16px; font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1f2328; background: #fff }}
main {{ border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px }}
h3 {{ margin: 12px 0 }} p, details {{ margin: 10px 0 }}
table {{ border-collapse: collapse; margin: 10px 0 }}
td, th {{ border: 1px solid #d1d9e0; padding: 5px 10px; text-align: left; vertical-align: top }}
code {{ background: #eff1f3; border-radius: 4px; padding: 1px 4px; font-size: 12px }}
sub {{ color: #59636e }}
</style><main>{comment}</main></html>"""


def page(markdown: str) -> str:
    """A comment as a forge shows it."""
    return PAGE.format(comment=MarkdownIt("commonmark").enable("table").render(markdown))


def main() -> None:
    """Write it; without a browser it stays as it is."""
    program = found()
    if program is None:
        sys.stderr.write("no Chromium on the path: the picture of the comment stays as it is\n")
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "comment.html"
        file.write_text(page(text_of("close")), "utf-8")
        with browser(program, Path(folder) / "profile") as one:
            one.open(file, width=WIDTH, height=400)
            height = one.value("document.documentElement.scrollHeight")
            one.open(file, width=WIDTH, height=height)
            one.picture(PICTURE)


if __name__ == "__main__":
    main()
