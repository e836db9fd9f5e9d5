"""The roles of the city, as diagrams and permissions name them. Source: docs/permissions, "Roles"."""

from typing import Final

from app.domain.marked import marked

CITY_ROLES: Final = frozenset(
    {
        "city-government-office",
        "office-director",
        "assisting-secretary",
        "deputy-mayor",
        "mayor",
        "party-committee",
        "inspection-office",
        "supervision-bureau",
        "hotline",
        "petition-bureau",
        "emergency-office",
        "proposal-section",
        "legal-office",
        "investment-office",
        "service-centre",
        "window",
        "complaint-centre",
    }
)
"""Held once in the city: the candidate group is the role alone."""

UNIT_ROLES: Final = frozenset({"unit-head", "handler", "reviewer", "enforcer"})
"""Held in a unit: the candidate group is `role@unit`."""

ADMINISTRATORS: Final = frozenset({"auditor", "system-admin", "security-admin"})
"""Never held by one who works on cases, the demo account included: three people, three duties."""

SYSTEM_ROLES: Final = frozenset({"designer", "operator"}) | ADMINISTRATORS
ROLES: Final = CITY_ROLES | UNIT_ROLES | SYSTEM_ROLES
LEADERS: Final = ("deputy-mayor", "mayor", "party-committee")
"""Before whom cases are put for a decision, and who may decide several at once."""

SECRETARY: Final = "assisting-secretary"
"""Who enters the decisions that leaders made on paper, and so sees what is put before them."""

SUPERVISORS: Final = ("inspection-office", "supervision-bureau")


def is_group(group: str) -> bool:
    """Say whether a candidate group is one that diagrams may name: a role of the city, or `role@unit`."""
    role, at, unit = group.partition("@")
    return bool(unit) and role in UNIT_ROLES if at else role in CITY_ROLES | SYSTEM_ROLES - ADMINISTRATORS


ROLE_NAMES: Final = {
    "city-government-office": marked("City government office"),
    "office-director": marked("Director of the city government office"),
    "assisting-secretary": marked("Assisting secretary"),
    "deputy-mayor": marked("Deputy mayor"),
    "mayor": marked("Mayor"),
    "party-committee": marked("Party committee"),
    "inspection-office": marked("Inspection office"),
    "supervision-bureau": marked("Supervision bureau"),
    "hotline": marked("Hotline office"),
    "petition-bureau": marked("Petition bureau"),
    "emergency-office": marked("Emergency office"),
    "proposal-section": marked("Proposal section"),
    "legal-office": marked("Legal office"),
    "investment-office": marked("Investment office"),
    "service-centre": marked("Service centre"),
    "window": marked("Window of the service hall"),
    "complaint-centre": marked("Complaint centre"),
    "unit-head": marked("Head of the unit"),
    "handler": marked("Handler"),
    "reviewer": marked("Reviewer"),
    "enforcer": marked("Enforcer"),
    "designer": marked("Process designer"),
    "operator": marked("Operator"),
    "auditor": marked("Auditor"),
    "system-admin": marked("System administrator"),
    "security-admin": marked("Security administrator"),
}
"""In English; a catalogue translates them."""

ROLE_TITLES: Final = {
    "city-government-office": "市政府办公室",
    "office-director": "市政府办公室主任",
    "assisting-secretary": "协助秘书长",
    "deputy-mayor": "分管副市长",
    "mayor": "市长",
    "party-committee": "市委",
    "inspection-office": "市政府督查室",
    "supervision-bureau": "市监察局",
    "hotline": "政务热线办公室",
    "petition-bureau": "市信访局",
    "emergency-office": "市应急办",
    "proposal-section": "议案提案科",
    "legal-office": "市政府法制办公室",
    "investment-office": "市招商局",
    "service-centre": "市政务服务中心",
    "window": "政务大厅窗口",
    "complaint-centre": "市行政效能投诉中心",
    "unit-head": "单位负责人",
    "handler": "经办",
    "reviewer": "复核",
    "enforcer": "执法人员",
    "designer": "流程设计员",
    "operator": "运维人员",
    "auditor": "审计员",
    "system-admin": "系统管理员",
    "security-admin": "安全管理员",
}
"""What people call a role in Chinese, as sheets may write it."""
