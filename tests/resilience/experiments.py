"""The experiments by name, each with its two sizes and the faults that must make it fail."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.rig.postgres import Postgres
from tests.resilience import at_the_deadline, double_completion, kills, orderly_stop, poisoned, restarts, store_lost, timers_due
from tests.resilience.city import City, city

Outcome = tuple[dict[str, Any], list[Any]]
"""figures, and what was found wrong"""


@dataclass(frozen=True)
class Experiment:
    """planted: just enough to find a planted fault. faults: by name of one of `faulty_proxy`, words that stand in what is then found."""

    name: str
    title: str
    small: Callable[[City], Outcome]
    full: Callable[[City], Outcome]
    planted: Callable[[City], Outcome]
    faults: dict[str, str]


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
R15 = Experiment(
    "R15",
    "random processes, straight and with a kill after each step",
    lambda at: restarts.run(at, restarts.SMALL),
    lambda at: restarts.run(at, restarts.FULL, 100),
    lambda at: restarts.run(at, restarts.PLANTED),
    {"altered": "the data differ"},
)
EXPERIMENTS = {experiment.name: experiment for experiment in (R1, R2, R3, R4, R8, R9, R15)}


def lose_store(folder: Path, postgres: Postgres | None, **options: Any) -> Outcome:
    """R7: the embedded database on a disk that fills up, or the database server gone; and back."""
    if postgres is not None:
        with city(folder, postgres, **options) as at:
            return store_lost.run(at, store_lost.lost_server(at))
    with store_lost.small_disk(folder / "data"), city(folder, **options) as at:
        return store_lost.run(at, store_lost.full_disk(at, folder / "data"))
