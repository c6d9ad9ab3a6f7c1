"""The tables `[sources.NAME]` of `bsctui.toml`, as values; nothing here connects to anything."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from bsctui.frozen import dataclass
from bsctui.text.literals import is_name

KEYS: Final = ("url", "query", "timeout")

DEFAULT_TIMEOUT: Final = 60.0
LONGEST_TIMEOUT: Final = 3600.0
"""Seconds that a query may take."""

_DURATION: Final = re.compile(r"([1-9]\d{0,5})(s|m|h)")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}

_PASSWORD: Final = re.compile(r"(?<=:)(?P<user>//[^:/?#]*:)(?P<secret>[^/?#]+)(?=@)")
_PARAMETER: Final = re.compile(
    r"(?P<user>[?&](?:\w*password|passwd|pwd|secret|token|api_?key)=)(?P<secret>[^&#]+)",
    re.IGNORECASE,
)
_SECOND_AT: Final = re.compile(r"(?<=:)//[^/?#]*@[^/?#]*@")
"""Engines end the password at the first `@`, so that what looks like the rest of it would be the host."""
_VARIABLE: Final = re.compile(r"(?:\$\{[A-Za-z_]\w*\})+")
HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where numbers come from.

    Attributes:
        name: What `source NAME "…"` and `pull NAME` call it.
        url: As written, with `${NAME}` for what the environment holds.
        query: One query that feeds every KPI: a text, or a file of the workspace that ends in `.sql`.
        timeout: Seconds that a query may take.
    """

    name: str
    url: str
    query: str | None = None
    timeout: float = DEFAULT_TIMEOUT

    @property
    def shown_url(self) -> str:
        """The url without a password."""
        return without_password(self.url)


class SourceFault(NamedTuple):
    """What is wrong with a source's table."""

    source: str
    key: str
    message: str
    help: str | None
    code: str = "W102"


def without_password(url: str) -> str:
    """A url as it may be shown: a password that is written in it is hidden, `${NAME}` stays."""
    for pattern in (_PASSWORD, _PARAMETER):
        url = pattern.sub(_hidden, url)
    return url


def _hidden(match: re.Match[str]) -> str:
    secret = match["secret"]
    return match["user"] + (secret if _VARIABLE.fullmatch(secret) else HIDDEN)


def read_sources(
    tables: dict[str, Any],
) -> tuple[tuple[SourceSettings, ...], tuple[SourceFault, ...]]:
    """The sources that can be used, and what is wrong with the others."""
    sources: list[SourceSettings] = []
    faults: list[SourceFault] = []
    for name, table in tables.items():
        wrong = list(_faults(name, table))
        faults += wrong
        if any(fault.code == "W102" and fault.key in {"url", name} for fault in wrong):
            continue
        query = table.get("query")
        timeout = seconds(table.get("timeout"))
        sources.append(
            SourceSettings(
                name,
                table["url"],
                query if isinstance(query, str) else None,
                DEFAULT_TIMEOUT if timeout is None else timeout,
            )
        )
    return tuple(sources), tuple(faults)


def _faults(name: str, table: object) -> list[SourceFault]:
    if not is_name(name):
        problem = f"`{name}` cannot be the name of a source"
        return [SourceFault(name, name, problem, "a name is made of letters, digits and `_`")]
    if not isinstance(table, dict):
        problem = f"`sources.{name}` is a table"
        return [SourceFault(name, name, problem, f"write `[sources.{name}]` and a line `url = …`")]
    faults = [_unknown(name, key) for key in table if key not in KEYS]
    url = table.get("url")
    if not isinstance(url, str) or not url:
        hint = 'write a line such as `url = "duckdb:"`'
        faults.append(SourceFault(name, "url", f"the source `{name}` has no url", hint))
    elif _SECOND_AT.search(url):
        problem = f"the url of the source `{name}` has two `@` before its path, and so more than one reading"
        faults.append(SourceFault(name, "url", problem, "write `%40` for an `@` of a user's name or a password"))  # fmt: skip
    elif without_password(url) != url:
        faults.append(_password(name))
    if not isinstance(table.get("query", ""), str):
        faults.append(SourceFault(name, "query", "`query` is a text in quotes", None))
    if "timeout" in table and seconds(table["timeout"]) is None:
        problem = f"`timeout` is a time of at most {LONGEST_TIMEOUT:.0f} seconds"
        faults.append(SourceFault(name, "timeout", problem, 'write `"60s"` or `"5m"`'))
    return faults


def _unknown(name: str, key: str) -> SourceFault:
    close = get_close_matches(key, KEYS, 1)
    hint = f"did you mean `{close[0]}`?" if close else f"known here: {', '.join(KEYS)}"
    return SourceFault(name, key, f"nothing reads the key `{key}`", hint)


def _password(name: str) -> SourceFault:
    warning = f"the url of the source `{name}` holds a password"
    hint = "write `${NAME}` in its place, and set NAME in the environment"
    return SourceFault(name, "url", warning, hint, "W104")


def seconds(written: object) -> float | None:
    """How long a timeout such as `60s` or `5m` is; None: it is none."""
    match = _DURATION.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        return None
    length = float(int(match[1]) * _SECONDS[match[2]])
    return length if length <= LONGEST_TIMEOUT else None
