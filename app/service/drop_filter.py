"""Drop a filter of the work list that one keeps, or that a unit of which one is the head shares."""

from typing import ClassVar

from msgspec import Struct

from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class DropFilter(Struct, frozen=True):
    id: int
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: DropFilter, work: Work) -> Outcome:
    row = work.store.one("SELECT account, unit FROM saved_filter WHERE id = :id", id=command.id)
    actor = work.actor
    if row is None or (row["account"] != actor.account and row["unit"] not in actor.units):
        raise Rejection("not_found", "Expected a filter that you see, but there is none with the number %(id)s", id=command.id)
    heads = {holding.unit for holding in actor.holdings if holding.role == "unit-head"}
    if row["account"] != actor.account and row["unit"] not in heads:
        raise Rejection("forbidden", "Expected the owner of the filter or the head of the unit, but you are neither")
    return Outcome("filter_dropped", [Fact("filter_dropped", None, None, {"filterId": str(command.id)})])
