"""Directions of imported KPIs: never guessed, answered by label, and asked again for a KPI that is new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bsctui.edits import Refused
from bsctui.exchange.reading.mapping import ImportMapping, as_toml, read_mapping
from tests.exchange.imports import Asked, imported

TABLE = "KPI,Target,2024\nDays to pay,10,12\nUptime,99,98\nTrips,50,40\nVisits,7,8\n"


def directions(outcome):
    """What is written, by label; None where no line says it."""
    written = {}
    for kpi in outcome.workspace.model.kpis.values():
        lines = [line for line in outcome.lines(kpi.label) if line.startswith("better ")]
        written[kpi.label] = lines[0].removeprefix("better ") if lines else None
    return written


def asked(mapping, table=TABLE):
    """The one question that a table leaves."""
    with pytest.raises(Asked) as raised:
        imported(table, mapping=mapping)
    (question,) = raised.value.questions
    return question


def answered(mapping, name, table=TABLE):
    """The mapping after an answer that begins so."""
    question = asked(mapping, table)
    (choice,) = [each for each in question.choices if each.name.startswith(name)]
    return replace(mapping, **choice.changes)


def test_the_proposals_are_listed_by_what_the_labels_say():
    question = asked(ImportMapping())
    assert question.text.startswith("4 KPIs have a target")
    assert question.details == (
        "higher is better, judging by the label: `Uptime`",
        "lower is better, judging by the label or a target of 0: `Days to pay`",
        "the label does not tell: `Trips`, `Visits`",
    )


def test_what_no_label_tells_is_asked_after_the_proposals_were_taken_and_never_becomes_higher():
    rest = asked(answered(ImportMapping(), "as listed"))
    assert rest.details == ("the label does not tell: `Trips`, `Visits`",)
    by_option = asked(ImportMapping(otherwise="proposed"))
    assert by_option.details == rest.details, "`--better proposed --yes` is refused"


@pytest.mark.parametrize(("answer", "word"), [("higher", "higher"), ("lower", "lower"), ("leave", None)])  # fmt: skip
def test_an_answer_for_the_rest_leaves_the_proposals_as_they_are(answer, word):
    for first in (answered(ImportMapping(), "as listed"), ImportMapping(otherwise="proposed")):
        outcome = imported(TABLE, mapping=answered(first, answer))
        assert directions(outcome) == {
            "Days to pay": "lower", "Uptime": "higher", "Trips": word, "Visits": word,
        }  # fmt: skip
        assert len(outcome.result.without_direction) == (2 if word is None else 0)


def test_each_kpi_can_be_asked_about_with_what_its_label_says_first():
    mapping = answered(ImportMapping(), "ask about each")
    seen = []
    while True:
        try:
            outcome = imported(TABLE, mapping=mapping)
        except Asked as question:
            (one,) = question.questions
            seen.append((one.text.partition(" has ")[0], one.choices[0].name))
            mapping = replace(mapping, **one.choices[1 if "Uptime" in one.text else 0].changes)
        else:
            break
    assert seen == [
        ("`Days to pay`", "lower is better"), ("`Uptime`", "higher is better"),
        ("`Trips`", "higher is better"), ("`Visits`", "higher is better"),
    ]  # fmt: skip
    assert directions(outcome)["Uptime"] == "lower", "an exception to what its label says"


def test_a_mapping_that_was_kept_speaks_for_its_own_kpis_and_not_for_new_ones():
    mapping = answered(ImportMapping(), "higher is better for all")
    kept = read_mapping(as_toml(mapping))
    assert directions(imported(TABLE, mapping=kept))["Days to pay"] == "higher"
    question = asked(kept, f"{TABLE}Wagons,3,2\n")
    assert question.text.startswith("`Wagons` has the target 3")


def test_kpis_of_one_label_in_two_scorecards_are_answered_each_for_itself():
    table = "Scorecard,KPI,Target,2024\nNorth,Trips,5,4\nSouth,Trips,9,8\n"
    first = asked(answered(ImportMapping(), "ask about each", table), table)
    mapping = replace(ImportMapping(asks_of_each=True), **first.choices[1].changes)
    second = asked(mapping, table)
    assert first.text != second.text
    outcome = imported(table, mapping=replace(mapping, **second.choices[0].changes))
    found = {kpi.address.split(".")[0]: kpi.definition.better.value for kpi in outcome.workspace.model.kpis.values()}  # fmt: skip
    assert found == {"north": "lower", "south": "higher"}


def test_who_imports_reads_how_words_were_taken():
    table = "Perspective,KPI,Target,2024\nPeople,Days to pay,10,12\nPeople,Trips,50,40\n"
    outcome = imported(table, better={"Trips": "none"}, otherwise="lower")
    assert list(outcome.result.understood()) == [
        "directions: lower is better for 1, open for 1",
        "perspective `People` is imported as `Learning & growth`",
    ]


@pytest.mark.parametrize(
    ("baseline", "targets", "is_asked"),
    [(5, (8, 9), False), (10, (8, 9), False), (8, (7, 9), True), (8, (8, 9), True), (8, (8, 8), True)],
)  # fmt: skip
def test_a_baseline_tells_the_direction_only_where_every_target_is_on_one_side_of_it(baseline, targets, is_asked):  # fmt: skip
    table = f"KPI,Baseline,Target 2024,Target 2025,2024\nTrips,{baseline},{targets[0]},{targets[1]},7\n"  # fmt: skip
    if is_asked:
        assert asked(ImportMapping(), table).text.startswith("`Trips` has the target")
    else:
        assert directions(imported(table)) == {"Trips": None}


def test_an_edit_of_many_records_is_refused_by_the_name_of_the_one_in_error():
    table = "KPI,Baseline,Target 2024,Target 2025,2024\nVisits,1,2,3,2\nTrips,8,9,9,7\n"
    with pytest.raises(Refused, match=r"`board\.trips`: the target lies above the baseline"):
        imported(table, better={"Trips": "lower"})
