"""The way of a case: steps in the order in which they came, rounds of several items once, and what became of each."""

from datetime import timedelta
from typing import Any

import pytest

from app.queries.case_choice import CaseChoice
from app.queries.case_paths import case_paths, path_id, path_of
from app.queries.case_statistics import Spread, case_statistics
from app.service.migrate_instance import MigrateInstance
from tests.builders.city import City
from tests.builders.drawing import catch, duration, each, end, path, process, start, user


def task(element: str, state: str = "COMPLETED", lapsed: int = 0) -> dict[str, Any]:
    return {"element_id": element, "state": state, "lapsed": lapsed}


ITEMS = frozenset({"sign", "reply"})


@pytest.mark.parametrize(
    ("tasks", "path"),
    [
        ([], ()),
        ([task("a"), task("b", "CREATED")], (("a", "done"), ("b", "open"))),
        ([task("a"), task("b"), task("a")], (("a", "done"), ("b", "done"), ("a", "done"))),
        ([task("a"), task("a")], (("a", "done"), ("a", "done"))),
        ([task("a", "CANCELED", 1), task("b", "CANCELED")], (("a", "lapsed"), ("b", "left"))),
        (
            [task("a"), task("sign"), task("sign"), task("reply"), task("sign"), task("reply", "CANCELED", 1), task("z")],
            (("a", "done"), ("sign", "done"), ("reply", "lapsed"), ("z", "done")),
        ),
        ([task("sign"), task("z"), task("sign", "CREATED")], (("sign", "done"), ("z", "done"), ("sign", "open"))),
    ],
)
def test_a_way_names_each_step_as_it_came_and_the_items_of_a_round_once(tasks: list[dict[str, Any]], path: Any) -> None:
    assert path_of(tasks, ITEMS) == path


def test_ways_are_told_apart_by_steps_and_by_how_they_ended() -> None:
    named = {
        path_id(path, state)
        for path in ((("a", "done"),), (("a", "open"),), (("a", "done"), ("b", "done")))
        for state in ("ACTIVE", "COMPLETED")
    }
    assert len(named) == 6
    assert path_id((("a", "done"),), "ACTIVE") in named


@pytest.mark.parametrize(
    ("seconds", "median", "high"),
    [([], None, None), ([7], 7, 7), ([3, 1], 1, 3), ([3, 1, 2], 2, 3), (range(1, 101), 50, 95), (range(1, 21), 10, 19)],
)
def test_a_percentile_is_a_duration_that_occurred(seconds: Any, median: int | None, high: int | None) -> None:
    spread = Spread()
    for one in seconds:
        spread.add(one)
    assert (spread.at(50), spread.at(95), len(spread)) == (median, high, len(seconds))
    spread.add(1_000)
    assert spread.at(100) == 1_000


def wait_for(first: str, each_of: str, paused: str) -> bytes:
    """Draw a step, one for each of two, and a wait."""
    several = user(each_of, loop=each('=["x", "y"]', "one"))
    steps = start(), user(first), several, catch(paused, duration("PT3H")), user("last"), end()
    return process("renamed", *steps, path(f"s {first} {each_of} {paused} last e"))


def test_a_case_that_was_taken_to_another_version_went_the_way_of_those_that_began_by_it(city: City) -> None:
    """What it did and waited for under other names counts as the same steps: on the diagram, among the ways, and in working time."""
    city.deploy({"renamed.bpmn": wait_for("first", "every", "paused")})
    moved = city.start("renamed", "hotline")
    for element in ("first", "every", "every"):
        city.complete(moved, element, "hotline")
    city.deploy({"renamed.bpmn": wait_for("begin", "each", "held")})
    newer = city.value("SELECT MAX(key) FROM definition WHERE id = 'renamed' AND kind = 'process'")
    own = city.start("renamed", "hotline")
    for element in ("begin", "each", "each"):
        city.complete(own, element, "hotline")
    mapping = {"paused": "held", "first": "begin", "every": "each"}
    city.do(MigrateInstance(moved, newer, mapping, "other names"), "operator")
    late = city.at(timedelta(hours=5))
    late.door.fire_due(moved)
    late.door.fire_due(own)
    with city.database.read() as store:
        found = case_statistics(store, city.surroundings, city.actor("auditor"), CaseChoice("renamed"))
        known = dict(zip((moved, own), case_paths(store, city.surroundings, city.actor("auditor"), CaseChoice("renamed")), strict=True))
    (variant,) = found.variants
    assert (variant.cases, variant.path) == (2, (("begin", "done"), ("each", "done"), ("last", "open")))
    assert {step.element_id: step.done for step in found.steps} == {"begin": 2, "each": 4, "held": 2, "last": 0}
    assert known[moved].path == known[own].path
