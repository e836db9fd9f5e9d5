"""What somebody held who was disabled goes back to the groups, task by task: the clock's way, so that no crash leaves one behind."""

import logging

from app.domain.actor import SYSTEM
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.left_behind import left_behind
from app.service.return_task import ReturnTask

LOG = logging.getLogger("duban.worker")


def return_tasks(door: Door) -> int:
    """Return how many were returned. One that cannot be is passed over: another was quicker, or its case has a fault of its own."""
    returned = 0
    for key in door.ask(left_behind):
        try:
            door.execute(ReturnTask(key), SYSTEM)
            returned += 1
        except Rejection as rejection:
            if rejection.code == "store_unavailable":
                raise
            LOG.warning("a task was not returned", extra={"who": "system", "task": str(key), "code": rejection.code})
    return returned
