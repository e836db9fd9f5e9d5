"""Register a unit (单位), or give it another name or parent."""

import re
from typing import ClassVar, Final

from msgspec import Struct

from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

_ID: Final = re.compile("[a-z][a-z0-9-]{0,62}")


class RegisterUnit(Struct, frozen=True):
    id: str
    name: str
    parent_id: str | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RegisterUnit, work: Work) -> Outcome:
    require_holding(work.actor, HELD["register_unit"], "register a unit")
    if not _ID.fullmatch(command.id):
        raise Rejection(
            "bad_request",
            "Expected an id of small Latin letters, digits and hyphens such as health-bureau, but found %(found)s",
            found=command.id,
        )
    if not command.name.strip():
        raise Rejection("bad_request", "Expected a name of the unit, but found none")
    if command.parent_id is not None and work.store.value("SELECT 1 FROM unit WHERE id = :id", id=command.parent_id) is None:
        raise Rejection("bad_request", "Expected a registered unit as parent, but found %(found)s", found=command.parent_id)
    return Outcome(
        "unit_registered",
        [Fact("unit_registered", None, None, {"unitId": command.id, "name": command.name, "parentId": command.parent_id})],
    )
