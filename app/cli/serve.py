"""`duban serve`: pages and clock, until told to stop."""

import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

import click

from app.assemble import Duban, make_web, start_log
from app.cli.seed_demo import is_seeded, seed_once
from app.cli.started import opened
from app.cli.worker import run_clock
from app.store.upgrade import checkpoint
from app.web.application import Application

CONFIGURATION: Final = Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"
SLOW_RESTART_SECONDS: Final = 1.0
PR_SET_PDEATHSIG: Final = 1


@click.command()
def serve() -> None:
    """Serve pages and run the clock at DUBAN_HOST:DUBAN_PORT, until Ctrl-C."""
    duban = opened()
    _require_free(duban.settings.host, duban.settings.port)
    if duban.settings.demo:
        _seed_apart(duban)
    elif duban.door.ask(lambda store: store.value("SELECT 1 FROM account LIMIT 1")) is None:
        click.echo("No users yet. Type: duban user add NAME --role system-admin", err=True)
    duban.database.close()
    # Made before the forks, so that all processes share the memory of what it loads.
    application = make_web(duban)
    gc.freeze()
    parts: dict[str, Callable[[], None]] = {"web": lambda: _run_web(application)}
    if duban.settings.run_worker:
        parts["clock"] = lambda: run_clock(duban)
    click.echo(f"http://{duban.settings.host}:{duban.settings.port}  (Ctrl-C stops)", err=True)
    code = _Family(parts).run()
    checkpoint(duban.database)
    sys.exit(code)


def _seed_apart(duban: Duban) -> None:
    """Seed the demo city, where there is none yet, in a child: what printing its papers starts and loads is not carried into the others.

    Leaves with the child's code where it fails.
    """
    if is_seeded(duban):
        return
    duban.database.close()
    pid = os.fork()
    if not pid:
        code = 1
        try:
            seed_once(duban)
            duban.database.close()
            code = 0
        except Exception:  # told in the log and by the exit code, on which the parent stops: a forked child must not run on into its code
            logging.getLogger("duban").exception("the demo city could not be seeded")
        finally:
            logging.shutdown()
            sys.stderr.flush()
            os._exit(code)
    _pid, status = os.waitpid(pid, 0)
    if status:
        sys.exit(1)


def _require_free(host: str, port: int) -> None:
    """Raise UsageError where something else listens at the address: the server would try it for ever, beside a clock that runs."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise click.UsageError(
                f"Expected a free address, but {host}:{port} cannot be taken: {error.strerror}. Set DUBAN_PORT to another."
            ) from error


def _run_web(application: Application) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    class Made(WSGIApplication):  # type: ignore[misc]  # gunicorn ships no types
        """Serves what was made already, instead of making it anew by app/wsgi.py."""

        def load(self) -> Application:
            return application

    start_log()
    sys.argv = ["duban", "--config", str(CONFIGURATION)]
    Made("%(prog)s").run()


class _Family:
    """Child processes, one a part; one that ends is started again, until a signal ends all."""

    def __init__(self, parts: dict[str, Callable[[], None]]) -> None:
        self.parts = parts
        self.running: dict[int, tuple[str, float]] = {}
        self.stopping = False

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self.parts:
            self._start(name)
        failed = 0
        while self.running:
            try:
                pid, _status = os.wait()
            except InterruptedError:
                continue
            except ChildProcessError:
                break
            name, since = self.running.pop(pid, ("", 0.0))
            if self.stopping or not name:
                continue
            if time.monotonic() - since < SLOW_RESTART_SECONDS:
                failed += 1
                if failed > 5:
                    logging.getLogger("duban").error("%s ends as soon as it is started; giving up", name)
                    self._stop(signal.SIGTERM, None)
                    return 1
                time.sleep(SLOW_RESTART_SECONDS)
            else:
                failed = 0
            self._start(name)
        return 0

    def _start(self, name: str) -> None:
        pid = os.fork()
        if pid:
            self.running[pid] = (name, time.monotonic())
            return
        code = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            # Without its parent nobody would start it again or stop it: better it ends, too.
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            self.parts[name]()
            code = 0
        except SystemExit as exit:
            code = exit.code if isinstance(exit.code, int) else 1
        finally:
            logging.shutdown()
            os._exit(code)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        for pid in self.running:
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
