"""The order of files, records and lines, and the seed of hashes, are nothing to any figure."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bsctui.model import update as model_update
from bsctui.model.build import build
from bsctui.model.graph import components
from bsctui.scoring.evaluate import evaluate, update_scores
from bsctui.text.document import read_document
from bsctui.text.edits import LineEdit, apply_line_edits
from tests.budget import budget
from tests.reference.worlds import workspaces
from tests.scoring.test_incremental import MAIN, NUMBERS, figures
from tests.scoring.worked import CARD, line, scored

if TYPE_CHECKING:
    import random

QUARTERS = "calendar quarters 2025-Q1..2025-Q2\n"

LOOKING_AT_EACH_OTHER = [
    "kpi a in s.o\n  formula x + b\n  aggregate sum\n",
    "kpi b in s.o\n  formula x * 2\n  aggregate sum\n  target 100\n",
    "measure x in s\n  aggregate sum\n  actual 2025-01: 1 2 3 4 5 6\n",
]


@pytest.mark.parametrize("records", list(permutations(LOOKING_AT_EACH_OTHER)))
def test_a_formula_has_its_inputs_grain_in_whatever_order_they_are_declared(
    records: tuple[str, ...],
) -> None:
    """x by month is 1 to 6, b twice that, a three times: by quarter 12 and 30, 18 and 45."""
    scores = scored(QUARTERS + CARD + "".join(records))
    assert line(scores, "s.b", "value") == [12, 30]
    assert line(scores, "s.b") == [4, 10]  # against 100 a month, 300 a quarter
    assert line(scores, "s.a", "value") == [18, 45]


def records_of(text: str) -> list[str]:
    """The records of a text, each with its lines."""
    found: list[str] = []
    for one in text.splitlines(keepends=True):
        if one.startswith(" ") and found:
            found[-1] += one
        else:
            found.append(one)
    return found


CHANCES = st.randoms(use_true_random=False)
SETTINGS = ("calendar", "coverage", "perspective", "tier", "status")


def shuffled(text: str, chance: random.Random) -> dict[str, str]:
    """The records in another order in three files, and the lines of each in another order."""
    fixed = [one for one in records_of(text) if one.startswith(SETTINGS)]
    moving = [_turned(one, chance) for one in records_of(text) if not one.startswith(SETTINGS)]
    chance.shuffle(moving)
    texts = {"b.bsc": "".join(fixed), "a.bsc": "", "c/d.bsc": ""}
    for one in moving:
        texts[chance.choice(list(texts))] += one
    return texts


def _turned(record: str, chance: random.Random) -> str:
    """A record of which the lines whose order is nothing stand in another one (actuals tell the grain by the first)."""
    header, *lines = record.splitlines(keepends=True)
    chance.shuffle(lines)
    return header + "".join(lines)


def built(texts: dict[str, str]):
    return build({path: read_document(path, text.encode()) for path, text in texts.items()})


@pytest.mark.slow
@given(st.one_of(st.just(MAIN + NUMBERS), workspaces()), CHANCES)
@settings(max_examples=budget(60))
def test_the_order_of_files_records_and_lines_is_nothing_to_any_figure(
    text: str, chance: random.Random
) -> None:
    model = built({"a.bsc": text})
    other = built(shuffled(text, chance))
    for grain in (None, *{model.settings.calendar.grain, 4}):
        assert in_order(evaluate(model, grain)) == in_order(evaluate(other, grain))


def in_order(scores) -> dict[str, object]:
    return dict(sorted(figures(scores).items()))


CIRCLES = (
    QUARTERS
    + CARD
    + "kpi a in s.o\n  formula coalesce(b, x, 5)\n  target 10\nkpi b in s.o\n  formula coalesce(a, y, 7)\n  target 10\n"
    "kpi c in s.o\n  formula coalesce(a, 1)\n  target 10\nmeasure x in s\n  actual 2025-01: 1 2 3\n"
    "measure y in s\n  actual 2025-Q1: 4 4\n"
)


@given(CHANCES)
@settings(max_examples=budget(20))
def test_what_stands_in_a_circle_has_no_value_wherever_it_is_declared(
    chance: random.Random,
) -> None:
    scores = evaluate(built(shuffled(CIRCLES, chance)))
    assert line(scores, "s.a", "value") == [None, None]
    assert line(scores, "s.b", "value") == [None, None]


def test_components_tell_circles_apart_and_put_first_what_others_rest_on() -> None:
    beneath = {"a": "bx", "b": "ca", "c": "", "x": "x", "y": "ay"}
    found = [
        "".join(sorted(one)) for one in components("yabcx", lambda node: beneath.get(node, ""))
    ]
    assert sorted(found) == ["ab", "c", "x", "y"]
    assert found.index("c") < found.index("ab") < found.index("y")
    assert found.index("x") < found.index("ab")


def told_after_an_edit() -> str:
    """All figures after an edit that has nothing to do with them: the owner of what others look at."""
    text = QUARTERS + CARD + "".join(LOOKING_AT_EACH_OTHER)
    before = {"a.bsc": read_document("a.bsc", text.encode())}
    scores = evaluate(build(before))
    place = before["a.bsc"].lines.index("measure x in s\n") + 1
    after = {
        "a.bsc": apply_line_edits(
            before["a.bsc"], [LineEdit("a.bsc", place + 1, place, ("  owner me\n",))]
        )
    }
    found = update_scores(scores, model_update.update_model(scores.model, after))
    assert figures(found) == figures(scores)
    return repr(in_order(found))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_seed_of_hashes_is_nothing_to_any_figure(seed: str) -> None:
    code = "from tests.scoring.test_order import told_after_an_edit as told; print(told())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == told_after_an_edit()


TOGETHER = f"""\
calendar quarters 2025-Q1..2025-Q4
{CARD}kpi total in s.o
  rollup sum partial
  target 60
kpi a in s.o
  aggregate sum
  target 9
  actual 2025-01: 1 2 3 | 4 5
  feeds total
kpi b in s.o
  aggregate average
  target 5
  actual 2025-04: 6 - 9
  feeds total weight 2
kpi c in s.o
  target 8 by 2025-Q4
  actual 2025-Q1: 7 - 4
  feeds total
"""


def test_how_many_kpis_are_computed_together_is_nothing_to_any_figure(monkeypatch):
    """By hand: a 6 and 9 (partial), b - and 7.5 (partial), c 7 and -: 13 by the first quarter, 24 by the second."""
    together = scored(TOGETHER)
    for module in ("kpi_scores", "resampling.resample"):
        monkeypatch.setattr(f"bsctui.scoring.{module}.CELLS_AT_ONCE", 1)
    assert figures(scored(TOGETHER)) == figures(together)
    assert together.value[together.row["s.total"]].tolist()[:2] == [13, 24]
