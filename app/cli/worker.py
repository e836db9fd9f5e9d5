"""`duban worker`: the clock alone, for nodes that serve no pages."""

import signal
import threading

import click

from app.assemble import Duban, make_post, start_log
from app.cli.started import opened
from app.worker.anchor_events import Anchoring
from app.worker.keep_mail import keep_mail
from app.worker.keep_time import keep_time


def run_clock(duban: Duban) -> None:
    """Fire due timers, and send mail where a server is set, until SIGTERM or SIGINT; a command under way is finished."""
    start_log()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    post = make_post(duban)
    mails = threading.Thread(target=keep_mail, args=(duban.door, post, stop), name="mail") if post is not None else None
    if mails is not None:
        mails.start()
    anchoring = Anchoring(duban.door, duban.anchors, duban.anchor_key)
    keep_time(duban.door, stop, duban.documents, [anchoring.turn])
    anchoring.finish()
    if mails is not None:
        mails.join()
    duban.database.close()


@click.command()
def worker() -> None:
    """Run the clock: fire due timers, until SIGTERM."""
    run_clock(opened())
