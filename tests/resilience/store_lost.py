"""R7 in small: the disk is full, or the database server gone, and comes back.

Nothing acknowledged is lost; what cannot be written is answered 503 with Retry-After; on a full disk reading goes on; then all works on.
"""

import asyncio
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.own_loop import in_a_thread
from tests.bench.rig.servers import Server
from tests.resilience.city import City
from tests.resilience.client import UNANSWERED, Client

CHECKERS = ("check_ledger", "check_chain", "check_visible")
DISK_MIB = 64


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Lay a small file system of its own under `folder`, where root may; without it a limit on the size of files stands for a full disk."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def limit_files(server: Server, limit: int) -> None:
    for pid in [server.pid, *server.workers()]:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


@dataclass
class Loss:
    """lose, give_back: how the store goes and comes. readable: whether reading must go on meanwhile."""

    lose: Callable[[], None]
    give_back: Callable[[], Any]
    readable: bool


def full_disk(city: City, folder: Path) -> Loss:
    ballast = folder / "ballast"

    def fill() -> None:
        if os.geteuid() != 0:
            limit_files(city.server, 8192)
            return
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * 65536)
            except OSError:
                return

    def make_room() -> None:
        if os.geteuid() != 0:
            limit_files(city.server, resource.RLIM_INFINITY)
        ballast.unlink(missing_ok=True)

    return Loss(fill, make_room, readable=True)


def lost_server(city: City) -> Loss:
    assert city.postgres is not None
    return Loss(lambda: city.postgres.stop(at_once=True), city.postgres.start, readable=False)


async def _write_until_refused(city: City, seconds: float) -> list[str]:
    """Start cases until one is refused, and say what is wrong with the refusal."""
    http, until = city.client(fresh=True), time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            try:
                status, answer = await http.request("POST", "/v2/process-instances", {"processDefinitionId": "bench_a"}, ok=False)
            except UNANSWERED as error:
                return [f"with the store gone a start got {type(error).__name__} instead of an answer"]
            if status != 200:
                problems = [] if status == 503 else [f"with the store gone a start was answered {status} {answer}, expected 503"]
                return problems if "retry-after" in http.last_headers else [*problems, "the refusal has no Retry-After"]
            case = str(answer["processInstanceKey"])
            city.ledger.note("also started", case=case)
        return [f"expected a start to be refused within {seconds:.0f} s of losing the store, but all were answered"]
    finally:
        http.close()


async def _look(city: City, readable: bool) -> list[str]:
    """Look at a list and at the first page while the store is gone."""
    http, problems = city.client(fresh=True), []
    try:
        status, _ = await http.request("POST", "/v2/user-tasks/search", {"filter": {"state": "CREATED"}, "page": {"limit": 5}}, ok=False)
        if status not in ({200} if readable else {503}):
            problems.append(f"with the store gone a list was answered {status}")
        http.headers.pop("Authorization")
        status, text = await http.request("GET", "/", headers={"Accept": "text/html"}, ok=False)
        if status >= 500 and (status != 503 or "<" not in str(text)):
            problems.append(f"with the store gone the first page was answered {status} {str(text)[:200]}")
    except UNANSWERED as error:
        problems.append(f"with the store gone a look got {type(error).__name__} instead of an answer")
    finally:
        http.close()
    return problems


async def _run(city: City, loss: Loss, clients_wanted: int) -> tuple[dict[str, Any], list[str]]:
    await city.deploy_bench()
    until, go_on = time.monotonic() + 90, [True]
    clients = [Client(city, until) for _ in range(clients_wanted)]

    async def work(client: Client) -> None:
        while go_on[0]:
            await client.run_to_end()

    working = [asyncio.create_task(work(client)) for client in clients]
    try:
        await asyncio.sleep(1.0)
        before = sum(client.completions for client in clients)
        await asyncio.to_thread(loss.lose)
        problems = await _write_until_refused(city, 20)
        problems += await _look(city, loss.readable)
        await asyncio.to_thread(loss.give_back)
        back = time.monotonic()
        at_return = sum(client.completions for client in clients)
        while sum(client.completions for client in clients) < at_return + clients_wanted and time.monotonic() < back + 30:
            await asyncio.sleep(0.1)
        recovery = time.monotonic() - back
        go_on[0] = False
        await asyncio.gather(*working)
    finally:
        for task in working:
            task.cancel()
        for client in clients:
            client.close()
    if before == 0:
        problems.append("expected completions before the store was lost, but there were none")
    if recovery >= 30:
        problems.append("expected work to go on within 30 s of the store's return, but it did not")
    return {"completions": sum(client.completions for client in clients), "seconds until work went on": round(recovery, 1)}, problems


def run(city: City, loss: Loss, clients: int = 3) -> tuple[dict[str, Any], list[Any]]:
    figures, problems = in_a_thread(_run(city, loss, clients))
    return figures, [*problems, *city.problems(*CHECKERS)]
