"""R5: cycle timers, while everything is away for fifty of their periods. Starts are made up one by one, reminders told once."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.database import Database
from tests.builders.drawing import boundary, cycle, end, path, process, start, user
from tests.resilience.at_the_deadline import instant
from tests.resilience.city import City
from tests.resilience.client import Client

CHECKERS = ("check_chain", "check_visible")
BEFORE, AWAY, AFTER = 4, 50, 6


@dataclass(frozen=True)
class CyclesSize:
    """starts: processes begun by a timer. reminders: cases with a reminder. period: seconds; lead: until the first turn."""

    starts: int
    reminders: int
    period: float
    lead: float
    recovery: float = 120.0


SMALL = CyclesSize(starts=4, reminders=12, period=0.25, lead=12)
PLANTED = CyclesSize(starts=2, reminders=6, period=0.15, lead=10, recovery=30)
FULL = CyclesSize(starts=100, reminders=400, period=4, lead=75, recovery=600)


def text(first: datetime, period: float) -> str:
    return f"R{BEFORE + AWAY + AFTER}/{instant(first)}/PT{period:g}S"


def started_by_timer(number: int, first: datetime, period: float) -> bytes:
    return process(f"cycle_start_{number}", start("s", cycle(text(first, period))), end(), path("s e"))


def reminded() -> bytes:
    return process(
        "cycle_reminder",
        start(),
        user("wait"),
        boundary("remind", "wait", cycle("=turns"), cancel=False),
        end("done"),
        end("told"),
        path("s wait done"),
        path("remind told"),
    )


async def _begin(client: Client, numbers: list[int], first: datetime, period: float) -> None:
    while numbers:
        numbers.pop()
        mark = client.ledger.mark()
        body = {"processDefinitionId": "cycle_reminder", "variables": {"turns": text(first, period), "tag": mark}}
        status, started = await client.ask("POST", "/v2/process-instances", body, key=mark)
        if status == 200:
            client.ledger.note("reminder", case=str(started["processInstanceKey"]))


async def _run(city: City, size: CyclesSize) -> dict[str, Any]:
    first = (datetime.now(UTC) + timedelta(seconds=size.lead)).replace(microsecond=0)
    files = {f"cycle_start_{n}.bpmn": started_by_timer(n, first, size.period).decode() for n in range(size.starts)}
    await city.deploy({**files, "cycle_reminder.bpmn": reminded().decode()})
    until = time.monotonic() + size.lead + size.period * (BEFORE + AWAY + AFTER) + size.recovery
    clients, numbers = [Client(city, until) for _ in range(4)], list(range(size.reminders))
    try:
        await asyncio.gather(*(_begin(client, numbers, first, size.period) for client in clients))
    finally:
        for client in clients:
            client.close()
    begun = datetime.now(UTC)
    await asyncio.sleep(max(0.0, (first - begun).total_seconds()) + size.period * BEFORE)
    await asyncio.to_thread(city.server.stop)
    away = datetime.now(UTC)
    await asyncio.sleep(size.period * AWAY)
    back = datetime.now(UTC)
    await asyncio.to_thread(city.server.start, 90)
    turns = BEFORE + AWAY + AFTER
    said = {"first": instant(first), "period": size.period, "turns": turns, "starts": size.starts, "away": instant(away)}
    city.ledger.note("cycles", **said, begun=instant(begun), back=instant(back))
    await _settle(city, first + timedelta(seconds=size.period * turns), until, size.starts * turns)
    return {"timer starts": size.starts, "reminders": size.reminders, "periods away": AWAY}


async def _settle(city: City, last: datetime, until: float, wanted: int) -> None:
    """Wait until the last turn has passed, every case that was wanted has begun and nothing at all has happened for a while.

    While reminders are told in a row no case begins, and the other way round: only both together say that all is made up.
    """
    await asyncio.sleep(max(0.0, (last - datetime.now(UTC)).total_seconds()))
    known, still = -1, 0
    with Database(city.address) as database:
        while still < 8 and time.monotonic() < until:
            begun = database.one("select count(*) from process_instance where process_id like 'cycle_start_%'")
            events = database.one("select count(*) from audit_event")
            known, still = events, still + 1 if events == known and begun >= wanted else 0
            await asyncio.sleep(0.5)


def run(city: City, size: CyclesSize) -> tuple[dict[str, Any], list[Any]]:
    figures = in_a_thread(_run(city, size))
    found = city.ask_checker("check_cycles")
    return {**figures, **found["figures"]}, [*found["problems"], *city.problems(*CHECKERS)]
