"""Change a post: its name, who holds it first, who second. With neither it is vacant; it is never deleted."""

from typing import ClassVar

from msgspec import Struct

from app.audit.check_post import check_post
from app.domain.actor import Holding
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ChangePost(Struct, frozen=True):
    """name, first, second: as the post is to be from now on; None: nobody."""

    id: int
    name: str
    first: str | None
    second: str | None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ChangePost, work: Work) -> Outcome:
    require_holding(work.actor, HELD["change_post"], "change a post")
    row = work.store.one("SELECT role, unit FROM post WHERE id = :id", id=command.id)
    if row is None:
        raise Rejection("not_found", "Expected a post with the number %(id)s, but there is none", id=command.id)
    name = command.name.strip()
    check_post(work.store, Holding(row["role"], row["unit"]), name, command.first, command.second)
    said = {"postId": str(command.id), "role": row["role"], "unit": row["unit"], "name": name}
    return Outcome("post_changed", [Fact("post_changed", None, None, said | {"first": command.first, "second": command.second})])
