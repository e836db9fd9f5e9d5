"""Keep a filter of the work list under a name, for oneself or for one's unit."""

from collections.abc import Mapping
from typing import ClassVar, Final

from msgspec import Struct

from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work

MOST: Final = 50
LONGEST_NAME: Final = 40
KEPT: Final = ("view", "light", "process", "unit", "q", "sort")


class SaveFilter(Struct, frozen=True):
    """query: the filters by the names that an address uses. unit: of the actor, whose members see it too; None: nobody else."""

    name: str
    query: Mapping[str, str]
    unit: str | None = None
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: SaveFilter, work: Work) -> Outcome:
    name = command.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Rejection("bad_request", "Expected a name of the filter of 1 to %(most)s characters", most=LONGEST_NAME)
    query = {key: value for key, value in command.query.items() if key in KEPT and value}
    if not query:
        raise Rejection("bad_request", "Expected a filter to keep, but found none in use")
    if command.unit is not None and command.unit not in work.actor.units:
        raise Rejection("forbidden", "Expected a unit of your own to share a filter with, but you are not in it")
    count = int(work.store.value("SELECT COUNT(*) FROM saved_filter WHERE account = :account", account=work.actor.account))
    if count >= MOST:
        raise Rejection("state_forbids", "Expected at most %(most)s filters of one person; drop one first", most=MOST)
    id = str(work.new_number("saved_filter"))
    fact = Fact("filter_saved", None, None, {"filterId": id, "unit": command.unit}, {"name": name, "query": query})
    return Outcome("filter_saved", [fact], {"id": id})
