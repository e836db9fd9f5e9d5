"""The experiments by name, each with its two sizes and the faults that must make it fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.rig.postgres import Postgres
from tests.resilience import (
    at_the_deadline,
    changed_history,
    cycles_missed,
    double_completion,
    kills,
    legal_calendar,
    orderly_stop,
    poisoned,
    rebuilt,
    restarts,
    store_lost,
    timers_due,
)
from tests.resilience.city import City, city

Outcome = tuple[dict[str, Any], list[Any]]
"""figures, and what was found wrong"""


@dataclass(frozen=True)
class Experiment:
    """planted: just enough to find a planted fault. faults: by name of one of `faulty_proxy` or `patched_copy`, words that stand in what is
    then found. settings: what the city runs with besides.
    """

    name: str
    title: str
    small: Callable[[City], Outcome]
    full: Callable[[City], Outcome]
    planted: Callable[[City], Outcome]
    faults: dict[str, str]
    settings: dict[str, str] = field(default_factory=dict)


R1 = Experiment(
    "R1",
    "kill -9 while clients complete steps",
    lambda at: kills.run(at, kills.SMALL),
    lambda at: kills.run(at, kills.FULL),
    lambda at: kills.run(at, kills.PLANTED),
    {"lost": "lost", "doubled": "doubled", "stuck": "stuck"},
)
R2 = Experiment(
    "R2",
    "four complete one task at once",
    lambda at: double_completion.run(at, double_completion.SMALL),
    lambda at: double_completion.run(at, double_completion.FULL),
    lambda at: double_completion.run(at, double_completion.PLANTED),
    {"two-winners": "were told", "unnamed": "was not told"},
)
R3 = Experiment(
    "R3",
    "a person against the deadline",
    lambda at: at_the_deadline.run(at, at_the_deadline.SMALL),
    lambda at: at_the_deadline.run(at, at_the_deadline.FULL),
    lambda at: at_the_deadline.run(at, at_the_deadline.PLANTED),
    {"two-winners": "was told", "moved": "takes effect at"},
)
R4 = Experiment(
    "R4",
    "timers, across kills, outages and time zones",
    lambda at: timers_due.run(at, timers_due.SMALL),
    lambda at: timers_due.run(at, timers_due.FULL),
    lambda at: timers_due.run(at, timers_due.PLANTED),
    {"doubled": "nobody was told", "moved": "fired as of"},
)
R5 = Experiment(
    "R5",
    "cycle timers after an outage of fifty periods",
    lambda at: cycles_missed.run(at, cycles_missed.SMALL),
    lambda at: cycles_missed.run(at, cycles_missed.FULL),
    lambda at: cycles_missed.run(at, cycles_missed.PLANTED),
    {"doubled": "nobody was told", "uncounted": "expected one firing", "unmade": "to start one case, but it started 0"},
)
R8 = Experiment(
    "R8",
    "SIGTERM and reload with requests in flight",
    lambda at: orderly_stop.run(at, orderly_stop.SMALL),
    lambda at: orderly_stop.run(at, orderly_stop.FULL),
    lambda at: orderly_stop.run(at, orderly_stop.PLANTED),
    {"dropped": "got IncompleteReadError"},
)
R9 = Experiment(
    "R9",
    "poisoned cases among healthy ones",
    lambda at: poisoned.run(at, poisoned.SMALL, None),
    lambda at: poisoned.run(at, poisoned.FULL),
    lambda at: poisoned.run(at, poisoned.PLANTED, None),
    {"hidden": "expected one incident", "lost": "lost"},
)
R13 = Experiment(
    "R13",
    "an administrator of the database changes what is anchored",
    lambda at: changed_history.run(at, changed_history.SMALL),
    lambda at: changed_history.run(at, changed_history.FULL),
    lambda at: changed_history.run(at, changed_history.PLANTED),
    {"left-out": "nothing: expected [] to be named", "skipped": "is not the one that follows"},
)
R14 = Experiment(
    "R14",
    "every case computed again from its log",
    lambda at: rebuilt.run(at, rebuilt.SMALL),
    lambda at: rebuilt.run(at, rebuilt.FULL),
    lambda at: rebuilt.run(at, rebuilt.PLANTED),
    {"otherwise": "differs at event"},
)
R15 = Experiment(
    "R15",
    "random processes, straight and with a kill after each step",
    lambda at: restarts.run(at, restarts.SMALL),
    lambda at: restarts.run(at, restarts.FULL, 100),
    lambda at: restarts.run(at, restarts.PLANTED),
    {"altered": "the data differ"},
)
R18 = Experiment(
    "R18",
    "dates from the notices, with their stops",
    lambda at: legal_calendar.run(at, legal_calendar.SMALL),
    lambda at: legal_calendar.run(at, legal_calendar.FULL),
    lambda at: legal_calendar.run(at, legal_calendar.PLANTED),
    {"made-up-day": "but the store says", "noon": "but the store says"},
    {"DUBAN_TEST_CLOCK": "1", "DUBAN_TEST_NOW": "2024-12-20T01:00:00Z"},
)
EXPERIMENTS = {experiment.name: experiment for experiment in (R1, R2, R3, R4, R5, R8, R9, R13, R14, R15, R18)}


def lose_store(folder: Path, postgres: Postgres | None, **options: Any) -> Outcome:
    """R7: the embedded database on a disk that fills up, or the database server gone; and back."""
    if postgres is not None:
        with city(folder, postgres, **options) as at:
            return store_lost.run(at, store_lost.lost_server(at))
    with store_lost.small_disk(folder / "data"), city(folder, **options) as at:
        return store_lost.run(at, store_lost.full_disk(at, folder / "data"))
