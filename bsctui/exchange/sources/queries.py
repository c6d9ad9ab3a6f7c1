"""The queries of a workspace: one for a whole source in `bsctui.toml`, and those that KPIs and measures hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bsctui.storage.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bsctui.model.entities import Quantity
    from bsctui.model.model import Model
    from bsctui.source_settings import SourceSettings

ENDING: Final = ".sql"
LARGEST_FILE: Final = 1_000_000
"""Bytes of a file with a query."""


class QueryFileError(Exception):
    """A query's file that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class SourcedQuery:
    """A query, read once: what is shown, what is trusted and what runs are this one text.

    Attributes:
        source: Whose it is.
        quantity: The KPI or measure that it stands in; None: it feeds all of them.
        place: The file and line that it stands in, for messages.
        file: The file that holds its text; None: it stands in place.
        text: All of it.
    """

    source: SourceSettings
    quantity: Quantity | None
    place: str
    file: str | None
    text: str

    @property
    def address(self) -> str | None:
        """The address of what it stands in."""
        return self.quantity.address if self.quantity is not None else None

    @property
    def shown(self) -> str:
        """What it is called in messages."""
        return (
            f"`{self.address}`" if self.address else f"`{self.file}`" if self.file else "its query"
        )


@dataclass(frozen=True, slots=True)
class UnusableQuery:
    """A query that cannot be asked for: its source is not known, or its file cannot be read."""

    source: str
    place: str
    reason: str


def queries_of(
    model: Model, sources: Sequence[SourceSettings], root: Path
) -> tuple[list[SourcedQuery], list[UnusableQuery]]:
    """All queries of a workspace, by source; each file is read once."""
    by_name = {source.name: source for source in sources}
    files: dict[str, str] = {}
    queries: list[SourcedQuery] = []
    unusable: list[UnusableQuery] = []
    for name, quantity, place, written in _written(model, sources):
        source = by_name.get(name)
        if source is None:
            known = f"known are {', '.join(by_name)}" if by_name else "there is none"
            problem = f"no `[sources.{name}]` in bsctui.toml; {known}"
            unusable.append(UnusableQuery(name, place, problem))
            continue
        file = written.strip() if written.strip().endswith(ENDING) and "\n" not in written else None
        try:
            if file is not None and file not in files:
                files[file] = query_file(root, file)
        except QueryFileError as error:
            unusable.append(UnusableQuery(name, place, str(error)))
            continue
        text = files[file] if file is not None else written
        queries.append(SourcedQuery(source, quantity, place, file, text))
    return queries, unusable


def _written(
    model: Model, sources: Sequence[SourceSettings]
) -> Iterator[tuple[str, Quantity | None, str, str]]:
    """Source, KPI or measure, place and text of each query, a source's own first."""
    for source in sources:
        if source.query is not None:
            yield source.name, None, "bsctui.toml", source.query
    for quantity in model.quantities():
        if quantity.source is not None:
            name, text = quantity.source
            yield name, quantity, _place(model, quantity.address), text


def _place(model: Model, address: str) -> str:
    path, record = model.record_of(address) or ("", None)
    statements = record.statements if record is not None else ()
    line = next((each.line for each in statements if each.form.keyword == "source"), 0)
    return f"{path}:{model.documents[path].start_of(record) + line}" if record is not None else ""


def query_file(root: Path, name: str) -> str:
    """The text of a query's file.

    Raises:
        QueryFileError: It is none of the workspace, or cannot be read.
    """
    try:
        path = (root / name).resolve()
        if Path(name).is_absolute() or not path.is_relative_to(root.resolve()):
            raise QueryFileError(f"`{name}` leads out of the workspace's folder")
        if path.stat().st_size > LARGEST_FILE:
            raise QueryFileError(f"`{name}` is larger than a query's file may be")
        return read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QueryFileError(f"`{name}` is not UTF-8 text") from None
    except ValueError:
        raise QueryFileError(f"`{name}` is not a file name") from None
    except OSError as error:
        raise QueryFileError(f"`{name}` cannot be read: {error.strerror or error}") from None
