"""Who committed the notes and judgements that a report shows, asked of git one item at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bsctui.report.changes import Signature

if TYPE_CHECKING:
    from bsctui.report.reading import ScoreReader
    from bsctui.report.reasons import Signatures
    from bsctui.workspace import Workspace

MOST: Final = 60
"""Items that git is asked of: a report of more remarks than anybody reads shall not take minutes."""

SIGNED: Final = frozenset({"note", "assess"})
"""Fields whose author is told."""


def remark_signatures(workspace: Workspace, reader: ScoreReader) -> Signatures:
    """By file and line; nothing outside a repository, and of what is not committed."""
    from bsctui.report.reasons import remarked_addresses

    addresses = remarked_addresses(reader)[:MOST]
    if not addresses:
        return {}
    from bsctui.cli import CommandError
    from bsctui.cli.history import history_of
    from bsctui.review.blame import blame

    try:
        with history_of(workspace) as history:
            facts = [fact for address in addresses for fact in blame(history, address)]
    except CommandError:
        return {}
    return {
        (fact.path, fact.line): Signature(fact.commit.author, fact.commit.date)
        for fact in facts
        if fact.field in SIGNED and fact.commit is not None
    }
