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
