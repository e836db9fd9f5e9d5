"""End a leave before its time, or call it off: from now on the person's work is the person's again."""

from typing import ClassVar

from msgspec import Struct

from app.audit.leave_keepers import require_keeper
from app.domain.fact import Fact
from app.domain.instant import instant_text, read_instant
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class EndLeave(Struct, frozen=True):
    id: int
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: EndLeave, work: Work) -> Outcome:
    row = work.store.one("SELECT account, starts_at, ends_at FROM leave WHERE id = :id", id=command.id)
    # Who may end none must not learn which there are.
    require_keeper(work.store, work.actor, row["account"] if row is not None else "")
    if row is None:
        raise Rejection("not_found", "Expected a leave with the number %(id)s, but there is none", id=command.id)
    starts, ends = read_instant(row["starts_at"]), read_instant(row["ends_at"])
    if ends <= work.now or ends <= starts:
        raise Rejection("state_forbids", "Expected a leave that is not over, but this one ended at %(end)s", end=row["ends_at"])
    said = {"leaveId": str(command.id), "account": row["account"], "endsAt": instant_text(max(starts, work.now))}
    return Outcome("leave_ended", [Fact("leave_ended", None, None, said)])
