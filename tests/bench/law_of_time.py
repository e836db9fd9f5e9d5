"""`python -m tests.bench.law_of_time`: what a decree and a busy second cost, on SQLite, at full size or `--small`.

- 10,000 running deadlines follow a decree in under 30 s while work goes on: one event each, and nobody waits long meanwhile.
- 5,000 timers due in the same second, on one worker: all fired within 20 s, each once, none early.

Exit code 1 where one falls short, or where what came out is not right.
"""

import argparse
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app.domain.instant import instant_text
from app.service.add_comment import AddComment
from app.service.enter_calendar_year import EnterCalendarYear
from app.worker.keep_time import keep_time
from tests.bench.bulk_writer import Template, capture, write_copies
from tests.bench.rig.database import Database
from tests.builders.city import MONDAY, City
from tests.builders.errand import PROCESS, files

FRIDAY = datetime(2026, 12, 25, 1, 0, tzinfo=UTC)
NOTICE = {
    "year": 2027,
    "notice": "invented for a measurement",
    "holidays": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"],
    "makeUpDays": ["2027-01-09"],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}
YELLOW = MONDAY + timedelta(days=7, hours=6)
"""When the light of each errand begun on Monday morning turns yellow: one timer a case, all in the same second."""


class Figures(NamedTuple):
    """seconds: until the last was done. processor: seconds of it that our own threads computed, the person's too: a busy machine lengthens
    the other, hardly this one. wrong: what is not as it should be, in words. waited: the longest that a person's command took, in seconds;
    0 where nobody worked meanwhile."""

    seconds: float
    processor: float
    wrong: list[str]
    waited: float = 0.0


def filled(folder: Path, name: str, at: datetime, cases: int) -> City:
    """Return a city with so many cases whose deadline runs, all begun at the same instant."""
    city = City(f"sqlite:///{folder}/{name}.db").found()
    city.deploy(files())
    with city.database.write() as store:
        # Keys so long that no run of digits within a digest looks like one: the copies replace every key of the template.
        store.run("UPDATE counter SET value = 10000000 WHERE name = 'case'")
    city.at(at)
    case, snapshots = city.start(PROCESS, topic="a leaking tap"), list[bytes]()
    snapshots.append(_snapshot(city, case))
    city.complete(case, "take", "hotline", worth=3, note="urgent")
    snapshots.append(_snapshot(city, case))
    with Database(city.address) as database:
        template: Template = capture(database, case, snapshots)
    write_copies(city.address, template, cases - 1)
    return city


def _snapshot(city: City, case: int) -> bytes:
    return bytes(city.value("SELECT snapshot FROM case_state WHERE case_key = :case", case=case))


def follow_a_decree(folder: Path, cases: int) -> Figures:
    """Enter a year, and let every case follow it while somebody goes on writing comments."""
    city = filled(folder, "decree", FRIDAY, cases)
    keys = [row["case_key"] for row in city.rows("SELECT case_key FROM case_state WHERE snapshot IS NOT NULL ORDER BY case_key")]
    done, waits = threading.Event(), list[float]()

    def work() -> None:
        place = 0
        while not done.is_set():
            began = time.perf_counter()
            city.do(AddComment(keys[-1 - place % len(keys)], "work goes on"), "hotline")
            waits.append(time.perf_counter() - began)
            place += 1
            done.wait(0.1)

    city.at(FRIDAY + timedelta(days=4)).do(EnterCalendarYear(NOTICE), "admin")
    person = threading.Thread(target=work)
    person.start()
    began, computed = time.perf_counter(), time.process_time()
    while city.door.follow_decrees():
        pass
    seconds, computed = time.perf_counter() - began, time.process_time() - computed
    done.set()
    person.join()
    wrong = []
    moved = city.value("SELECT COUNT(*) FROM deadline WHERE deadline_at = '2027-01-07T09:30:00.000000Z' AND provisional = 0")
    if moved != cases:
        wrong.append(f"expected {cases} deadlines to have moved, but found {moved}")
    events = city.value("SELECT COUNT(*) FROM audit_event WHERE kind = 'deadlines_recomputed'")
    if events != cases:
        wrong.append(f"expected {cases} events, one a case, but found {events}")
    city.close()
    return Figures(seconds, computed, wrong, max(waits, default=0.0))


def fire_at_once(folder: Path, cases: int) -> Figures:
    """Let one worker find so many timers due in the same second."""
    city = filled(folder, "timers", MONDAY, cases)
    city.at(YELLOW - timedelta(microseconds=1))
    stop, wrong = threading.Event(), list[str]()
    worker = threading.Thread(target=keep_time, args=(city.door, stop))
    worker.start()
    time.sleep(1.0)
    if early := city.value("SELECT COUNT(*) FROM audit_event WHERE command = 'fire_timer'"):
        wrong.append(f"expected no timer before its instant, but {early} fired")
    city.at(YELLOW)
    began, computed, left, now = time.perf_counter(), time.process_time(), cases, instant_text(YELLOW)
    while left and time.perf_counter() - began < 120:
        time.sleep(0.2)
        left = city.value("SELECT COUNT(*) FROM case_state WHERE next_due_at <= :now", now=now)
    seconds, computed = time.perf_counter() - began, time.process_time() - computed
    stop.set()
    worker.join()
    fired = city.rows("SELECT case_key, effective_at FROM audit_event WHERE command = 'fire_timer'")
    if left or len(fired) != cases or len({row["case_key"] for row in fired}) != cases:
        wrong.append(f"expected {cases} timers to fire once each, but found {len(fired)} of {cases - left} cases")
    if strange := {row["effective_at"] for row in fired} - {now}:
        wrong.append(f"expected every timer to count as of {now}, but found {sorted(strange)[:3]}")
    city.close()
    return Figures(seconds, computed, wrong)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.law_of_time", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the size")
    part = 10 if parser.parse_args().small else 1
    with tempfile.TemporaryDirectory(prefix="duban-law-") as folder:
        decree, timers = follow_a_decree(Path(folder), 10_000 // part), fire_at_once(Path(folder), 5_000 // part)
    deadlines, due = 10_000 // part, 5_000 // part
    print(
        f"{deadlines} followed a decree in {decree.seconds:.1f} s (at most 30), {decree.processor / deadlines * 1000:.2f} ms of CPU each;"
        f" the longest wait meanwhile: {decree.waited:.2f} s"
    )
    print(
        f"{due} timers due in one second fired in {timers.seconds:.1f} s (at most 20), {timers.processor / due * 1000:.2f} ms of CPU each"
    )
    problems = [*decree.wrong, *timers.wrong]
    problems += [
        f"FALLS SHORT: {found.seconds:.1f} s, expected {most}" for found, most in ((decree, 30), (timers, 20)) if found.seconds > most
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
