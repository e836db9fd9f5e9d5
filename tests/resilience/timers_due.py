"""R4: timers, while the worker is killed, while everything is down when they fall due, and in another time zone after.

On PostgreSQL, where nodes are machines of their own, also with a clock two hours ahead, two hours behind and forty days ahead.
"""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig import probes
from tests.builders.drawing import catch, date, end, path, process, start
from tests.resilience.at_the_deadline import instant
from tests.resilience.city import City
from tests.resilience.client import Client

CHECKERS = ("check_chain", "check_visible")
OTHER_ZONE = "America/New_York"
SHIFTS = (7_200, -7_200, 40 * 86_400)
SHIFTED = """
import datetime, time

class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds={seconds})

    @classmethod
    def utcnow(cls):
        return super().utcnow() + datetime.timedelta(seconds={seconds})

datetime.datetime = Shifted
_time = time.time
time.time = lambda: _time() + {seconds}
"""
"""What Python reads before all else, so that whatever asks for the time in that process is answered wrongly."""


@dataclass(frozen=True)
class TimersSize:
    """spread: seconds over which timers are due after the last start. down: for how long everything is away in the middle of it."""

    timers: int
    spread: float
    down: float = 2.0
    clients: int = 6
    recovery: float = 60.0


SMALL = TimersSize(timers=90, spread=6)
PLANTED = TimersSize(timers=40, spread=3, down=0.5)
FULL = TimersSize(timers=5_000, spread=90, down=10, recovery=180)


def timer_diagram() -> bytes:
    return process("timer_due", start(), catch("wait", date("=date and time(due)")), end(), path("s wait e"))


async def _start(client: Client, due: list[datetime]) -> None:
    while due:
        at = due.pop()
        mark = client.ledger.mark()
        body = {"processDefinitionId": "timer_due", "variables": {"due": instant(at), "tag": mark}}
        _, started = await client.ask("POST", "/v2/process-instances", body, key=mark)
        client.ledger.note("timer", case=str(started["processInstanceKey"]), due=instant(at))


async def _kill_worker(city: City) -> None:
    """End every process below the first one: the worker is among them, whichever it is."""
    for pid in city.server.workers():
        if "resource_tracker" not in probes.command_line(pid):
            os.kill(pid, signal.SIGKILL)


async def _run(city: City, size: TimersSize) -> dict[str, Any]:
    await city.deploy({"timer_due.bpmn": timer_diagram().decode()})
    dice, lead = random.Random(7), size.timers * 0.06 + 2
    first = datetime.now(UTC) + timedelta(seconds=lead)
    due = [first + timedelta(seconds=dice.uniform(0, size.spread)) for _ in range(size.timers)]
    until = time.monotonic() + lead + size.spread + size.recovery
    clients = [Client(city, until) for _ in range(size.clients)]
    try:
        await asyncio.gather(*(_start(client, due) for client in clients))
    finally:
        for client in clients:
            client.close()
    await asyncio.sleep(max(0.0, (first - datetime.now(UTC)).total_seconds()) + size.spread / 4)
    await _kill_worker(city)
    await asyncio.sleep(size.spread / 4)
    await asyncio.to_thread(city.server.stop)
    await asyncio.sleep(size.down)
    city.server.environment["TZ"] = OTHER_ZONE
    await asyncio.to_thread(city.server.start, 90)
    city.ledger.note("recovered", at=instant(datetime.now(UTC)))
    shifts = SHIFTS if city.postgres is not None else ()
    for shift in shifts:
        await asyncio.sleep(size.spread / 12)
        await _shift(city, shift)
    await _settle(city, until)
    return {"timers": size.timers, "down for s": size.down, "zone after": OTHER_ZONE, "node's clock off by s": list(shifts)}


async def _shift(city: City, seconds: int) -> None:
    """Start the city anew on a machine whose clock is off."""
    await asyncio.to_thread(city.server.stop)
    folder = city.server.folder / f"clock{seconds:+d}"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SHIFTED.format(seconds=seconds), encoding="utf-8")
    city.server.environment["PYTHONPATH"] = str(folder)
    await asyncio.to_thread(city.server.start, 90)
    city.ledger.note("recovered", at=instant(datetime.now(UTC)))


async def _settle(city: City, until: float) -> None:
    client = Client(city, until)
    wanted = {"filter": {"processDefinitionId": "timer_due", "state": "ACTIVE"}, "page": {"limit": 1}}
    try:
        while time.monotonic() < until:
            _, found = await client.ask("POST", "/v2/process-instances/search", wanted)
            if found["page"]["totalItems"] == 0:
                return
            await asyncio.sleep(0.2)
    finally:
        client.close()


def run(city: City, size: TimersSize) -> tuple[dict[str, Any], list[Any]]:
    figures = in_a_thread(_run(city, size))
    found = city.ask_checker("check_timers")
    return {**figures, **found["figures"]}, [*found["problems"], *city.problems(*CHECKERS)]
