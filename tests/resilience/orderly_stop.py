"""R8: SIGTERM with requests in flight, and reloads. Every request that was accepted is answered; a reload costs no client an error."""

import asyncio
import os
import signal
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig import probes
from tests.resilience.city import City
from tests.resilience.client import UNANSWERED

CHECKERS = ("check_ledger", "check_chain")
ACCEPTED = 0.1  # seconds after which a request that was sent has been accepted
NOBODY_THERE = "refused"


@dataclass(frozen=True)
class StopSize:
    """in_flight: requests that are under way at each restart."""

    restarts: int
    in_flight: int


SMALL = StopSize(restarts=2, in_flight=40)
PLANTED = StopSize(restarts=1, in_flight=20)
FULL = StopSize(restarts=20, in_flight=200)


@dataclass
class Sent:
    """at: when it was sent. outcome: the status of the answer, or what came instead of one."""

    at: float
    outcome: int | str


async def _start_one(city: City, mark: str) -> Sent:
    """Start a case on a connection of its own, so that only a request that is lost counts, never an idle connection."""
    http = city.client(fresh=True)
    at = time.monotonic()
    city.ledger.note("sent", mark=mark)
    try:
        body = {"processDefinitionId": "bench_a", "variables": {"tag": mark}}
        status, answer = await http.request("POST", "/v2/process-instances", body, ok=False)
    except ConnectionRefusedError:
        return Sent(at, NOBODY_THERE)
    except UNANSWERED as error:
        return Sent(at, type(error).__name__)
    finally:
        http.close()
    if status == 200:
        city.ledger.note("answered", mark=mark, case=str(answer["processInstanceKey"]))
    return Sent(at, status)


async def _stream(city: City, in_flight: int, stop: asyncio.Event) -> list[Sent]:
    """Keep so many requests under way until told to stop, then wait for all of them."""
    done: list[Sent] = []

    async def lane() -> None:
        while not stop.is_set():
            done.append(await _start_one(city, city.ledger.mark()))
            if done[-1].outcome == NOBODY_THERE:
                await asyncio.sleep(0.05)

    await asyncio.gather(*(lane() for _ in range(in_flight)))
    return done


async def _stop_and_start(city: City, in_flight: int) -> list[str]:
    """Stop the server by SIGTERM while requests are under way, start it again, and say which accepted request got no answer."""
    stop = asyncio.Event()
    stream = asyncio.create_task(_stream(city, in_flight, stop))
    await asyncio.sleep(0.7)
    told = time.monotonic()
    code = await asyncio.to_thread(city.server.stop)
    stop.set()
    sent = await stream
    await asyncio.to_thread(city.server.start)
    problems = [] if code == 0 else [f"expected exit code 0 after SIGTERM, but found {code}"]
    accepted = [request for request in sent if request.at < told - ACCEPTED]
    unanswered = [request for request in accepted if not isinstance(request.outcome, int) or request.outcome >= 500]
    problems += [f"a request sent {told - request.at:.2f} s before SIGTERM got {request.outcome}" for request in unanswered]
    if len(accepted) < in_flight // 4:
        problems.append(f"expected at least {in_flight // 4} accepted requests before SIGTERM, but there were {len(accepted)}")
    return problems


async def _reload(city: City, in_flight: int) -> list[str]:
    """Have the server replace the processes that serve pages (SIGHUP) under load, and say which request got no proper answer."""
    stop = asyncio.Event()
    master = city.server.master_of_web()
    before = set(probes.tree(master)[1:])
    stream = asyncio.create_task(_stream(city, in_flight, stop))
    await asyncio.sleep(0.4)
    os.kill(master, signal.SIGHUP)
    replaced, until = False, time.monotonic() + 40
    while not replaced and time.monotonic() < until:
        await asyncio.sleep(0.2)
        replaced = not before & set(probes.tree(master)[1:])
    await asyncio.sleep(0.3)
    stop.set()
    problems = [f"a request during a reload got {request.outcome}" for request in await stream if request.outcome != 200]
    return problems if replaced else [*problems, "the reload did not replace every process within 40 s"]


async def _run(city: City, size: StopSize) -> tuple[dict[str, Any], list[str]]:
    await city.deploy_bench()
    problems = []
    for _ in range(size.restarts):
        problems += await _stop_and_start(city, size.in_flight)
    for _ in range(max(1, size.restarts // 4)):
        problems += await _reload(city, size.in_flight)
    return {"restarts": size.restarts, "in flight": size.in_flight}, problems


def run(city: City, size: StopSize) -> tuple[dict[str, Any], list[Any]]:
    figures, problems = in_a_thread(_run(city, size))
    return figures, [*problems, *city.problems(*CHECKERS)]
