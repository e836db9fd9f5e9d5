"""Every experiment finds nothing wrong with the product, and finds the faults that are planted in its way."""

from pathlib import Path

import pytest

from tests.fixtures.demo_cities import DemoCities
from tests.resilience.conftest import OpenCity
from tests.resilience.experiments import EXPERIMENTS, Experiment, lose_store

pytestmark = pytest.mark.resilience
PLANTED = [(experiment, fault) for experiment in EXPERIMENTS.values() for fault in experiment.faults]


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=lambda experiment: experiment.name)
def test_nothing_goes_wrong(experiment: Experiment, open_city: OpenCity, full_size: bool) -> None:
    with open_city(**experiment.settings) as at:
        figures, problems = (experiment.full if full_size else experiment.small)(at)
    assert problems == [], figures


@pytest.mark.parametrize(("experiment", "fault"), PLANTED, ids=[f"{experiment.name}-{fault}" for experiment, fault in PLANTED])
def test_a_planted_fault_is_found(experiment: Experiment, fault: str, open_sqlite_city: OpenCity) -> None:
    with open_sqlite_city(fault=fault, **experiment.settings) as at:
        _, problems = experiment.planted(at)
    assert any(experiment.faults[fault] in str(problem) for problem in problems), problems


@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_a_store_that_is_lost_and_comes_back_costs_nothing(
    store: str, folder: Path, demo_cities: DemoCities, request: pytest.FixtureRequest
) -> None:
    # A server of its own: the others' must not go away under them.
    postgres = request.getfixturevalue("own_postgres") if store == "postgresql" else None
    figures, problems = lose_store(folder / "city", postgres, cities=demo_cities)
    assert problems == [], figures


def test_an_answer_for_what_was_not_stored_is_found_when_the_disk_is_full(folder: Path, demo_cities: DemoCities) -> None:
    _, problems = lose_store(folder / "city", None, fault="lost", cities=demo_cities)
    assert any("lost" in str(problem) for problem in problems), problems
