"""Who is measured: ours, the floor and, where its interpreter is to be had, camunda-python; each with a database of its own."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.bench.adapters.camunda_python import CamundaPython
from tests.bench.adapters.duban import Duban
from tests.bench.adapters.floor import Floor
from tests.bench.rig import servers
from tests.bench.rig.postgres import Postgres, free_port
from tests.bench.rig.servers import ROOT, Server
from tests.bench.side import Side

CAMUNDA = "camunda-python[api]==0.1.2"
PEER_HOME = ROOT / ".build" / "bench-camunda-python"


def duban(folder: Path, postgres: Postgres | None, prefix: tuple[str, ...] = (), database: str = "duban", **settings: str) -> Side:
    address = postgres.create(database) if postgres else None
    server = servers.duban(folder, address, prefix, **settings)
    return Side("duban", Duban(server.base), server, servers.duban_address(folder, address), postgres)


def floor(folder: Path, postgres: Postgres | None, name: str = "floor") -> Side:
    folder.mkdir(parents=True, exist_ok=True)
    address = postgres.create(name) if postgres else f"sqlite:///{folder / 'floor.db'}"
    server = servers.floor(folder, address)
    return Side(name, Floor(server.base), server, address, postgres)


def camunda_python(folder: Path, postgres: Postgres | None, python: Path) -> Side:
    folder.mkdir(parents=True, exist_ok=True)
    address = postgres.create("camunda") if postgres else f"sqlite:///{folder / 'camunda.db'}"
    port = free_port()
    command = [str(python), str(ROOT / "tests/bench/camunda_app.py"), address, str(port)]
    server = Server("camunda-python", command, port, "/health", folder)
    return Side("camunda-python", CamundaPython(server.base), server, address, postgres)


def _newer_interpreter() -> str | None:
    names = [shutil.which(f"python3.{minor}") for minor in (13, 12, 14)]
    homes = sorted(Path.home().glob(".pyenv/versions/3.1[2-4]*/bin/python3"), reverse=True)
    for candidate in [*(name for name in names if name), *(str(home) for home in homes)]:
        probe = subprocess.run(
            [candidate, "-c", "import sys; print(sys.version_info >= (3, 12))"], capture_output=True, text=True, check=False
        )
        if probe.stdout.strip() == "True":
            return candidate
    return None


def camunda_interpreter() -> tuple[Path | None, str]:
    """Return the interpreter that has camunda-python, made once, or None and the reason why the rows against it are missing."""
    python = PEER_HOME / "bin/python"
    if python.exists():
        return python, ""
    newer = _newer_interpreter()
    if newer is None:
        return None, "camunda-python needs Python 3.12 or later, and none was found on this machine"
    uv = ROOT / ".venv/bin/uv"
    quiet = {"UV_PYTHON_DOWNLOADS": "never", **os.environ}
    steps = (
        [uv, "venv", "-q", "--python", newer, PEER_HOME],
        [uv, "pip", "install", "-q", "--python", python, CAMUNDA, "psycopg[binary]"],
    )
    for step in steps:
        done = subprocess.run(step, env=quiet, capture_output=True, text=True, check=False, timeout=300)
        if done.returncode != 0:
            shutil.rmtree(PEER_HOME, ignore_errors=True)
            return None, f"camunda-python could not be installed: {done.stderr.strip()[-200:]}"
    return python, ""
