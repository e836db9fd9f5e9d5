"""`duban worker`: the clock alone, for nodes that serve no pages."""

import signal
import threading

import click

from app.assemble import Duban, start_log
from app.cli.started import opened
from app.worker.anchor_events import Anchoring
from app.worker.keep_time import keep_time


def run_clock(duban: Duban) -> None:
    """Fire due timers until SIGTERM or SIGINT; a command under way is finished."""
    start_log()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keep_time(duban.door, stop, duban.documents, [Anchoring(duban.door, duban.anchors, duban.anchor_key).turn])
    duban.database.close()


@click.command()
def worker() -> None:
    """Run the clock: fire due timers, until SIGTERM."""
    run_clock(opened())
