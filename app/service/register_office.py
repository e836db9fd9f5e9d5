"""Register an office that issues papers: its name and the code that its numbers begin with (机关代字)."""

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
LONGEST: Final = 60


class RegisterOffice(Struct, frozen=True):
    """id: of a unit, or a role that exists once in the city. An office that is registered already gets this name and code."""

    id: str
    name: str
    code: str = ""
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: RegisterOffice, work: Work) -> Outcome:
    require_holding(work.actor, HELD["register_office"], "register an office")
    if not _ID.fullmatch(command.id):
        raise Rejection(
            "bad_request",
            "Expected an id of small Latin letters, digits and hyphens such as health-bureau, but found %(found)s",
            found=command.id[:60],
        )
    name, code = command.name.strip(), command.code.strip()
    if not 1 <= len(name) <= LONGEST or len(code) > LONGEST:
        raise Rejection("bad_request", "Expected a name and a code of at most %(limit)s characters each", limit=LONGEST)
    other = work.store.value("SELECT id FROM office WHERE code = :code AND code <> '' AND id <> :id", code=code, id=command.id)
    if other is not None:
        raise Rejection("bad_request", "Expected a code that no other office has, but %(other)s has it", other=other)
    said = {"officeId": command.id, "name": name, "code": code}
    return Outcome("office_registered", [Fact("office_registered", None, None, said)])
