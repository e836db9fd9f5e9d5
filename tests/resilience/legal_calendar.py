"""R18: dates of `tests/legal_dates` through the running product, whose clock is set from one instant to the next."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.database import Database
from tests.bench.rig.http_client import Http
from tests.builders.drawing import end, path, process, properties, start, user
from tests.legal_dates.reading import LegalDate, read_dates
from tests.resilience.city import City

CITY = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2024, 12, 21)
"""When the city is there: its clock never goes back."""


@dataclass(frozen=True)
class CalendarSize:
    """every: one date in so many."""

    every: int


SMALL = CalendarSize(every=12)
PLANTED = CalendarSize(every=6)
FULL = CalendarSize(every=1)


def process_id(unit: str) -> str:
    return f"legal_{unit.replace(' ', '_')}"


def diagram(unit: str) -> bytes:
    length = {} if unit == "at once" else {"deadline__length": "=length"}
    said = properties(**length, deadline__unit=unit, deadline__article="11", deadline__suspendable="true")
    return process(process_id(unit), start(), user("work", said), end(), path("s work e"))


async def _pin(http: Http, at: datetime) -> None:
    await http.request("PUT", "/v2/clock", {"timestamp": int(at.replace(tzinfo=CITY).timestamp() * 1000)})


async def _start(city: City, http: Http, number: int, wanted: LegalDate) -> str:
    body = {"processDefinitionId": process_id(wanted.unit), "variables": {"length": wanted.length}}
    _, started = await http.request("POST", "/v2/process-instances", body)
    case = str(started["processInstanceKey"])
    city.ledger.note("legal date", case=case, number=number)
    return case


async def _turn(city: City, http: Http, case: str, way: str) -> None:
    with Database(city.address) as database:
        ((receipt,),) = database.rows(f"select receipt_number from process_instance where key = {int(case)}")  # a number
    await http.request("POST", f"/casework/v1/cases/{receipt}/clock/{way}", {"reason": "an expert review"})


async def _run(city: City, dates: dict[int, LegalDate]) -> None:
    await city.deploy({f"{process_id(unit)}.bpmn": diagram(unit).decode() for unit in {wanted.unit for wanted in dates.values()}})
    order, happens = count(), list[tuple[datetime, int, int, str]]()
    for number, wanted in dates.items():
        happens.append((wanted.begin, next(order), number, "start"))
        for stopped, again in wanted.stops:
            happens += [(stopped, next(order), number, "suspension"), (again, next(order), number, "resumption")]
    http, cases, pinned = city.client(), dict[int, str](), datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    try:
        for at, _, number, what in sorted(happens):
            if at != pinned:
                await _pin(http, at)
                pinned = at
            if what == "start":
                cases[number] = await _start(city, http, number, dates[number])
            else:
                await _turn(city, http, cases[number], what)
        await http.request("POST", "/v2/clock/reset")
    finally:
        http.close()


def run(city: City, size: CalendarSize) -> tuple[dict[str, Any], list[Any]]:
    dates = {number: wanted for number, wanted in enumerate(read_dates()) if wanted.begin >= OPENED and number % size.every == 0}
    in_a_thread(_run(city, dates))
    found = city.ask_checker("check_dates")
    return {"dates": found["dates"], "with stops": found["stopped"]}, [*found["problems"], *city.problems("check_chain", "check_visible")]
