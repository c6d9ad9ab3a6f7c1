"""A file's change cut into facts, each of which a commit may leave out; and the message made of them."""

from __future__ import annotations

import random

from bsctui.review.commit_message import commit_sentences, lacks_reason, part_text, subject_line
from bsctui.review.commit_parts import commit_parts, text_with
from bsctui.text.document import read_document
from bsctui.workspace import Workspace

OLD = """\
scorecard gates "Gates North"
  owner anna

objective o "O" in gates.process

kpi doors_closed "Doors closed" in gates.o
  target 88%
  unit %
  actual 2026-01: 80 81

kpi other in gates.o
  actual 2026-01: 1 2
"""
NEW = """\
scorecard gates "Gates North"
  owner bo

objective o "O" in gates.process

# new
kpi added "Added" in gates.o
  unit m

kpi doors_closed "Doors closed" in gates.o
  target 85% "two stands closed"
  unit %
  actual 2026-01: 80 81 90

kpi other in gates.o
  actual 2026-01: 1 2 3
"""


FIRST = """\
bsc 1

calendar months 2026-01..2026-12

person anna "Anna Berg"

"""


def test_new_records_are_told_by_scorecard_and_settings_last():
    def said(old, new):
        model = Workspace.from_texts({"a.bsc": new}).model
        return commit_sentences(parts_of(old, new), model)

    more = 'kpi late in gates.o\n\nobjective p "P" in gates.process\n'
    assert said("", FIRST + OLD)[0] == "scorecard Gates North with 1 objective and 2 KPIs"
    assert said("", FIRST + OLD)[-1] == "person anna added"
    assert said(OLD, f"{OLD}\n{more}") == ["Gates North: 1 objective and 1 KPI added"]
    assert said(OLD, f"{OLD}\nkpi late in gates.o\n") == ["kpi late added"]


def document(text):
    return read_document("a.bsc", text.encode())


def parts_of(old, new):
    return commit_parts(document(old), document(new))


def test_each_fact_is_a_part_and_a_new_record_is_one():
    assert [(part.address, part.text) for part in parts_of(OLD, NEW)] == [
        ("gates", "owner anna → bo"),
        ("gates.added", "kpi added added"),
        ("gates.doors_closed", 'target 88% → 85% "two stands closed"'),
        ("gates.doors_closed", "actual 2026-01: 80 81 → 2026-01: 80 81 90"),
        ("gates.other", "actual 2026-01: 1 2 → 2026-01: 1 2 3"),
    ]


def test_a_part_left_out_stays_as_it_was_and_all_else_comes():
    old = document(OLD)
    parts = parts_of(OLD, NEW)
    assert text_with(old.lines, parts, {parts[2]}) == NEW.replace(
        'target 85% "two stands closed"', "target 88%"
    )


def test_all_parts_make_the_new_file_and_none_leaves_the_old_one():
    lines = (OLD + NEW).splitlines(keepends=True)
    for seed in range(200):
        chance = random.Random(seed)
        old, new = (
            document("".join(raw for raw in lines if chance.random() < 0.6)) for _ in range(2)
        )
        parts = commit_parts(old, new)
        assert text_with(old.lines, parts, ()) == "".join(new.lines)
        assert text_with(old.lines, parts, parts) == "".join(old.lines)


def test_the_message_tells_goalposts_first_and_values_of_a_period_together():
    model = Workspace.from_texts({"a.bsc": NEW}).model
    assert commit_sentences(parts_of(OLD, NEW), model) == [
        "doors_closed target 88% → 85% (two stands closed)",
        "Gates North: 2 values of 2026-03",
        "kpi added added",
        "gates owner anna → bo",
    ]


def test_a_subject_holds_whole_sentences_and_never_breaks_off():
    target, owner = "doors_closed target 88% → 85% (two stands closed)", "gates owner anna → bo"
    assert subject_line([owner]) == owner
    assert subject_line([target, owner]) == f"{target}; {owner}"
    # With a third one 72 characters are too few for all of them: 49, 2, 21 and more.
    assert subject_line([target, owner, "b", "c"]) == f"{target}; 3 more"
    reasoned = f"{owner} (because {'of a long story ' * 4})"
    assert subject_line([reasoned, "b"]) == f"{owner}; 1 more"
    assert subject_line(["x" * 90, "b"]) == f"{'x' * 90}; 1 more"


def test_of_a_series_only_what_differs_is_told():
    model = Workspace.from_texts({"a.bsc": NEW}).model
    texts = [part_text(part, model) for part in parts_of(OLD, NEW)]
    assert texts[2:] == ['target 88% → 85% "two stands closed"', "2026-03: 90", "2026-03: 3"]


def test_a_single_value_is_told_with_its_number():
    new = OLD.replace("1 2\n", "1 2.5\n")
    model = Workspace.from_texts({"a.bsc": new}).model
    assert commit_sentences(parts_of(OLD, new), model) == ["other 2026-02: 2.5"]


def test_a_goal_changed_without_a_new_reason_is_told_from_one_that_has_its_reason():
    def unexplained(old, new):
        return [part.text for part in parts_of(old, new) if lacks_reason(part)]

    assert unexplained(OLD, OLD.replace("88%", "85%")) == ["target 88% → 85%"]
    assert unexplained(OLD, NEW) == []
    old_reason = NEW.replace("85%", "84%")
    assert len(unexplained(NEW, old_reason)) == 1
    later = OLD.replace("target 88%", "target 88%\n  target 85% from 2026-06")
    assert len(unexplained(OLD, later)) == 1
    assert unexplained(OLD, later.replace("2026-06", '2026-06 "two stands closed"')) == []
    assert unexplained("", OLD) == []
