"""Which records say a name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsctui.text.document import document_of, read_document

TEXT = """\
scorecard air "Air"
objective fast in air.process
kpi turns in air.fast
  formula ground.turns + rate_1
kpi turns_late in ground.fast
  note "see turns"
# rate and air
measure rate in air
"""


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("turns", ["turns", "turns_late"]),
        ("air.turns", ["turns"]),
        ("ground.turns", ["turns", "turns_late"]),
        ("rate", ["rate"]),
        ("rate_1", ["turns"]),
        ("air", ["air", "fast", "turns", "rate"]),
        ("nothing", []),
        (".turns", ["turns", "turns_late"]),
        (".", []),
        ("", []),
    ],
)
def test_a_name_is_said_where_all_its_words_stand_whole(name, headers):
    document = read_document("a.bsc", TEXT.encode())
    named = document.records_naming({name})
    assert [record.header.parts[0] for record in named] == headers


@given(
    st.lists(st.text("ab_.# \n", max_size=9), max_size=6), st.sampled_from(["a", "b", "ab", "a_b"])
)
def test_records_are_those_in_which_the_word_is_found_one_by_one(lines, word):
    document = document_of("a.bsc", "".join(f"kpi {line}\n" for line in lines))
    says = re.compile(rf"(?<!\w){word}(?!\w)").search
    assert document.records_naming({word}) == [
        record for record in document.records if any(map(says, record.lines))
    ]
