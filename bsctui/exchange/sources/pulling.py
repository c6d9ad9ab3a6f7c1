"""A pull from beginning to end: what is trusted is run, read, compared with the files and made ready as one edit a source."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bsctui.edits import Compound, Refused, apply_edit
from bsctui.edits.edit import Texts
from bsctui.exchange.sources.answers import AnswerReader, Readings
from bsctui.exchange.sources.columns import AnswerError
from bsctui.exchange.sources.queries import queries_of
from bsctui.exchange.sources.running import (
    AnswerRows,
    QueryDone,
    QueryFailure,
    SourceQuery,
    SourceWarning,
    run_queries,
)
from bsctui.exchange.sources.source_edit import Taking, taking
from bsctui.exchange.sources.urls import SourceUrlError, source_url
from bsctui.exchange.trust import fingerprint, trusted_hashes
from bsctui.model.periods import IN_A_YEAR, FiscalYear
from bsctui.phrases import count_phrase, first_few
from bsctui.text.bounds import FARTHEST_YEARS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bsctui.edits import Edit, RecordActuals
    from bsctui.exchange.sources.queries import SourcedQuery
    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.source_settings import SourceSettings
    from bsctui.workspace import Workspace

MOST_ROWS: Final = 1_000_000
"""Of one answer, however many KPIs it feeds."""

FOREIGN_ID: Final = "id"
"""The `meta` line by which a row may name its KPI."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the sources is wanted.

    Attributes:
        sources: Their names; empty: all.
        only: Addresses to which values are limited; None: all.
        restate: Whether values of closed periods may be replaced.
    """

    sources: tuple[str, ...] = ()
    only: frozenset[str] | None = None
    restate: bool = False


@dataclass
class SourceReport:
    """What became of one source.

    Attributes:
        failures: Why nothing of it is taken, a line each.
        remarks: What its user should know.
        unknown: AnswerRows of KPIs that are none here, by what they are called.
        rows: How many rows came back.
    """

    source: str
    failures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    queries: int = 0
    taking: Taking = field(default_factory=lambda: Taking(()))


@dataclass
class PullOutcome:
    """What became of all of them, and the edit that brings in what can be taken."""

    reports: list[SourceReport]
    edits: tuple[RecordActuals, ...] = ()

    @property
    def edit(self) -> Edit | None:
        """None: nothing changes."""
        words = "; ".join(edit.description for edit in self.edits)
        return Compound(self.edits, words) if self.edits else None

    @property
    def is_whole(self) -> bool:
        """Whether every query gave what could be taken, and no closed period disagrees."""
        return not any(report.failures or report.taking.closed for report in self.reports)


def pull(
    workspace: Workspace,
    sources: Sequence[SourceSettings],
    wish: Wish,
    environment: Mapping[str, str] | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> PullOutcome:
    """Run every trusted query that is wanted; nothing is changed.

    Args:
        workspace: Where the values go.
        sources: What `bsctui.toml` says of them.
        wish: Which of them.
        environment: What urls take their variables from; by default the process's own.
        progress: Told of each query that is done: its source, how many are done, of how many.

    Raises:
        TrustError: What is trusted cannot be told.
    """
    variables = os.environ if environment is None else environment
    model, root = workspace.model, workspace.root
    trusted = trusted_hashes(root, variables)
    queries, unusable = queries_of(model, sources, root)
    reports: dict[str, SourceReport] = {}
    for fault in unusable:
        if _is_wanted(fault.source, wish):
            report = reports.setdefault(fault.source, SourceReport(fault.source))
            report.failures.append(f"{fault.place}: {fault.reason}")
    texts = Texts(workspace.documents, model)
    edits: list[RecordActuals] = []
    givers: dict[str, str] = {}
    for source in sources:
        asked = [query for query in queries if query.source is source and _is_asked(query, wish)]
        if not _is_wanted(source.name, wish) or not asked:
            continue
        report = reports.setdefault(source.name, SourceReport(source.name))
        report.failures += _untrusted(asked, trusted, workspace)
        if report.failures:
            continue
        gathered = _gathered(model, workspace, asked, report, variables, progress)
        if wish.only is not None:
            gathered = [readings for readings in gathered if readings.quantity.address in wish.only]
        report.failures += _given_twice(gathered, givers, source.name)
        if report.failures:
            continue
        report.taking = taking(texts.model, gathered, restate=wish.restate)
        if report.taking.series:
            edit = report.taking.edit(source.name)
            try:
                texts = apply_edit(edit, texts).texts
            except Refused as refused:
                hint = f"; {refused.help}" if refused.help else ""
                report.failures.append(f"{refused.message}{hint}")
                report.taking = Taking((), report.taking.closed)
            else:
                edits.append(edit)
    return PullOutcome(list(reports.values()), tuple(edits))


def _is_wanted(source: str, wish: Wish) -> bool:
    return not wish.sources or source in wish.sources


def _is_asked(query: SourcedQuery, wish: Wish) -> bool:
    return query.address is None or wish.only is None or query.address in wish.only


def _untrusted(
    queries: Sequence[SourcedQuery], trusted: frozenset[str], workspace: Workspace
) -> Iterator[str]:
    """A line for the queries that nobody has said yes to, or that changed since."""
    new = [query for query in queries if fingerprint(query, workspace.root) not in trusted]
    if new:
        count = count_phrase(len(new), "query is", "queries are")
        which = first_few([query.shown for query in new], 3)
        yield f"{count} new or changed and not trusted ({which}); `bsctui trust` shows them and asks"


def _gathered(
    model: Model, workspace: Workspace, queries: Sequence[SourcedQuery], report: SourceReport,
    variables: Mapping[str, str], progress: Callable[[str, int, int], None],
) -> list[Readings]:  # fmt: skip
    """Run the queries of one source and read what comes back; what fails is reported."""
    source = queries[0].source
    try:
        url = source_url(source.url, variables)
    except SourceUrlError as error:
        report.failures.append(str(error))
        return []
    readers = [_reader(model, query) for query in queries]
    failed: dict[int, str] = {}
    orders = [
        SourceQuery(query.text, reader.most) for query, reader in zip(queries, readers, strict=True)
    ]
    for at, happened in run_queries(url, workspace.root, source.timeout, orders):
        match happened:
            case AnswerRows(columns, rows) if at not in failed:
                try:
                    readers[at].take(columns, rows)
                except AnswerError as error:
                    failed[at] = str(error)
            case QueryFailure(reason):
                failed.setdefault(at, reason)
            case SourceWarning(text):
                report.remarks.append(text)
        if isinstance(happened, QueryDone | QueryFailure):
            report.queries += 1
            progress(source.name, report.queries, len(queries))
    report.failures += _failure_lines(queries, failed)
    for reader in readers:
        report.rows += reader.rows
        report.unknown.update(reader.unknown)
    return _joined(readers, report)


def _failure_lines(queries: Sequence[SourcedQuery], failed: Mapping[int, str]) -> Iterator[str]:
    """A line for each query that failed; one for all that failed alike."""
    reasons: dict[str, list[SourcedQuery]] = {}
    for at, reason in sorted(failed.items()):
        reasons.setdefault(reason, []).append(queries[at])
    for reason, alike in reasons.items():
        more = f" and {len(alike) - 1} more queries" if len(alike) > 1 else ""
        yield f"{alike[0].shown} ({alike[0].place}){more}: {reason}"


def _joined(readers: Sequence[AnswerReader], report: SourceReport) -> list[Readings]:
    """What all queries of a source say; a KPI that has a query of its own takes nothing from the one for all."""
    own = {reader.only.address for reader in readers if reader.only is not None}
    joined: list[Readings] = []
    passed: list[str] = []
    for reader in readers:
        for address, readings in reader.readings.items():
            if reader.only is None and address in own:
                passed.append(address)
            else:
                joined.append(readings)
    if passed:
        report.remarks.append(
            f"{len(passed)} of its KPIs have queries of their own, whose values are taken: {', '.join(passed[:3])}"
        )
    return joined


def _given_twice(answers: Sequence[Readings], givers: dict[str, str], source: str) -> Iterator[str]:
    """A line for a KPI that another source gives too: which of them is right is not for a program to say."""
    for readings in answers:
        address = readings.quantity.address
        other = givers.setdefault(address, source)
        if other != source:
            yield f"`{address}` comes from `{other}` too; let one of the two queries leave it out"
            return


def _reader(model: Model, query: SourcedQuery) -> AnswerReader:
    calendar = model.settings.calendar
    fiscal = calendar.fiscal if calendar is not None else FiscalYear()
    if query.quantity is not None:
        return AnswerReader(lambda _: None, query.quantity, _most(query.quantity), fiscal)
    count = sum(_most(quantity) for quantity in model.quantities())
    return AnswerReader(_finder(model), None, min(max(count, 1), MOST_ROWS), fiscal)


def _most(quantity: Quantity) -> int:
    """How many periods there are in which it may have a value: the calendar and as many years around it as may be."""
    return 2 * FARTHEST_YEARS * (IN_A_YEAR[quantity.definition.grain] + 1)


def _finder(model: Model) -> Callable[[str], Quantity | None]:
    """By address, else by the foreign id that exactly one KPI or measure has."""
    by_id: dict[str, list[Quantity]] = {}
    for quantity in model.quantities():
        for name, text in quantity.meta:
            if name == FOREIGN_ID:
                by_id.setdefault(text, []).append(quantity)

    def find(text: str) -> Quantity | None:
        quantity = model.quantity(text)
        if quantity is not None:
            return quantity
        alike = by_id.get(text, [])
        if len(alike) > 1:
            listed = " and ".join(f"`{candidate.address}`" for candidate in alike[:2])
            raise AnswerError(f"{listed} both have the id `{text}`")
        return alike[0] if alike else None

    return find
