"""A name that a formula repeats is written anew at each of its places, and the line is read once for all of them."""

from __future__ import annotations

from bsctui.edits import readdress
from bsctui.edits.readdress import RenameRecord
from bsctui.workspace import Workspace

REPEATED = """calendar quarters 2025-Q1..2025-Q4
scorecard s "S"
objective o "O" in s.financial
kpi k "K" in s.o
kpi f "F" in s.o
  formula sum(k, k, s.k, k) + k
"""


def test_a_name_is_replaced_at_each_place_and_looked_for_once(monkeypatch):
    asked = []
    found = readdress.part_spans
    monkeypatch.setattr(readdress, "part_spans", lambda raw: asked.append(raw) or found(raw))
    work = Workspace.from_texts({"a.bsc": REPEATED})
    work.apply(RenameRecord("s.k", "zed"))
    assert "  formula sum(zed, zed, s.zed, zed) + zed\n" in "".join(work.documents["a.bsc"].lines)
    assert sum("formula" in raw for raw in asked) == 1  # for `k` and `s.k` together
