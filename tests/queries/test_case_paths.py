"""The way of a case: steps in the order in which they came, rounds of several items once, and what became of each."""

from typing import Any

import pytest

from app.queries.case_paths import path_id, path_of
from app.queries.case_statistics import Spread


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
