"""`bsctui.toml`, the settings of a workspace for the commands; what is not known becomes a warning, never a fault."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from bsctui.frozen import dataclass
from bsctui.source_settings import SourceSettings, read_sources
from bsctui.text.codes import DiagnosticCode
from bsctui.text.diagnostics import Diagnostic
from bsctui.tomls import TomlError, toml_tables, toml_text

if TYPE_CHECKING:
    from pathlib import Path

CONFIG_FILE: Final = "bsctui.toml"

CODES: Final = {
    "W102": DiagnosticCode(
        "unknown key",
        "A toml file has an unknown key, or a value of the wrong type.",
        "[check]\nstirct = true",
        "Use the key that the message offers.",
    ),
    "W104": DiagnosticCode(
        "a password in a source's url",
        "A url in bsctui.toml contains a password, and everybody who can read the file or its history can read it.",
        '[sources.warehouse]\nurl = "postgresql://kpi:secret@db/kpis"',
        "Write `${NAME}` instead, and set NAME in the environment.",
    ),
}

CODE: Final = re.compile(r"[EAW][0-9]{0,3}")
"""A code, or how several begin."""

CODE_FORMS: Final = "codes look like E301, A101 or A1"

GOALPOSTS: Final = "goalposts"
"""What `[review] fail-on` may name."""

TABLE_KEYS: Final = {
    "check": ("select", "ignore", "strict"),
    "sources": None,
    "review": ("base", "fail-on"),
    "report": ("title", "logo", "filter"),
}
"""Tables and their keys; None: names of the user's own."""


@dataclass(frozen=True, slots=True)
class Config:
    """What a workspace says about its checking, its reviews and its reports.

    Attributes:
        select: Codes (or their beginnings) to report; empty for all.
        ignore: Codes (or their beginnings) to leave out; errors are always reported.
        strict: Whether advice counts.
        base: The branch that changes are reviewed against; None: the repository's own (`Repository.base`).
        fail_on: `goalposts` where a moved one makes `diff` fail.
        title: What a report is called.
        report_filter: What reports show, as in `--filter`.
        logo: The image at its head: a file inside the workspace.
        sources: Where `pull` gets numbers from.
        unusable_sources: The names of sources that cannot be used; `problems` says why.
        problems: What could not be used (W102), and passwords (W104).
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    base: str | None = None
    fail_on: str | None = None
    title: str | None = None
    logo: str | None = None
    report_filter: str | None = None
    sources: tuple[SourceSettings, ...] = ()
    unusable_sources: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def load_config(root: Path) -> Config:
    """The settings in a workspace's root; defaults where there is no file."""
    try:
        text = toml_text(root / CONFIG_FILE)
    except FileNotFoundError:
        return Config()
    except TomlError as error:
        return _unread(error)
    return read_config(text)


def _unread(error: TomlError) -> Config:
    hint = "until it can be read, every command uses the defaults"
    return Config(problems=(_problem("", f"`{CONFIG_FILE}` {error}", "", hint),))


def read_config(text: str) -> Config:
    """The settings that a text says."""
    try:
        tables = toml_tables(text)
    except TomlError as error:
        return _unread(error)
    problems: list[Diagnostic] = []
    for name, table in tables.items():
        if name not in TABLE_KEYS or not isinstance(table, dict):
            problems.append(_unknown(text, name, tuple(TABLE_KEYS)))
            continue
        allowed = TABLE_KEYS[name]
        problems += [
            _unknown(text, key, allowed)
            for key in table
            if allowed is not None and key not in allowed
        ]
    check, review, report = (_table(tables, name) for name in ("check", "review", "report"))
    sources, unusable = _sources(_table(tables, "sources"), text, problems)
    return Config(
        _codes(check, "select", text, problems),
        _codes(check, "ignore", text, problems),
        _flag(check, "strict", text, problems),
        _base(review, text, problems),
        _fail_on(review, text, problems),
        _text_value(report, "title", text, problems),
        _text_value(report, "logo", text, problems),
        _text_value(report, "filter", text, problems),
        sources,
        unusable,
        tuple(problems),
    )


