"""A source's url: which engine it names, what of it comes from the environment, and what must never be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from bsctui.source_settings import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENGINES: Final = ("duckdb", "sqlite", "postgresql", "spark", "sqlalchemy")
"""The schemes of urls, `sqlalchemy+DIALECT` for the last."""

_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_]\w*)\}")
_PASSWORD: Final = re.compile(r"//[^:/?#]*:([^/?#]+)@")
_PARAMETER: Final = re.compile(
    r"[?&](?:\w*password|passwd|pwd|secret|token|api_?key)=([^&#]+)", re.IGNORECASE
)

SHORT: Final = 4
"""A secret of fewer characters is hidden as a whole word only: else every `a` of a message would be."""


class SourceUrlError(Exception):
    """A url that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class SourceUrl:
    """A url that is ready to connect to.

    Attributes:
        engine: One of `ENGINES`.
        text: All of it, secrets included: handed to the engine, never shown.
        rest: What stands behind the engine's name and its colon.
        secrets: What must not appear in any output.
    """

    engine: str
    text: str
    rest: str
    secrets: tuple[str, ...] = ()


def source_url(template: str, environment: Mapping[str, str]) -> SourceUrl:
    """A url with what the environment holds.

    Raises:
        SourceUrlError: A variable is not set, or nothing can connect to such a url.
    """
    scheme = template.partition(":")[0].lower()
    engine = scheme.partition("+")[0]
    if engine == "postgres":
        engine = "postgresql"
    if engine not in ENGINES or ":" not in template:
        raise SourceUrlError(
            f"its url begins with none of {', '.join(f'`{name}:`' for name in ENGINES[:-1])} and `sqlalchemy+DIALECT:`"
        )
    names = list(dict.fromkeys(_VARIABLE.findall(template)))
    missing = next((name for name in names if not environment.get(name)), None)
    if missing is not None:
        raise SourceUrlError(
            f"its url needs `${{{missing}}}`, and the environment has no {missing}"
        )
    is_address = "//" in template
    text = _VARIABLE.sub(
        lambda match: _placed(environment[match[1]], is_address=is_address), template
    )
    secrets = _secrets([environment[name] for name in names], text)
    return SourceUrl(engine, text, text.partition(":")[2], secrets)


def _placed(value: str, *, is_address: bool) -> str:
    """A value inside a url: what would end the user, the password or the host is escaped."""
    return quote(value, safe="") if is_address else value


def _secrets(values: Iterable[str], url: str) -> tuple[str, ...]:
    written = [part for pattern in (_PASSWORD, _PARAMETER) for part in pattern.findall(url) if part]
    known = {
        form
        for value in (*values, *written)
        for form in (value, unquote(value), quote(value, safe=""))
    }
    return tuple(sorted(known, key=len, reverse=True))


def hidden(text: str, secrets: Iterable[str]) -> str:
    """A text of an engine, in which no secret can be read."""
    for secret in secrets:
        if len(secret) < SHORT:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)
        else:
            text = text.replace(secret, HIDDEN)
    return text
