"""The roles of the city, as diagrams and permissions name them. Source: docs/permissions, "Roles"."""

from typing import Final

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
SUPERVISORS: Final = ("inspection-office", "supervision-bureau")


def is_group(group: str) -> bool:
    """Say whether a candidate group is one that diagrams may name: a role of the city, or `role@unit`."""
    role, at, unit = group.partition("@")
    return bool(unit) and role in UNIT_ROLES if at else role in CITY_ROLES | SYSTEM_ROLES - ADMINISTRATORS
