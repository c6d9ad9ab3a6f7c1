"""What holds for any workspace: it is built without an exception, whatever stands in which order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model.build import build
from bsctui.text.document import read_document
from tests.budget import budget
from tests.model.test_update import LINES, NUMBERS, WORKSPACE

if TYPE_CHECKING:
    from random import Random


@given(
    st.lists(st.sampled_from((*LINES, *WORKSPACE.splitlines(), *NUMBERS.splitlines())), max_size=40)
)
@settings(max_examples=budget(150), deadline=None)
def test_lines_in_any_order_make_a_model_and_problems(lines: list[str]) -> None:
    document = read_document("a.bsc", "\n".join(lines).encode())
    model = build({"a.bsc": document})
    assert all(1 <= problem.line <= len(lines) for problem in model.diagnostics)


@given(st.binary(max_size=200))
@settings(max_examples=budget(100), deadline=None)
def test_any_bytes_make_a_model(content: bytes) -> None:
    assert build({"a.bsc": read_document("a.bsc", content)}).documents


@given(st.randoms(use_true_random=False))
@settings(max_examples=budget(50), deadline=None)
def test_where_records_stand_changes_nothing_but_the_order_of_display(random: Random) -> None:
    whole = WORKSPACE + "\nactuals 2025-Q3\n  low.copied 4\n"
    records = [list(record.lines) for record in read_document("a.bsc", whole.encode()).records]
    random.shuffle(records)
    half = random.randrange(len(records))
    parts = {"a.bsc": records[:half], "b.bsc": records[half:]}
    texts = {path: "".join(chain.from_iterable(found)) for path, found in parts.items()}
    shuffled = build({path: read_document(path, text.encode()) for path, text in texts.items()})
    plain = build({"a.bsc": read_document("a.bsc", whole.encode())})
    assert sorted(p.message for p in shuffled.diagnostics) == sorted(
        p.message for p in plain.diagnostics
    )
    for address, kpi in plain.kpis.items():
        other = shuffled.kpis[address]
        assert [line.values for line in other.actuals] == [line.values for line in kpi.actuals]
        assert other.definition.grain is kpi.definition.grain
        assert other.definition.better is kpi.definition.better
