"""`python -m tests.bench.replay`: what it costs to compute cases again and to show any event of a long one, at full size or `--small`.

- recomputation: at least 500 events a second on one core, of the recorded corpus and of one case of 5,000 events;
- any event of a case of 5,000 events in under 150 ms at the server, also where this process has read nothing of it yet.

Processor time of one thread; exit code 1 where one falls short, or where what came out is not right.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from app.audit import case_at
from app.audit.replay import replay
from app.audit.surroundings import Cache, Surroundings
from app.queries import replayed_case
from app.queries.account import actor_of
from app.service.add_comment import AddComment
from app.service.set_variables import SetVariables
from app.store.database import Database
from app.store.upgrade import checkpoint, upgrade
from tests.bench.kept_lines import keep_lines
from tests.builders.city import SECRET, ZONE
from tests.fixtures.api_city import ApiCity, opened, seed, small_city
from tests.replay.recorded import CORPUS, Recorded, put, read
from tests.web.pages.desk import ASSIGNED, LETTER, desk

EVENTS_A_SECOND, PAGE_MS = 500.0, 150.0


class Figures(NamedTuple):
    """a_second: events computed again. cold: the first page, in ms, of a process that has read nothing of the case. median, p95: of pages
    of random events after it. wrong: what is not as it should be, in words."""

    events: int
    a_second: float
    cold: float
    median: float
    p95: float
    wrong: list[str]


def long_case(api: ApiCity, events: int) -> tuple[int, str]:
    """Return key and number of a letter with so many events: comments, and variables set by the operator, nested ones too."""
    key = api.start("citizen-letter", who="hotline", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    door, case = api.duban.door, int(key)
    hotline, operator = (door.ask(actor_of, name) for name in ("hotline", "operator"))
    assert hotline is not None
    assert operator is not None
    for place in range(events - 2):
        if place % 2:
            door.execute(SetVariables(case, {"topic": f"第 {place} 次", "survey": {"step": place, "found": [place, place + 1]}}), operator)
        else:
            door.execute(AddComment(case, f"第 {place} 条"), hotline)
    return case, api.number(key)


def measure(folder: Path, events: int, pages: int) -> Figures:
    duban = small_city(folder)
    seed(duban)
    api, wrong = opened(duban), list[str]()
    case, number = long_case(api, events)
    with duban.database.read() as store:
        began = time.thread_time()
        outcome = replay(store, duban.door.surroundings, case)
        seconds = time.thread_time() - began
    if (outcome.verdict, outcome.events) != ("verified", events):
        wrong.append(f"expected {events} events to come out as recorded, but found {outcome}")
    auditor = desk(api, "auditor")
    # Templates and names are read once a process, whatever the case.
    other = api.number(api.start("citizen-letter", who="hotline", **LETTER))
    auditor.get(f"/cases/{other}/replay")
    case_at._KEPT, replayed_case._KEPT = Cache(96), Cache(16)  # as a process that has just begun
    times = []
    chosen = random.Random(7)  # the same events each time
    for event in [events // 2 + 1, *(chosen.randint(1, events) for _ in range(pages))]:
        began = time.thread_time()
        page = auditor.get(f"/cases/{number}/replay?event={event}")
        times.append((time.thread_time() - began) * 1000)
        if f'id="event-{event}"' not in page:
            wrong.append(f"expected event {event} on its page")
    duban.database.close()
    warm = sorted(times[1:])
    return Figures(events, events / seconds, times[0], statistics.median(warm), warm[int(len(warm) * 0.95)], wrong)


def corpus_rate(folder: Path) -> tuple[int, float]:
    """Return how many events of the newest corpus were computed again, and how many a second: diagrams and tables were read before,
    in a first pass that is not counted, as a server has read them."""
    _, files, cities = read(max(CORPUS.glob("*.jsonl.xz")))
    surroundings = Surroundings(ZONE, secret=SECRET)
    _pass(folder, files, cities, surroundings)
    return _pass(folder, files, cities, surroundings)


def _pass(folder: Path, files: Mapping[str, bytes], cities: list[Recorded], surroundings: Surroundings) -> tuple[int, float]:
    events, seconds = 0, 0.0
    empty = folder / "empty.db"
    empty.unlink(missing_ok=True)
    database = Database(f"sqlite:///{empty}", pool_size=2)
    upgrade(database)
    checkpoint(database)
    for place, city in enumerate(cities):
        path = folder / f"{place}.db"
        shutil.copyfile(empty, path)
        database = Database(f"sqlite:///{path}", pool_size=2, lasting=False)
        with database.write() as store:
            put(store, city, files)
        with database.read() as store:
            began = time.thread_time()
            events += sum(replay(store, surroundings, case).events for case in city.cases)
            seconds += time.thread_time() - began
        database.close()
        path.unlink()
    return events, events / seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.replay")
    parser.add_argument("--small", action="store_true", help="500 events, for a first look")
    small, began = parser.parse_args().small, time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), 500 if small else 5_000, 20 if small else 200)
        recorded, a_second = corpus_rate(Path(folder))
    lines = [
        f"{recorded} events of the corpus computed again at {a_second:,.0f} a second (at least {EVENTS_A_SECOND:,.0f})",
        f"{found.events} events of one case computed again at {found.a_second:,.0f} a second (at least {EVENTS_A_SECOND:,.0f})",
        f"a page of that case: first {found.cold:.0f} ms, median {found.median:.0f} ms, p95 {found.p95:.0f} ms (at most {PAGE_MS:.0f})",
        *found.wrong,
    ]
    print("\n".join(lines))
    if not small:
        keep_lines("replay", "Cases computed again, and shown as of any event", lines, began)
    slow = min(found.a_second, a_second) < EVENTS_A_SECOND
    return 1 if found.wrong or slow or max(found.cold, found.p95) > PAGE_MS else 0


if __name__ == "__main__":
    sys.exit(main())
