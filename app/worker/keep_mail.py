"""The loop that sends mail: notices become mails to people, each is handed to the server until it takes it.

It runs beside the clock, in a thread of its own: a mail server that is slow or away must hold up no deadline.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct

from app.domain.mail import Mail, Mailer
from app.domain.rejection import Rejection
from app.execute import Door
from app.worker.mails import note_sent, prepare_mails, take_due_mails

POLL_SECONDS: Final = 2.0
LOG: Final = logging.getLogger("duban.worker")


class Post(Struct, frozen=True):
    """mailer: hands mails over. write: puts a notice into the words of a mail, given what take_due_mails found of it."""

    mailer: Mailer
    write: Callable[[Mapping[str, Any], datetime], Mail]


def keep_mail(door: Door, post: Post, stop: threading.Event) -> None:
    """Send mail until `stop` is set. A store or a server that cannot be reached is waited for; what waits to be sent stays stored."""
    while not stop.is_set():
        try:
            sent = send_mails(door, post)
        except Rejection as rejection:
            LOG.warning("mails wait: the store cannot be reached", extra={"code": rejection.code})
            sent = 0
        except Exception:  # a fault of ours in one mail must not end the loop, nor the clock beside it
            LOG.exception("mails wait: a fault of ours")
            sent = 0
        if not sent:
            stop.wait(POLL_SECONDS)


def send_mails(door: Door, post: Post) -> int:
    """Send what is due; return how many the server took. Real time says what is due."""
    door.keep(prepare_mails, door.now(), datetime.now(UTC))
    # Claimed and committed first: two workers never send the same one, and no transaction waits for a mail server.
    due = door.keep(take_due_mails, datetime.now(UTC))
    if not due:
        return 0
    mails, kept = [], []
    for one in due:
        try:
            mails.append(post.write(one, door.now()))
            kept.append(one)
        except Rejection:
            raise
        except Exception:  # one that cannot be worded is tried again later, and stops no other
            LOG.exception("a mail could not be written", extra={"notice": str(one["notice_key"])})
    taken = 0
    for one, sent in zip(kept, post.mailer.send(mails), strict=True):
        # Noted one by one: what was sent before a crash is not sent again.
        taken += door.keep(note_sent, one, sent, datetime.now(UTC))
    return taken
