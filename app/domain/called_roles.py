"""Roles as people call them: `经办@市卫健局` or `市卫健局经办` is what diagrams write as `handler@health-bureau`."""

from collections.abc import Mapping
from typing import Final

from app.domain.actor import Holding
from app.domain.roles import ROLE_TITLES, ROLES

_CODES: Final = {title: code for code, title in ROLE_TITLES.items()}


def read_holding(said: str, units: Mapping[str, str]) -> Holding:
    """Return the role that a cell names, by code or by name. units: ids by what the units are called. What is unknown stays as written."""
    role, at, unit = said.partition("@")
    if not at and role not in ROLES and role not in _CODES:
        for title in sorted(_CODES, key=len, reverse=True):
            called = role.removesuffix(title).strip()
            if role.endswith(title) and called in units:
                role, unit = title, called
                break
    return Holding(_CODES.get(role.strip(), role.strip()), units.get(unit.strip(), unit.strip()))


def called_holding(holding: Holding, units: Mapping[str, str]) -> str:
    """Return a role as people call it, so that a cell may say it; by its code where nobody calls it otherwise. units: as read_holding."""
    title = ROLE_TITLES.get(holding.role, holding.role)
    if not holding.unit:
        return title
    unit = next((called for called, id in units.items() if id == holding.unit and called != id), "")
    return f"{unit}{title}" if unit and holding.role in ROLE_TITLES else holding.group
