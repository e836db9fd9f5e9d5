"""How the web server runs, here, in the container and under systemd. The figures come from the settings of the environment."""

import ctypes
import gc
import signal
from pathlib import Path

from app.settings import read_settings

settings = read_settings()

wsgi_app = "app.wsgi:application"
proc_name = "duban-web"
bind = f"{settings.host}:{settings.port}"

# Threads wait on the database, processes use the cores. Loaded once before the fork, so that parsed definitions and modules share memory:
# nothing may open a connection at import.
worker_class = "gthread"
workers = settings.web_workers
threads = settings.threads
preload_app = True

# A request that takes a minute is lost either way; a stop waits half as long for those under way, and systemd waits longer than that.
timeout = 60
graceful_timeout = 30
# Longer than the proxy keeps a connection, so that it is always the proxy who closes.
keepalive = 75

# Heartbeats are touched files: on a slow disk a busy worker would look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes its own unnamed file there
umask = 0o027
# Signals are enough to steer it; a socket in somebody's home folder is one way in more.
control_socket_disable = True

limit_request_line = 8190
# Only the proxy beside it may say whom it speaks for; in a container network that is any neighbour.
forwarded_allow_ips = "127.0.0.1,::1" if settings.host in ("127.0.0.1", "::1", "localhost") else "*"

errorlog = "-"
# The application writes its own access lines, with who acted and for whom.
accesslog = None

PR_SET_PDEATHSIG = 1

# What is loaded now stays until the end: searching it for what has become useless would be a fifth of a start, and in each process a copy.
gc.disable()


def when_ready(server: object) -> None:
    """Begin to look for what has become useless, in what is made from now on."""
    gc.freeze()
    gc.enable()


def post_worker_init(worker: object) -> None:
    """End a worker at once when the master is killed: left behind, it would keep the port from the next master for graceful_timeout."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
