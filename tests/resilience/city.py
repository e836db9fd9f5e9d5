"""A running city on a store of its own, for one experiment, with or without something faulty between it and its clients."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.processes import Zeebe, form_file, process_a, process_c
from tests.bench.rig import servers
from tests.bench.rig.http_client import Http, multipart
from tests.bench.rig.postgres import Postgres
from tests.bench.rig.servers import PASSWORD, ROOT, Server
from tests.fixtures.demo_cities import DemoCities
from tests.resilience.faulty_proxy import faulty_proxy
from tests.resilience.ledger import Ledger
from tests.resilience.patched_copy import PATCHES, patched_copy

STORES = ("sqlite", "postgresql")
FILES_A_DEPLOYMENT = 50


@dataclass
class City:
    """base: where clients go, which is a faulty proxy in a planted fault. address: of the database."""

    server: Server
    base: str
    address: str
    ledger: Ledger
    postgres: Postgres | None

    def client(self, name: str = "demo", fresh: bool = False, seconds: float = 30) -> Http:
        http = Http(self.base, seconds, fresh)
        http.sign_in(name, PASSWORD)
        return http

    async def deploy(self, files: dict[str, str]) -> None:
        """Deploy by the server's own door, past any fault, in deployments as large as the door takes."""
        http = Http(self.server.base)
        http.sign_in("demo", PASSWORD)
        try:
            parts = list(files.items())
            for first in range(0, len(parts), FILES_A_DEPLOYMENT):
                body, media_type = multipart(parts[first : first + FILES_A_DEPLOYMENT])
                await http.request("POST", "/v2/deployments", body, {"Content-Type": media_type})
        finally:
            http.close()

    async def deploy_bench(self, assignment: str = 'assignee="demo"') -> None:
        dialect = Zeebe(assignment)
        await self.deploy({"bench_a.bpmn": process_a(dialect), "bench_c.bpmn": process_c(dialect), "bench_form.form": form_file()})

    def ask_checker(self, name: str) -> dict[str, Any]:
        """Run a checker as a process of its own on the ledger and the database and return what it printed."""
        command = [sys.executable, "-m", f"tests.resilience.{name}"]
        command += [self.address] if name in ("check_chain", "check_visible") else [str(self.ledger.path), self.address]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600)
        assert done.stdout.startswith("{"), f"{name} could not check: {done.stderr[-2000:]}"
        found: dict[str, Any] = json.loads(done.stdout)
        assert bool(found["problems"]) == (done.returncode == 1), f"{name}: its exit code {done.returncode} contradicts what it printed"
        return found

    def problems(self, *checkers: str) -> list[Any]:
        return [problem for name in checkers for problem in self.ask_checker(name)["problems"]]


@contextmanager
def city(
    folder: Path, postgres: Postgres | None = None, fault: str = "", cities: DemoCities | None = None, **settings: str
) -> Iterator[City]:
    """Start a city in `folder` and stop it at the end.

    postgres: where its database is made; None is the embedded one. fault: one of `faulty_proxy` between clients and server, or of
    `patched_copy` in the server itself, which then seeds its city itself where the fault touches that. cities: where it is copied from;
    without them it is seeded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"city_{folder.parent.name}_{folder.name}".replace("-", "_").lower()[-50:]
    if cities is not None and not (fault in PATCHES and PATCHES[fault].seeds):
        address = cities.settle(folder, postgres, name, **settings)
    else:
        address = postgres.create(name) if postgres else None
    if fault in PATCHES:
        settings["PYTHONPATH"], fault = str(patched_copy(folder, fault)), ""
    server = servers.duban(folder, address, **settings)
    ledger = Ledger(folder / "ledger.jsonl")
    try:
        server.start(seconds=90)
        with faulty_proxy(server.port, fault) as base:
            yield City(server, base or server.base, servers.duban_address(folder, address), ledger, postgres)
    finally:
        ledger.close()
        server.stop()
