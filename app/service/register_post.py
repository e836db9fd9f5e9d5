"""Register a post: a role in a unit with a first and a second holder (AB角)."""

from typing import ClassVar

from msgspec import Struct

from app.audit.check_post import check_post
from app.domain.actor import Holding
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.service.work import Outcome, Work


class RegisterPost(Struct, frozen=True):
    """first, second: accounts that hold the role; None: vacant. Source: Opinions, article 37."""

    holding: Holding
    name: str
    first: str | None = None
    second: str | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RegisterPost, work: Work) -> Outcome:
    require_holding(work.actor, HELD["register_post"], "register a post")
    name = command.name.strip()
    check_post(work.store, command.holding, name, command.first, command.second)
    id = str(work.new_number("post"))
    said = {"postId": id, "role": command.holding.role, "unit": command.holding.unit, "name": name}
    fact = Fact("post_registered", None, None, said | {"first": command.first, "second": command.second})
    return Outcome("post_registered", [fact], {"id": id})
