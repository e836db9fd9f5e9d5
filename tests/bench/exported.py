"""How fast cases are written as an event log, and how much memory that takes, however many there are."""

import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from app.audit.exported_steps import Chosen, ExportedCase, exported_cases
from app.audit.ocel import as_ocel
from app.audit.xes import as_xes
from tests.builders.log_standards import ocel_problems, xes_problems
from tests.fixtures.api_city import ApiCity, opened, seed, small_city
from tests.web.pages.desk import ASSIGNED, LETTER

STEPS_A_SECOND, MEGABYTES = 20_000.0, 32.0
"""At least; at most, beyond what there was before."""

STEPS = (b"<event>", b'"attributes":[{"name":"elementId","value"')
"""What each step is written with: in XES, in OCEL."""

_KEY = f"({1 << 40} + n.i * {1 << 20})"
COPIED = {
    "audit_event": {"case_key": f"CAST({_KEY} AS TEXT)", "body": f"replace(body, '\"' || case_key || '\"', '\"' || {_KEY} || '\"')"},
    "process_instance": {"key": _KEY, "case_key": _KEY, "receipt_number": "'BM-' || n.i"},
    "case_state": {"case_key": _KEY},
}
"""What an export reads, and what of it is another in each copy: keys in blocks far from those of the city."""


class Exported(NamedTuple):
    """a_second: steps written, by processor time of one thread. megabytes: the most that was held at once for all cases, by Python's count;
    grown: what the process took more than after the first tenth of the log, by the system's.
    problems: what the log breaks of its standard."""

    cases: int
    steps: int
    a_second: float
    megabytes: float
    grown: float
    problems: list[str]


def measure(folder: Path, copies: int) -> dict[str, Exported]:
    """Return what each format takes."""
    duban = small_city(folder)
    seed(duban)
    api = opened(duban)
    _copy(api, done_letter(api), copies)
    ways = (("XES", _xes, xes_problems), ("OCEL", _ocel, ocel_problems))
    found = {name: _measure(partial(write, api), copies, problems) for name, write, problems in ways}
    duban.database.close()
    return found


def _measure(log: Callable[[], Iterator[bytes]], copies: int, problems: Callable[[bytes], list[str]]) -> Exported:
    for _ in log():  # names of elements are read once a process
        break
    began, steps, sizes = time.thread_time(), 0, list[int]()
    for piece in log():
        steps += sum(map(piece.count, STEPS))
        sizes.append(_resident())
    seconds = time.thread_time() - began
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in log():
        pass
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    grown = max(sizes) - sizes[len(sizes) // 10]
    return Exported(copies, steps, steps / seconds, most / 1_000_000, grown / 1_000_000, problems(b"".join(log())))


def _resident() -> int:
    """Return how many bytes of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _cases(api: ApiCity) -> Iterator[ExportedCase]:
    return exported_cases(api.duban.database.ask, api.duban.door.surroundings, Chosen("citizen-letter"))


def _xes(api: ApiCity) -> Iterator[bytes]:
    return as_xes(_cases(api))


def _ocel(api: ApiCity) -> Iterator[bytes]:
    return as_ocel(lambda: _cases(api))


def done_letter(api: ApiCity) -> int:
    """Return the key of a letter on which a few tasks were completed, with what else happens to a letter."""
    key = api.start("citizen-letter", who="hotline", **LETTER)
    api.post(f"/v2/user-tasks/{api.task(key)}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    api.post(f"/v2/user-tasks/{api.task(key)}/completion", {"variables": {"accepted": "yes"}}, 204)
    return int(key)


def _copy(api: ApiCity, case: int, copies: int) -> None:
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {copies - 1})"
    with api.duban.database.write() as store:
        for table, made in COPIED.items():
            columns = [row["name"] for row in store.all(f"SELECT name FROM pragma_table_info('{table}')")]
            said = ", ".join(made.get(name, name) for name in columns)
            place = "key" if table == "process_instance" else "case_key"
            value = str(case) if table == "audit_event" else case
            store.run(
                f"INSERT INTO {table} ({', '.join(columns)}) {numbers} SELECT {said} FROM n, {table} WHERE {place} = :case", case=value
            )