def _sources(
    tables: dict[str, Any], text: str, problems: list[Diagnostic]
) -> tuple[tuple[SourceSettings, ...], tuple[str, ...]]:
    """The sources that can be used, and the names of the others."""
    sources, faults = read_sources(tables)
    problems += [
        _problem(text, fault.message, fault.key, fault.help, fault.code, f"sources.{fault.source}")
        for fault in faults
    ]
    usable = {source.name for source in sources}
    others = dict.fromkeys(fault.source for fault in faults if fault.source not in usable)
    return sources, tuple(others)


def _table(tables: dict[str, Any], name: str) -> dict[str, Any]:
    table = tables.get(name)
    return table if isinstance(table, dict) else {}


def is_selected(code: str, config: Config) -> bool:
    """Whether the settings ask for a code; an error is always told, whatever they say."""
    if code.startswith("E"):
        return True
    chosen = not config.select or matches_code(code, config.select)
    return chosen and not matches_code(code, config.ignore)


def matches_code(code: str, patterns: tuple[str, ...]) -> bool:
    """Whether a code begins with one of these."""
    return any(code.startswith(pattern) for pattern in patterns)


def _codes(
    table: dict[str, Any], key: str, text: str, problems: list[Diagnostic]
) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        problems.append(
            _problem(text, f"`{key}` is a list of codes", key, 'write `["A101", "A110"]`')
        )
        return ()
    codes = [code.strip() for text in value for code in text.split(",") if code.strip()]
    problems += [
        _problem(text, f"`{key}` names `{code}`, which is not a code", key, CODE_FORMS)
        for code in codes
        if not CODE.fullmatch(code)
    ]
    return tuple(code for code in codes if CODE.fullmatch(code))


def _flag(table: dict[str, Any], key: str, text: str, problems: list[Diagnostic]) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        problems.append(_problem(text, f"`{key}` is `true` or `false`", key, None))
        return False
    return value


def _base(table: dict[str, Any], text: str, problems: list[Diagnostic]) -> str | None:
    value = table.get("base")
    if value is None or (isinstance(value, str) and value):
        return value
    problems.append(_problem(text, "`base` is the name of a branch", "base", 'write `"main"`'))
    return None


def _fail_on(table: dict[str, Any], text: str, problems: list[Diagnostic]) -> str | None:
    value = table.get("fail-on")
    if value in {None, GOALPOSTS}:
        return value
    problems.append(_problem(text, f'`fail-on` is "{GOALPOSTS}" or left out', "fail-on", None))
    return None


def _text_value(
    table: dict[str, Any], key: str, text: str, problems: list[Diagnostic]
) -> str | None:
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    problems.append(_problem(text, f"`{key}` is a text in quotes", key, None))
    return None


def _unknown(text: str, key: str, allowed: tuple[str, ...]) -> Diagnostic:
    close = get_close_matches(key, allowed, 1)
    hint = f"did you mean `{close[0]}`?" if close else f"known here: {', '.join(allowed)}"
    return _problem(text, f"nothing reads the key `{key}`", key, hint)


def _problem(
    text: str, message: str, key: str, hint: str | None, code: str = "W102", table: str = ""
) -> Diagnostic:
    """A warning at the first line that has the key; in a table, at the first one behind its head."""
    lines = text.split("\n")  # nothing else ends a line of TOML
    head = next((at for at, line in enumerate(lines) if f"[{table}]" in line), 0) if table else 0
    for number, line in enumerate(lines[head:], head + 1):
        column = line.find(key) if key else -1
        if column >= 0 and not line.lstrip().startswith("#"):
            return Diagnostic(
                code, message, CONFIG_FILE, number, column + 1, column + 1 + len(key), hint
            )
    return Diagnostic(code, message, CONFIG_FILE, head + 1, 1, 2, hint)
