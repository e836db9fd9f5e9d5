"""Set the new limit of a case that an issued bulletin names, for what was missed and is still to be done.

What was answered meanwhile keeps its deadline as it ended; a limit that runs already, such as one given since by a work plan, stays.

Source: opinions, article 15; procedures, citizen-letter: the monthly bulletin sets a new limit for each late item.
"""

from datetime import date

from msgspec import Struct

from app.audit.take_message import take_message
from app.domain.deadline import State
from app.domain.deadline_moves import Move
from app.domain.fact import Fact
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class SetLimit(Struct, frozen=True):
    """on: the civil date, which ends at close of business. elements: whose missed deadlines get it. message_key: of the message that
    brings it."""

    case_key: int
    on: date
    elements: tuple[str, ...]
    article: str
    paper_number: str
    message_key: int


def handle(command: SetLimit, work: Work) -> Outcome:
    if work.actor.account != "system":
        raise Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
    taken, case = take_message(work.store, command.message_key), work.case()
    ahead = work.world.calendar.close_of_business(command.on) > work.now
    late = [one for one in case.deadlines() if ahead and one.is_open and one.state is State.MISSED and one.element_id in command.elements]
    keys = [deadline.element_instance_key for deadline in late]
    for one in keys:
        case.move_deadline(one, Move(command.on, article=command.article))
    said = {"on": command.on.isoformat(), "article": command.article, "paperNumber": command.paper_number, "moved": len(keys)}
    first = next(iter(late), None)
    element, key = (first.element_id, first.element_instance_key) if first is not None else (None, None)
    recorded = {"deadlineKeys": [str(one) for one in keys], "on": said["on"], "article": command.article}
    digest = case.file_of(key) if key is not None else None
    return Outcome("limit_set", [Fact("limit_set", element, key, said), *case.facts, taken], None, case, element, recorded, digest)
