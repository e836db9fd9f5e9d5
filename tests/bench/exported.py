"""How fast cases are written as an event log, and how much memory that takes, however many there are."""

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from app.audit.exported_steps import Chosen, ExportedCase, exported_cases
from app.audit.xes import as_xes
from tests.fixtures.api_city import ApiCity, opened, seed, small_city
from tests.web.pages.desk import ASSIGNED, LETTER

STEPS_A_SECOND, MEGABYTES = 20_000.0, 32.0
"""At least; at most, beyond what there was before."""

_KEY = f"({1 << 40} + n.i * {1 << 20})"
COPIED = {
    "audit_event": {"case_key": f"CAST({_KEY} AS TEXT)"},
    "process_instance": {"key": _KEY, "case_key": _KEY, "receipt_number": "'BM-' || n.i"},
    "case_state": {"case_key": _KEY},
}
"""What an export reads, and what of it is another in each copy: keys in blocks far from those of the city."""


class Exported(NamedTuple):
    """a_second: steps written, by processor time of one thread. megabytes: the most that was held at once for all cases."""

    cases: int
    steps: int
    a_second: float
    megabytes: float


def measure(folder: Path, copies: int) -> Exported:
    duban = small_city(folder)
    seed(duban)
    api = opened(duban)
    case = done_letter(api)
    _copy(api, case, copies)
    for _ in _log(api):  # names of elements are read once a process
        break
    began, steps = time.thread_time(), 0
    for piece in _log(api):
        steps += piece.count(b"<event>")
    seconds = time.thread_time() - began
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for _ in _log(api):
        pass
    most = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    duban.database.close()
    return Exported(copies, steps, steps / seconds, most / 1_000_000)


def _log(api: ApiCity) -> Iterator[bytes]:
    cases: Iterator[ExportedCase] = exported_cases(api.duban.database.ask, api.duban.door.surroundings, Chosen("citizen-letter"))
    return as_xes(cases)


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
