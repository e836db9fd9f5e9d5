"""Import units, people and posts, all rows or none."""

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct

from app.audit.known_staff import known_staff
from app.domain.command_rights import HELD
from app.domain.fact import Fact
from app.domain.keys import CITY_CHAIN
from app.domain.permissions import require_holding
from app.domain.rejection import Rejection
from app.domain.staff_sheet import SheetRow, StaffPlan, check_sheets
from app.service.work import Outcome, Work


class ImportPeople(Struct, frozen=True):
    """rows: as app/markup/read_sheets.py reads them. The accounts have no password yet: it is given one by one, or the city's provider
    signs people in."""

    rows: Sequence[SheetRow]
    case_key: ClassVar[int] = CITY_CHAIN


def handle(command: ImportPeople, work: Work) -> Outcome:
    require_holding(work.actor, HELD["import_people"], "import people")
    plan = check_sheets(command.rows, known_staff(work.store))
    if plan.errors:
        first = plan.errors[0]
        raise Rejection(
            "bad_file",
            "Expected rows without errors, but found %(count)s, the first in sheet %(sheet)s, row %(row)s, column %(column)s: %(problem)s",
            count=len(plan.errors),
            sheet=first.sheet,
            row=first.number,
            column=first.column,
            problem=str(first.message),
        )
    if not (plan.units or plan.people or plan.posts):
        raise Rejection("bad_file", "Expected rows below the names of the columns, but found none")
    counts = {"units": len(plan.units), "people": len(plan.people), "posts": len(plan.posts)}
    main = Fact("people_imported", None, None, counts)
    return Outcome("people_imported", [main, *_facts(plan, work)], counts)


def _facts(plan: StaffPlan, work: Work) -> list[Fact]:
    facts = [Fact("unit_registered", None, None, {"unitId": id, "name": name, "parentId": parent}) for id, name, parent in plan.units]
    for account, name, holdings, letter in plan.people:
        held = [{"role": holding.role, "unit": holding.unit, "post": letter} for holding in holdings]
        said = {"account": account, "holdings": held, "everything": False, "demo": False}
        facts.append(Fact("account_registered", None, None, said, {"displayName": name}))
    for holding, name, first, second in plan.posts:
        said = {"postId": str(work.new_number("post")), "role": holding.role, "unit": holding.unit, "name": name}
        facts.append(Fact("post_registered", None, None, said | {"first": first, "second": second}))
    return facts
