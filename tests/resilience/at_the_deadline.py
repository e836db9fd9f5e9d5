"""R3: a person against the deadline. Replies arrive within 50 ms of it; one outcome each, and the database's time decides which."""

import asyncio
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.http_client import Http
from tests.builders.drawing import boundary, date, end, path, process, properties, start, user, z
from tests.resilience.city import City

RACERS = ("handler-health", "handler-health-b")
CHECKERS = ("check_deadlines", "check_chain", "check_visible")
LEAD = 3.0  # seconds from the start of a case to its deadline
WITHIN = 0.05  # seconds around the deadline in which replies arrive


@dataclass(frozen=True)
class RaceSize:
    races: int
    lanes: int = 8  # cases whose deadlines run at the same time


SMALL = RaceSize(races=40)
PLANTED = RaceSize(races=24)
FULL = RaceSize(races=5_000, lanes=24)


def race_diagram() -> bytes:
    limit = properties(deadline__at="=date and time(due)", deadline__silence="consent", deadline__article="34")
    return process(
        "deadline_race",
        start(),
        user("answer", z("assignmentDefinition", candidateGroups="handler@health-bureau"), limit),
        boundary("lapse", "answer", date("=deadline")),
        end("answered"),
        end("silent"),
        path("s answer answered"),
        path("lapse silent"),
    )


def instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


async def _one_race(city: City, starter: Http, racers: list[Http], dice: random.Random) -> None:
    due = datetime.now(UTC) + timedelta(seconds=LEAD)
    body = {"processDefinitionId": "deadline_race", "variables": {"due": instant(due)}}
    _, started = await starter.request("POST", "/v2/process-instances", body)
    case = started["processInstanceKey"]
    _, found = await starter.request("POST", "/v2/user-tasks/search", {"filter": {"processInstanceKey": case}})
    task = found["items"][0]["userTaskKey"]

    async def reply(who: str, http: Http) -> dict[str, Any]:
        mark = city.ledger.mark()
        arrival = due + timedelta(seconds=dice.uniform(-WITHIN, WITHIN))
        await asyncio.sleep(max(0.0, (arrival - datetime.now(UTC)).total_seconds()))
        status, answer = await http.request("POST", f"/v2/user-tasks/{task}/completion", {"variables": {"said": mark}}, ok=False)
        at = instant(datetime.now(UTC))
        return {"who": who, "mark": mark, "status": status, "text": json.dumps(answer, ensure_ascii=False), "at": at}

    answers = await asyncio.gather(*(reply(who, http) for who, http in zip(RACERS, racers, strict=True)))
    city.ledger.note("deadline race", case=case, task=task, due=instant(due), answers=answers)


async def _lane(city: City, races: int, seed: int) -> None:
    dice, starter, racers = random.Random(seed), city.client(), [city.client(who) for who in RACERS]
    try:
        for _ in range(races):
            await _one_race(city, starter, racers, dice)
    finally:
        for http in [starter, *racers]:
            http.close()


async def _settle(city: City) -> None:
    """Wait until the clock has taken what nobody replied to."""
    http = Http(city.server.base)
    http.sign_in("demo", "duban-demo-2026")
    wanted = {"filter": {"processDefinitionId": "deadline_race", "state": "ACTIVE"}, "page": {"limit": 1}}
    try:
        for _ in range(300):
            _, found = await http.request("POST", "/v2/process-instances/search", wanted)
            if not found["page"]["totalItems"]:
                return
            await asyncio.sleep(0.1)
    finally:
        http.close()


async def _run(city: City, size: RaceSize) -> None:
    await city.deploy({"deadline_race.bpmn": race_diagram().decode()})
    await asyncio.gather(*(_lane(city, size.races // size.lanes, seed) for seed in range(size.lanes)))
    await _settle(city)


def run(city: City, size: RaceSize) -> tuple[dict[str, Any], list[Any]]:
    in_a_thread(_run(city, size))
    found = city.ask_checker("check_deadlines")
    others = city.problems(*CHECKERS[1:])
    return {"races": found["races"], "people won": found["won"]}, [*found["problems"], *others]
