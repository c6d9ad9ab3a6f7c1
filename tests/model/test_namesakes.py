"""What tells things of one label apart where they stand in one list."""

from __future__ import annotations

import pytest

from tests.scoring.worked import clean_model

ALIKE = """
calendar months 2025-01..2025-06
scorecard rail "Railways"
objective lifts "Lifts" in rail.process
kpi up "Availability" in rail.lifts
kpi hours "Hours" in rail.lifts
kpi north "North" in rail.up
kpi north_hours "North" in rail.hours
scorecard bus "Buses"
objective doors "Doors" in bus.process
kpi up "Availability" in bus.doors
kpi twin "Twin" in bus.doors
kpi other "Twin" in bus.doors
measure lines "Twin" in bus
scorecard tram "Depot"
objective lifts "Lifts" in tram.process
scorecard ferry "Depot"
objective lifts "Lifts" in ferry.process
"""


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("rail.up", "Availability (Railways)"),
        ("bus.up", "Availability (Buses)"),
        ("rail.hours", "Hours"),
        ("rail.north", "North (Availability)"),
        ("rail.north_hours", "North (Hours)"),
        ("bus.twin", "Twin (twin)"),
        ("bus.lines", "Twin (lines)"),
        ("rail.lifts", "Lifts (Railways)"),
        ("tram.lifts", "Lifts (Depot tram)"),
        ("ferry", "Depot (ferry)"),
        ("rail", "Railways"),
    ],
)
def test_what_is_called_like_another_says_what_tells_it_apart(address, label):
    model = clean_model(ALIKE)
    entity = model.entity(address)
    assert entity is not None
    assert model.distinct_label(entity) == label


def test_no_two_things_of_a_kind_are_called_the_same_in_a_list():
    model = clean_model(ALIKE)
    for kind in (model.scorecards, model.objectives, {**model.kpis, **model.measures}):
        labels = [model.distinct_label(entity) for entity in kind.values()]
        assert len(set(labels)) == len(labels)
