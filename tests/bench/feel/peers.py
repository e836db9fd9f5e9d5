"""The peers: installed once from their locks, into a folder of their own, and started as processes that answer questions."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.bench.feel.serving import Question
from tests.bench.rig.servers import ROOT

HOME = ROOT / ".build" / "bench-feel"
PYTHON_LOCK = ROOT / "requirements-peers.txt"
SCRIPTS = Path(__file__).with_name("peers")
BUNDLE = HOME / "feelin.js"
ADAPTERS = "tests.bench.feel.adapters"
BIN = ROOT / ".venv" / "bin"


class Missing(Exception):
    """A peer could not be installed or did not start; says why."""


class Side:
    """A process that answers questions."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        if self.process.stdin is None or self.process.stdout is None:
            raise Missing(f"{name} has no pipes")
        self._stdin, self._stdout = self.process.stdin, self.process.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        with suppress(BrokenPipeError):
            self._stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._stdout.close()

    def _ask(self, asked: dict[str, Any]) -> Any:
        try:
            self._stdin.write(json.dumps(asked) + "\n")
            self._stdin.flush()
            return json.loads(self._stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            raise Missing(f"{self.name} ended before it answered") from None

    def version(self) -> str:
        return str(self._ask({"do": "version"})["version"])

    def answer(self, question: Question) -> dict[str, Any]:
        """Return the value or the failure, as tests.bench.feel.serving says."""
        found: dict[str, Any] = self._ask({"do": "answer", **vars(question)})
        return found

    def measured(self, question: Question) -> dict[str, float]:
        """Return the CPU microseconds of each phase, one repeat."""
        found: dict[str, float] = self._ask({"do": "measure", **vars(question)})
        return found


def ours() -> Side:
    return Side("ours", [sys.executable, "-m", f"{ADAPTERS}.ours"])


def bkflow() -> Side:
    """Start bkflow-feel. Raises Missing."""
    return Side("bkflow-feel", [str(_environment()), "-m", f"{ADAPTERS}.bkflow"])


def feelin() -> Side:
    """Start feelin in V8. Raises Missing."""
    number = json.loads((SCRIPTS / "package.json").read_text())["dependencies"]["feelin"]
    return Side("feelin", [str(_environment()), "-m", f"{ADAPTERS}.feelin", str(_bundle()), number])


def _run(what: str, *commands: list[str | Path]) -> None:
    environment = {"UV_PYTHON_DOWNLOADS": "never", **os.environ, "PATH": f"{BIN}:{os.environ.get('PATH', '')}"}
    if "PIP_INDEX_URL" in environment:
        environment.setdefault("UV_DEFAULT_INDEX", environment["PIP_INDEX_URL"])
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        environment.setdefault("UV_SYSTEM_CERTS", "true")
        environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    for command in commands:
        try:
            done = subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=False, timeout=300)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Missing(f"{what} could not be installed: {error}") from None
        if done.returncode != 0:
            raise Missing(f"{what} could not be installed: {' '.join((done.stderr or done.stdout).split())[-300:]}")


def _fresh(stamp: Path, *locks: Path) -> bool:
    """Whether what these locks say is there; makes room for it where it is not."""
    digest = sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    HOME.mkdir(parents=True, exist_ok=True)
    if stamp.exists() and stamp.read_text() == digest:
        return True
    stamp.unlink(missing_ok=True)
    return False


def _stamp(stamp: Path, *locks: Path) -> None:
    stamp.write_text(sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest())


def _environment() -> Path:
    """Return the interpreter that has the Python peers, installed by hash. Raises Missing."""
    python, stamp = HOME / "venv" / "bin" / "python", HOME / "python.stamp"
    if not _fresh(stamp, PYTHON_LOCK):
        shutil.rmtree(HOME / "venv", ignore_errors=True)
        install = [BIN / "uv", "pip", "install", "-q", "--require-hashes", "--compile-bytecode", "--python", python, "-r", PYTHON_LOCK]
        _run("bkflow-feel and mini-racer", [BIN / "uv", "venv", "-q", "--python", sys.executable, HOME / "venv"], install)
        _stamp(stamp, PYTHON_LOCK)
    return python


def _bundle() -> Path:
    """Return feelin with all that it needs as one script, installed by digest. Raises Missing."""
    locks, stamp = [SCRIPTS / "package.json", SCRIPTS / "package-lock.json"], HOME / "scripts.stamp"
    if not _fresh(stamp, *locks):
        for lock in (*locks, ROOT / ".npmrc"):
            shutil.copy(lock, HOME)
        bundle = [f"--outfile={BUNDLE}", "--bundle", "--format=iife", "--global-name=feelin", "--log-level=warning"]
        esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
        _run("feelin", [BIN / "npm", "ci", "--silent"], [esbuild, "node_modules/feelin/dist/index.js", *bundle])
        _stamp(stamp, *locks)
    return BUNDLE
