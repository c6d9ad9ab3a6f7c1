"""Of the problems of a workspace those that another revision of it had not."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bsctui.text.diagnostics import Diagnostic

_ADDRESS: Final = re.compile(r"`([^`]+)`")


def new_problems(
    before: Iterable[Diagnostic], after: Iterable[Diagnostic], names: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """The problems that came with the new side; what was only renamed is not new.

    Args:
        before: Of the old side.
        after: Of the new side.
        names: The new side's addresses -> the old side's.
    """
    remaining = Counter(_identity(problem, {}) for problem in before)
    for problem in after:
        identity = _identity(problem, names)
        if remaining[identity]:
            remaining[identity] -= 1
        else:
            yield problem


def _identity(problem: Diagnostic, names: Mapping[str, str]) -> tuple[str, ...]:
    """What two sides' problems have in common where they are one: the names in them; an error's words too.

    Advice speaks of scores, and those move without the advice being new.
    """
    words = problem.message if problem.is_error else ""
    addresses = [names.get(name, name) for name in _ADDRESS.findall(problem.message)]
    return problem.code, _ADDRESS.sub("", words), *addresses
