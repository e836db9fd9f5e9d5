"""Sample data of the page of roles."""

from msgspec.structs import replace

from app.domain.rejection import Message
from app.web.presentation.roles_view import NewPerson, RoleRow, RolesView
from app.web.presentation.staff_view import AdminLink
from app.web.presentation.task_view import Choice

LINKS = tuple(AdminLink(part, f"/admin/{part}", current=part == "roles") for part in ("people", "posts", "roles", "import", "calendar"))
ROLES = (Choice("hotline", "热线办"), Choice("handler", "经办人", chosen=True))
ROLES_TABLE = RolesView(
    LINKS,
    (
        RoleRow("handler-health", "陈静", "/admin/people/handler-health", True, ("市卫健局 经办人 A",), ("handler@health-bureau",)),
        RoleRow("enforcer-old", "马超", "/admin/people/enforcer-old", False, (), ()),
    ),
    ROLES,
    NewPerson("gu-xin", "顾欣", "B", ROLES, (Choice("health-bureau", "市卫健局", chosen=True),), Message("Fill this in", {})),
)
ROLES_NOBODY = replace(ROLES_TABLE, rows=(), new=None)
