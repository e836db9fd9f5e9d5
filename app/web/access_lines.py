"""One line of the log for each request: who, for whom, what, how it ended, how long it took. Nothing that people wrote.

Source: security S14; the access log in the store, app/audit/access_log.py, is the one that auditors read.
"""

import logging
import re
import secrets
import time
from typing import Final

from flask import Flask, Response, g, request

from app.domain.actor import Actor
from app.execute import IN_PLACE_OF

LOG: Final = logging.getLogger("duban.access")
HEADER: Final = "X-Request-Id"
_NUMBER: Final = re.compile(r"(?=.*\d)[A-Z0-9-]{1,40}")


def add_access_lines(application: Flask) -> None:
    """Give each request a number, which the answer and the line name, and write its line. To be added before all else."""
    application.before_request(_begin)
    application.after_request(_write)


def request_id() -> str:
    """Return the number of the request under way, for messages and lines that speak of it."""
    found: str = g.request_id
    return found


def _begin() -> None:
    g.began, g.request_id = time.perf_counter(), secrets.token_hex(8)
    IN_PLACE_OF.set(None)  # threads serve one request after another


def _write(response: Response) -> Response:
    actor: Actor | None = g.get("actor")
    response.headers[HEADER] = g.request_id
    if LOG.isEnabledFor(logging.INFO):
        said = {
            "request": g.request_id,
            "who": actor.account if actor is not None else None,
            "actingFor": IN_PLACE_OF.get(),
            "method": request.method,
            "path": _path(),
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 2),
        }
        # Made by hand, since LOG.info would first look for the line of code that calls it, at the price of all the rest.
        LOG.handle(LOG.makeRecord(LOG.name, logging.INFO, __file__, 0, "request", (), None, extra=said))
    return response


def _path() -> str | None:
    """Return the address asked for, where what varies in it is keys and receipt numbers; else its rule; None for no address of ours.

    What else is typed into an address may be anybody's words, as may be what stands behind the question mark.
    """
    if request.url_rule is None:
        return None
    given = (request.view_args or {}).values()
    return request.path if all(_NUMBER.fullmatch(str(value)) for value in given) else str(request.url_rule)
