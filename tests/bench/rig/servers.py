"""Servers as child processes, each in a process group of its own, with a log file; stopped by the one who started them."""

import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.rig import probes
from tests.bench.rig.postgres import free_port

ROOT = Path(__file__).resolve().parents[3]
NAME, PASSWORD = "demo", "duban-demo-2026"


@dataclass
class Server:
    """A command that serves http://127.0.0.1:port. ready: the path that answers below 400 once it is up."""

    name: str
    command: list[str]
    port: int
    ready: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self, seconds: float = 60) -> float:
        """Start it and return the seconds from the spawn to the first proper answer."""
        began = time.perf_counter()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.surroundings(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        while not self.answers():
            if self.process.poll() is not None or time.perf_counter() - began > seconds:
                tail = self.log.read_text(errors="replace")[-1500:]
                self.stop()
                raise RuntimeError(f"{self.name} did not come up within {seconds:.0f} s; its log ends:\n{tail}")
            time.sleep(0.01)
        return time.perf_counter() - began

    def surroundings(self) -> dict[str, str]:
        """Return its environment: ours, but for settings of the product that are not its own."""
        return {**{name: value for name, value in os.environ.items() if not name.startswith("DUBAN_")}, **self.environment}

    def answers(self) -> bool:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            link.request("GET", self.ready)
            return link.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def workers(self) -> list[int]:
        """Return every process of the server but the first, which only looks after the others."""
        return probes.tree(self.pid)[1:]

    def master_of_web(self) -> int:
        """Return the process that looks after those that serve pages: SIGHUP tells it to replace them."""
        children = probes.parents()
        return next((child for child in children.get(self.pid, []) if children.get(child)), self.pid)

    def stop(self, seconds: float = 40) -> int | None:
        """Ask it to end (SIGTERM to its process group) and return its exit code; after `seconds` it is ended by force."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return process.returncode


def duban(folder: Path, address: str | None = None, prefix: tuple[str, ...] = (), **settings: str) -> Server:
    """Our own server, everything on, with the demo city. address: its database; None is the embedded one in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environment = {
        "DUBAN_HOST": "127.0.0.1", "DUBAN_PORT": str(port), "DUBAN_DATA": str(folder / "data"), "DUBAN_DEMO": "1",
        "DUBAN_WEB_WORKERS": "2", "DUBAN_THREADS": "4", **({"DUBAN_DATABASE_URL": address} if address else {}), **settings,
    }  # fmt: skip
    command = [*prefix, str(ROOT / ".venv/bin/duban"), "serve"]
    return Server("duban", command, port, "/v2/status", folder, environment)


def duban_address(folder: Path, address: str | None = None) -> str:
    """Return where the server made by `duban` keeps its data."""
    return address or f"sqlite:///{folder / 'data' / 'duban.db'}"


def floor(folder: Path, address: str, web_workers: int = 2, threads: int = 4) -> Server:
    """The smallest Flask server around the stock engine: what no product on this stack can be faster than."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    shape = ["-w", str(web_workers), "--threads", str(threads), "-b", f"127.0.0.1:{port}", "--no-control-socket", "--preload"]
    command = [sys.executable, "-m", "gunicorn", *shape, "tests.bench.floor_app:app"]
    return Server("floor", command, port, "/health", folder, {"FLOOR_DATABASE": address})


def scratch(prefix: str = "duban-bench-") -> tempfile.TemporaryDirectory[str]:
    """A folder on the disk (not in memory, where forcing a write costs nothing) that goes with the run."""
    return tempfile.TemporaryDirectory(prefix=prefix, dir=os.environ.get("DUBAN_TEST_DISK"), ignore_cleanup_errors=True)
