"""Broken text: read without a fault and written back as it was; laid out, edited and merged without losing anything."""

from __future__ import annotations

import pytest

from bsctui.edits import AddRecord, DeleteRecord, RecordValue, Refused, RenameRecord, SetField
from bsctui.merge.files import FileVersions, merge_file
from bsctui.text.document import BOM, read_document
from bsctui.text.formatting import format_document
from bsctui.workspace import Workspace
from tests.torture.amounts import drawing, rounds
from tests.torture.mutants import case, lines_moved, mutated, sample


def test_any_bytes_are_read_and_written_back():
    for seed in rounds(80, 5000):
        _, content = case(seed)
        assert read_document("a.bsc", content).to_bytes() == content, seed


def laid_out(content):
    document = read_document("a.bsc", content)
    text = format_document(document).encode("utf-8", "surrogateescape")
    return BOM.encode() + text if document.bom else text


def test_a_layout_is_its_own_layout_and_holds_the_same_words():
    for seed in rounds(40, 3000):
        draw = drawing(seed)
        content = mutated(draw, sample(draw), 3)
        once = laid_out(content)
        assert laid_out(once) == once, seed
        assert b"".join(once.split()) == b"".join(content.split()) or b"\r" in content, seed


def an_edit(draw, model):
    """Some edit of something that there is, or of nothing."""
    addresses = [*model.names.declared, "no.where"]
    address, other = draw.choice(addresses), draw.choice(addresses)
    word = draw.choice(
        ["5", "-3 by 2026-Q4", "anna", '"a # b"', "\x1b[31m", "", "(", "x" * 300, "40%"]
    )
    field = draw.choice(
        ["target", "baseline", "weight", "owner", "formula", "label", "unit", "like", "every"]
    )
    return draw.choice([
        SetField(address, field, word),
        RecordValue(address, draw.choice(["2025-Q1", "2026-02", "x"]), draw.choice(["1", "-", "1.5M", "x"]), None),
        RenameRecord(address, draw.choice(["new", "kpi", "a b", "é"])),
        DeleteRecord(address),
        AddRecord("kpi", "added", None, other, ("target 3",)),
    ])  # fmt: skip


def test_edits_of_a_broken_text_can_all_be_taken_back():
    made = 0
    for seed in rounds(20, 2000):
        draw, content = case(seed)
        work = Workspace.from_texts({"a.bsc": content})
        for _ in range(6):
            try:
                work.apply(an_edit(draw, work.model))
            except Refused:
                continue
            made += 1
        while work.undo() is not None:
            pass
        assert work.documents["a.bsc"].to_bytes() == content, seed
    assert made


@pytest.mark.parametrize("change", [mutated, lines_moved])
def test_versions_of_a_broken_text_are_merged(change):
    for seed in rounds(15, 2000):
        draw = drawing(seed)
        base = mutated(draw, sample(draw), 2)
        ours, theirs = change(draw, base), change(draw, base)
        assert merge_file(FileVersions(base, ours, ours)).content == ours, seed
        assert merge_file(FileVersions(base, base, theirs)).content == theirs, seed
        merged = merge_file(FileVersions(base, ours, theirs))
        read_document("a.bsc", merged.content)
        assert merged.conflicts or b"\n<<<<<<< ours\n" not in merged.content, seed
