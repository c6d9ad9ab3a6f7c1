"""Every way by which text of others leaves the program: what must not be in it, and what keeps it out."""

from __future__ import annotations

import re
from dataclasses import dataclass

BAD = '=1+1 \u202egnp\u061c\u2060 @anna GH-9 :tada: <b>&amp; \\"]; evil 👩\u200d🚀'
"""What turns the order round, hides, is a formula, a mention, markup, or ends a quoted text."""

WORKSPACE = """\
calendar quarters 2025-Q1..2025-Q4
tier organization L
tier unit L
perspective financial L
person anna L L
status red L below 40
status green L
scorecard s L
  owner L
  vision L
objective a L in s.financial
  drives b after 1 quarter
  note L
  assess red 2025-Q1 L
objective b L in s.financial
kpi k L in s.a
  unit L
  baseline 1 at 2024-Q4 L
  target 9 by 2025-Q4 L
  meta x L
  actual 2025-Q1: 2 3 L
kpi k2 L in s.b
  reporter L
  target 9
  weight 50% L
  actual 2025-Q1: 2 4
initiative i L in s.a
  cause L
  due 2025-01-31
  budget 5
  spent 6
scorecard u L under s
objective a L in u.financial
  supports s.a weight 2 L
  aligns s.nothing
""".replace("L\n", f'"{BAD}"\n').replace(" L ", f' "{BAD}" ')
BROKEN = f'measure m "{BAD}" in s\n  weight 1\n  unit "{BAD}\n'
FILES = {"a\x1b[31m\x07.bsc": WORKSPACE, "b,x:%1\u202e.bsc": BROKEN}
COMMIT = "subject \x1b[31m \u202e GH-9"
AUTHOR = "ev\x07il \u202e"

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What steers, hides, or turns the order round."""


@dataclass(frozen=True)
class Row:
    """A way out.

    Attributes:
        way: The arguments of a command, or the keys pressed in the app.
        leak: What is never in what comes out.
        guard: What keeps it out, as module and name: without it, it is there.
        unguarded: What stands in the guard's place then.
    """

    way: str
    leak: re.Pattern[str]
    guard: str
    unguarded: object

    def __str__(self):
        return f"{self.way} [{self.guard}]"


def _same(text, *_, **__):
    return text


def _nothing():
    return re.compile(r"(?!)")


def _steers(way):
    return Row(way, UNSEEN, "bsctui.escaping._each_unseen", _same)


def _marks(way):
    yield Row(way, re.compile(":tada:"), "bsctui.escaping._TOUCHED_UP", _nothing())
    yield Row(way, re.compile("<b>"), "bsctui.escaping._marked", _same)


def _quotes(way, module):
    leak = re.compile(r'(?<!\\)"\]; evil')
    return Row(way, leak, f"bsctui.exchange.maps.{module}.quoted", lambda text: f'"{text}"')


def _cells(way):
    return Row(way, re.compile(r'(?m)(?:^|,)"?='), "bsctui.escaping._FORMULA", _nothing())


FORMS = {
    "check": ("text", "json", "github"),
    "score": ("table", "json", "csv", "toml"),
    "explain s.k": ("text", "json"),
    "explain s --since 2025-Q1": ("text", "json"),
    "whatif s.k=9": ("table", "json", "csv"),
    "goal s 90 --by s.k": ("text", "json"),
    "sensitivity": ("table", "json"),
    "map s": ("text", "svg", "dot", "mermaid"),
    "forecast --until 2025-Q4": ("table", "json", "csv"),
    "links": ("table", "json"),
    "report": ("markdown", "html"),
    "diff": ("text", "json", "markdown"),
    "log s.k": ("text", "json"),
    "blame s.k": ("text", "json"),
}
"""What has forms."""

OTHERS = (
    "fmt --check",
    "fmt --diff",
    "fmt",
    "set s.k owner anna",
    "record s.k 2025-Q3 5",
    "rename s.k k9",
    "delete s.k2",
    "merge --workspace HEAD",
    "score s.x\x1b[31m\u202e",
    "check nowhere\x07.bsc",
    "help nothing\x1b\u202e",
    "no\x1bcommand\u202e",
    "score --period \x1b\u202e",
    "diff \x1b\u202e",
    "set s.\x1b\u202e target 5",
    "new a\x07\u202e",
)
"""What has one form; the messages too."""

COMMANDS = [
    *(_steers(f"{command} --format {form}") for command, forms in FORMS.items() for form in forms),
    *map(_steers, OTHERS),
    *_marks("report --format markdown"),
    *_marks("diff --format markdown"),
    Row("check --format sarif", re.compile(r'"uri": "[^"]*\\u001b'), "bsctui.escaping.uri", _same),
    Row("map s --format svg", re.compile("<b>"), "html.escape", _same),
    _quotes("map s --format dot", "as_dot"),
    _quotes("map s --format mermaid", "as_mermaid"),
    *(_cells(f"{way} --format csv") for way, forms in FORMS.items() if "csv" in forms),
]

KEYS = [
    _steers(keys)
    for keys in (
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "1 x", "1 question_mark", "1 slash g n p", "1 b", "1 y", "1 y l",
        "1 D", "1 T", "7 enter", "1 w 5 enter",
    )
]  # fmt: skip
"""The app's views and what opens over them, as they stand on the screen; and what it copies."""

FORM = _steers("1 e")
