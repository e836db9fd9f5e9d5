"""R2: four clients complete each task at once: one person twice, a colleague, one who may do everything. One wins, the others get 409."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.http_client import Http
from tests.resilience.city import City

RACERS = ("handler-health", "handler-health", "handler-health-b", "demo")
CHECKERS = ("check_races", "check_chain", "check_visible")


@dataclass(frozen=True)
class RaceSize:
    tasks: int
    lanes: int = 4  # tasks that are raced for at the same time


SMALL = RaceSize(tasks=100, lanes=3)
PLANTED = RaceSize(tasks=24, lanes=2)
FULL = RaceSize(tasks=10_000)


async def _one_race(city: City, racers: list[Http], case: str, task: str) -> None:
    async def complete(who: str, http: Http) -> dict[str, Any]:
        mark = city.ledger.mark()
        body = {"variables": {"amount": 1, "comment": mark, "approved": True}}
        status, answer = await http.request("POST", f"/v2/user-tasks/{task}/completion", body, ok=False)
        return {"who": who, "mark": mark, "status": status, "text": json.dumps(answer, ensure_ascii=False)}

    answers = await asyncio.gather(*(complete(who, http) for who, http in zip(RACERS, racers, strict=True)))
    city.ledger.note("race", case=case, task=task, answers=answers)


async def _lane(city: City, tasks: int) -> None:
    racers, starter = [city.client(who) for who in RACERS], city.client()
    raced = 0
    try:
        while raced < tasks:
            _, started = await starter.request("POST", "/v2/process-instances", {"processDefinitionId": "bench_a"})
            case = started["processInstanceKey"]
            wanted = {"filter": {"processInstanceKey": case, "state": "CREATED"}}
            while (found := (await starter.request("POST", "/v2/user-tasks/search", wanted))[1]["items"]) and raced < tasks:
                await _one_race(city, racers, case, found[0]["userTaskKey"])
                raced += 1
    finally:
        for http in [*racers, starter]:
            http.close()


async def _run(city: City, size: RaceSize) -> None:
    await city.deploy_bench('candidateGroups="handler@health-bureau"')
    for who in sorted(set(RACERS)):
        http = city.client(who)
        _, me = await http.request("GET", "/v2/authentication/me")
        http.close()
        city.ledger.note("person", who=who, names=[name for name in (me.get("username"), me.get("displayName")) if name])
    await asyncio.gather(*(_lane(city, size.tasks // size.lanes) for _ in range(size.lanes)))


def run(city: City, size: RaceSize) -> tuple[dict[str, Any], list[Any]]:
    in_a_thread(_run(city, size))
    return {"tasks": size.tasks // size.lanes * size.lanes, "racers": len(RACERS)}, city.problems(*CHECKERS)
