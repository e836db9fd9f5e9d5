"""One new person, or one new unit, on the page of people: by the very command that imports many. The system administrator's."""

from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from app.domain.actor import Holding
from app.domain.permissions import require_holding
from app.domain.rejection import Message
from app.domain.roles import UNIT_ROLES
from app.domain.staff_sheet import SheetRow, check_sheets
from app.queries.staff import staff_known
from app.service.import_people import ImportPeople
from app.web.pages.frame import go, person, signed_in
from app.web.pages.new_forms import new_forms
from app.web.pages.people import people_page
from app.web.surface import surface

blueprint = Blueprint("new_people", __name__)
FIELDS: Final = {
    "人员": {"用户名": "account", "姓名": "name", "角色": "role", "岗": "letter"},
    "单位": {"代码": "id", "名称": "unit_name", "上级代码": "parent"},
}
"""By sheet and column of an import, the field of the page."""


@blueprint.post("/admin/people")
@signed_in
def register() -> AnyResponse:
    """Register a person or a unit; what was typed stays where something is wrong with it."""
    actor, given = person(), {name: text.strip()[:200] for name, text in request.form.items()}
    require_holding(actor, ("system-admin",), "register people and units")
    sheet = "单位" if "id" in given else "人员"
    role, unit = given.get("role", ""), given.get("of", "") if given.get("role", "") in UNIT_ROLES else ""
    typed = {**given, "role": Holding(role, unit).group if role else ""}
    row = SheetRow(sheet, 1, {column: typed.get(field, "") for column, field in FIELDS[sheet].items()})
    door = surface().door
    errors = check_sheets([row], door.ask(staff_known)).errors
    if errors:
        wrong: dict[str, Message] = {}
        for one in errors:
            wrong.setdefault(FIELDS[sheet][one.column], one.message)
        return people_page(None, status=422, new=new_forms(given, wrong))
    door.execute(ImportPeople((row,)), actor)
    return go(f"/admin/people/{given['account']}?done=registered" if sheet == "人员" else f"/admin/people?done=unit&new={given['id']}")
