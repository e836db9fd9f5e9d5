"""The step `duban:move-deadline`: a deadline gets another end, in the transaction of whoever brought the case here.

Inputs: `to`, a date or an instant; or `length` and `unit`, counted from the original start; or `days` more. `deadlineKey`: which deadline,
by default the one around the step, or the one that the process beside the case is about. `extension`: true where it was asked for as one;
then `secondAllowed` says whether the approver has allowed a second one.

Where the deadline cannot go there, nothing of the command happens: whoever decided it is told why. Source: docs/diagrams; opinions,
articles 5, 8 and 12.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from app.domain.deadline import Deadline
from app.domain.deadline_extension import check_granting, granted_end
from app.domain.deadline_moves import Move, moved
from app.domain.period import Period, read_period
from app.domain.rejection import Rejection
from app.engine import timers

if TYPE_CHECKING:
    from app.engine.token import Token
    from app.engine.world import World

TYPE: Final = "duban:move-deadline"


def move_deadline(token: "Token", inputs: Mapping[str, Any]) -> None:
    """Move the deadline that the inputs name. Raises Rejection where it may not go there, or where they say nothing that can be read."""
    root = token.workflow.root
    world, owner = root.world, _owner(token, inputs.get("deadlineKey"))
    deadline = root.deadlines.get(owner)
    move = _extension(deadline, inputs, world) if inputs.get("extension") is True else Move(_end(inputs, world))
    root.deadlines.change(owner, lambda found: moved(found, move, world.now, world.calendar))


def _owner(token: "Token", key: Any) -> int:
    root = token.workflow.root
    owner = root.deadlines.above(token.workflow, token)
    if key is not None:
        owner = int(key) - root.base_key if str(key).isascii() and str(key).isdigit() else -1
    if owner not in root.deadlines:
        raise Rejection("not_found", "Expected a deadline %(key)s, but found none", key="-" if key is None else str(key)[:40])
    return owner


def _extension(deadline: Deadline, inputs: Mapping[str, Any], world: "World") -> Move:
    to = _moment(inputs.get("to"), world)
    on = world.calendar.local_date(to) if isinstance(to, datetime) else to
    check_granting(deadline, on, world.now, second_allowed=inputs.get("secondAllowed") is True, calendar=world.calendar)
    return Move(to if isinstance(to, datetime) else granted_end(deadline, on, _days(inputs), world.calendar), extension=True)


def _end(inputs: Mapping[str, Any], world: "World") -> date | datetime | Period:
    if inputs.get("length") is not None:
        return read_period(inputs["length"], str(inputs.get("unit")))
    return _moment(inputs.get("to"), world)


def _moment(found: Any, world: "World") -> date | datetime:
    read = timers.moment_in(found, world) if isinstance(found, str) else found
    if not isinstance(read, date):  # an instant is one, too
        raise Rejection(
            "bad_value", "Expected a date such as 2026-11-24 to move the deadline to, but found %(found)s", found=str(found)[:40]
        )
    return read


def _days(inputs: Mapping[str, Any]) -> int | None:
    days = inputs.get("days")
    return int(days) if isinstance(days, int | Decimal) and not isinstance(days, bool) and days == int(days) else None
